public import CommonValues

/// Reads the records of one file, block by block, whatever the file's format.
///
/// A file ended properly when ``nextBlock()`` came to nil and no row was malformed with ``MalformedRecord/isTruncated``.
/// A reader belongs to one thread at a time and may block it. Its blocks may be parsed on any thread.
///
/// **The header may grow.** A table has one header, and one ``RecordFormat`` serves all of its blocks. JSON and XML have no header: their
/// labels are the key paths of the records met so far. When a block brings a path that is new, it carries a new format, whose header has
/// the labels of the one before first, in the same columns, and the new ones behind them. So whoever maps columns compares
/// ``RecordBlock/format`` (by identity) with the last one, and on a change maps the longer header; blocks of the older format still go
/// with either. The first block is read when the reader is made, so that ``format`` knows its labels from the start.
public protocol RecordReader: AnyObject {
  /// The file's name, header and limits, as of the last block that was handed out; before the first, of the first.
  var format: RecordFormat { get }
  /// How many bytes of the file were read, for showing progress.
  var bytesRead: Int64 { get }
  /// How many bytes the file has, when that is known.
  var byteCount: Int64? { get }
  /// The next block; nil behind the last. Throws what refuses the file as a whole; after that, or after nil, it must not be called.
  func nextBlock() throws(Diagnostic) -> RecordBlock?
}

extension RecordReader {
  /// Reads the whole file on this thread, row by row. Neither function may keep what it is handed, apart from a `MalformedRecord`.
  public func forEach(
    _ record: (borrowing Record) -> Void, malformed: (MalformedRecord) -> Void
  ) throws(Diagnostic) {
    let parser = RecordBlockParser()
    while let block = try nextBlock() { parser.parse(block, record: record, malformed: malformed) }
  }
}
