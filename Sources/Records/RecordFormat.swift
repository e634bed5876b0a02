/// What the records of one file have in common, and what a worker needs to know to check them.
public final class RecordFormat: Sendable {
  /// How records get their cells.
  public enum Shape: Sendable, Hashable {
    /// A header names the columns, and every record has a cell in each: CSV, sheets, HTML.
    case table
    /// Labels are key paths joined by `.` (`buyer.name`, `@no` for an XML attribute), and a record has only the cells that it brings:
    /// JSON, XML. See ``Record/isAbsent(_:)``.
    case tree
  }

  /// The file's name for messages.
  public let file: String
  /// The header.
  public let header: RecordHeader
  /// Whether the records are rows of a table or trees.
  public let shape: Shape
  /// How many empty cells may stand behind the header's width: as many as most of the first rows have. Elsewhere an empty cell too many
  /// is a cell too many, since a comma without quotes may have moved all the others.
  public let trailingCells: Int
  /// The limits that hold.
  public let limits: RecordLimits

  init(
    file: String, header: RecordHeader, shape: Shape = .table, trailingCells: Int = 0, limits: RecordLimits
  ) {
    self.file = file
    self.shape = shape
    self.header = header
    self.trailingCells = trailingCells
    self.limits = limits
  }
}
