import CommonValues
import Records
import ShopModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A table of an export, from a sample, to be changed and mapped again.
struct ContractTable: Sendable {
  /// What an adapter makes of a table.
  struct Mapped {
    var lines: [String] = []
    var findings: [Diagnostic] = []
    /// Why the whole file was refused; nil when it was not.
    var refusal: Diagnostic?

    var members: [Member] { decoded() }
    var orders: [Order] { decoded() }
    var codes: [String] { findings.map(\.code) }

    private func decoded<Value: Decodable>() -> [Value] {
      lines.compactMap { try? JSONDecoder().decode(Value.self, from: Data($0.utf8)) }
    }
  }

  let adapter: any ExportMapping
  /// The sample's file name.
  let name: String
  let kind: ExportKind
  let labels: [String]
  /// Rows that are mapped without a complaint, one for each member or order; at least one.
  private(set) var rows: [[String]] = []
  let bound: FileMapping.Bound

  /// Nil when the sample is no table, canonical already, or has no good row.
  init?(_ adapter: any ExportMapping, file path: String, name: String) {
    self.adapter = adapter
    self.name = name
    let (options, ownLabels) = SampleReading.options(for: adapter, nil)
    guard let source = try? FileSource(path: path), let file = try? RecordFile.open(source, options: options),
      let reader = try? file.nextReader(), reader.format.shape == .table
    else { return nil }
    let found = reader.format.header.labels
    let labels = found.isEmpty ? ownLabels : found
    let header = found.isEmpty ? RecordHeader(cells: ownLabels, line: nil) : reader.format.header
    let export = ExportOptions(file: name, sourceTime: AdapterSamples.sourceTime)
    guard let mapping = try? adapter.mapping(for: header, export), !mapping.isCanonical else { return nil }
    self.labels = labels
    kind = mapping.kind
    bound = mapping.bound
    var all: [[String]] = []
    try? reader.forEach {
      let cells = $0.strings
      all.append((0..<labels.count).map { $0 < cells.count ? cells[$0] : "" })
    } malformed: { _ in
    }
    var ids: Set<String> = []
    for row in all where !row[idColumn].isEmpty {
      let mapped = map([row])
      if mapped.lines.count == 1, mapped.findings.isEmpty, ids.insert(row[idColumn]).inserted { rows.append(row) }
    }
    if rows.isEmpty { return nil }
  }
}

/// Mapping.
extension ContractTable {
  /// The bytes of a file with these labels and rows, as the adapter's layout has them.
  func bytes(_ rows: [[String]], labels: [String]? = nil) -> [UInt8] {
    let labels = labels ?? self.labels
    var writer = CSVWriter(escapesFormulas: false)
    switch adapter.layout(for: kind).header {
    case .row(let number):
      for _ in 1..<max(1, number) { writer.append(["안내", "notice"] + labels.dropFirst(2).map { _ in "" }) }
      writer.append(labels)
    case .find: writer.append(labels)
    case .none: break
    }
    for row in rows { writer.append(row) }
    return writer.bytes
  }

  func map(_ rows: [[String]], labels: [String]? = nil) -> Mapped { map(bytes: bytes(rows, labels: labels)) }

  func map(bytes: [UInt8], piece: Int = .max, blockBytes: Int? = nil) -> Mapped {
    do throws(Diagnostic) {
      let source = MemorySource(bytes, name: "contract.csv", piece: piece)
      let found = try SampleReading(
        source, name: "contract.csv", of: adapter, kind: kind, blockBytes: blockBytes)
      return Mapped(lines: found.lines, findings: found.findings)
    } catch {
      return Mapped(refusal: error)
    }
  }

  /// The row that cases start from.
  var base: [String] { rows[0] }
}

/// Columns.
extension ContractTable {
  var id: BoundField {
    switch bound {
    case .members(let members): members.id
    case .orders(let orders): orders.id
    }
  }

  var idColumn: Int { id.sources.first?.column ?? 0 }

  var members: BoundMembers? { if case .members(let members) = bound { members } else { nil } }
  var orders: BoundOrders? { if case .orders(let orders) = bound { orders } else { nil } }

  /// A column of members or orders by its name in canonical JSON.
  func field(_ name: String) -> BoundField? {
    switch bound {
    case .members(let members): members.fields.first { $0.bound.name == name }?.bound
    case .orders(let orders): orders.fields.first { $0.bound.name == name }?.bound
    }
  }

  /// A column that takes any text: a name, a grade, an attribute, an item's name.
  var textField: BoundField? {
    let names = kind == .members ? ["name", "grade", "region"] : ["buyer.name"]
    let known = names.lazy.compactMap(field).first { isFree($0) }
    return known ?? members?.attributes.first(where: isFree) ?? orders?.itemName.flatMap { isFree($0) ? $0 : nil }
  }

  /// Whether a column holds this field alone, whatever stands in it.
  private func isFree(_ field: BoundField) -> Bool {
    field.sources.count == 1 && field.mapping.words.isEmpty && plain(field) != nil
      && field.sources[0].column != idColumn
  }

  private func plain(_ field: BoundField) -> Int? {
    guard let source = field.sources.first, source.column != idColumn || field.name == "id", holds(source, field)
    else { return nil }
    guard source.rule < 0 else {
      let rule = field.mapping.sources[source.rule].rule
      return rule.cuts || rule.format != .text ? nil : source.column
    }
    return source.column
  }

  /// Whether the first row is one in which a place counts.
  private func holds(_ source: BoundSource, _ field: BoundField) -> Bool {
    guard source.condition != -1, source.rule >= 0, let condition = field.mapping.sources[source.rule].rule.condition
    else { return true }
    let isWord =
      source.condition >= 0
      && field.conditions[source.rule].contains(EventCells.cleaned(base[source.condition]))
    return isWord != condition.isNegated
  }

  /// A row in which a field's first column has this value, and its other columns are blank; nil when the field has no plain column.
  func setting(_ field: BoundField, _ value: String, in row: [String]? = nil) -> [String]? {
    guard let column = plain(field) else { return nil }
    var row = row ?? base
    for source in field.sources {
      if source.column != idColumn { row[source.column] = "" }
      if source.time >= 0, source.time != idColumn { row[source.time] = "" }
    }
    row[column] = value
    return row
  }

  /// A row in which each column of these fields is blank.
  func blanking(_ fields: [BoundField?], in row: [String]) -> [String] {
    var row = row
    for source in fields.compactMap({ $0?.sources }).flatMap({ $0 }) where source.column != idColumn {
      row[source.column] = ""
      if source.time >= 0 { row[source.time] = "" }
    }
    return row
  }
}
