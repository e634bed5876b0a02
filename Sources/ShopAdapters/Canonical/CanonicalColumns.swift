import CommonValues
import Records
import ShopModel

/// The columns of canonical JSON in a file, and how rows of the kind that ``FileMapping/tables`` is not for are mapped.
struct CanonicalColumns: Sendable {
  let other: MappingTables
  let kind: Int
  let id: Int
  let at: Int
  let entity: Int
  let ids: Int
  let mixesKinds: Bool

  /// The labels that make a tree canonical. They must be written so: a platform's own `Kind` or `ID` is none of ours.
  private static func isCanonical(_ header: RecordHeader, _ options: ExportOptions) -> Bool {
    options.shape == .tree && isCanonical(header.labels)
  }

  private static func isCanonical(_ labels: [String]) -> Bool {
    labels.contains("kind") && (labels.contains("id") || labels.contains("ids"))
  }

  /// How many of the labels canonical JSON has, and more than any adapter's own when they make an object canonical: its `consents` or
  /// `items` are never the records then.
  static func knownLabels(in labels: [String]) -> Int {
    isCanonical(labels) ? 1_000 + labels.count(where: isKnown) : 0
  }

  /// The mapping of a file of canonical JSON; nil when it is none.
  static func mapping(
    for header: RecordHeader, declared: [AttributeMapping], _ options: ExportOptions
  ) throws(Diagnostic) -> FileMapping? {
    guard isCanonical(header, options) else { return nil }
    func column(_ label: String) -> Int { header.labels.firstIndex(of: label) ?? -1 }
    // Columns are bound by a header in which every label that is not canonical is blank, so that none of them can be taken for one.
    var known = RecordHeader(cells: header.labels.map { isKnown($0) ? $0 : "" }, line: header.line)
    if known.labels.isEmpty { known = header }
    var binder = ColumnBinder(known, file: options.file, takesRepeats: true)
    var members = try binder.members(CanonicalMapping.members, attributes: []) ?? BoundMembers(id: .nowhere)
    members.consentList = try binder.bind(CanonicalMapping.consents, "consents")
    let names = Set((declared + options.attributes).map(\.name))
    members.attributes = attributes(header, names)
    var orders = try binder.orders(CanonicalMapping.orders) ?? BoundOrders(id: .nowhere)
    orders.itemList = try binder.bind(CanonicalMapping.items, "items")
    let memberTables = MappingTables(members, markers: [], file: options.file, sourceTime: options.sourceTime)
    let orderTables = MappingTables(orders, markers: [], file: options.file, sourceTime: options.sourceTime)
    let isOrders = (options.kind ?? guessedKind(header)) == .orders
    let columns = CanonicalColumns(
      other: isOrders ? memberTables : orderTables, kind: column("kind"), id: column("id"), at: column("at"),
      entity: column("entity"), ids: column("ids"), mixesKinds: options.mixesKinds)
    for label in ["kind", "at", "entity", "ids"] where column(label) >= 0 { binder.take(column(label), label) }
    for attribute in members.attributes { binder.take(attribute.sources[0].column, attribute.name) }
    return FileMapping(
      isOrders ? .orders(orders) : .members(members), binder: binder, header: header, markers: [], options: options,
      canonical: columns)
  }

  private static let labels: Set<String> = {
    let fields = CanonicalMapping.members.labels + CanonicalMapping.orders.labels
    return Set(fields + CanonicalMapping.consents.labels + CanonicalMapping.items.labels)
  }()

  private static func isKnown(_ label: String) -> Bool { labels.contains(label) }

  private static func attributes(_ header: RecordHeader, _ names: Set<String>) -> [BoundField] {
    let prefix = "attributes."
    let found = header.labels.enumerated().compactMap { index, label -> BoundField? in
      guard label.hasPrefix(prefix) else { return nil }
      let name = String(label.dropFirst(prefix.count))
      guard names.contains(name) else { return nil }
      var mapping = FieldMapping([label])
      mapping.isAttribute = true
      return BoundField(name: name, sources: [BoundSource(column: index, time: -1)], mapping: mapping)
    }
    return found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// What most rows are likely to be, by the fields that only one kind has.
  private static func guessedKind(_ header: RecordHeader) -> ExportKind {
    let labels = Set(header.labels)
    let orders: Set = ["member_id", "placed_at", "paid_at", "currency", "total", "items", "buyer.name", "buyer.phone"]
    let members: Set = [
      "name", "phone", "email", "gender", "grade", "consents", "joined_at", "kakao_user_id", "points",
    ]
    return orders.intersection(labels).count > members.intersection(labels).count ? .orders : .members
  }
}

/// Maps rows that say by themselves what they are about.
final class CanonicalRows {
  private let columns: CanonicalColumns
  private let kind: ExportKind
  private let members: RecordMapper
  private let orders: RecordMapper
  private let file: String

