import CommonValues
import Records
import ShopModel

/// Finds the columns of a manifest's fields in the header of a file.
struct ColumnBinder {
  /// A column that became a field or a part of one.
  typealias Taken = (column: Int, field: String)

  private let header: RecordHeader
  private let file: String
  /// Whether several columns for one field are well: the first that is not blank counts. So it is with the paths of a webhook.
  private let takesRepeats: Bool
  private let columns: [String: [Int]]
  /// The columns that were taken, in the order in which they were asked for.
  private(set) var taken: [Taken] = []

  init(_ header: RecordHeader, file: String, takesRepeats: Bool = false) {
    self.header = header
    self.file = file
    self.takesRepeats = takesRepeats
    var columns: [String: [Int]] = [:]
    for (index, label) in header.labels.enumerated() {
      let key = LabelNormaliser.normalise(label)
      if !key.isEmpty { columns[key, default: []].append(index) }
    }
    self.columns = columns
  }

  /// The columns of a field; nil when the file has none and no constant stands for it.
  mutating func bind(_ mapping: FieldMapping?, _ name: String, onlyFirst: Bool = false) throws(Diagnostic)
    -> BoundField?
  {
    guard let mapping else { return nil }
    var sources: [BoundSource] = []
    let repeats = mapping.repeats || takesRepeats
    for (number, source) in mapping.sources.enumerated() {
      let found = matches(source.labels)
      guard !found.isEmpty else { continue }
      guard found.count == 1 || repeats else { throw twoColumns(found, name) }
      let times = matches(source.time)
      guard times.count <= 1 || repeats else { throw twoColumns(times, name) }
      let condition = source.rule.condition.map { matches($0.labels) }
      for (index, column) in found.enumerated() {
        sources.append(
          BoundSource(
            column: column, time: times.isEmpty ? -1 : times[min(index, times.count - 1)],
            rule: source.rule.isPlain ? -1 : number, condition: condition.map { $0.first ?? -2 } ?? -1))
        taken.append((column, name))
      }
      taken.append(contentsOf: (times + (condition ?? []).prefix(1)).map { ($0, name) })
      if onlyFirst { break }
    }
    if sources.isEmpty, mapping.isRequired { throw MappingProblem.missingColumn(name, mapping, header, file: file) }
    if sources.isEmpty, mapping.constant == nil { return nil }
    return BoundField(name: name, sources: sources, mapping: mapping)
  }

  mutating func bind(_ flag: FlagMapping?, _ name: String) throws(Diagnostic) -> BoundFlag? {
    guard let flag else { return nil }
    return BoundFlag(
      flag, state: try bind(flag.state, name), yesAt: try bind(flag.yesAt, name), noAt: try bind(flag.noAt, name),
      changedAt: try bind(flag.changedAt, name))
  }

  /// Takes note of a column that is used otherwise.
  mutating func take(_ column: Int, _ field: String) { taken.append((column, field)) }

  /// Whether a field has a column in this file.
  func hasColumn(_ mapping: FieldMapping) -> Bool { mapping.sources.contains { !matches($0.labels).isEmpty } }

  /// The number of the first of a field's places that the file has.
  func firstPlace(_ mapping: FieldMapping) -> Int? { mapping.sources.firstIndex { !matches($0.labels).isEmpty } }

  private func matches(_ labels: [String]) -> [Int] {
    var found: [Int] = []
    for label in labels {
      for column in columns[LabelNormaliser.normalise(label)] ?? [] where !found.contains(column) {
        found.append(column)
      }
    }
    return found.sorted()
  }

  private func twoColumns(_ found: [Int], _ name: String) -> Diagnostic {
    MappingProblem.twoColumns(name, found.map { ($0 + 1, header.labels[$0]) }, header, file: file)
  }
}

extension ColumnBinder {
  /// The columns of a member export. Throws when there is none for the id.
  mutating func members(_ mapping: MemberExportMapping, attributes: [AttributeMapping]) throws(Diagnostic)
    -> BoundMembers?
  {
    guard let id = try bind(mapping.id, "id", onlyFirst: true) else { return nil }
    var bound = BoundMembers(id: id)
    bound.updatedAt = try bind(mapping.updatedAt, "updated_at")
    for field in MemberField.allCases {
      if let found = try bind(mapping.fields[field], field.name) { bound.fields.append((field, found)) }
    }
    if let flag = try bind(mapping.withdrawn, "withdrawn"), flag.state != nil || flag.yesAt != nil {
      bound.withdrawn = flag
    }
    if let flag = try bind(mapping.dormant, "dormant"), flag.state != nil || flag.yesAt != nil { bound.dormant = flag }
    for kind in ConsentKind.allCases {
      if let flag = try bind(mapping.consents[kind], "consents.\(kind.rawValue)"), flag.state != nil {
        bound.consents.append((kind, flag))
      }
    }
    let own = Set(attributes.map(\.name))
    let declared = attributes + mapping.attributes.filter { !own.contains($0.name) }
    for attribute in declared.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      if let found = try bind(attribute.mapping, attribute.name) { bound.attributes.append(found) }
    }
    return bound
  }

  /// The columns of an order export.
  mutating func orders(_ mapping: OrderExportMapping) throws(Diagnostic) -> BoundOrders? {
    guard let id = try bind(mapping.id, "id", onlyFirst: true) else { return nil }
    var bound = BoundOrders(id: id)
    bound.updatedAt = try bind(mapping.updatedAt, "updated_at")
    for field in OrderField.allCases {
      guard let found = try bind(mapping.fields[field], field.name) else { continue }
      if mapping.contactsAreForDelivery, field == .buyerPhone || field == .buyerEmail { continue }
      bound.fields.append((field, found))
    }
    bound.itemSeparator = mapping.itemSeparator ?? ""
    bound.fillsDown = mapping.fillsDown
    bound.refunded = try bind(mapping.refunded, "refunded")
    bound.itemID = try bind(mapping.itemID, "items.id")
    bound.itemName = try bind(mapping.itemName, "items.name")
    bound.itemQuantity = try bind(mapping.itemQuantity, "items.quantity")
    bound.itemPrice = try bind(mapping.itemPrice, "items.price")
    if !bound.fields.contains(where: { $0.field == .total }) {
      bound.itemTotal = try bind(mapping.itemTotal, "items.total")
    }
    return bound
  }
}
