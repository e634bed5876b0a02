public import CommonValues

/// A file of records in any format that Naru reads: CSV, JSON (an array, lines, one object), XML, XLSX, an HTML table, each of them
/// also packed by gzip or within a zip. The bytes decide which it is, never the name.
///
/// ```swift
/// let file = try RecordFile.open(FileSource(path: path))
/// while let reader = try file.nextReader() {
///   while let block = try reader.nextBlock() { … }
/// }
/// ```
/// A zip gives a reader for each of its entries, in the order of its directory, folders and `__MACOSX` left out; anything else gives one
/// reader. A file is good only when ``nextReader()`` has come to nil: a later entry may refuse it, and what was read before must then not
/// count. Like its source, a file belongs to one thread at a time and may block it.
public final class RecordFile {
  /// What messages call the file: the name of its source.
  public let name: String
  /// What the file itself is, before anything is unpacked.
  public let kind: ContentKind

  /// Bytes of the file read so far, packed as it is.
  public var bytesRead: Int64 { meter.bytesRead }
  /// Bytes of the whole file; nil when its source does not know.
  public var byteCount: Int64? { meter.size }

  private let meter: MeteredSource
  private let options: RecordFileOptions
  private var reader: (any RecordReader)?

  /// Opens a file and looks at its first bytes.
  ///
  /// Refuses, each with its own code, an empty file, an old or password-protected workbook, and what holds no records at all.
  public static func open(
    _ source: any ByteSource, options: RecordFileOptions = RecordFileOptions()
  ) throws(Diagnostic) -> RecordFile {
    try RecordFile(source, options: options)
  }

  private init(_ source: any ByteSource, options: RecordFileOptions) throws(Diagnostic) {
    name = source.name
    meter = MeteredSource(source, limit: options.limits.fileBytes)
    self.options = options
    reader = try CSVReader(meter, options: options.csv)
    kind = .text
  }

  /// The next reader; nil behind the last. The one before must have been read to its end, and must not be used any more.
  ///
  /// The name in its format is the file's, and of a zip's entry `file.zip/entry.csv`.
  public func nextReader() throws(Diagnostic) -> (any RecordReader)? {
    defer { reader = nil }
    return reader
  }
}
