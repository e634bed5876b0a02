import CommonValues
import Foundation
import NaruTestSupport
import Testing

@Suite("Timestamps")
struct TimestampTests {
  @Test(
    "each spelling is the point in time that it names",
    arguments: [
      ("2026-11-02T09:00:00+09:00", "2026-11-02T00:00:00Z"), ("2026-11-02T00:00:00Z", "2026-11-02T00:00:00Z"),
      ("2026-11-02t00:00:00z", "2026-11-02T00:00:00Z"), ("2026-11-02T09:00:00+0900", "2026-11-02T00:00:00Z"),
      ("2026-11-02T09:00:00+09", "2026-11-02T00:00:00Z"), ("2026-11-01T19:00:00-05:00", "2026-11-02T00:00:00Z"),
      ("2026-11-02T05:45:00+05:45", "2026-11-02T00:00:00Z"), ("2026-11-01T20:30:00-03:30", "2026-11-02T00:00:00Z"),
      ("2026-11-02T00:00:00-00:00", "2026-11-02T00:00:00Z"), ("2026-11-02T09:00:00", "2026-11-02T00:00:00Z"),
      ("2026-11-02 09:00:00", "2026-11-02T00:00:00Z"), ("2026-11-02 09:00", "2026-11-02T00:00:00Z"),
      ("2026-11-02 9:05", "2026-11-02T00:05:00Z"), ("2026-11-02", "2026-11-01T15:00:00Z"),
      ("2026.11.02 09:00:00", "2026-11-02T00:00:00Z"), ("2026/11/02 09:00", "2026-11-02T00:00:00Z"),
      ("20261102", "2026-11-01T15:00:00Z"), ("20261102090507", "2026-11-02T00:05:07Z"),
      ("202611020905", "2026-11-02T00:05:00Z"), ("2026. 11. 2. 오전 9:05:07", "2026-11-02T00:05:07Z"),
      ("2026. 11. 2. 오후 3:05", "2026-11-02T06:05:00Z"), ("2026년 11월 2일 오후 3:05", "2026-11-02T06:05:00Z"),
      ("2026-11-02 3:05 PM", "2026-11-02T06:05:00Z"), ("2026-11-02 3:05:07 AM", "2026-11-01T18:05:07Z"),
      ("2026-11-02 PM 3:05", "2026-11-02T06:05:00Z"), ("2026-11-02 오전 12:30", "2026-11-01T15:30:00Z"),
      ("2026-11-02 오후 12:30", "2026-11-02T03:30:00Z"), ("2026-11-02 12:00 AM", "2026-11-01T15:00:00Z"),
      ("2026-11-02 12:00 PM", "2026-11-02T03:00:00Z"), ("2026-11-02 오후 15:05", "2026-11-02T06:05:00Z"),
      ("2026-11-02T09:00:00.5+09:00", "2026-11-02T00:00:00.500Z"),
      ("2026-11-02T09:00:00.123456789Z", "2026-11-02T09:00:00.123Z"),
      ("2026-11-02T09:00:00,007Z", "2026-11-02T09:00:00.007Z"), ("2026-11-02 24:00", "2026-11-02T15:00:00Z"),
      ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"), ("2026-11-02 09:00:00 +09:00", "2026-11-02T00:00:00Z"),
      ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"), ("1900-01-01T00:00:00Z", "1900-01-01T00:00:00Z"),
      (" 2026-11-02 09:00 ", "2026-11-02T00:00:00Z"), ("9999-12-31", "9999-12-30T15:00:00Z"),
    ])
  func spelling(text: String, utc: String) { #expect(Timestamp(text)?.utcDescription == utc) }

  @Test(
    "what is no time is nil",
    arguments: [
      "", "-", "0000-00-00", "0000-00-00 00:00:00", "2026-02-30T00:00:00Z", "2026-11-02T", "2026-11-02T9",
      "2026-11-02 25:00",
      "2026-11-02 24:01", "2026-11-02 09:60", "2026-11-02 09:00:61", "2026-11-02 9:5", "2026-11-02 오전 13:00",
      "2026-11-02 오후 24:00", "2026-11-02T09:00:00.", "2026-11-02T09:00:00.Z", "2026-11-02T09:00:00+",
      "2026-11-02T09:00:00-",
      "2026-11-02T09:00:00+9", "2026-11-02T09:00:00+9:00", "2026-11-02T09:00:00+09:", "2026-11-02T09:00:00+09:0",
      "2026-11-02T09:00:00+24:00", "2026-11-02T09:00:00+99", "2026-11-02T09:00:00+0999", "2026-11-02T09:00:00+09:60",
      "2026-11-02T09:00:00ZZ", "2026-11-02T09:00:00Z+09:00", "2026-11-02T09:00:00+09:00Z", "2026-11-02T09:00:00 KST",
      "2026110209", "2026110209050", "20261102090507123", "1762041600", "0", "hello", "09:00", "2026-11-02X09:00:00",
      "9999-12-31T23:59:59Z", "0001-01-01", "0001-01-01T00:00:00+09:00",
    ])
  func garbage(text: String) { #expect(Timestamp(text) == nil) }

  @Test("all offsets of whole minutes name the same point")
  func offsets() throws {
    let noon = try #require(Timestamp("2026-11-02T12:00:00Z"))
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    for offset in stride(from: -23 * 60 - 59, through: 23 * 60 + 59, by: 7) {
      let local = noon.adding(milliseconds: Int64(offset) * 60_000).utcDescription.dropLast()
      let (sign, size) = (offset < 0 ? "-" : "+", abs(offset))
      #expect(Timestamp("\(local)\(sign)\(two(size / 60)):\(two(size % 60))") == noon)
      #expect(Timestamp("\(local)\(sign)\(two(size / 60))\(two(size % 60))") == noon)
    }
  }

  @Test("the day in Seoul begins at 15:00 UTC")
  func seoulDate() throws {
    #expect(try #require(Timestamp("2026-11-01T14:59:59.999Z")).seoulDate.description == "2026-11-01")
    #expect(try #require(Timestamp("2026-11-01T15:00:00Z")).seoulDate.description == "2026-11-02")
    #expect(Timestamp(milliseconds: 0).seoulDate.description == "1970-01-01")
    #expect(Timestamp(milliseconds: -32_400_000).seoulDate.description == "1970-01-01")
    #expect(Timestamp(milliseconds: -32_400_001).seoulDate.description == "1969-12-31")
    let date = try #require(CalendarDate("2026-11-02"))
    #expect(Timestamp(startOf: date).seoulDate == date)
    #expect(Timestamp(startOf: date).adding(milliseconds: -1).seoulDate == date.adding(days: -1))
  }

  @Test("a time is the same after either of its texts")
  func roundTrip() {
    var generator = SplitMix64(seed: 7)
    for round in 0..<5_000 {
      var milliseconds = Int64.random(in: -62_135_596_800_000...253_402_268_399_999, using: &generator)
      if round % 2 == 0 { milliseconds -= milliseconds % 1000 }
      let time = Timestamp(milliseconds: milliseconds)
      #expect(Timestamp(time.description) == time)
      #expect(Timestamp(time.utcDescription) == time)
      #expect(time.description.hasPrefix(time.seoulDate.description))
    }
  }

  @Test("milliseconds are written only when there are any")
  func description() {
    #expect(Timestamp(milliseconds: 0).description == "1970-01-01T09:00:00+09:00")
    #expect(Timestamp(milliseconds: 0).utcDescription == "1970-01-01T00:00:00Z")
    #expect(Timestamp(milliseconds: 7).utcDescription == "1970-01-01T00:00:00.007Z")
    #expect(Timestamp(milliseconds: 70).utcDescription == "1970-01-01T00:00:00.070Z")
    #expect(Timestamp(milliseconds: -1).utcDescription == "1969-12-31T23:59:59.999Z")
    #expect(Timestamp(seconds: 1_762_041_600).description == "2025-11-02T09:00:00+09:00")
  }

  @Test("the furthest numbers can be held and printed")
  func extremes() {
    for value in [Int64.min, .min + 1, .max - 1, .max, Timestamp(seconds: .max).milliseconds] {
      let time = Timestamp(milliseconds: value)
      #expect(Timestamp(time.description) != nil)
      #expect(Timestamp(time.utcDescription) != nil)
      #expect(time.seoulDate.description.count == 10)
    }
    #expect(Timestamp(seconds: .max) > Timestamp(seconds: 1))
    #expect(Timestamp(seconds: .min) < Timestamp(seconds: -1))
  }

  @Test("JSON is RFC 3339 text; a text that is no time is refused")
  func json() throws {
    let times = [Timestamp(milliseconds: 1_762_041_600_000)]
    let text = String(decoding: try JSONEncoder().encode(times), as: UTF8.self)
    #expect(text == #"["2025-11-02T09:00:00+09:00"]"#)
    #expect(try JSONDecoder().decode([Timestamp].self, from: Data(text.utf8)) == times)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([Timestamp].self, from: Data(#"["soon"]"#.utf8)) }
  }

  @Test("random bytes never crash, and what is read can be read again")
  func randomBytes() {
    var generator = SplitMix64(seed: 8)
    let alphabet: [UInt8] = Array("0123456789012 -:.TZ+AMP".utf8) + Array("오전후년월일".utf8)
    for round in 0..<30_000 {
      let bytes = (round % 2 == 0 ? Array("2026-11-02".utf8) : []) + generator.bytes(upTo: 20, alphabet: alphabet)
      guard let time = bytes.withUnsafeBufferPointer({ Timestamp(bytes: $0) }) else { continue }
      #expect(Timestamp(time.description) == time)
    }
  }
}
