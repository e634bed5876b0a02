/// What the records of one file have in common, and what a worker needs to know to check them.
public final class RecordFormat: Sendable {
  /// The file's name for messages.
  public let file: String
  /// The header.
  public let header: RecordHeader
  /// The limits that hold.
  public let limits: RecordLimits

  init(file: String, header: RecordHeader, limits: RecordLimits) {
    self.file = file
    self.header = header
    self.limits = limits
  }
}