  init(_ tables: MappingTables, _ columns: CanonicalColumns) {
    self.columns = columns
    kind = tables.kind
    members = RecordMapper(tables.kind == .members ? tables : columns.other)
    orders = RecordMapper(tables.kind == .orders ? tables : columns.other)
    file = tables.file
  }

  func map(_ record: borrowing Record, for mapper: RecordMapper, into writer: inout FieldRecordWriter) -> RowOutcome {
    switch CanonicalKind(bytes: record[columns.kind]) {
    case .member?: return map(record, members, mapper, &writer)
    case .order?: return map(record, orders, mapper, &writer)
    case .memberWithdrawn?: return withdraw(record, mapper, &writer)
    case .refetch?: return refetch(record)
    case nil: return .quarantined(at(CanonicalProblem.unknownKind, record))
    }
  }

  private func at(_ problem: Diagnostic, _ record: borrowing Record) -> Diagnostic {
    var place = problem.place
    place.file = file
    place.line = record.line
    return problem.at(place)
  }

  private func map(
    _ record: borrowing Record, _ inner: RecordMapper, _ mapper: RecordMapper, _ writer: inout FieldRecordWriter
  ) -> RowOutcome {
    let rowKind = inner.tables.kind
    guard rowKind == kind || columns.mixesKinds else {
      return .quarantined(at(CanonicalProblem.otherKind(rowKind), record))
    }
    let outcome = inner.map(record, into: &writer)
    mapper.rowKind = rowKind
    mapper.id = inner.id
    mapper.recordTime = inner.recordTime
    if !inner.warnings.isEmpty { mapper.warnings = inner.warnings }
    return outcome
  }

  private func withdraw(
    _ record: borrowing Record, _ mapper: RecordMapper, _ writer: inout FieldRecordWriter
  ) -> RowOutcome {
    guard kind == .members || columns.mixesKinds else {
      return .quarantined(at(CanonicalProblem.otherKind(.members), record))
    }
    if let problem = members.readID(record) { return .quarantined(problem) }
    let cell = record[columns.at].trimmed
    if cell.isEmpty {
      writer.withdrawal(at: nil)
    } else {
      guard let time = Timestamp(bytes: cell) else { return .quarantined(at(CanonicalProblem.badTime, record)) }
      writer.withdrawal(at: time.milliseconds)
      mapper.recordTime = time
    }
    mapper.rowKind = .members
    mapper.id = members.id
    return .mapped
  }

  private func refetch(_ record: borrowing Record) -> RowOutcome {
    guard columns.mixesKinds else { return .quarantined(at(CanonicalProblem.refetchInFile, record)) }
    let entity = Refetch.Entity(rawValue: String(decoding: record[columns.entity].trimmed, as: UTF8.self))
    guard let entity, case .array(let elements)? = try? JSONValue(parsing: record[columns.ids]) else {
      return .quarantined(at(CanonicalProblem.badRefetch, record))
    }
    switch CanonicalDecoder.refetch(entity, elements) {
    case .success(let refetch): return .refetch(refetch)
    case .failure(let problem): return .quarantined(at(problem, record))
    }
  }
}

extension CanonicalKind {
  fileprivate init?(bytes: ByteSlice) {
    func isSame(_ word: StaticString) -> Bool {
      bytes.count == word.utf8CodeUnitCount && (0..<bytes.count).allSatisfy { bytes[$0] == word.utf8Start[$0] }
    }
    if isSame("member") {
      self = .member
    } else if isSame("order") {
      self = .order
    } else if isSame("member_withdrawn") {
      self = .memberWithdrawn
    } else if isSame("refetch") {
      self = .refetch
    } else {
      return nil
    }
  }
}
