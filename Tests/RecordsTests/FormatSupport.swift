import CommonValues

@testable import Records

/// What reading a file of any format came to. Absent cells are nil.
struct FileOutcome: Equatable {
  struct Part: Equatable {
    var file: String
    var labels: [String] = []
    var rows: [[String?]] = []
    var lines: [Int] = []
    var bad: [Outcome.Bad] = []

    var codes: [String] { bad.map(\.code) }

    /// The rows by their labels, without the cells that are absent.
    var records: [[String: String]] {
      rows.map { row in
        var record: [String: String] = [:]
        for (label, cell) in zip(labels, row) { record[label] = cell }
        return record
      }
    }
  }

  var parts: [Part] = []
  var refusal: Diagnostic?

  var first: Part { parts.first ?? Part(file: "") }
  var code: String? { refusal?.code }

  /// What does not depend on where blocks end: labels in the end, and absent cells at the end of a row.
  var settled: FileOutcome {
    var result = self
    for index in result.parts.indices {
      result.parts[index].rows = result.parts[index].rows.map { row in
        Array(row[..<((row.lastIndex { $0 != nil } ?? -1) + 1)])
      }
    }
    return result
  }
}

func readFile(_ source: any ByteSource, _ options: RecordFileOptions = RecordFileOptions()) -> FileOutcome {
  var outcome = FileOutcome()
  do throws(Diagnostic) {
    let file = try RecordFile.open(source, options: options)
    while let reader = try file.nextReader() { outcome.parts.append(try readAll(reader)) }
  } catch {
    outcome = FileOutcome(refusal: error)
  }
  return outcome
}

func readAll(_ reader: any RecordReader) throws(Diagnostic) -> FileOutcome.Part {
  var part = FileOutcome.Part(file: reader.format.file, labels: reader.format.header.labels)
  let parser = RecordBlockParser()
  while let block = try reader.nextBlock() {
    let labels = block.format.header.labels
    if !labels.starts(with: part.labels) {
      part.labels = ["the old labels must come first"]
    } else {
      part.labels = labels
    }
    parser.parse(block) { record in
      part.rows.append((0..<record.count).map { record.isAbsent($0) ? nil : record.string($0) })
      part.lines.append(record.line)
    } malformed: { row in
      part.bad.append(
        .init(line: row.line, code: row.diagnostic.code, raw: row.raw, isTruncated: row.isTruncated))
    }
  }
  return part
}

func readFile(_ text: String, _ options: RecordFileOptions = RecordFileOptions()) -> FileOutcome {
  readFile(MemorySource(text, name: "file"), options)
}

func readFile(_ bytes: [UInt8], _ options: RecordFileOptions = RecordFileOptions()) -> FileOutcome {
  readFile(MemorySource(bytes, name: "file"), options)
}

/// A source that can only be read in order, as standard input.
final class OrderedSource: ByteSource {
  let name = "-"
  let size: Int64? = nil
  private let inner: MemorySource

  init(_ bytes: [UInt8], piece: Int = .max) { inner = MemorySource(bytes, piece: piece) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int { try inner.read(into: buffer) }
}

/// Archives as bytes, made without a library, so that they can be made wrong.
enum Pack {
  static func crc(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return ~crc
  }

  static func little(_ number: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// Deflate without compression.
  static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = bytes[...]
    repeat {
      let piece = rest.prefix(65_535)
      rest = rest.dropFirst(65_535)
      result += [rest.isEmpty ? 1 : 0] + little(piece.count, 2) + little(~piece.count & 0xFFFF, 2) + piece
    } while !rest.isEmpty
    return result
  }

  /// Deflate of a text, and `count` times 258 of its last byte, 13 bits for each: fixed codes, literals and then matches of the byte
  /// before.
  static func bomb(_ start: String, runs count: Int) -> [UInt8] {
    var bits: [UInt8] = []
    var current: UInt8 = 0
    var used = 0
    func put(_ bit: Int) {
      current |= UInt8(bit) << UInt8(used)
      used += 1
      if used == 8 {
        bits.append(current)
        current = 0
        used = 0
      }
    }
    func code(_ value: Int, _ length: Int) { for index in (0..<length).reversed() { put(value >> index & 1) } }
    put(1)
    put(1)
    put(0)
    for byte in start.utf8 { code(0x30 + Int(byte), 8) }
    for _ in 0..<count {
      code(0b1100_0101, 8)
      code(0, 5)
    }
    code(0, 7)
    while used != 0 { put(0) }
    return bits
  }

  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + stored(bytes) + little(Int(crc(bytes)), 4) + little(bytes.count, 4)
  }

