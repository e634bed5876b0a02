public import CommonValues

/// A row of a file that could not be taken, or a field of a row that was left out, kept as it arrived.
public struct QuarantinedRow: Sendable, Hashable, Identifiable {
  /// Counts up per shop, from 1; 0 before it is stored.
  public var id: Int64 = 0
  /// The import that met it.
  public var runID: Int64
  /// `members` or `orders`.
  public var kind: String
  /// The file's name as it was given.
  public var file: String
  /// Physical line (text) or row number (sheets).
  public var line: Int
  /// What is wrong and what to do; an error for a row, a warning for a field, which `place.field` names.
  public var diagnostic: Diagnostic
  /// The row as comma-separated text, or of XML and JSON as a line of JSON, cut at 16 KiB. Personal data: mask it wherever it is shown.
  public var raw: String

  /// A quarantined row.
  public init(runID: Int64, kind: String, file: String, line: Int, diagnostic: Diagnostic, raw: String) {
    self.runID = runID
    self.kind = kind
    self.file = file
    self.line = line
    self.diagnostic = diagnostic
    self.raw = raw
  }
}

/// What it takes to read the quarantined rows of one import again.
public struct QuarantineSource: Sendable, Hashable {
  /// The labels of the file's columns; none when the rows carry theirs themselves, as lines of JSON.
  public var labels: [String]
  /// The file's source time.
  public var sourceTime: Timestamp

  /// The source of an import's rows.
  public init(labels: [String], sourceTime: Timestamp) {
    self.labels = labels
    self.sourceTime = sourceTime
  }
}
