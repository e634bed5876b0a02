public import CommonValues

/// A table in an HTML page, as shops export it under the name of `.xls`.
///
/// Every `<tr>` of the page is a row, whichever table it stands in; the rows above the header are titles. A cell that spans rows stands
/// in each of them, one that spans columns in the first, the others blank. Runs of blanks are one blank, `<br>` is a line break, scripts
/// and styles are no text. The line of a record is the number of its row. A page that ends before its table does is refused.
public final class HTMLReader: RecordReader {
  public private(set) var format: RecordFormat
  public var bytesRead: Int64 { source.bytesRead }
  public var byteCount: Int64? { source.size }

  private let source: XMLSource
  private let parser: HTMLParser
  private let handler: HTMLTableHandler
  private var isDone = false

  /// Opens a page, and finds the header of its table.
  public init(_ source: any ByteSource, options: RecordFileOptions = RecordFileOptions()) throws(Diagnostic) {
    let limits = options.limits
    self.source = try XMLSource(source, encoding: options.encoding, limit: limits.fileBytes, isHTML: true)
    handler = HTMLTableHandler(file: source.name, options: options)
    parser = try HTMLParser(handler, file: source.name, limits: limits)
    format = RecordFormat(file: source.name, header: RecordHeader(paths: []), limits: limits)
    while handler.table.currentFormat == nil, !isDone { try readOn() }
    if let found = handler.table.currentFormat { format = found }
  }

  public func nextBlock() throws(Diagnostic) -> RecordBlock? {
    while true {
      if let block = handler.table.takeReady() { return block }
      guard !isDone else { return nil }
      try readOn()
    }
  }

  private func readOn() throws(Diagnostic) {
    if let piece = try source.next() {
      try parser.feed(piece)
    } else {
      try parser.finish()
      isDone = true
      guard handler.table.rowCount > 0 else { throw FileProblem.noTable(handler.file) }
      try handler.table.finish()
    }
  }
}
