import CommonValues
import Records
import ShopModel

@testable import ShopAdapters

/// The file's source time in these tests.
let sourceTime = Timestamp(milliseconds: 1_793_577_600_000)

/// What became of one row in the byte form.
struct MappedRow {
  var id = ""
  var line = 0
  var bytes: [UInt8] = []
  var time: Timestamp?
  var warnings: [FieldWarning] = []
  var problem: Diagnostic?

  var member: Member { bytes.withUnsafeBufferPointer { MemberRecord.read(id: id, $0, sourceTime: time ?? sourceTime) } }
  var order: Order { bytes.withUnsafeBufferPointer { OrderRecord.read(id: id, $0) } }
  /// `field:problem` of each warning.
  var warned: [String] { warnings.map { "\($0.field):\($0.problem.rawValue)" } }
}

/// A file and its rows, mapped in both forms.
struct MappedFile {
  let mapping: FileMapping
  var rows: [MappedRow] = []
  var lines: [(line: Int, cells: [String])] = []

  init(
    _ text: String, adapter: any ExportMapping = Support.shopExport, kind: ExportKind? = nil,
    attributes: [AttributeMapping] = []
  ) throws {
    let reader = try CSVReader(MemorySource(text))
    let options = ExportOptions(file: "test.csv", sourceTime: sourceTime, kind: kind, attributes: attributes)
    mapping = try adapter.mapping(for: reader.format.header, options)
    let mapper = mapping.makeMapper()
    var rows: [MappedRow] = []
    var lines: [(line: Int, cells: [String])] = []
    try reader.forEach { record in
      var row = MappedRow(line: record.line)
      var writer = FieldRecordWriter()
      if case .quarantined(let problem) = mapper.map(record, into: &writer) { row.problem = problem }
      row.id = String(decoding: mapper.id, as: UTF8.self)
      row.bytes = writer.bytes
      row.time = mapper.recordTime
      row.warnings = mapper.warnings
      rows.append(row)
      lines.append((record.line, record.strings))
    } malformed: { _ in
    }
    self.rows = rows
    self.lines = lines
  }

  /// The orders that the rows make in the byte form.
  var orders: [Order] {
    var ids: [String] = []
    var groups: [String: [MappedRow]] = [:]
    for row in rows {
      if groups[row.id] == nil { ids.append(row.id) }
      groups[row.id, default: []].append(row)
    }
    return ids.compactMap { id in
      guard let rows = groups[id], rows.allSatisfy({ $0.problem == nil }) else { return nil }
      var (order, _) = Support.combine(rows.map(\.bytes), id: id)
      order.updatedAt = rows.compactMap(\.time).max()
      return order
    }
  }
}

enum Support {
  static let shopExport: DeclarativeAdapter = {
    guard let yaml = EmbeddedAdapters.manifests["shop-export"], let manifest = try? AdapterManifest(yaml: yaml) else {
      preconditionFailure("the embedded manifest is broken")
    }
    return DeclarativeAdapter(manifest)
  }()

  /// One row under these labels, `id01` being the member.
  static func member(_ cells: KeyValuePairs<String, String>, adapter: any ExportMapping = shopExport) throws
    -> MappedRow
  {
    try row([("아이디", "id01")] + cells.map { ($0.key, $0.value) }, adapter)
  }

  static func order(_ cells: KeyValuePairs<String, String>) throws -> MappedRow {
    try row([("주문번호", "o01")] + cells.map { ($0.key, $0.value) }, shopExport)
  }

  static func row(_ cells: [(String, String)], _ adapter: any ExportMapping) throws -> MappedRow {
    let text = line(cells.map(\.0)) + line(cells.map(\.1))
    return try requireFirst(MappedFile(text, adapter: adapter).rows)
  }

  static func line(_ cells: [String]) -> String {
    cells.map { "\"" + $0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" }
      .joined(separator: ",") + "\r\n"
  }

  static func combine(_ rows: [[UInt8]], id: String = "o01") -> (order: Order, warnings: [FieldWarning]) {
    let all = rows.flatMap { $0 }
    var combiner = OrderRowCombiner()
    var writer = FieldRecordWriter()
    var starts = [0]
    for row in rows { starts.append(starts[starts.count - 1] + row.count) }
    all.withUnsafeBufferPointer { bytes in
      combiner.combine(
        count: rows.count, row: { ByteSlice(rebasing: bytes[starts[$0]..<starts[$0 + 1]]) }, into: &writer)
    }
    return (writer.bytes.withUnsafeBufferPointer { OrderRecord.read(id: id, $0) }, combiner.warnings)
  }

  private static func requireFirst(_ rows: [MappedRow]) throws -> MappedRow {
    guard let row = rows.first else { throw Missing() }
    return row
  }

  struct Missing: Error {}
}

func time(_ text: String) -> Timestamp? { Timestamp(text) }
