import Records
import ShopModel

/// How the columns of one file become fields. Made once per file; any number of threads may use it.
public struct FileMapping: Sendable {
  /// A column and the field that is filled from it.
  public struct Column: Sendable, Hashable {
    /// The column's number, counted from 1.
    public let number: Int
    /// The label, as it stands in the file.
    public let label: String
    /// The field, as in canonical JSON; `withdrawn`, `dormant`, `items.name` and the like for what is no field there. An
    /// attribute has its own name.
    public let field: String
  }

  /// What the rows are about.
  public let kind: ExportKind
  /// The columns that are used, in the file's order.
  public let columns: [Column]
  /// The labels that no field is filled from.
  public let unusedLabels: [String]
  /// The adapter's blank markers.
  let markers: WordLists
  let tables: MappingTables
  let bound: Bound
  /// Of canonical JSON: the steps for rows of the other kind, and the columns that tell the kinds apart.
  let canonical: CanonicalColumns?

  enum Bound: Sendable {
    case members(BoundMembers)
    case orders(BoundOrders)
  }

  /// Whether each row says by itself what it is about: see ``RecordMapper/rowKind``.
  public var isCanonical: Bool { canonical != nil }

  init(
    _ bound: Bound, binder: ColumnBinder, header: RecordHeader, markers: [String], options: ExportOptions,
    canonical: CanonicalColumns? = nil
  ) {
    self.bound = bound
    self.markers = WordLists([markers])
    self.canonical = canonical
    switch bound {
    case .members(let members):
      kind = .members
      tables = MappingTables(members, markers: markers, file: options.file, sourceTime: options.sourceTime)
    case .orders(let orders):
      kind = .orders
      tables = MappingTables(orders, markers: markers, file: options.file, sourceTime: options.sourceTime)
    }
    let taken = binder.taken.sorted { ($0.column, $0.field) < ($1.column, $1.field) }
    columns = taken.map { Column(number: $0.column + 1, label: header.labels[$0.column], field: $0.field) }
    let used = Set(taken.map(\.column))
    unusedLabels = header.labels.enumerated().filter { !used.contains($0.offset) && !$0.element.isEmpty }.map(\.element)
  }

  /// Whether rows depend on those above them: then one mapper must be given all of them, in the file's order.
  public var isSequential: Bool {
    if case .orders(let orders) = bound { orders.fillsDown } else { false }
  }

  /// A mapper for one thread.
  public func makeMapper() -> RecordMapper {
    canonical.map { RecordMapper(CanonicalRows(tables, $0), tables) } ?? RecordMapper(tables)
  }
}