  struct Entry {
    var name: [UInt8]
    var bytes: [UInt8]
    /// The bytes as they are packed; nil: as they are.
    var deflated: [UInt8]?
    var flags = 0
    /// Unix's mode; nil: made on another system.
    var mode: Int?
    var method: Int?
    /// The size that the directory names, when it is not that of `bytes`.
    var size: Int?

    init(_ name: String, _ text: String) {
      self.name = Array(name.utf8)
      bytes = Array(text.utf8)
    }

    init(_ name: String, bytes: [UInt8], deflated: [UInt8]? = nil) {
      self.name = Array(name.utf8)
      self.bytes = bytes
      self.deflated = deflated
    }
  }

  static func zip(_ entries: [Entry], comment: String = "") -> [UInt8] {
    var result: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let packed = entry.deflated ?? entry.bytes
      let method = entry.method ?? (entry.deflated == nil ? 0 : 8)
      let common =
        little(20, 2) + little(entry.flags, 2) + little(method, 2) + little(0x21_0000, 4)
        + little(Int(crc(entry.bytes)), 4) + little(packed.count, 4) + little(entry.size ?? entry.bytes.count, 4)
        + little(entry.name.count, 2) + little(0, 2)
      let system = entry.mode == nil ? 0 : 3
      directory +=
        [0x50, 0x4B, 1, 2, 20, UInt8(system)] + common + little(0, 6) + little((entry.mode ?? 0) << 16, 4)
        + little(result.count, 4) + entry.name
      result += [0x50, 0x4B, 3, 4] + common + entry.name + packed
    }
    let start = result.count
    result += directory
    result += [0x50, 0x4B, 5, 6] + little(0, 4) + little(entries.count, 2) + little(entries.count, 2)
    result += little(directory.count, 4) + little(start, 4) + little(comment.utf8.count, 2) + Array(comment.utf8)
    return result
  }

  /// A workbook of one sheet and its shared strings.
  static func workbook(
    rows: String, strings: [String] = [], formats: String = "", properties: String = "",
    sheets: String = #"<sheet name="회원" sheetId="1" r:id="rId1"/>"#, others: [Entry] = [],
    without left: String? = nil
  ) -> [UInt8] {
    let head = #"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let main = #"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main""#
    let parts =
      [
        Entry("[Content_Types].xml", "\(head)<Types/>"),
        Entry(
          "_rels/.rels",
          #"\#(head)<Relationships><Relationship Id="rId1" Type="\#(office)/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        ),
        Entry(
          "xl/workbook.xml",
          #"\#(head)<workbook \#(main) xmlns:r="\#(office)">\#(properties)<sheets>\#(sheets)</sheets></workbook>"#),
        Entry(
          "xl/_rels/workbook.xml.rels",
          #"\#(head)<Relationships><Relationship Id="rId1" Type="\#(office)/worksheet" Target="worksheets/sheet1.xml"/>"#
            + #"<Relationship Id="rId2" Type="\#(office)/worksheet" Target="/xl/worksheets/sheet2.xml"/>"#
            + #"<Relationship Id="rId3" Type="\#(office)/sharedStrings" Target="sharedStrings.xml"/>"#
            + #"<Relationship Id="rId4" Type="\#(office)/styles" Target="styles.xml"/></Relationships>"#),
        Entry(
          "xl/sharedStrings.xml",
          "\(head)<sst \(main)>" + strings.map { "<si>\($0)</si>" }.joined() + "</sst>"),
        Entry("xl/styles.xml", "\(head)<styleSheet \(main)>\(formats)</styleSheet>"),
        Entry("xl/worksheets/sheet1.xml", "\(head)<worksheet \(main)><sheetData>\(rows)</sheetData></worksheet>"),
      ] + others
    return zip(
      parts.enumerated().filter { $0.offset >= 7 || $0.element.name != left.map { Array($0.utf8) } }.map(\.element))
  }
}
