import CommonValues
import Records
import ShopModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The rows of one sample on their way through the mapper that imports use, to canonical JSON.
struct SampleRows {
  private struct Row {
    var bytes: [UInt8]
    var time: Timestamp?
  }

  private enum Subject: Hashable {
    case member(String)
    case order(String)
    case refetch(Refetch)
  }

  private let adapter: any ExportMapping
  private let ownLabels: [String]
  private var options: ExportOptions
  private var format: RecordFormat?
  private var mapper: RecordMapper?
  /// How the columns of the last header became fields.
  private(set) var mapping: FileMapping?
  private var order: [Subject] = []
  private var rows: [Subject: [Row]] = [:]
  private var spoiled: Set<Subject> = []
  /// What was set aside or left out.
  var findings: [Diagnostic] = []

  init(
    _ adapter: any ExportMapping, file: String, shape: RecordFormat.Shape, ownLabels: [String],
    kind: ExportKind? = nil
  ) {
    self.adapter = adapter
    self.ownLabels = ownLabels
    options = ExportOptions(file: file, sourceTime: AdapterSamples.sourceTime, kind: kind, shape: shape)
    options.mixesKinds = true
  }

  /// Readies the mapper for a block.
  mutating func prepare(for format: RecordFormat) throws(Diagnostic) {
    guard format !== self.format else { return }
    self.format = format
    let header =
      format.header.labels.isEmpty && !ownLabels.isEmpty ? RecordHeader(cells: ownLabels, line: nil) : format.header
    let mapping = try adapter.mapping(for: header, options)
    options.kind = mapping.kind
    self.mapping = mapping
    mapper = mapping.makeMapper()
  }

  mutating func take(_ record: borrowing Record) {
    guard let mapper else { return }
    var writer = FieldRecordWriter()
    let outcome = mapper.map(record, into: &writer)
    let id = String(decoding: mapper.id, as: UTF8.self)
    let subject: Subject = mapper.rowKind == .members ? .member(id) : .order(id)
    for warning in mapper.warnings { findings.append(warning.diagnostic(file: options.file, line: record.line)) }
    switch outcome {
    case .mapped: add(Row(bytes: writer.bytes, time: mapper.recordTime), to: subject)
    case .refetch(let refetch): add(nil, to: .refetch(refetch))
    case .quarantined(let problem):
      findings.append(problem)
      if case .order = subject { spoiled.insert(subject) }
    }
  }

  private mutating func add(_ row: Row?, to subject: Subject) {
    if rows[subject] == nil { order.append(subject) }
    if case .order = subject {
      rows[subject, default: []] += row.map { [$0] } ?? []
    } else {
      rows[subject] = row.map { [$0] } ?? []
    }
  }

  /// Members and orders in the order in which they first appear, as canonical JSON.
  var lines: [String] {
    order.compactMap { subject in
      let rows = rows[subject] ?? []
      switch subject {
      case .member(let id):
        guard let row = rows.last else { return nil }
        var member = row.bytes.withUnsafeBufferPointer {
          MemberRecord.read(id: id, $0, sourceTime: row.time ?? AdapterSamples.sourceTime)
        }
        member.updatedAt = row.time
        return SampleRows.json(member)
      case .order(let id):
        guard !spoiled.contains(subject) else { return nil }
        return SampleRows.json(combined(id, rows))
      case .refetch(let refetch): return SampleRows.json(refetch)
      }
    }
  }

  private func combined(_ id: String, _ rows: [Row]) -> Order {
    var combiner = OrderRowCombiner()
    var writer = FieldRecordWriter()
    let all = rows.flatMap(\.bytes)
    var ends: [Int] = []
    for row in rows { ends.append((ends.last ?? 0) + row.bytes.count) }
    all.withUnsafeBufferPointer { bytes in
      combiner.combine(
        count: rows.count,
        row: { ByteSlice(rebasing: bytes[(ends[$0] - rows[$0].bytes.count)..<ends[$0]]) }, into: &writer)
    }
    var order = writer.bytes.withUnsafeBufferPointer { OrderRecord.read(id: id, $0) }
    order.updatedAt = rows.compactMap(\.time).max()
    return order
  }

  private static func json(_ value: some Encodable) -> String? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) }
  }
}
