import CommonValues
import Testing

@testable import Records

@Suite("JSON")
struct JSONTests {
  static let records = #"{"id":"m1","name":"김\"하나","age":41},{"id":"m2","ok":true,"name":null}"#
  static let expected: [[String: String]] = [
    ["id": "m1", "name": "김\"하나", "age": "41"], ["id": "m2", "ok": "true", "name": ""],
  ]

  @Test(
    "an array, lines, objects behind one another and a wrapped array are the same records",
    arguments: [
      "[\(records)]", "  [ \(records) ] \n", "\u{FEFF}[\(records)]", records.replacing("},{", with: "}\n{"),
      records.replacing("},{", with: "}\r\n\r\n{") + "\r\n", records.replacing("},{", with: "} {"),
      #"{"data":[\#(records)]}"#, #"{"code":200,"meta":{"n":[1,2,{}]},"data":[\#(records)],"next":null}"#,
      #"{"result":{"list":[\#(records)]},"tags":["a"]}"#,
    ])
  func framings(_ text: String) {
    let outcome = readFile(text)
    #expect(outcome.refusal == nil)
    #expect(outcome.first.records == JSONTests.expected)
    #expect(outcome.first.bad.isEmpty)
  }

  @Test("a missing key is absent, null is blank, and numbers keep every digit")
  func cells() {
    let outcome = readFile(
      #"[{"a":9007199254740993,"b":null},{"b":-1.50e+10,"c":""},{"a":1234567890123456789,"c":"x\u0041\ud83d\ude00\/\t"}]"#
    )
    #expect(outcome.first.labels == ["a", "b", "c"])
    #expect(
      outcome.settled.first.rows == [
        ["9007199254740993", ""], [nil, "-1.50e+10", ""], ["1234567890123456789", nil, "xA😀/\t"],
      ])
  }

  @Test("objects become paths, arrays stay JSON text")
  func paths() {
    let outcome = readFile(
      #"[{"buyer":{"name":"이두리","addr":{"zip":"06236"}},"tags":[1, "a\n"],"items":[{"x":1}],"e":{}}]"#)
    #expect(
      outcome.first.records == [
        [
          "buyer.name": "이두리", "buyer.addr.zip": "06236", "tags": #"[1, "a\n"]"#, "items": #"[{"x":1}]"#,
        ]
      ])
  }

  @Test("keys with escapes are the keys that they spell")
  func escapedKeys() {
    let outcome = readFile("[{\"n\\u0061me\":1,\"q\\\"\":2},{\"name\":3,\"q\\\"\":4}]")
    #expect(outcome.first.labels == ["name", "q\""])
    #expect(outcome.first.rows == [["1", "2"], ["3", "4"]])
  }

  @Test("nested rows repeat the cells around them")
  func rows() {
    let text =
      #"[{"id":1,"items":[{"sku":"a","n":1},{"sku":"b"}],"sum":5},{"id":2,"items":[],"sum":0},{"id":3,"items":{"sku":"c"}}]"#
    let outcome = readFile(text, RecordFileOptions(rowsPath: "items"))
    #expect(
      outcome.first.records == [
        ["id": "1", "items.sku": "a", "items.n": "1", "sum": "5"], ["id": "1", "items.sku": "b", "sum": "5"],
        ["id": "2", "sum": "0"], ["id": "3", "items.sku": "c"],
      ])
    let scalars = readFile(#"{"id":1,"o":{"p":["x",null]}}"#, RecordFileOptions(rowsPath: "o.p"))
    #expect(scalars.first.records == [["id": "1", "o.p": "x"], ["id": "1", "o.p": ""]])
  }

  @Test("a record that unfolds into more than a block comes in several")
  func unfolding() {
    let items = (0..<2_000).map { #"{"n":\#($0)}"# }.joined(separator: ",")
    let text =
      #"[{"pad":"\#(String(repeating: "x", count: 3_000))","items":[\#(items)]},{"pad":"y","items":[{"n":9}]}]"#
    let outcome = readFile(text, RecordFileOptions(rowsPath: "items", blockBytes: 4_096))
    #expect(outcome.first.records.map { $0["items.n"] } == (0..<2_000).map { "\($0)" } + ["9"])
  }

  @Test("a row that unfolds into far more than it is becomes malformed")
  func amplification() {
    let items = (0..<30_000).map { _ in "{}" }.joined(separator: ",")
    let text = #"{"pad":"\#(String(repeating: "x", count: 60_000))","items":[\#(items)]}"#
    #expect(readFile(text, RecordFileOptions(rowsPath: "items")).first.codes == ["too-many-rows"])
  }

  @Test("where the records are can be said")
  func recordPath() {
    let text = #"{"a":{"list":[{"x":1}]},"b":[{"y":2}],"c":{"z":3}}"#
    #expect(readFile(text).code == "records-unclear")
    #expect(readFile(text, RecordFileOptions(recordPath: "a.list")).first.records == [["x": "1"]])
    #expect(readFile(text, RecordFileOptions(recordPath: "b")).first.records == [["y": "2"]])
    #expect(readFile(text, RecordFileOptions(recordPath: "c")).first.records == [["z": "3"]])
    #expect(readFile(text, RecordFileOptions(recordPath: "")).first.records.first?["c.z"] == "3")
    #expect(readFile(text, RecordFileOptions(recordPath: "d")).code == "no-records")
    let pages = #"{"data":[{"x":1}]} {"data":[{"x":2}]}"#
    #expect(readFile(pages, RecordFileOptions(recordPath: "data")).first.records == [["x": "1"], ["x": "2"]])
  }

  @Test("one object is a record, unless it holds the list; labels decide where that is not clear")
  func single() {
    #expect(readFile(#"{"id":1,"tags":["a"]}"#).first.records == [["id": "1", "tags": #"["a"]"#]])
    let order = #"{"order_no":1,"buyer":"x","items":[{"sku":1}]}"#
    #expect(readFile(order).first.records == [["sku": "1"]])
    let known = Set(["order_no", "buyer"])
    let options = RecordFileOptions(headerScore: { labels in labels.filter(known.contains).count })
    #expect(readFile(order, options).first.records == [["order_no": "1", "buyer": "x", "items": #"[{"sku":1}]"#]])
  }

  @Test("an empty array has no records")
  func empty() {
    #expect(readFile("[]").first.rows.isEmpty)
    #expect(readFile("[ ]\n").refusal == nil)
    #expect(readFile(#"{"data":[]}"#).code == nil)
  }

  @Test("labels grow block by block, the old ones first")
  func growth() throws {
    let text = (0..<50).map { #"{"id":\#($0),"k\#($0 / 10)":1}"# }.joined(separator: "\n")
    let reader = try JSONReader(MemorySource(text), options: RecordFileOptions(blockBytes: 1))
    var formats: [RecordFormat] = [reader.format]
    while let block = try reader.nextBlock() {
      #expect(reader.format === block.format)
      if block.format !== formats.last { formats.append(block.format) }
    }
    #expect(formats.count > 1)
    #expect(formats.last?.header.labels == ["id", "k0", "k1", "k2", "k3", "k4"])
    for (old, new) in zip(formats, formats.dropFirst()) {
      #expect(new.header.labels.starts(with: old.header.labels))
      #expect(new.header.labels.count > old.header.labels.count)
    }
    #expect(formats.allSatisfy { $0.shape == .tree })
  }

  @Test("the line is the one on which the record starts")
  func lines() {
    #expect(readFile("[\n{\"a\":1},\n\n{\"a\":\n2}\n,{\"a\":3}]").first.lines == [2, 4, 6])
    #expect(readFile("{\"a\":1}\n\n{\"a\":2}\nx\n{\"a\":3}\n").first.lines == [1, 3, 5])
  }

  @Test("any encoding of text", arguments: ["UTF-16LE", "UTF-16BE", "CP949"])
  func encodings(_ name: String) throws {
    let text = #"[{"이름":"김하나","메모":"똠방각하"}]"#
    let mark = name == "CP949" ? "" : "\u{FEFF}"
    #expect(readFile(try encoded(mark + text, name)).first.records == [["이름": "김하나", "메모": "똠방각하"]])
  }
}

@Suite("JSON that is wrong")
struct JSONHostileTests {
  @Test(
    "a record that is wrong in itself is malformed, in lines and in an array",
    arguments: [
      (#"{"a":1,"a":2}"#, "duplicate-key"), (#"{"o":{"x":1},"o":{}}"#, "duplicate-key"),
      (#"{"a":1,"\u0061":2}"#, "duplicate-key"), (#"{"a":"\ud800"}"#, "lone-surrogate"),
      (#"{"a":"\udc00x"}"#, "lone-surrogate"), (#"{"a":"\ud800\u0041"}"#, "lone-surrogate"),
      (#"{"a":["\ud800"]}"#, "lone-surrogate"), (#"{"\ud800":1}"#, "lone-surrogate"), (#"{"a":"\u0000"}"#, "nul-byte"),
      ("{\"a\":\"\u{0}\"}", "nul-byte"), ("{\"a\":\"x\ty\"}", "control-character"), ("[1]", "not-an-object"),
      ("12", "not-an-object"), (#""x""#, "not-an-object"),
    ])
  func malformed(_ text: String, _ code: String) {
    for (open, separator, close) in [("", "\n", "\n"), ("[", ",\n", "]")] {
      let outcome = readFile("\(open)\(#"{"a":"1"}"#)\(separator)\(text)\(separator)\(#"{"a":"2"}"#)\(close)")
      #expect(outcome.first.records == [["a": "1"], ["a": "2"]], "\(text)")
      let isTop = open.isEmpty && !text.hasPrefix("{")
      #expect(outcome.first.codes == [isTop ? "not-an-object" : code], "\(text)")
      #expect(outcome.first.bad.first?.line == 2)
      #expect(outcome.first.bad.first?.raw == Array(text.utf8))
    }
  }

  @Test("bytes that are no UTF-8 make their record malformed")
  func undecodable() {
    for (open, separator, close) in [("", "\n", ""), ("[", ",", "]")] {
      let bytes =
        Array("\(open){\"a\":\"가\"}\(separator){\"a\":\"".utf8) + [0xB1, 0xE8]
        + Array("\"}\(separator){\"a\":\"나\"}\(close)".utf8)
      let outcome = readFile(bytes, RecordFileOptions(encoding: .utf8))
      #expect(outcome.first.rows == [["가"], ["나"]])
      #expect(outcome.first.codes == ["undecodable-bytes"])
    }
  }

  @Test(
    "a line that is no JSON is malformed, and the next is read",
    arguments: [
      #"{"a":1,}"#, #"{"a":01}"#, #"{"a":1}}"#, #"{"a":1} x"#, "{'a':1}", #"{"a":"x"#, #"{"a":tru}"#, #"{"a":1"#, "{",
      "x",
      #"{"a":"\x"}"#, #"{"a":"\u12G4"}"#, #"{"a" 1}"#, #"{"a":}"#, #"{"a":+1}"#, #"{"a":1.}"#, #"{"a":.5}"#,
      #"{"a":NaN}"#,
      #"{"a":[1,]}"#, #"{"a":[1}"#, #"{"a":[{"b" 1}]}"#, #"{"a":["\q"]}"#,
    ])
  func brokenLine(_ line: String) {
    let outcome = readFile("{\"a\":\"1\"}\n\(line)\n{\"a\":\"2\"}\n")
    #expect(outcome.first.rows.map { $0.first ?? nil } == ["1", "2"])
    #expect(outcome.first.bad.map(\.line) == [2])
    #expect(outcome.first.bad.first?.isTruncated == false)
    if line.hasPrefix("{\"") {
      let first = readFile("\(line)\n{\"a\":\"1\"}\n{\"a\":\"2\"}\n")
      #expect(first.first.rows.map { $0.first ?? nil } == ["1", "2"])
      #expect(first.first.bad.map(\.line) == [1])
    }
    #expect(readFile("[{\"a\":\"1\"},\(line),{\"a\":\"2\"}]").refusal != nil)
  }

  @Test("the last line that is cut is a truncated record")
  func cutLine() {
    let text = "{\"id\":1,\"n\":\"가나\"}\n{\"id\":2,\"n\":\"가나\",\"t\":[true,{\"x\":\"\\ud83d\\ude00\"}]}"
    let bytes = Array(text.utf8)
    let start = bytes.firstIndex(of: 0x0A).map { $0 + 1 } ?? 0
    for end in (start + 1)..<bytes.count {
      let outcome = readFile(Array(bytes[..<end]))
      #expect(outcome.first.records == [["id": "1", "n": "가나"]], "\(end)")
      #expect(outcome.first.codes == ["truncated-row"], "\(end)")
      #expect(outcome.first.bad.first?.isTruncated == true)
    }
  }

  @Test("a document that is cut anywhere is refused")
  func cutDocument() {
    for text in [
      #"[{"id":1,"n":"가\n"},{"id":-2.5e1,"o":{"x":[null,"y"]}}]"#,
      #"{"ok":true,"data":[{"id":1},{"id":2}],"n":{"a":[1,"b"]}}"#,
    ] {
      let bytes = Array(text.utf8)
      for end in 2..<bytes.count {
        let outcome = readFile(Array(bytes[..<end]))
        #expect(outcome.refusal != nil, "\(end): \(String(decoding: bytes[..<end], as: UTF8.self))")
      }
      #expect(readFile(text).refusal == nil)
    }
    #expect(readFile(#"[{"id":1},{"id":2"#).code == "file-truncated")
    #expect(readFile(#"[{"id":1},{"id" 2}, {"id":3}, {"id":4}]"#).code == "file-bad-json")
    #expect(readFile(#"[{"id":1}] x"#).code == "file-bad-json")
    #expect(readFile(#"[{"id":1} {"id":2}]"#).code == "file-bad-json")
    #expect(readFile(#"[{"id":1},]"#).code == "file-bad-json")
  }

  @Test("depth has a limit, also at a million brackets")
  func depth() {
    let deep = String(repeating: "[", count: 1_000_000)
    #expect(readFile(#"[{"a":1},{"a":\#(deep)"#).code == "file-too-deep")
    #expect(readFile(String(repeating: #"{"a":"#, count: 1_000_000)).code == "file-too-deep")
    #expect(readFile(deep).refusal != nil)
    let lines = readFile(
      "{\"a\":1}\n{\"a\":\(String(repeating: "[", count: 70) + String(repeating: "]", count: 70))}\n{\"a\":2}\n")
    #expect(lines.first.codes == ["record-too-deep"])
    #expect(lines.first.rows.count == 2)
    let allowed = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
    #expect(readFile("[{\"a\":\(allowed)}]").first.rows == [[allowed]])
  }

  @Test("too long a field, record or line is malformed, and the next is read")
  func lengths() {
    let limits = RecordLimits(fieldBytes: 100, recordBytes: 1_000)
    for (open, separator, close) in [("", "\n", "\n"), ("[", ",", "]")] {
      for blockBytes in [1, 1 << 20] {
        let long = String(repeating: "x", count: 101)
        let longer = String(repeating: #"\"]}{[,"#, count: 2_000)
        let text =
          "\(open){\"a\":\"1\"}\(separator){\"a\":\"\(long)\"}\(separator){\"a\":\"\(longer)\"}\(separator){\"a\":\"2\"}\(close)"
        let outcome = readFile(text, RecordFileOptions(limits: limits, blockBytes: blockBytes))
        #expect(outcome.first.rows == [["1"], ["2"]])
        #expect(outcome.first.codes == ["field-too-long", "record-too-long"])
      }
    }
  }

  @Test("blanks without end between items cost nothing, and a last line that is too long and cut counts as cut")
  func blanks() {
    let limits = RecordLimits(fieldBytes: 100, recordBytes: 200)
    let options = RecordFileOptions(limits: limits, blockBytes: 64)
    let blanks = String(repeating: " \n", count: 4_000)
    let text = "\(blanks)[\(blanks){\"a\":1}\(blanks),\(blanks){\"a\":2}\(blanks)]\(blanks)"
    #expect(readFile(text, options).first.rows == [["1"], ["2"]])
    #expect(readFile("[{\"a\":1},\(blanks)]", options).code == "file-bad-json")
    let long = String(repeating: "x", count: 1_000)
    let cut = readFile("{\"a\":1}\n{\"a\":2}\n{\"a\":\"\(long)", options)
    #expect(cut.first.codes == ["record-too-long"])
    #expect(cut.first.bad.first?.isTruncated == true)
    let whole = readFile("{\"a\":1}\n{\"a\":\"\(long)\"}\n{\"a\":2}\n", options)
    #expect(whole.first.rows == [["1"], ["2"]])
    #expect(whole.first.bad.first?.isTruncated == false)
  }

  @Test("too many different keys refuse the file")
  func columns() {
    let text = (0..<30).map { #"{"k\#($0)":{}, "v\#($0)":1}"# }.joined(separator: "\n")
    #expect(readFile(text, RecordFileOptions(limits: RecordLimits(columns: 20))).code == "too-many-columns")
    let objects = (0..<300).map { #"{"k\#($0)":{}}"# }.joined(separator: "\n")
    #expect(readFile(objects, RecordFileOptions(limits: RecordLimits(columns: 20))).code == "too-many-columns")
  }
}
