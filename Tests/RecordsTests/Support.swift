import CommonValues
import NaruTestSupport

@testable import Records

/// What reading a whole file came to.
struct Outcome: Equatable {
  struct Bad: Equatable {
    var line: Int
    var code: String
    var raw: [UInt8]
    var isTruncated: Bool
  }

  var labels: [String] = []
  var rows: [[String]] = []
  var lines: [Int] = []
  var bad: [Bad] = []
  var refusal: Diagnostic?

  var codes: [String] { bad.map(\.code) }
}

func read(_ source: any ByteSource, _ options: CSVOptions = CSVOptions()) -> Outcome {
  var outcome = Outcome()
  do throws(Diagnostic) {
    let reader = try CSVReader(source, options: options)
    outcome.labels = reader.format.header.labels
    try reader.forEach { record in
      outcome.rows.append(record.strings)
      outcome.lines.append(record.line)
    } malformed: { row in
      outcome.bad.append(
        .init(line: row.line, code: row.diagnostic.code, raw: row.raw, isTruncated: row.isTruncated))
    }
  } catch {
    outcome = Outcome(refusal: error)
  }
  return outcome
}

func read(_ text: String, _ options: CSVOptions = CSVOptions()) -> Outcome { read(MemorySource(text), options) }

func read(_ bytes: [UInt8], _ options: CSVOptions = CSVOptions()) -> Outcome { read(MemorySource(bytes), options) }

/// `text` in another encoding, by the system's iconv.
func encoded(_ text: String, _ encoding: String) throws -> [UInt8] {
  struct Unknown: Error {}
  guard let converter = Iconv(from: "UTF-8", to: encoding) else { throw Unknown() }
  var source = Array(text.utf8)
  var target = [UInt8](repeating: 0, count: source.count * 4 + 16)
  let count = source.withUnsafeMutableBytes { input in
    target.withUnsafeMutableBytes { output in
      var left = input
      var room = output
      _ = converter.convert(&left, into: &room)
      return left.isEmpty ? output.count - room.count : -1
    }
  }
  guard count >= 0 else { throw Unknown() }
  return Array(target[..<count])
}

/// Bytes that are made while they are read: a beginning, then one piece again and again. `given` is how many were asked for.
final class EndlessSource: ByteSource {
  let name = "generated.csv"
  let size: Int64? = nil
  private(set) var given: Int64 = 0
  private let first: [UInt8]
  private let piece: [UInt8]
  private let total: Int64

  init(first: String, then piece: String, total: Int64) {
    self.first = Array(first.utf8)
    self.piece = Array(piece.utf8)
    self.total = total
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    let count = Int(min(Int64(buffer.count), total - given))
    for index in 0..<count {
      let position = Int(given) + index
      buffer[index] = position < first.count ? first[position] : piece[(position - first.count) % piece.count]
    }
    given += Int64(count)
    return count
  }
}

/// A document of few different bytes, so that quotes, delimiters and line ends meet in every way.
func randomDocument(_ generator: inout SplitMix64, delimiter: Character = ",", length: Int = 60) -> String {
  let pieces: [String] = [
    String(delimiter), String(delimiter), "\"", "\"", "\"\"", "a", "b ", "\n", "\r\n", "\r", "가", "x",
    "\"\(delimiter)\"",
  ]
  return (0..<Int.random(in: 0...length, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }
    .joined()
}
