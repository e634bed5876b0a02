import CommonValues
import Records
import ShopModel

/// How the values of a body become the fields of a member or an order: the columns of an export, with paths for labels.
///
/// A class, since it is large and every call hands it on.
final class BodyMapping: Sendable {
  private enum Bound: Sendable {
    case members(BoundMembers)
    case orders(BoundOrders)
  }

  private let bound: Bound
  /// By column; the paths of items, which begin at the item, stand behind the others.
  private let paths: [JSONPath]
  private let itemStart: Int
  private let itemPaths: [JSONPath]
  private let markers: WordLists

  static let canonicalMembers = BodyMapping(
    CanonicalMapping.members, attributes: [], markers: [], consents: CanonicalMapping.consents)
  static let canonicalOrders = BodyMapping(CanonicalMapping.orders, markers: [], items: CanonicalMapping.items)

  init(
    _ mapping: MemberExportMapping, attributes: [AttributeMapping], markers: [String], consents: FieldMapping? = nil
  ) {
    let labels = mapping.labels + attributes.flatMap(\.mapping.labels) + (consents?.labels ?? [])
    paths = BodyMapping.paths(labels)
    itemStart = paths.count
    itemPaths = []
    self.markers = WordLists([markers])
    var binder = ColumnBinder(
      RecordHeader(cells: paths.map(\.text), line: nil), file: "", takesRepeats: true)
    var members = (try? binder.members(mapping, attributes: attributes)) ?? BoundMembers(id: .nowhere)
    members.consentList = consents.flatMap { try? binder.bind($0, "consents") }
    bound = .members(members)
  }

  init(_ mapping: OrderExportMapping, markers: [String], items: FieldMapping? = nil) {
    var mapping = mapping
    var itemLabels: [String] = []
    func within(_ field: FieldMapping?) -> FieldMapping? {
      field.map { field in
        var field = field
        for index in field.sources.indices {
          itemLabels += field.sources[index].labels
          field.sources[index].labels = field.sources[index].labels.map(BodyMapping.itemLabel)
        }
        return field
      }
    }
    mapping.itemID = within(mapping.itemID)
    mapping.itemName = within(mapping.itemName)
    mapping.itemQuantity = within(mapping.itemQuantity)
    mapping.itemPrice = within(mapping.itemPrice)
    mapping.itemTotal = within(mapping.itemTotal)
    let own = Set(itemLabels.map(BodyMapping.itemLabel))
    let outer = BodyMapping.paths(mapping.labels.filter { !own.contains($0) } + (items?.labels ?? []))
    let inner = BodyMapping.paths(itemLabels)
    paths = outer + inner
    itemStart = outer.count
    itemPaths = mapping.itemPaths.compactMap(JSONPath.init)
    self.markers = WordLists([markers])
    let cells = outer.map(\.text) + inner.map { BodyMapping.itemLabel($0.text) }
    var binder = ColumnBinder(RecordHeader(cells: cells, line: nil), file: "", takesRepeats: true)
    var orders = (try? binder.orders(mapping)) ?? BoundOrders(id: .nowhere)
    orders.itemList = items.flatMap { try? binder.bind($0, "items") }
    bound = .orders(orders)
  }

  private static func itemLabel(_ label: String) -> String { "[item] " + label }

  /// Each label once.
  static func paths(_ labels: [String]) -> [JSONPath] {
    var seen: Set<String> = []
    return labels.filter { seen.insert($0).inserted }.compactMap(JSONPath.init)
  }

  /// The values by column: of the first of the places that has one. An object is none, as its values stand under paths of their own.
  private func cells(_ places: [JSONValue], item: JSONValue?) -> [String?] {
    paths.enumerated().map { index, path in
      BodyMapping.cell(path, in: index < itemStart ? places : item.map { [$0] } ?? [])
    }
  }

  static func cell(_ path: JSONPath, in places: [JSONValue]) -> String? {
    for place in places {
      guard let value = path.value(in: place) else { continue }
      if case .object = value { continue }
      return value.cellText
    }
    return nil
  }

  /// The ids that a body is about.
  @inline(never)
  func ids(in places: [JSONValue]) -> [String] {
    let row = EventCells(cells(places, item: nil), markers: markers)
    switch bound {
    case .members(let members): return row.ids(members.id)
    case .orders(let orders): return row.ids(orders.id)
    }
  }

  /// The member that a body describes.
  @inline(never)
  func member(in places: [JSONValue], id: String? = nil, source: RowSource) -> Result<RowEvent, Diagnostic> {
    guard case .members(let members) = bound else { return .failure(MappingProblem.noID(source.file, nil)) }
    let row = EventCells(cells(places, item: nil), markers: markers)
    return MemberEvents(members, source).event(row, nil, id: id)
  }

  /// The order that a body describes, with its items.
  @inline(never)
  func order(in places: [JSONValue], id: String? = nil, source: RowSource) -> Result<RowEvent, Diagnostic> {
    guard case .orders(let orders) = bound else { return .failure(MappingProblem.noID(source.file, nil)) }
    let mapper = OrderEvents(orders, source)
    var rows: [RowEvent] = []
    var items: [JSONValue?] = self.items(in: places)
    if items.isEmpty { items = [nil] }
    for item in items {
      switch mapper.event(EventCells(cells(places, item: item), markers: markers), nil, id: id, idFirst: true) {
      case .success(let row): rows.append(row)
      case .failure(let problem): return .failure(problem)
      }
    }
    var result = rows[0]
    result.event = OrderEvents.combined(rows)
    result.warnings = rows.flatMap(\.warnings).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    return .success(result)
  }

  private func items(in places: [JSONValue]) -> [JSONValue] {
    for path in itemPaths {
      for place in places {
        let found = path.values(in: place)
        if found.isEmpty { continue }
        return found.flatMap { value in if case .array(let elements) = value { elements } else { [value] } }
      }
    }
    return []
  }
}

extension BoundField {
  /// A field that no record has.
  static let nowhere = BoundField(name: "id", sources: [], mapping: FieldMapping([]))
}

extension EventCells {
  /// The ids in one value.
  func ids(_ bound: BoundField) -> [String] {
    guard let value = value(bound) else { return [] }
    guard let separator = bound.mapping.separator else { return [value] }
    var seen: Set<String> = []
    return TextParts.split(value, separator).filter { !$0.isEmpty && seen.insert($0).inserted }
  }
}

/// Texts that hold several values.
enum TextParts {
  /// The parts between separators, without blanks at their ends; blank ones too.
  static func split(_ text: String, _ separator: String) -> [String] {
    // Where one writes ", " and another ",", both mean the same.
    let trimmed = EventCells.trimmed(separator)
    let mark = Array((trimmed.isEmpty ? separator : trimmed).utf8)
    var parts: [String] = []
    var bytes = Array(text.utf8)[...]
    while let found = bytes.indices.first(where: { bytes[$0...].starts(with: mark) }) {
      parts.append(EventCells.trimmed(String(decoding: bytes[..<found], as: UTF8.self)))
      bytes = bytes[(found + mark.count)...]
    }
    return parts + [EventCells.trimmed(String(decoding: bytes, as: UTF8.self))]
  }
}
