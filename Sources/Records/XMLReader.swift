public import CommonValues

/// XML whose records are a repeated element.
///
/// - A leaf element becomes a cell (`buyer.name`), an attribute too (`@no`, `buyer.@grade`); an empty element is a blank cell, one that is
///   not there an absent one. Prefixes of namespaces are left off. An element that stands several times in a record is one cell, a JSON
///   array of its texts, unless it is ``RecordFileOptions/rowsPath``. Text beside child elements is a cell of the element around it.
/// - Any encoding that the document declares and the system's iconv knows. A record with bytes that are no character is malformed.
/// - A document type that declares entities or attributes or names another document refuses the file, and so does whatever is not
///   well-formed, nested too deep, or cut.
///
/// Memory is a few blocks and the longest record. The file is read and decoded on another thread, a little ahead.
public final class XMLReader: RecordReader {
  public private(set) var format: RecordFormat
  public var bytesRead: Int64 { source.bytesRead }
  public var byteCount: Int64? { source.size }

  private let source: XMLSource
  private let pieces: XMLReadAhead
  private let handler: XMLRecordHandler
  private let parser: XMLParser
  private var first: RecordBlock?
  private var isDone = false

  /// Opens a file, finds what its records are, and reads the first of them.
  public init(_ source: any ByteSource, options: RecordFileOptions = RecordFileOptions()) throws(Diagnostic) {
    let limits = options.limits
    self.source = try XMLSource(source, encoding: options.encoding, limit: limits.fileBytes)
    pieces = XMLReadAhead(self.source)
    let path: XMLRecordPath
    if let given = options.recordPath, !given.isEmpty {
      path = XMLRecordPath(suffix: given)
    } else {
      let window = try self.source.peek(1 << 20)
      path = try XMLOutline.recordPath(window, file: source.name, options: options)
    }
    handler = XMLRecordHandler(path, file: source.name, options: options)
    parser = try XMLParser(handler, file: source.name, limits: limits)
    format = RecordFormat(file: source.name, header: RecordHeader(paths: []), shape: .tree, limits: limits)
    first = try readBlock()
    format = first?.format ?? handler.format
  }

  public func nextBlock() throws(Diagnostic) -> RecordBlock? {
    let block: RecordBlock?
    if let first {
      block = first
      self.first = nil
    } else {
      block = try readBlock()
    }
    if let block { format = block.format }
    return block
  }

  private func readBlock() throws(Diagnostic) -> RecordBlock? {
    while true {
      if let block = handler.takeReady() { return block }
      guard !isDone else { return nil }
      if let piece = try pieces.next() {
        try parser.feed(piece)
      } else {
        try parser.finish()
        isDone = true
        try handler.finish()
      }
    }
  }
}
