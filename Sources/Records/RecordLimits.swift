/// What a file of records may cost before it, or one of its rows, is refused.
public struct RecordLimits: Sendable, Hashable {
  /// The largest file, in bytes as read. A larger one is refused.
  public var fileBytes: Int64
  /// The most columns. A wider header refuses the file, a wider row is malformed.
  public var columns: Int
  /// The longest cell, in bytes of the file. A longer one makes its row malformed.
  public var fieldBytes: Int
  /// The longest row, in bytes of the file. A longer one is malformed; a quote that stays open for more refuses the file.
  public var recordBytes: Int
  /// How many rows at the top are searched for the header.
  public var headerRows: Int

  /// Limits; each has its default from the design: 2 GiB, 1,000 columns, 64 KiB a field, 1 MiB a record, 20 rows.
  public init(
    fileBytes: Int64 = 2 << 30, columns: Int = 1_000, fieldBytes: Int = 64 << 10, recordBytes: Int = 1 << 20,
    headerRows: Int = 20
  ) {
    self.fileBytes = max(1, fileBytes)
    self.columns = max(1, columns)
    self.recordBytes = max(1, min(recordBytes, 256 << 20))
    self.fieldBytes = max(1, min(fieldBytes, self.recordBytes))
    self.headerRows = max(1, headerRows)
  }
}
