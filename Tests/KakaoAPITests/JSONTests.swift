import Foundation
import NaruTestSupport
import Testing

@testable import KakaoAPI

@Suite struct JSONTests {
  private func written(_ text: String) -> String {
    var writer = JSONWriter()
    writer.string(text)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test(
    "strings are escaped where JSON asks for it and nowhere else",
    arguments: [
      ("", #""""#), ("김하나", #""김하나""#), (#"a"b\c/"#, #""a\"b\\c/""#), ("\n\r\t", #""\n\r\t""#),
      ("\u{0}\u{1}\u{1F}\u{7F}", "\"\\u0000\\u0001\\u001f\u{7F}\""), ("💐\u{10FFFF}", "\"💐\u{10FFFF}\""),
      ("\u{2028}\u{FEFF}", "\"\u{2028}\u{FEFF}\""), ("e\u{301}", "\"e\u{301}\""),
    ])
  func strings(text: String, expected: String) {
    #expect(Array(written(text).utf8) == Array(expected.utf8))
  }

  @Test("any text comes back the same from another parser", arguments: 0..<200)
  func roundTrip(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var text = String.UnicodeScalarView()
    for _ in 0..<Int(random.next() % 60) {
      let range: UInt32 = [0x30, 0x80, 0x800, 0x11_0000][Int(random.next() % 4)]
      text.append(Unicode.Scalar(UInt32(random.next() % UInt64(range))) ?? "?")
    }
    let read = try JSONSerialization.jsonObject(with: Data(written(String(text)).utf8), options: .fragmentsAllowed)
    let string = try #require(read as? String)
    #expect(Array(string.unicodeScalars) == Array(text))
  }

  @Test("numbers go out digit by digit", arguments: [0, 7, 10, -1, 1_376_016_924_429_759_228, .max, .min] as [Int64])
  func numbers(value: Int64) {
    var writer = JSONWriter()
    writer.number(value)
    #expect(String(decoding: writer.bytes, as: UTF8.self) == "\(value)")
  }

  @Test(
    "decimal text is told from other text",
    arguments: [
      ("0", true), ("-0", true), ("24680", true), ("12.50", true), ("-0.5", true),
      ("123456789012345678901234567890", true),
      ("", false), ("-", false), ("01", false), ("1.", false), (".5", false), ("+1", false), ("1e5", false),
      ("1,000", false),
      ("1 ", false), ("٣", false), ("NaN", false), ("--1", false), ("1.2.3", false),
    ])
  func decimals(text: String, isDecimal: Bool) {
    #expect(JSONWriter.isDecimal(text.utf8) == isDecimal)
  }

  @Test(
    "an encoded field is one flat object of strings and numbers",
    arguments: [
      (#"{}"#, true), (#" { } "#, true), (#"{"a":"b","c":-1.5}"#, true), (#"{"\u00e9\n\"":""}"#, true),
      (#"{"이름":"김하나"}"#, true),
      ("", false), ("[]", false), ("{", false), (#"{"a":1}}"#, false), (#"{"a":1},"x":{"b":2}"#, false),
      (#"{"a":{}}"#, false),
      (#"{"a":[1]}"#, false), (#"{"a":true}"#, false), (#"{"a":null}"#, false), (#"{"a":01}"#, false),
      (#"{"a":}"#, false),
      (#"{"a":1,}"#, false), (#"{,}"#, false), (#"{a:1}"#, false), (#"{"a" 1}"#, false), (#"{"a":"b}"#, false),
      (#"{"a":"\x"}"#, false), (#"{"a":"\u12g4"}"#, false), (#"{"a":"\u12"#, false), ("{\"a\":\"\n\"}", false),
      (#"{"a":1}{"b":2}"#, false), (#"{"a":"b"}]}"#, false), (#"{"a":-}"#, false), (#"{"a":1.}"#, false),
    ])
  func flatObjects(text: String, accepted: Bool) {
    #expect(FlatObjectCheck.accepts(Array(text.utf8)) == accepted)
    if accepted { #expect((try? JSONSerialization.jsonObject(with: Data(text.utf8))) is NSDictionary) }
  }

  @Test("bytes that are no UTF-8 are refused")
  func invalidUTF8() {
    #expect(!FlatObjectCheck.accepts(Array(#"{"a":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)))
    #expect(!FlatObjectCheck.accepts(Array(#"{"a":""#.utf8) + [0xED, 0xA0, 0x80] + Array(#""}"#.utf8)))
  }

  @Test("what the check accepts of damaged objects, another parser reads as an object", arguments: 0..<300)
  func fuzz(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var bytes = Array(#"{"생년월일":"2000-01-01","a\n\u00e9":-12.50,"c":""}"#.utf8)
    for _ in 0...(random.next() % 3) {
      let index = Int(random.next() % UInt64(bytes.count))
      switch random.next() % 3 {
      case 0: bytes[index] = UInt8(truncatingIfNeeded: random.next())
      case 1: bytes.remove(at: index)
      default: bytes.insert(#"{}[]",:\0-"#.utf8.randomElement(using: &random) ?? 0, at: index)
      }
    }
    if FlatObjectCheck.accepts(bytes) {
      #expect((try? JSONSerialization.jsonObject(with: Data(bytes))) is NSDictionary)
    }
  }

  @Test("a field with one column twice or a number that is none is refused")
  func badFields() {
    #expect(throws: KakaoError.self) { try CustomerFileRow.encode([("a", .string("")), ("a", .string(""))]) }
    #expect(throws: KakaoError.self) { try CustomerFileRow.encode([("a", .number("1,000"))]) }
    #expect(throws: KakaoError.self) { try CustomerFileRow(id: .app(1), encodedField: Array("{}{}".utf8)) }
  }
}
