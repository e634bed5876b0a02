public import CommonValues

/// The rows of a file as strings, one after another: for small files, tools and tests.
///
/// ```swift
/// let rows = StringRecords(try CSVReader(FileSource(path: path)))
/// while let row = try rows.next() { print(row["이름"] ?? "") }
/// ```
/// A malformed row is thrown away here only after it went to ``malformed``: look there at the end.
public final class StringRecords {
  /// One row.
  public struct Row: Sendable, Hashable {
    /// The physical line on which it starts.
    public let line: Int
    /// Its cells, in the file's order.
    public let cells: [String]
    fileprivate let columns: [String: Int]

    /// The cell under a label, compared by ``LabelNormaliser``; nil when there is no such label.
    public subscript(label: String) -> String? {
      guard let column = columns[LabelNormaliser.normalise(label)] else { return nil }
      return column < cells.count ? cells[column] : ""
    }
  }

  /// The malformed rows met up to here, at most the first 1,000.
  public private(set) var malformed: [MalformedRecord] = []

  private let reader: any RecordReader
  private let parser = RecordBlockParser()
  private let columns: [String: Int]
  private var ready: [Row] = []

  /// The rows that `reader` has yet to give.
  public init(_ reader: any RecordReader) {
    self.reader = reader
    let labels = reader.format.header.labels.enumerated().map { (LabelNormaliser.normalise($1), $0) }
    columns = Dictionary(labels, uniquingKeysWith: { first, _ in first })
  }

  /// The next good row; nil behind the last. Throws what refuses the whole file.
  public func next() throws(Diagnostic) -> Row? {
    while ready.isEmpty {
      guard let block = try reader.nextBlock() else { return nil }
      let columns = columns
      var rows: [Row] = []
      parser.parse(block) { record in
        rows.append(Row(line: record.line, cells: record.strings, columns: columns))
      } malformed: { row in
        if malformed.count < 1_000 { malformed.append(row) }
      }
      ready = rows.reversed()
    }
    return ready.popLast()
  }
}
