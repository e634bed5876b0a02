import CLibXML2
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

/// libxml2's push parser for HTML, which takes whatever there is; nothing is loaded, built or printed.
final class HTMLParser {
  private let file: String
  private let limits: RecordLimits
  private let handler: HTMLTableHandler
  private let parser: UnsafeMutablePointer<naru_html>
  private var silentBytes = 0
  private var isOpen = false
  /// Tables that were opened and not closed, by their tags: what the parser closes by itself does not count.
  private var tags = TagCounter()

  init(_ handler: HTMLTableHandler, file: String, limits: RecordLimits) throws(Diagnostic) {
    self.file = file
    self.limits = limits
    self.handler = handler
    parser = .allocate(capacity: 1)
    parser.initialize(to: naru_html())
    parser.pointee.context = Unmanaged.passUnretained(handler).toOpaque()
    parser.pointee.start = { context, name, attributes in
      guard let context, let name else { return }
      Unmanaged<HTMLTableHandler>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.start(name, attributes) }
    }
    parser.pointee.end = { context, name in
      guard let context, let name else { return }
      Unmanaged<HTMLTableHandler>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.end(name) }
    }
    parser.pointee.text = { context, bytes, count in
      guard let context, let bytes else { return }
      Unmanaged<HTMLTableHandler>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.text(bytes, Int(count)) }
    }
    guard naru_html_open(parser) != 0 else { throw FileProblem.failed(file, code: 12) }
    isOpen = true
  }

  deinit {
    if isOpen { naru_html_close(parser) }
    parser.deinitialize(count: 1)
    parser.deallocate()
  }

  func feed(_ bytes: ByteSlice) throws(Diagnostic) {
    guard let base = bytes.baseAddress else { return }
    tags.scan(bytes)
    var offset = 0
    while offset < bytes.count {
      let count = min(32 << 10, bytes.count - offset)
      let before = handler.events
      let code = UnsafeRawPointer(base + offset).withMemoryRebound(to: CChar.self, capacity: count) {
        naru_html_feed(parser, $0, Int32(count), 0)
      }
      if let refusal = handler.table.refusal { throw refusal }
      if handler.isTooDeep { throw FileProblem.tooDeep(file, line: handler.row, limit: HTMLTableHandler.depthLimit) }
      guard code == 0 else { throw FileProblem.markupTooLong(file, line: handler.row, limit: limits.recordBytes) }
      silentBytes = handler.events == before ? silentBytes + count : 0
      if silentBytes > max(limits.recordBytes, 64 << 10) {
        throw FileProblem.markupTooLong(file, line: handler.row, limit: limits.recordBytes)
      }
      offset += count
    }
  }

  func finish() throws(Diagnostic) {
    _ = naru_html_feed(parser, "", 0, 1)
    if let refusal = handler.table.refusal { throw refusal }
    guard tags.open <= 0, !tags.isWithinTag else { throw FileProblem.truncated(file) }
  }
}

/// Counts `<table` and `</table` in pieces of a page.
private struct TagCounter {
  private(set) var open = 0
  private(set) var isWithinTag = false
  private var tag: [UInt8] = []

  mutating func scan(_ bytes: ByteSlice) {
    for byte in bytes {
      if byte == 0x3C {
        isWithinTag = true
        tag.removeAll(keepingCapacity: true)
      } else if isWithinTag {
        if tag.count < 7, byte > 0x20, byte != 0x3E {
          tag.append(byte | 0x20)
          continue
        }
        if !tag.isEmpty {
          if tag.elementsEqual("table".utf8) { open += 1 }
          if tag.elementsEqual("/table".utf8) { open -= 1 }
          tag.removeAll(keepingCapacity: true)
          tag.append(0)
        }
        if byte == 0x3E { isWithinTag = false }
      }
    }
  }
}
