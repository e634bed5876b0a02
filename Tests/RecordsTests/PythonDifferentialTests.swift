import CommonValues
import Foundation
import NaruTestSupport
import Testing

@testable import Records

@Suite("Against Python's csv module")
struct PythonDifferentialTests {
  static let python = ["/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3"]
    .first(where: FileManager.default.isExecutableFile)

  static let program = """
    import csv, io, json, sys
    csv.field_size_limit(1 << 30)
    for line in sys.stdin:
        document = json.loads(line)
        rows = csv.reader(io.StringIO(document["text"], newline=""), delimiter=document["delimiter"])
        print(json.dumps(list(rows)))
    """

  struct Document: Codable {
    var text: String
    var delimiter: String
  }

  /// One record as our tokeniser sees it; nil cells where it is malformed, which Python has no word for.
  static func records(_ document: Document) -> [[String]?] {
    let text = Array(document.text.utf8)
    let padded = text + [UInt8](repeating: 0, count: 64)
    var result: [[String]?] = []
    padded.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress, let delimiter = document.delimiter.utf8.first else { return }
      var arena = CellArena()
      defer { arena.free() }
      var tokenizer = CSVTokenizer(delimiter: delimiter, capacity: 1_000)
      tokenizer.tokenise(ByteSlice(rebasing: buffer[0..<text.count]), line: 1, korean: false) { found, cells in
        arena.reset(for: found.end - found.start)
        let strings = (0..<found.cellCount).map {
          String(decoding: arena.slice(&cells[$0], in: base, korean: false), as: UTF8.self)
        }
        result.append(found.problem == .none ? (found.end == found.start ? [] : strings) : nil)
        return true
      }
    }
    return result
  }

  @Test(
    "2,000 random documents have the same records",
    .enabled(if: python != nil, "python3 is not installed, so there is nothing to compare with"))
  func differential() throws {
    var generator = SplitMix64(seed: 42)
    let documents = (0..<2_000).map { index in
      let delimiter: Character = [",", ";", "\t", "|"][index % 4]
      return Document(
        text: randomDocument(&generator, delimiter: delimiter, length: 20 + index % 150), delimiter: String(delimiter))
    }
    let answers = try run(documents)
    try #require(answers.count == documents.count)
    var compared = 0
    for (document, answer) in zip(documents, answers) {
      let mine = PythonDifferentialTests.records(document)
      #expect(mine.count == answer.count, "\(document.text.debugDescription)")
      for (ours, theirs) in zip(mine, answer) {
        guard let ours else { continue }
        #expect(ours == theirs, "\(document.text.debugDescription)")
        compared += 1
      }
    }
    #expect(compared > 10_000)
  }

  private func run(_ documents: [Document]) throws -> [[[String]]] {
    try PythonDifferentialTests.answers(PythonDifferentialTests.program, to: documents)
  }

  /// What a program of Python prints for each job, a line of JSON each way.
  static func answers<Job: Encodable, Answer: Decodable>(_ program: String, to jobs: [Job]) throws -> [Answer] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(python))
    process.arguments = ["-c", program]
    process.environment = ["PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"]
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("jobs-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    var lines = Data()
    for job in jobs { lines += try JSONEncoder().encode(job) + Data([0x0A]) }
    try lines.write(to: file)
    process.standardInput = try FileHandle(forReadingFrom: file)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return try data.split(separator: 0x0A).map { try JSONDecoder().decode(Answer.self, from: Data($0)) }
  }
}
