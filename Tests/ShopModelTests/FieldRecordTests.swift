import CommonValues
import Foundation
import NaruTestSupport
import ShopModel
import Testing

@Suite("Stored records")
struct FieldRecordTests {
  @Test("a member is the same after its record")
  func members() {
    var generator = SplitMix64(seed: 21)
    for _ in 0..<400 {
      var member = generator.member()
      member.withdrawnAt = nil
      #expect(Stored(member, at: 0).member == member)
    }
  }

  @Test("an order is the same after its record")
  func orders() {
    var generator = SplitMix64(seed: 22)
    for _ in 0..<400 {
      let order = generator.order()
      #expect(Stored(order, at: 0).order == order)
    }
  }

  @Test("the same fields are the same bytes, whatever the order in which they were given")
  func canonical() {
    var (one, two) = (Member(id: "m"), Member(id: "m"))
    one.consents = [Consent(.sms, .granted), Consent(.marketing, .denied)]
    two.consents = one.consents.reversed()
    for index in 0..<40 { one.attributes["a\(index)"] = .value("\(index)") }
    for index in (0..<40).reversed() { two.attributes["a\(index)"] = .value("\(index)") }
    #expect(Stored(one, at: 0).bytes == Stored(two, at: 0).bytes)
  }

  @Test("entries come in ascending order of tag and long texts keep their length")
  func entries() {
    var member = Member(id: "m")
    member.name = .value(String(repeating: "가", count: 30_000))
    member.grade = .empty
    member.consents = [Consent(.marketing, .granted)]
    member.withdrawnAt = Timestamp(milliseconds: 7)
    member.attributes = ["b": .value("2"), "a": .empty]
    let stored = Stored(member, at: 0)
    stored.bytes.withUnsafeBufferPointer { bytes in
      var cursor = FieldCursor(bytes)
      var tags: [UInt8] = []
      while let entry = cursor.next() {
        tags.append(entry.tag)
        #expect(entry.ownTime == nil)
        if entry.tag == 1 { #expect(entry.payload.count == 90_000) }
        if entry.tag == FieldRecord.withdrawnAtTag { #expect(entry.integer == 7) }
      }
      #expect(tags == [1, 6, 22, 30, 32, 32])
    }
  }

  /// Whatever the bytes are, reading, printing and joining them must come to an end.
  private func exercise(_ bytes: [UInt8], with good: Stored) throws {
    let damaged = Stored(bytes: bytes, time: 5)
    _ = try JSONEncoder().encode(damaged.member)
    _ = try JSONEncoder().encode(damaged.order)
    _ = damaged.joined(good).result.member
    _ = good.joined(damaged).result.order
  }

  @Test("no truncation and no flipped byte reads beyond the end or crashes")
  func damaged() throws {
    var generator = SplitMix64(seed: 23)
    let others = [Stored(generator.member(), at: 3), Stored(generator.order(), at: 3)]
    let samples = [
      Stored(generator.member(), at: 1).joined(Stored(generator.member(), at: 2)).result,
      Stored(generator.order(), at: 1),
    ]
    for (sample, other) in zip(samples, others) {
      for length in 0...sample.bytes.count { try exercise(Array(sample.bytes.prefix(length)), with: other) }
      for index in sample.bytes.indices {
        for flip in [0x01, 0x80, 0xFF] as [UInt8] {
          var bytes = sample.bytes
          bytes[index] ^= flip
          try exercise(bytes, with: other)
        }
      }
    }
  }

  @Test("random bytes read as a record never crash")
  func randomBytes() throws {
    var generator = SplitMix64(seed: 24)
    let alphabet: [UInt8] = Array(0...40) + [0x80, 0x81, 0x82, 0xA0, 0xFF]
    let other = Stored(generator.member(), at: 3)
    for _ in 0..<500 { try exercise(generator.bytes(upTo: 60, alphabet: alphabet), with: other) }
  }

  @Test("damaged fixed-width fields are left out")
  func leftOut() {
    var writer = FieldRecordWriter()
    writer.byte(MemberField.phone.rawValue, 1)
    writer.byte(MemberField.gender.rawValue, 9)
    writer.integer(MemberField.birthDate.rawValue, .max)
    writer.byte(MemberField.points.rawValue, 1)
    writer.integer(MemberField.joinedAt.rawValue, .min)
    writer.byte(MemberField.status.rawValue, 0)
    writer.integer(MemberField.kakaoUserID.rawValue, -1)
    #expect(Stored(bytes: writer.bytes, time: 0).member == Member(id: "m"))
  }
}

@Suite("Content hashes")
struct ContentHashTests {
  private func hash(_ bytes: [UInt8], seed: UInt64 = 0) -> Int64 {
    bytes.withUnsafeBufferPointer { ContentHash.hash($0, seed: seed) }
  }

  @Test(
    "the hash is the same on every machine and in every run",
    arguments: [("", 0), ("a", 0), ("naru", 0), ("naru", 1), ("0123456789abcdef", 0), ("나루는 배가 건너는 곳이다", 0)]
      as [(String, UInt64)])
  func stable(text: String, seed: UInt64) throws {
    #expect(hash(Array(text.utf8), seed: seed) == Self.golden["\(text)/\(seed)"])
  }

  static let golden: [String: Int64] = [
    "/0": 3_669_485_513_644_334_718, "a/0": -4_418_537_196_895_274_129, "naru/0": 931_603_559_667_163_516,
    "naru/1": -8_511_313_197_398_165_966, "0123456789abcdef/0": 8_743_154_983_051_685_821,
    "나루는 배가 건너는 곳이다/0": 8_386_971_079_451_351_802,
  ]

  @Test("200,000 small variations have different hashes, none of them 0")
  func collisions() {
    var seen: Set<Int64> = []
    var member = Array("김하나,010-1234-5678,hana@example.com,VIP,000000".utf8)
    for index in 0..<100_000 {
      var rest = index
      for place in 1...6 {
        member[member.count - place] = UInt8(0x30 + rest % 10)
        rest /= 10
      }
      seen.insert(hash(member))
    }
    for index in 0..<65_536 { seen.insert(hash([UInt8(index >> 8), UInt8(index & 0xFF)])) }
    for length in 3..<1_003 { seen.insert(hash([UInt8](repeating: 0, count: length))) }
    for index in 0..<33_464 { seen.insert(hash(Array("naru".utf8), seed: UInt64(index))) }
    #expect(seen.count == 200_000)
    #expect(!seen.contains(0))
  }
}
