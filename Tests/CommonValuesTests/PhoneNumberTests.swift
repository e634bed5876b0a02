import CommonValues
import NaruTestSupport
import Testing

@Suite("Phone numbers")
struct PhoneNumberTests {
  static let spellings = [
    "010-1234-5678", "01012345678", "1012345678", "10-1234-5678", "+82 10-1234-5678", "+82 010-1234-5678",
    "+821012345678", "+82010-1234-5678", "821012345678", "82 10 1234 5678", "82-010-1234-5678", "0082 10-1234-5678",
    "00821012345678", "0082 010 1234 5678", "０１０－１２３４－５６７８", "０１０１２３４５６７８", "＋８２　１０　１２３４　５６７８",
    "(010) 1234-5678", "+82 (0)10-1234-5678", "010.1234.5678", "010/1234/5678", "010 1234 5678", " 010-1234-5678 ",
    "'01012345678", "010_1234_5678", "010\u{2013}1234\u{2013}5678", "010\u{2212}1234\u{2212}5678",
    "010\u{00A0}1234\u{00A0}5678", "\u{200E}010-1234-5678", "010\u{3000}1234\u{3000}5678",
    "010\u{00AD}1234\u{00AD}5678",
    "\t010-1234-5678\t",
  ]

  @Test("every usual spelling of a mobile number is the same number", arguments: spellings)
  func mobile(text: String) throws {
    let number = try #require(PhoneNumber(text))
    #expect(number.digits == 821_012_345_678)
    #expect(number.e164 == "+821012345678")
    #expect(number.isKoreanMobile)
  }

  @Test(
    "older mobile prefixes have seven or eight digits behind them",
    arguments: [
      ("011-234-5678", "+82112345678"), ("011-1234-5678", "+821112345678"), ("016-234-5678", "+82162345678"),
      ("017-234-5678", "+82172345678"), ("018-234-5678", "+82182345678"), ("019-234-5678", "+82192345678"),
      ("112345678", "+82112345678"), ("+82 11-234-5678", "+82112345678"), ("019-1234-5678", "+821912345678"),
    ])
  func olderMobile(text: String, e164: String) throws {
    let number = try #require(PhoneNumber(text))
    #expect(number.e164 == e164)
    #expect(number.kind == .koreanMobile)
  }

  @Test(
    "Korean numbers that are no mobiles are kept and are no mobiles",
    arguments: [
      ("02-123-4567", "+8221234567"), ("02-1234-5678", "+82212345678"), ("0212345678", "+82212345678"),
      ("031-123-4567", "+82311234567"), ("031-1234-5678", "+823112345678"), ("064-123-4567", "+82641234567"),
      ("212345678", "+82212345678"), ("+82 2-1234-5678", "+82212345678"), ("0505-123-4567", "+825051234567"),
      ("0502-1234-5678", "+8250212345678"), ("0508-1234-5678", "+8250812345678"),
      ("+82 0502-1234-5678", "+8250212345678"),
      ("+82 502-1234-5678", "+8250212345678"), ("0082 0507 1234 5678", "+8250712345678"),
      ("070-1234-5678", "+827012345678"), ("080-123-4567", "+82801234567"), ("1588-1234", "+8215881234"),
      ("1644-1234", "+8216441234"), ("1899-1234", "+8218991234"), ("+82 1588-1234", "+8215881234"),
    ])
  func koreanOther(text: String, e164: String) throws {
    let number = try #require(PhoneNumber(text))
    #expect(number.e164 == e164)
    #expect(number.kind == .koreanOther)
    #expect(!number.isKoreanMobile)
  }

  @Test(
    "foreign numbers need a plus or 00 and are kept",
    arguments: [
      ("+1 212-555-0100", "+12125550100"), ("001 212 555 0100", "+12125550100"), ("+81 90-1234-5678", "+819012345678"),
      ("+86 138 0013 8000", "+8613800138000"), ("+44 20 7946 0000", "+442079460000"),
      ("+123456789012345", "+123456789012345"),
      ("+12345678", "+12345678"),
    ])
  func foreign(text: String, e164: String) throws {
    let number = try #require(PhoneNumber(text))
    #expect(number.e164 == e164)
    #expect(number.kind == .foreign)
  }

