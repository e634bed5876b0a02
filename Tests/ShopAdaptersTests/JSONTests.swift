import CommonValues
import NaruTestSupport
import Testing

@testable import ShopAdapters

@Suite("JSON from outside")
struct JSONTests {
  private func parse(_ text: String) -> Result<JSONValue, JSONFault> {
    do throws(JSONFault) {
      return .success(try JSONValue(parsing: text))
    } catch {
      return .failure(error)
    }
  }

  @Test("Numbers stay as they were written")
  func numbers() throws {
    let value = try JSONValue(
      parsing: #"{"id":9223372036854775807,"big":123456789012345678901234567890,"money":24680.00,"e":1E+2,"n":-0}"#)
    #expect(value["id"]?.cellText == "9223372036854775807")
    #expect(value["big"]?.cellText == "123456789012345678901234567890")
    #expect(value["money"]?.cellText == "24680.00" && value["e"]?.cellText == "1E+2" && value["n"]?.cellText == "-0")
  }

  @Test("Texts lose their escapes, and get them back in JSON")
  func texts() throws {
    let value = try JSONValue(parsing: #"["\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t가", ""]"#)
    #expect(value == .array([.string("é😀\"\\/\u{8}\u{c}\n\r\t가"), .string("")]))
    #expect(try JSONValue(parsing: value.json) == value)
  }

  @Test("A byte-order mark is passed over")
  func mark() throws { #expect(try JSONValue(parsing: "\u{FEFF}[1]") == .array([.number("1")])) }

  @Test(
    "What is no JSON is refused",
    arguments: [
      "", " ", "{", "}", "[1,]", "[,1]", "{\"a\":1,}", "{a:1}", "{'a':1}", "[01]", "[1.]", "[.5]", "[+1]", "[-]",
      "[1e]", "nul", "tru",
      "[NaN]", "[Infinity]", "\"\u{1}\"", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "[1] 2", "[1]]",
      "\"tab\there\"", "// c\n1", "[1 2]",
      "{\"a\" 1}", "{\"a\":}", "\u{0}",
    ])
  func syntax(text: String) { #expect(parse(text) == .failure(.syntax)) }

  @Test("Doubtful texts and keys are refused, always in the same way")
  func doubtful() {
    #expect(parse(#"{"a":1,"a":2}"#) == .failure(.duplicateKey))
    #expect(parse(#"{"a":1,"\u0061":1}"#) == .failure(.duplicateKey))
    #expect(parse(#"[{"a":1},{"a":2}]"#) != .failure(.duplicateKey))
    for text in [#"["\ud83d"]"#, #"["\ude00"]"#, #"["\ud83d\u0041"]"#, #"["\ud83dx"]"#, #"{"\ud83d":1}"#] {
      #expect(parse(text) == .failure(.loneSurrogate))
    }
    #expect(parse(#"["a\u0000b"]"#) == .failure(.nulCharacter))
  }

  @Test("Bytes that are no UTF-8 are refused")
  func encoding() {
    for bytes in [
      [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xFF, 0x22],
      [0x5B, 0x22, 0xE2, 0x82, 0x22, 0x5D],
    ] as [[UInt8]] {
      let fault = #expect(throws: JSONFault.self) { try bytes.withUnsafeBufferPointer { try JSONValue(parsing: $0) } }
      #expect(fault == .notUTF8)
    }
  }

  @Test("Depth, length and number of values are limited")
  func limits() {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(parse(nested(64)) != .failure(.tooDeep))
    #expect(parse(nested(65)) == .failure(.tooDeep))
    #expect(parse(String(repeating: "[", count: 1_000_000)) == .failure(.tooDeep))
    #expect(parse(String(repeating: "{\"a\":", count: 100_000)) == .failure(.tooDeep))
    #expect(parse("\"" + String(repeating: "a", count: 1 << 20) + "\"") == .failure(.tooLong))
    #expect(parse("[" + String(repeating: "0,", count: 200_000) + "0]") == .failure(.tooManyValues))
  }

  @Test("Any cut and any changed byte is refused or read, and nothing else", arguments: 0..<4)
  func fuzz(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let whole = Array(#"{"kind":"member","id":"a","n":[1.5e3,true,null,"\ud83d\ude00"],"o":{"k":"가"}}"#.utf8)
    for _ in 0..<2_000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      bytes.removeLast(Int.random(in: 0...5, using: &random))
      let value = bytes.withUnsafeBufferPointer { try? JSONValue(parsing: $0) }
      if let value { #expect((try? JSONValue(parsing: value.json)) == value) }
    }
  }
}

@Suite("Paths")
struct JSONPathTests {
  private static let tree = #"""
    {"a":{"b":[{"c":1},{"c":2}],"d.e":3},"x.y":"literal","list":[10,20],
     "meta":[{"key":"k1","value":"v1"},{"key":"k2","value":{"deep":true}}],"n":null,"@no":"7"}
    """#

  @Test(
    "A path finds its values",
    arguments: [
      ("a.b[0].c", ["1"]), ("a.b[1].c", ["2"]), ("a.b[].c", ["1", "2"]), ("list[1]", ["20"]), ("list[]", ["10", "20"]),
      ("meta[key=k1].value", ["v1"]), ("meta[key=k2].value.deep", ["true"]), ("x.y", ["literal"]), ("n", [""]),
      ("@no", ["7"]),
      ("a.b[9].c", []), ("a.z", []), ("meta[key=none].value", []), ("list.a", []), ("n.a", []), ("a.b.c", []),
      ("list", ["[10,20]"]),
    ])
  func values(path: String, values: [String]) throws {
    let tree = try JSONValue(parsing: JSONPathTests.tree)
    #expect(try #require(JSONPath(path)).values(in: tree).map(\.cellText) == values)
  }

  @Test("The dot is the whole")
  func whole() throws {
    let tree = try JSONValue(parsing: JSONPathTests.tree)
    #expect(JSONPath(".")?.values(in: tree) == [tree])
  }

  @Test(
    "What is no path is refused",
    arguments: ["", "a..b", ".a", "a.", "[", "a[", "a[x", "a[x]", "a[=1]", "a]b[", "a[-1]", "a[99999999999999999999]"])
  func wrong(path: String) { #expect(JSONPath(path) == nil) }

  @Test("A path has an end")
  func long() { #expect(JSONPath(String(repeating: "a.", count: 100) + "a") == nil) }
}

@Suite("Forms")
struct FormTests {
  @Test("Names and values are decoded")
  func decoded() throws {
    let fields = try #require(FormBody.parse("a=1&b=%EA%B0%80+x&c&=e&a=2".utf8))
    #expect(fields.map(\.name) == ["a", "b", "c", "", "a"] && fields.map(\.value) == ["1", "가 x", "", "e", "2"])
  }

  @Test(
    "Broken escapes, other encodings and too many fields are refused", arguments: ["a=%", "a=%4", "a=%zz", "a=%FF"])
  func broken(text: String) {
    #expect(FormBody.parse(text.utf8) == nil)
    #expect(FormBody.parse(String(repeating: "a=1&", count: 1_001).utf8) == nil)
  }
}
