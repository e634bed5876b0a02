import CommonValues
import Records
import ShopAdapters
import ShopModel
import Store

/// One thread's part of an import: takes blocks, maps their rows, stages what came out.
final class MappingWorker {
  private let queue: BlockQueue
  private let mappings: FormatMappings
  private var mapper: RecordMapper
  /// The format that the mapper is for.
  private var format: RecordFormat
  /// Which column says what a record is about; -1 when none does.
  private var kindColumn: Int
  private let file: String
  private let fileTime: Int64
  private let spool: QuarantineSpool
  private let parser = RecordBlockParser()
  private let stages: ImportStages
  /// By lane; made when the first record comes.
  private var writers = [RecordStage.Writer?](repeating: nil, count: ImportStages.Lane.allCases.count)
  private var fields = FieldRecordWriter(capacity: 4096)
  /// Rows by what they are about; those that can not be told count as the file's kind.
  private(set) var rows = KindCounts()
  /// Those of them that were staged.
  private(set) var mapped = KindCounts()
  private(set) var truncated = false
  private var failure: (any Error)?

  init(
    _ queue: BlockQueue, mappings: FormatMappings, format: RecordFormat, fileTime: Timestamp, stages: ImportStages,
    spool: QuarantineSpool
  ) throws(Diagnostic) {
    self.queue = queue
    self.mappings = mappings
    self.format = format
    let mapping = try mappings.mapping(format)
    mapper = mapping.makeMapper()
    kindColumn = MappingWorker.kindColumn(mapping, format)
    file = format.file
    self.fileTime = fileTime.milliseconds
    self.spool = spool
    self.stages = stages
  }

  private static func kindColumn(_ mapping: FileMapping, _ format: RecordFormat) -> Int {
    mapping.isCanonical ? format.header.labels.firstIndex(of: "kind") ?? -1 : -1
  }

  /// Works until there are no more blocks.
  func run() {
    while failure == nil, let block = queue.next() {
      do throws(Diagnostic) {
        if block.format !== format {
          let mapping = try mappings.mapping(block.format)
          mapper = mapping.makeMapper()
          format = block.format
          kindColumn = MappingWorker.kindColumn(mapping, format)
        }
      } catch {
        failure = error
        break
      }
      parser.parse(block) { record in
        if failure == nil { take(record) }
      } malformed: { record in
        rows[mappings.kind] += 1
        if record.isTruncated { truncated = true }
        spool.add(record.diagnostic, mappings.kind, line: record.line, raw: record.text)
      }
    }
    do {
      if let failure { throw failure }
      for index in writers.indices { try writers[index]?.finish() }
    } catch {
      queue.fail(error)
    }
  }

  private func take(_ record: borrowing Record) {
    fields.bytes.removeAll(keepingCapacity: true)
    let outcome = mapper.map(record, into: &fields)
    let kind = mapper.rowKind
    rows[kind] += 1
    for warning in mapper.warnings {
      spool.add(
        warning.diagnostic(file: file, line: record.line), kind, line: record.line,
        raw: RowText.text(of: record, format))
    }
    do {
      switch outcome {
      case .mapped:
        mapped[kind] += 1
        try stage(record, kind, isSpoiled: false)
      case .refetch:
        spool.add(
          ImportProblem.refetch(file, line: record.line), kind, line: record.line, raw: RowText.text(of: record, format)
        )
      case .quarantined(let diagnostic):
        spool.add(diagnostic, kind, line: record.line, raw: RowText.text(of: record, format))
        if kind == .orders, !mapper.id.isEmpty { try stage(record, kind, isSpoiled: true) }
      }
    } catch {
      failure = error
    }
  }

  private func stage(_ record: borrowing Record, _ kind: ExportKind, isSpoiled: Bool) throws {
    let time = mapper.recordTime?.milliseconds ?? fileTime
    let line = Int64(record.line)
    let lane: ImportStages.Lane = kind == .orders ? .orders : isWithdrawal(record) ? .withdrawals : .members
    if writers[lane.rawValue] == nil { writers[lane.rawValue] = RecordStage.Writer(stages[lane]) }
    if lane == .orders {
      StagedOrderRow.wrap(&fields.bytes, isSpoiled: isSpoiled, text: RowText.text(of: record, format))
    }
    try fields.bytes.withUnsafeBufferPointer { bytes in
      try writers[lane.rawValue]?.append(
        key: mapper.id, sourceTime: time, contentHash: lane == .orders ? 0 : ContentHash.hash(bytes), line: line,
        fields: bytes)
    }
  }

  /// Whether a record of canonical JSON says of a member only that they have left.
  private func isWithdrawal(_ record: borrowing Record) -> Bool {
    guard kindColumn >= 0 else { return false }
    let kind = record[kindColumn]
    let word: StaticString = "member_withdrawn"
    return kind.count == word.utf8CodeUnitCount && (0..<kind.count).allSatisfy { kind[$0] == word.utf8Start[$0] }
  }
}

/// A number for each kind.
struct KindCounts: Sendable {
  private var members = 0
  private var orders = 0

  subscript(kind: ExportKind) -> Int {
    get { kind == .members ? members : orders }
    set { if kind == .members { members = newValue } else { orders = newValue } }
  }

  /// Both together.
  var total: Int { members + orders }

  mutating func add(_ other: KindCounts) {
    members += other.members
    orders += other.orders
  }
}

/// An order's row on its way through the stage: its fields, and the row as it arrived, for the case that another row of the same order
/// spoils it.
struct StagedOrderRow {
  /// Whether the row itself could not be read; it is in quarantine already.
  let isSpoiled: Bool
  let fields: ByteSlice
  private let rawBytes: ByteSlice

  /// The row as ``RowText``.
  var text: String { String(decoding: rawBytes, as: UTF8.self) }

  /// Bytes behind the fields: length of the raw row (4), whether it is spoiled (1).
  private static let trailer = 5

  /// Turns written fields into a staged row.
  static func wrap(_ bytes: inout [UInt8], isSpoiled: Bool, text: String) {
    let kept = text.utf8.prefix(RowText.limit)
    bytes.append(contentsOf: kept)
    withUnsafeBytes(of: UInt32(kept.count).littleEndian) { bytes.append(contentsOf: $0) }
    bytes.append(isSpoiled ? 1 : 0)
  }

  init(_ bytes: ByteSlice) {
    let end = bytes.count - StagedOrderRow.trailer
    var length = 0
    for index in (0..<4).reversed() { length = length << 8 | Int(bytes[end + index]) }
    isSpoiled = bytes[end + 4] == 1
    fields = ByteSlice(rebasing: bytes[0..<end - length])
    rawBytes = ByteSlice(rebasing: bytes[end - length..<end])
  }
}
