import CommonValues
import NaruTestSupport
import Testing

@testable import KakaoAPI

@Suite struct TokenSealerTests {
  private let plain = Array("what nobody may read".utf8)

  private func key(_ seed: UInt64, _ count: Int = 32) throws -> SealingKey {
    var random = SplitMix64(seed: seed)
    return try SealingKey(bytes: randomBytes(count, using: &random))
  }

  private func problem(_ sealer: TokenSealer, _ record: [UInt8], app: String = "flower", user: Int64 = 5) -> TokenSealer
    .Problem?
  {
    do throws(TokenSealer.Problem) {
      _ = try sealer.open(record, app: app, userID: user)
      return nil
    } catch {
      return error
    }
  }

  @Test("what is sealed opens again, under either length of key, and is never the same twice", arguments: [16, 32])
  func roundTrip(length: Int) throws {
    let sealer = TokenSealer(try key(1, length), random: SplitMix64(seed: 9))
    let one = try sealer.seal(plain, app: "flower", userID: 5)
    let other = try sealer.seal(plain, app: "flower", userID: 5)
    #expect(one != other && one.first == 1 && one.count == 1 + 8 + 12 + plain.count + 16)
    #expect(try sealer.open(one, app: "flower", userID: 5) == plain)
    #expect(try sealer.open(other, app: "flower", userID: 5) == plain)
    #expect(try sealer.open(try sealer.seal([], app: "", userID: .min), app: "", userID: .min) == [])
    let nonces = try (0..<1000).map { _ in Array(try sealer.seal([], app: "", userID: 1)[9..<21]) }
    #expect(Set(nonces).count == 1000)
  }

  @Test("the first key seals, all open, and a record is brought under the first one once")
  func rotation() throws {
    let old = TokenSealer(try key(1))
    let both = TokenSealer(try key(2), others: [try key(1)])
    let new = TokenSealer(try key(2))
    let record = try old.seal(plain, app: "flower", userID: 5)
    #expect(try both.open(record, app: "flower", userID: 5) == plain)
    #expect(problem(new, record) == .unknownKey)
    let moved = try #require(try both.resealed(record, app: "flower", userID: 5))
    #expect(try new.open(moved, app: "flower", userID: 5) == plain)
    #expect(try both.resealed(moved, app: "flower", userID: 5) == nil)
    #expect(problem(old, moved) == .unknownKey)
    #expect(throws: TokenSealer.Problem.tampered) { try both.resealed(record, app: "flower", userID: 6) }
  }

  @Test("a record opens for its own app and user alone")
  func bound() throws {
    let sealer = TokenSealer(try key(1))
    let record = try sealer.seal(plain, app: "flower", userID: 5)
    for (app, user) in [("flower", Int64(6)), ("rose", 5), ("flower5", 5), ("", 5), ("flower", -5)] {
      #expect(problem(sealer, record, app: app, user: user) == .tampered)
    }
  }

  @Test("a record that was changed anywhere, or cut, does not open")
  func tampered() throws {
    let sealer = TokenSealer(try key(1))
    let record = try sealer.seal(plain, app: "flower", userID: 5)
    for index in record.indices {
      for bit in 0..<8 {
        var changed = record
        changed[index] ^= 1 << bit
        let expected: TokenSealer.Problem = index == 0 ? .unknownForm : index < 9 ? .unknownKey : .tampered
        #expect(problem(sealer, changed) == expected)
      }
    }
    for length in 0..<record.count {
      #expect(problem(sealer, Array(record.prefix(length))) == (length < 37 ? .unknownForm : .tampered))
    }
    #expect(problem(sealer, record + [0]) == .tampered)
  }

  @Test("a key's name is the key's own: another's record is not tried with it")
  func renamed() throws {
    let one = TokenSealer(try key(1))
    let two = TokenSealer(try key(2))
    let record = try one.seal(plain, app: "flower", userID: 5)
    let head = try two.seal([], app: "flower", userID: 5).prefix(9)
    #expect(problem(two, Array(head) + record.dropFirst(9)) == .tampered)
  }

  @Test(
    "a key is read as hexadecimal digits or base64",
    arguments: [
      ("000102030405060708090a0b0c0d0e0f", 16), ("000102030405060708090A0B0C0D0E0F", 16),
      ("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", 32), ("AAECAwQFBgcICQoLDA0ODw==", 16),
      ("AAECAwQFBgcICQoLDA0ODw", 16), ("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", 32),
      ("  AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n", 32),
    ])
  func keys(text: String, count: Int) throws {
    #expect(try SealingKey(Secret(text)).id == SealingKey(bytes: (0..<UInt8(count)).map { $0 }).id)
  }

  @Test("base64url is read too")
  func urlKeys() throws {
    let bytes = Array(repeating: UInt8(0xFB), count: 31) + [0xFF]
    #expect(try SealingKey(Secret(Base64URL.encode(bytes))).id == SealingKey(bytes: bytes).id)
  }

  @Test(
    "what is no key is refused with its reason",
    arguments: [
      ("", .notEncoded), ("   ", .notEncoded), ("가나다", .notEncoded), ("!!!!", .notEncoded), ("AAEC", .wrongLength(3)),
      ("000102030405060708090a0b0c0d0e0g", .wrongLength(24)), ("00010203040506070809", .wrongLength(15)),
      (String(repeating: "0", count: 64), .notRandom), (String(repeating: "A", count: 43), .notRandom),
    ] as [(String, SealingKey.Problem)])
  func noKeys(text: String, expected: SealingKey.Problem) {
    #expect(throws: expected) { try SealingKey(Secret(text)) }
  }

  @Test("no key is printed")
  func redaction() throws {
    let key = try SealingKey(Secret("000102030405060708090a0b0c0d0e0f"))
    #expect(!"\(key)".contains("0102"))
  }
}
