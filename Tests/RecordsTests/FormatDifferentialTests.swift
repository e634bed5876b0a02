import CommonValues
import Foundation
import NaruTestSupport
import Testing

@testable import Records

@Suite("JSON and XML against Python's parsers")
struct FormatDifferentialTests {
  static let program = #"""
    import json, sys, xml.etree.ElementTree as tree

    def twice(pairs):
        if len({key for key, _ in pairs}) < len(pairs):
            raise ValueError("a key stands twice")
        return dict(pairs)

    def flat(value, path, result):
        for key, item in value.items():
            name = key if path is None else path + "." + key
            if isinstance(item, dict):
                flat(item, name, result)
            elif isinstance(item, list):
                result[name] = "[list]"
            elif isinstance(item, bool):
                result[name] = "true" if item else "false"
            else:
                result[name] = "" if item is None else str(item)
        return result

    def line(text):
        try:
            value = json.loads(text, object_pairs_hook=twice, parse_int=str, parse_float=str, parse_constant=None)
            text.encode()
            json.dumps(value, ensure_ascii=False).encode()
        except (ValueError, TypeError, RecursionError):
            return None
        return flat(value, None, {}) if isinstance(value, dict) else None

    def document(text):
        try:
            root = tree.fromstring(text)
        except tree.ParseError:
            return None
        records = []
        for member in root.findall("member"):
            result = {"@" + key: value for key, value in member.attrib.items()}
            for child in member:
                result[child.tag] = child.text or ""
                for key, value in child.attrib.items():
                    result[child.tag + ".@" + key] = value
            records.append(result)
        return records

