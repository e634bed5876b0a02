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

  /// The most bytes that a packed file (gzip, zip, XLSX) may unpack to, all of its entries together. More refuses it.
  public var unpackedBytes: Int64
  /// How many times larger than its packed bytes it may become, beyond the first 10 MiB.
  public var unpackedRatio: Int
  /// The most entries of a zip, folders included.
  public var entries: Int
  /// How deep JSON and XML may be nested; at most 200.
  public var depth: Int

  /// Limits; each has its default from the design: 2 GiB, 1,000 columns, 64 KiB a field, 1 MiB a record, 20 rows; unpacked 8 GiB
  /// and 200 to 1, 1,000 entries, depth 64.
  public init(
    fileBytes: Int64 = 2 << 30, columns: Int = 1_000, fieldBytes: Int = 64 << 10, recordBytes: Int = 1 << 20,
    headerRows: Int = 20, unpackedBytes: Int64 = 8 << 30, unpackedRatio: Int = 200, entries: Int = 1_000,
    depth: Int = 64
  ) {
    self.fileBytes = max(1, fileBytes)
    self.columns = max(1, columns)
    self.recordBytes = max(1, min(recordBytes, 256 << 20))
    self.fieldBytes = max(1, min(fieldBytes, self.recordBytes))
    self.headerRows = max(1, headerRows)
    self.unpackedBytes = max(1, unpackedBytes)
    self.unpackedRatio = max(1, unpackedRatio)
    self.entries = max(1, entries)
    self.depth = max(2, min(depth, 200))
  }
}
