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
  private let kind: ExportKind
  private let file: String
  private let fileTime: Int64
  private let spool: QuarantineSpool
  private let parser = RecordBlockParser()
  private var writer: RecordStage.Writer
  private var fields = FieldRecordWriter(capacity: 4096)
  private(set) var rows = 0
  private(set) var mapped = 0
  private(set) var truncated = false
  private var failure: (any Error)?

  init(
    _ queue: BlockQueue, mappings: FormatMappings, format: RecordFormat, fileTime: Timestamp, stage: RecordStage,
    spool: QuarantineSpool
  ) throws(Diagnostic) {
    self.queue = queue
    self.mappings = mappings
    self.format = format
    mapper = try mappings.mapping(format).makeMapper()
    kind = mappings.kind
    file = format.file
    self.fileTime = fileTime.milliseconds
    self.spool = spool
    writer = RecordStage.Writer(stage)
  }

  /// Works until there are no more blocks.
  func run() {
    while failure == nil, let block = queue.next() {
      do throws(Diagnostic) {
        if block.format !== format {
          mapper = try mappings.mapping(block.format).makeMapper()
          format = block.format
        }
      } catch {
        failure = error
        break
      }
      parser.parse(block) { record in
        if failure == nil { take(record) }
      } malformed: { record in
        rows += 1
        if record.isTruncated { truncated = true }
        spool.add(record.diagnostic, line: record.line, raw: record.text)
      }
    }
    do {
      if let failure { throw failure }
      try writer.finish()
    } catch {
      queue.fail(error)
    }
  }

  private func take(_ record: borrowing Record) {
    rows += 1
    fields.bytes.removeAll(keepingCapacity: true)
    let outcome = mapper.map(record, into: &fields)
    for warning in mapper.warnings {
      spool.add(
        warning.diagnostic(file: file, line: record.line), line: record.line, raw: RowText.text(of: record, format))
    }
    do {
      switch outcome {
      case .mapped:
        mapped += 1
        try stage(record, isSpoiled: false)
      case .refetch: break  // Handed out only where `mixesKinds` is asked for, which an import does not.
      case .quarantined(let diagnostic):
        spool.add(diagnostic, line: record.line, raw: RowText.text(of: record, format))
        if kind == .orders, !mapper.id.isEmpty { try stage(record, isSpoiled: true) }
      }
    } catch {
      failure = error
    }
  }

  private func stage(_ record: borrowing Record, isSpoiled: Bool) throws {
    let time = mapper.recordTime?.milliseconds ?? fileTime
    let line = Int64(record.line)
    switch kind {
    case .members:
      try fields.bytes.withUnsafeBufferPointer { bytes in
        try writer.append(
          key: mapper.id, sourceTime: time, contentHash: ContentHash.hash(bytes), line: line, fields: bytes)
      }
    case .orders:
      StagedOrderRow.wrap(&fields.bytes, isSpoiled: isSpoiled, text: RowText.text(of: record, format))
      try fields.bytes.withUnsafeBufferPointer { bytes in
        try writer.append(key: mapper.id, sourceTime: time, contentHash: 0, line: line, fields: bytes)
      }
    }
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
