/// Where the rows of an export stand in a file, as far as the platform's files do not tell by themselves.
public struct ExportLayout: Sendable, Hashable {
  /// Which row has the labels.
  public enum Header: Sendable, Hashable {
    /// It is found by the labels that the adapter knows.
    case find
    /// The row of that number, counted from 1.
    case row(Int)
    /// There is none; the columns have these labels, from the left.
    case none(labels: [String])
  }

  /// Which row has the labels; of no meaning for JSON and XML.
  public var header = Header.find
  /// In XML the name of the repeated element, in JSON the path of the list of records; nil: found.
  public var records: String?
  /// The list within a record that has the rows (an order's items), as a path: each becomes a row with the record's other values
  /// beside it. Nil: a record is a row.
  public var rows: String?

  /// A layout that is found out.
  public init() {}
}