    for row in sys.stdin:
        job = json.loads(row)
        print(json.dumps(line(job["text"]) if job["kind"] == "line" else document(job["text"])))
    """#

  struct Job: Codable {
    var kind: String
    var text: String
  }

  @Test(
    "5,000 random lines of JSON are the same records, or none for both",
    .enabled(if: PythonDifferentialTests.python != nil, "python3 is not installed, so there is nothing to compare with")
  )
  func json() throws {
    var generator = SplitMix64(seed: 77)
    var jobs: [Job] = []
    for _ in 0..<5_000 {
      var text = FormatDifferentialTests.object(&generator, 0)
      if Int.random(in: 0..<3, using: &generator) == 0 { FormatDifferentialTests.spoil(&text, &generator) }
      if !text.contains("\n"), !text.contains("\r"), !text.contains("\0") { jobs.append(Job(kind: "line", text: text)) }
    }
    let answers: [[String: String]?] = try run(jobs)
    try #require(answers.count == jobs.count)
    // A good line before and one behind, so that the file is one of lines.
    let file = "{\"first\":1}\n" + jobs.map { $0.text + "\n" }.joined() + "{\"last\":1}\n"
    let mine = readFile(file, RecordFileOptions(limits: RecordLimits(columns: 50_000))).first
    #expect(mine.lines.first == 1)
    var records = Dictionary(uniqueKeysWithValues: zip(mine.lines, mine.records))
    for (line, record) in records {
      records[line] = record.mapValues { $0.hasPrefix("[") && $0.hasSuffix("]") ? "[list]" : $0 }
    }
    var good = 0
    for (index, (job, answer)) in zip(jobs, answers).enumerated() {
      #expect(records[index + 2] == answer, "\(job.text)")
      if answer != nil { good += 1 }
    }
    #expect(good > 2_000 && good < jobs.count - 300)
  }

  @Test(
    "1,000 random documents of XML are the same records, or refused by both",
    .enabled(if: PythonDifferentialTests.python != nil, "python3 is not installed, so there is nothing to compare with")
  )
  func xml() throws {
    var generator = SplitMix64(seed: 78)
    var jobs: [Job] = []
    for _ in 0..<1_000 {
      var text = "<l>"
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        text += FormatDifferentialTests.member(&generator)
      }
      text += "</l>"
      if Int.random(in: 0..<3, using: &generator) == 0 { FormatDifferentialTests.spoil(&text, &generator) }
      jobs.append(Job(kind: "document", text: text))
    }
    let answers: [[[String: String]]?] = try run(jobs)
    try #require(answers.count == jobs.count)
    var good = 0
    for (job, answer) in zip(jobs, answers) {
      var records: [[String: String]]?
      do throws(Diagnostic) {
        let reader = try XMLReader(MemorySource(job.text), options: RecordFileOptions(recordPath: "l.member"))
        records = try readAll(reader).records
      } catch {
        records = nil
      }
      // Text beside elements, which Python has elsewhere; and prefixes without a namespace, which Python refuses.
      if job.text.contains(":") { continue }
      if records?.contains(where: { $0["#text"] != nil }) == true { continue }
      #expect(records == (answer == [] ? nil : answer), "\(job.text)")
      if records != nil { good += 1 }
    }
    #expect(good > 500 && good < jobs.count - 50)
  }

  static func object(_ generator: inout SplitMix64, _ depth: Int) -> String {
    let keys = ["a", "b", "가", "k\\u0041", "long key with blanks", "q\\\"", "d"].shuffled(using: &generator)
    let pairs = keys.prefix(Int.random(in: 0...4, using: &generator)).map { key in
      "\"\(key)\":\(value(&generator, depth))"
    }
    return "{\(pairs.joined(separator: [",", " , "].randomElement(using: &generator) ?? ","))}"
  }

  static func value(_ generator: inout SplitMix64, _ depth: Int) -> String {
    switch Int.random(in: 0..<(depth < 3 ? 9 : 7), using: &generator) {
    case 0:
      return ["0", "-1", "12345678901234567890", "1.50", "-0.1e-7", "1E5"].randomElement(using: &generator) ?? "0"
    case 1: return ["true", "false", "null"].randomElement(using: &generator) ?? "null"
    case 2: return "[\(Int.random(in: 0...1, using: &generator) == 0 ? "" : value(&generator, depth + 1))]"
    case 3, 4, 5, 6:
      let parts = [
        "x", "가나다", "\\n", "\\u00e9", "\\ud83d\\ude00", "😀", "a longer piece of plain text", "\\/", "\\\\", " ",
      ]
      return "\""
        + (0..<Int.random(in: 0...5, using: &generator)).map { _ in parts.randomElement(using: &generator) ?? "" }
        .joined() + "\""
    default: return object(&generator, depth + 1)
    }
  }

  static func member(_ generator: inout SplitMix64) -> String {
    let parts = ["x", "김하나", "&amp;", "&#xAC00;", "<![CDATA[<b>]]>", " ", "1 < 2".replacing("<", with: "&lt;"), "\n"]
    var text = Bool.random(using: &generator) ? "<member no='7'>" : "<member>"
    for name in ["id", "name", "메모", "x"].shuffled(using: &generator).prefix(Int.random(in: 1...4, using: &generator)) {
      let value = (0..<Int.random(in: 0...3, using: &generator)).map { _ in parts.randomElement(using: &generator) ?? ""
      }.joined()
      text += Bool.random(using: &generator) ? "<\(name) g=\"1\">\(value)</\(name)>" : "<\(name)>\(value)</\(name)>"
    }
    return text + "</member>"
  }

  /// Takes one character out, or puts one in.
  static func spoil(_ text: inout String, _ generator: inout SplitMix64) {
    let index = text.index(text.startIndex, offsetBy: Int.random(in: 0..<text.count, using: &generator))
    if Bool.random(using: &generator) {
      text.remove(at: index)
    } else {
      text.insert("\"{}[],:\\<>&/x1".randomElement(using: &generator) ?? "x", at: index)
    }
  }

  private func run<Answer: Decodable>(_ jobs: [Job]) throws -> [Answer] {
    try PythonDifferentialTests.answers(FormatDifferentialTests.program, to: jobs)
  }
}
