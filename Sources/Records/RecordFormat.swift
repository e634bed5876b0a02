/// What the records of one file have in common, and what a worker needs to know to check them.
public final class RecordFormat: Sendable {
  /// The file's name for messages.
  public let file: String
  /// The header.
  public let header: RecordHeader
  /// How many empty cells may stand behind the header's width: as many as most of the first rows have. Elsewhere an empty cell too many
  /// is a cell too many, since a comma without quotes may have moved all the others.
  public let trailingCells: Int
  /// The limits that hold.
  public let limits: RecordLimits

  init(file: String, header: RecordHeader, trailingCells: Int = 0, limits: RecordLimits) {
    self.file = file
    self.header = header
    self.trailingCells = trailingCells
    self.limits = limits
  }
}
