import CommonValues
import Foundation
import NaruTestSupport
import Testing

@Suite("Calendar dates")
struct CalendarDateTests {
  @Test("every day from 1900 to 2100 agrees with counting the days one by one")
  func everyDay() throws {
    var days = -25_567  // 1900-01-01
    for year in 1900...2100 {
      let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
      for (index, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
        for day in 1...length {
          let date = try #require(CalendarDate(year: year, month: index + 1, day: day))
          let parts = date.parts
          let isRight =
            date.daysSinceEpoch == days && parts.year == year && parts.month == index + 1 && parts.day == day
            && CalendarDate(date.description) == date
          if !isRight { Issue.record("\(year)-\(index + 1)-\(day) is \(date), \(date.daysSinceEpoch) for \(days)") }
          days += 1
        }
        #expect(CalendarDate(year: year, month: index + 1, day: length + 1) == nil)
      }
    }
    #expect(days == 47_847)
  }

  @Test("days far from today agree with the system's calendar")
  func foundation() throws {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    var generator = SplitMix64(seed: 5)
    for _ in 0..<500 {
      let days = Int.random(in: -135_000...2_932_896, using: &generator)  // from 1600 on
      let parts = calendar.dateComponents(
        [.year, .month, .day], from: Date(timeIntervalSince1970: Double(days) * 86_400))
      let mine = CalendarDate(daysSinceEpoch: days).parts
      #expect(parts.year == mine.year && parts.month == mine.month && parts.day == mine.day, "day \(days)")
    }
  }

  static let spellings = [
    "1990-01-31", "1990.01.31", "1990/01/31", "19900131", "1990-1-31", "1990. 1. 31.", "1990. 1. 31", "1990.1.31.",
    "1990년 1월 31일", "1990년01월31일", " 1990-01-31 ", "1990-01-31 00:00:00", "1990-01-31T23:59:59+09:00",
    "1990-01-31T23:59:59Z", "1990-01-31 오후 3:05", "1990. 1. 31. 오전 9:05:07", "1990-01-31t10:00:00z",
    "\u{3000}1990-01-31\u{00A0}",
  ]

  @Test("every usual spelling is the same day, whatever time follows", arguments: spellings)
  func spelling(text: String) { #expect(CalendarDate(text)?.description == "1990-01-31") }

  @Test(
    "what is no day is nil",
    arguments: [
      "", "-", "0000-00-00", "0000-01-01", "2026-02-30", "2025-02-29", "1900-02-29", "2026-13-01", "2026-00-10",
      "2026-04-31",
      "2026-01-00", "2026-01-32", "20260230", "00000000", "2026-01", "202601", "2026", "26-01-31", "260131",
      "2026-01/31",
      "2026-01-31x", "2026-01-31 xx", "2026-01-31T", "2026-01-31 25:00", "x2026-01-31", "2026-0a-31", "2026--01-31",
      "2026년 1월 31", "2026년 1월", "31/01/2026", "-2026-01-31", "10000-01-01", "2026-001-31", "NULL", "없음", "45000",
      "２０２６-01-31",
    ])
  func garbage(text: String) { #expect(CalendarDate(text) == nil) }

  @Test("only the years 1 to 9999 have parts that make a day")
  func limits() {
    #expect(CalendarDate(year: 0, month: 1, day: 1) == nil)
    #expect(CalendarDate(year: 10_000, month: 1, day: 1) == nil)
    #expect(CalendarDate(year: -1, month: 1, day: 1) == nil)
    #expect(CalendarDate(year: 2026, month: .max, day: .min) == nil)
    #expect(CalendarDate(year: 1, month: 1, day: 1)?.daysSinceEpoch == -719_162)
    #expect(CalendarDate(year: 9999, month: 12, day: 31)?.daysSinceEpoch == 2_932_896)
    #expect(CalendarDate(year: 1, month: 1, day: 1)?.description == "0001-01-01")
    #expect(CalendarDate(year: 2000, month: 2, day: 29) != nil)
  }

  @Test(
    "age is in full years",
    arguments: [
      ("1990-01-31", "2026-01-30", 35), ("1990-01-31", "2026-01-31", 36), ("1990-01-31", "1990-01-31", 0),
      ("1990-12-31", "2026-01-01", 35), ("2000-02-29", "2001-02-28", 0), ("2000-02-29", "2001-03-01", 1),
      ("2000-02-29", "2004-02-28", 3), ("2000-02-29", "2004-02-29", 4), ("2026-11-21", "2026-11-20", -1),
      ("1900-01-01", "2026-11-21", 126),
    ])
  func age(born: String, today: String, years: Int) throws {
    #expect(try #require(CalendarDate(born)).fullYears(until: #require(CalendarDate(today))) == years)
  }

  @Test("adding days goes there and back, and order follows the days")
  func adding() throws {
    let date = try #require(CalendarDate("2026-11-21"))
    #expect(date.adding(days: 10).description == "2026-12-01")
    #expect(date.adding(days: -365).description == "2025-11-21")
    #expect(date.adding(days: 1) > date)
    #expect(CalendarDate(daysSinceEpoch: 0).description == "1970-01-01")
  }

  @Test("JSON is the text; a text that is no day is refused")
  func json() throws {
    let dates = [try #require(CalendarDate("1990-01-31"))]
    #expect(String(decoding: try JSONEncoder().encode(dates), as: UTF8.self) == #"["1990-01-31"]"#)
    #expect(try JSONDecoder().decode([CalendarDate].self, from: Data(#"["1990-01-31"]"#.utf8)) == dates)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([CalendarDate].self, from: Data(#"["2026-02-30"]"#.utf8))
    }
  }

  @Test("random bytes never crash, and what is read can be read again")
  func randomBytes() {
    var generator = SplitMix64(seed: 6)
    let alphabet: [UInt8] = Array("0123456789012-./ T:Z+".utf8) + Array("년월일오전후".utf8)
    for _ in 0..<30_000 {
      let bytes = generator.bytes(upTo: 28, alphabet: alphabet)
      guard let date = bytes.withUnsafeBufferPointer({ CalendarDate(bytes: $0) }) else { continue }
      #expect(CalendarDate(date.description) == date)
    }
  }
}
