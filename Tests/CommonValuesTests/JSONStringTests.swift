import CommonValues
import Foundation
import NaruTestSupport
import Testing

@Suite("JSON strings")
struct JSONStringTests {
  private func written(_ text: String) -> String {
    var bytes: [UInt8] = []
    JSONString.append(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    "are escaped where JSON asks for it and nowhere else",
    arguments: [
      ("", #""""#), ("김하나", #""김하나""#), (#"a"b\c/"#, #""a\"b\\c/""#), (#""""#, #""\"\"""#), ("\n\r\t", #""\n\r\t""#),
      ("a\nb", #""a\nb""#), ("\u{7F}\u{85}\u{2028}\u{FEFF}", "\"\u{7F}\u{85}\u{2028}\u{FEFF}\""),
      ("e\u{301}", "\"e\u{301}\""), ("💐\u{10FFFF}", "\"💐\u{10FFFF}\""),
    ])
  func escapes(text: String, expected: String) { #expect(Array(written(text).utf8) == Array(expected.utf8)) }

  @Test(
    "have one form for each control character: short for line feed, carriage return and tab, else four small digits")
  func controls() {
    for byte in UInt8(0)..<0x20 {
      let escape =
        switch byte {
        case 0x09: #"\t"#
        case 0x0A: #"\n"#
        case 0x0D: #"\r"#
        default: #"\u00"# + HexText.encode([byte])
        }
      #expect(written(String(UnicodeScalar(byte))) == "\"" + escape + "\"")
    }
    #expect(written("\u{8}\u{C}\u{1B}") == #""\u0008\u000c\u001b""#)
  }

  @Test("stand behind what is there, from text as from its bytes, of which there may be none")
  func appending() {
    var bytes: [UInt8] = [0x5B]
    JSONString.append(ByteSlice(start: nil, count: 0), to: &bytes)
    Array("a\t".utf8).withUnsafeBufferPointer { JSONString.append($0, to: &bytes) }
    JSONString.append("\"", to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == #"["""a\t""\"""#)
  }

  @Test("come back the same from another reader", arguments: 0..<200)
  func roundTrip(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0..<60, using: &generator) {
      let ends: [UInt32] = [0x30, 0x80, 0x800, 0x11_0000]
      let end = ends.randomElement(using: &generator) ?? 0x80
      text.append(Unicode.Scalar(UInt32.random(in: 0..<end, using: &generator)) ?? "\\")
    }
    let read = try JSONDecoder().decode(String.self, from: Data(written(String(text)).utf8))
    #expect(Array(read.unicodeScalars) == Array(text))
  }
}
