public import CommonValues

/// A CSV file as merchants export it: see ``CSVOptions`` for what is found out about it, and `CSVTokenizer` for the grammar.
///
/// Memory is a few blocks and the longest record, whatever the size of the file.
public final class CSVReader: RecordReader {
  /// The file's name, its header as it was found, and the limits.
  public let format: RecordFormat
  /// The delimiter that was found or given.
  public let delimiter: UInt8
  /// The encoding of the file. An ASCII beginning counts as UTF-8 until other bytes are met.
  public private(set) var encoding: TextEncoding
  /// Whether the last byte of text was a line end; known once ``nextBlock()`` has returned nil.
  public private(set) var endsWithLineEnd = false

  /// Bytes of the file read so far, read-ahead included.
  public var bytesRead: Int64 { input.bytesRead }
  /// Bytes of the whole file; nil when its source does not know.
  public var byteCount: Int64? { input.size }

  private let input: CSVInput
  private let blockBytes: Int
  private var splitter: CSVSplitter
  private var isEncodingSettled: Bool
  private var blockCount = 0
  private var blockLine: Int
  private var refused: [MalformedRecord] = []
  private var isDone = false

  /// Opens a file and reads its header.
  ///
  /// Refuses what is no CSV, an empty file, one without header (`no-header`) and one with too many columns (`too-many-columns`).
  public init(_ source: any ByteSource, options: CSVOptions = CSVOptions()) throws(Diagnostic) {
    let limits = options.limits
    input = try CSVInput(source, encoding: options.encoding, limits: limits, blockBytes: options.blockBytes)
    let start = try CSVStart(input, options: options, file: source.name)
    delimiter = start.delimiter
    format = RecordFormat(file: source.name, header: start.header, trailingCells: start.trailingCells, limits: limits)
    blockBytes = options.blockBytes
    splitter = CSVSplitter(delimiter: delimiter, line: start.nextLine)
    blockLine = start.nextLine
    isEncodingSettled = input.sourceEncoding != nil
    encoding = input.sourceEncoding ?? .utf8
  }

  /// The next whole rows, cut where a row ends; nil behind the last. Throws what refuses the file, such as a quote that is never closed.
  public func nextBlock() throws(Diagnostic) -> RecordBlock? {
    while !isDone {
      let (end, atEnd) = try scanOn()
      if atEnd {
        isDone = true
        return try cut(end)
      }
      if splitter.boundary > 0 { return try cut(splitter.boundary) }
      if end - splitter.recordStart > format.limits.recordBytes + 1 { try passOverlong() }
    }
    return nil
  }

  /// Looks at about a block more. Returns up to where it looked, and whether the file ends there.
  private func scanOn() throws(Diagnostic) -> (Int, Bool) {
    if splitter.scanned == input.text.count { try input.fill(blockBytes) }
    let end = min(input.text.count, splitter.scanned + blockBytes)
    let atEnd = input.isAtEnd && end == input.text.count
    let text = ByteSlice(rebasing: input.text[0..<end])
    splitter.scan(text, atEnd: atEnd, quoteLimit: format.limits.recordBytes)
    if let line = splitter.overlongQuoteLine {
      throw FileProblem.openQuote(format.file, line: line, limit: format.limits.recordBytes)
    }
    if end > 0 { endsWithLineEnd = text[end - 1] == 0x0A || text[end - 1] == 0x0D }
    return (end, atEnd)
  }

  /// Passes over the record that the text at hand begins with, keeping no more of it than its report.
  private func passOverlong() throws(Diagnostic) {
    let line = splitter.recordLine
    let raw = Array(input.text.prefix(min(MalformedRecord.rawLimit, format.limits.recordBytes)))
    var isTruncated = false
    splitter.watch(true)
    while true {
      // One byte stays: whether a quote opens a cell depends on what stands before it.
      forget(splitter.scanned - 1)
      let (end, atEnd) = try scanOn()
      // What begins behind a CR is certain only once the byte there was seen not to be an LF.
      if let next = splitter.watched, next.start < end || atEnd {
        forget(next.start)
        blockLine = next.line
        break
      }
      if atEnd {
        isTruncated = true
        forget(end)
        break
      }
    }
    splitter.watch(false)
    let place = Diagnostic.Place(file: format.file, line: line)
    refused.append(
      MalformedRecord(
        line: line, diagnostic: RowProblem.recordTooLong(place, limit: format.limits.recordBytes), raw: raw,
        encoding: textEncoding, isTruncated: isTruncated))
  }

  private func forget(_ count: Int) {
    input.drop(count)
    splitter.drop(count)
  }

  /// Makes a block of the first `length` bytes; nil when there is nothing to report.
  private func cut(_ length: Int) throws(Diagnostic) -> RecordBlock? {
    guard length > 0 || !refused.isEmpty else { return nil }
    if !isEncodingSettled, let found = TextEncoding.sniffBytes(ByteSlice(rebasing: input.text[0..<length])) {
      try TextEncoding.check(found, file: format.file)
      encoding = found
      isEncodingSettled = true
    }
    let (memory, offset) = input.cut(length)
    let block = RecordBlock(
      index: blockCount, firstLine: blockLine, byteCount: length, format: format, refused: refused,
      layout: .csv(delimiter: delimiter, encoding: textEncoding), memory: memory, offset: offset)
    splitter.drop(length)
    blockLine = splitter.boundaryLine
    blockCount += 1
    refused = []
    return block
  }

  /// The encoding of the text that is scanned.
  private var textEncoding: TextEncoding { encoding.isUTF16 ? .utf8 : encoding }
}
