import Testing

@testable import KakaoSandbox

@Suite struct JSONTests {
  @Test(
    "documents come back as they were",
    arguments: [
      #"{"a":1376016924429759228,"b":[true,false,null],"c":{"d":"나루"}}"#, "[]", "{}", "0", "-0.5e+10", #""""#,
      #"[1.50,1e400,123456789012345678901234567890]"#, #"["\"\\\n"]"#,
    ])
  func roundTrip(text: String) throws {
    #expect(String(decoding: try JSONValue.parse(Array(text.utf8)).encoded, as: UTF8.self) == text)
  }

  @Test("escapes become what they stand for")
  func escapes() throws {
    let value = try JSONValue.parse(Array(#""\ud55c\u0000\/\b\f\ud83d\ude00\ud800x""#.utf8))
    #expect(value == .string("한\u{0}/\u{8}\u{c}😀\u{fffd}x"))
  }

  @Test(
    "what is no JSON is refused",
    arguments: [
      "", "  ", "{", "[", "[1", "[1,", "[1,]", "{\"a\"", "{\"a\":", "{\"a\":1,}", "{a:1}", "{\"a\":1 \"b\":2}", "01",
      "1.", ".5", "+1", "1e", "-", "NaN", "Infinity", "tru", "nul", "\"", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"",
      "\"a\nb\"", "1 2", "[] x", "{\"a\":1,\"a\":2}", "\u{feff}{}", "'a'", "// x\n{}",
    ])
  func refused(text: String) {
    #expect(throws: JSONError.self) { try JSONValue.parse(Array(text.utf8)) }
  }

  @Test(
    "bytes that are not UTF-8 are refused",
    arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0xB0, 0xA1]])
  func notUTF8(bytes: [UInt8]) {
    #expect(throws: JSONError(kind: .notUTF8, offset: 0)) { try JSONValue.parse(bytes) }
  }

  @Test("64 levels pass, 65 do not", arguments: ["[", "{\"a\":"])
  func depth(open: String) throws {
    let close = open == "[" ? "]" : "}"
    func nested(_ levels: Int) -> [UInt8] {
      Array((String(repeating: open, count: levels) + "1" + String(repeating: close, count: levels)).utf8)
    }
    _ = try JSONValue.parse(nested(64))
    #expect(throws: JSONError.self) { try JSONValue.parse(nested(65)) }
    #expect(throws: JSONError.self) { try JSONValue.parse(Array(String(repeating: open, count: 1_000_000).utf8)) }
  }

  @Test("duplicate keys can be let through, and the last one counts")
  func duplicates() throws {
    let value = try JSONValue.parse(Array(#"{"a":1,"b":2,"a":3}"#.utf8), allowingDuplicates: true)
    #expect(value["a"] == 3)
  }

  @Test(
    "integers are exact or none",
    arguments: [
      ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min), ("9223372036854775808", nil),
      ("1.0", nil), ("1e2", nil),
    ] as [(String, Int64?)])
  func integers(text: String, value: Int64?) throws {
    var cursor = JSONCursor(Array(text.utf8))
    let range = try cursor.number()
    #expect(cursor.integer(range) == value)
    #expect(try JSONValue.parse(Array(text.utf8)).integer == value)
  }

  @Test("any cut and any changed byte of a call is an answer, never a crash, and never a row with another id")
  func mutations() async throws {
    let bench = try Bench()
    let file = try await bench.file()
    let body = Array(
      #"{"file_id":\#(file),"channel_public_id":"_xgTNZs","user_type":"app","users":[{"id":12345,"field":{"성별":"여\u0041","구매금액":-1.5e3}}]}"#
        .utf8)
    for length in 0..<body.count {
      let answer = try await bench.post(Path.update, Array(body.prefix(length)))
      #expect(answer.code == -2)
    }
    var random = SplitMix64(state: 1)
    for _ in 0..<3000 {
      var changed = body
      changed[Int.random(in: 0..<body.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      let answer = try await bench.post(Path.update, changed)
      #expect([200, 400].contains(answer.status))
    }
    #expect(try bench.sandbox.rows(of: file).allSatisfy { $0.id.count >= 4 && $0.id.count <= 5 })
  }
}