  @Test(
    "what is no number is nil",
    arguments: [
      "", " ", "-", "0", "000", "010", "010-1234", "010-0000-0000", "+82 10-0000-0000", "없음", "N/A", "BLANK", "abc",
      "010-1234-567a", "010-1234-5678 (집)", "010-1234-56789", "000-1234-5678", "+", "++821012345678", "+82", "8210",
      "+0082101234",
      "+010-1234-5678", "0+821012345678", "1.01234567E9", "010-1234-5678, 010-2345-6789",
      "010-1234-5678/010-2345-6789", "12345678901234567890", "9999999999999999999999999999", "+1234567890123456",
      "+8212345", "+82123456", "+82123456789", "+821234567890123", "212-555-0100", "0200-123-45678901",
      "hana@example.com",
      "0000000000000000000000", "+1234567", "010,1234,5678",
    ])
  func garbage(text: String) { #expect(PhoneNumber(text) == nil) }

  @Test("a megabyte of digits, zeros or blanks is nil")
  func huge() {
    for byte in [UInt8(ascii: "1"), UInt8(ascii: "0"), UInt8(ascii: "-"), UInt8(ascii: " "), 0xE2, 0xEF] {
      let bytes = [UInt8](repeating: byte, count: 1 << 20)
      #expect(bytes.withUnsafeBufferPointer { PhoneNumber(bytes: $0) } == nil)
    }
  }

  @Test("a number is the same after its digits, its E.164 form and its JSON")
  func roundTrip() throws {
    var generator = SplitMix64(seed: 1)
    var seen = 0
    for _ in 0..<20_000 {
      let national = Int64.random(in: 1_000_000...99_999_999_999, using: &generator)
      let text =
        ["0\(national)", "+\(national)", "+82\(national)", "\(national)", "+820\(national)"]
        .randomElement(using: &generator) ?? ""
      guard let number = PhoneNumber(text) else { continue }
      seen += 1
      #expect(PhoneNumber(digits: number.digits) == number)
      #expect(PhoneNumber(number.e164) == number)
    }
    #expect(seen > 4_000)
  }

  @Test("every mobile number 010 is read from each of its forms")
  func mobiles() {
    var generator = SplitMix64(seed: 2)
    for _ in 0..<5_000 {
      let (middle, last) = (Int.random(in: 0...9999, using: &generator), Int.random(in: 1...9999, using: &generator))
      let digits = 821_000_000_000 + Int64(middle) * 10_000 + Int64(last)
      let eight = String("\(100_000_000 + middle * 10_000 + last)".dropFirst())
      for text in ["010" + eight, "10" + eight, "+82 10 " + eight, "+82010" + eight, "82010" + eight] {
        #expect(PhoneNumber(text)?.digits == digits)
      }
    }
  }

  @Test("stored digits that reading never gives are refused")
  func digits() {
    let refused: [Int64] = [
      .min, -1, 0, 1, 9_999_999, 1_000_000_000_000_000, .max, 821_000_000_000, 8_201_012_345_678, 82_123_456,
      821_234_567_890_123, 82_021_234_567,
    ]
    for digits in refused { #expect(PhoneNumber(digits: digits) == nil, "\(digits)") }
    var generator = SplitMix64(seed: 3)
    for _ in 0..<20_000 {
      let digits = Int64.random(in: 0...(1 << Int64.random(in: 20...52, using: &generator)), using: &generator)
      guard let number = PhoneNumber(digits: digits) else { continue }
      #expect(PhoneNumber(number.e164)?.digits == digits)
    }
  }

  @Test("random bytes never crash, and what is read can be read again")
  func randomBytes() {
    var generator = SplitMix64(seed: 4)
    let alphabet: [UInt8] = Array("0123456789+-() .82".utf8) + [0xEF, 0xBC, 0x90, 0x91, 0xC2, 0xA0, 0xE2, 0x80, 0xE3]
    for _ in 0..<30_000 {
      let bytes = generator.bytes(upTo: 24, alphabet: alphabet)
      guard let number = bytes.withUnsafeBufferPointer({ PhoneNumber(bytes: $0) }) else { continue }
      #expect(PhoneNumber(number.e164) == number)
    }
  }

  @Test("printing gives the number masked, also inside other values")
  func masked() throws {
    let number = try #require(PhoneNumber("010-1234-5678"))
    #expect("\(number)" == "+8210****5678")
    #expect(!"\([number]) \(Optional(number) as Any) \(["a": number])".contains("12345678"))
  }

  @Test("order follows the digits")
  func order() throws {
    #expect(try #require(PhoneNumber("010-1111-1111")) < #require(PhoneNumber("010-1111-1112")))
  }
}
