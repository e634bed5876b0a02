/// The column labels of a file.
public struct RecordHeader: Sendable, Hashable {
  /// A label that stands over more than one column.
  public struct Repetition: Sendable, Hashable {
    /// The label as it is written the first time.
    public let label: String
    /// The columns, counted from 0, in order.
    public let columns: [Int]
  }

  /// One label per column, decoded and trimmed, in the file's order. Blank ones at the right end are left off; a blank one elsewhere
  /// is an empty string. Empty when the file has no header.
  public let labels: [String]
  /// The physical line on which the header starts; nil when the file has none.
  public let line: Int?
  /// How many rows with something in them stand above it.
  public let titleRows: Int
  /// The fewest cells of a record; 0 for trees. Cells beyond ``maximumCells`` must be empty, and as few as ``RecordFormat/trailingCells``.
  public let minimumCells: Int
  /// The most cells that may hold something: also those under blank labels at the right end.
  public let maximumCells: Int
  /// Labels that are the same after ``LabelNormaliser``, apart from blank ones.
  public let repetitions: [Repetition]

  /// A header of labels as they stand in the file.
  public init(cells: [String], line: Int?, titleRows: Int = 0) {
    var trimmed = cells.map(LabelNormaliser.trimmed)
    while trimmed.last == "" { trimmed.removeLast() }
    labels = trimmed
    self.line = line
    self.titleRows = titleRows
    minimumCells = trimmed.count
    maximumCells = cells.count
    repetitions = RecordHeader.repetitions(trimmed)
  }

  /// The header of a file that has none.
  init(columns: Int) {
    labels = []
    line = nil
    titleRows = 0
    minimumCells = columns
    maximumCells = columns
    repetitions = []
  }

  /// The header of a tree: one label per path, as it stands. A record has any of them.
  init(paths: [String]) {
    labels = paths
    line = nil
    titleRows = 0
    minimumCells = 0
    maximumCells = paths.count
    repetitions = RecordHeader.repetitions(paths)
  }

  private static func repetitions(_ labels: [String]) -> [Repetition] {
    var columns: [String: [Int]] = [:]
    for (index, label) in labels.enumerated() {
      let key = LabelNormaliser.normalise(label)
      if !key.isEmpty { columns[key, default: []].append(index) }
    }
    return columns.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
      .map { Repetition(label: labels[$0[0]], columns: $0) }
  }
}
