public import CommonValues

/// The first sheet of an Excel workbook that is not hidden, or the one with a name (ECMA-376, as Excel and others write it).
///
/// - Numbers keep the digits of the file: `1.23E+11` becomes `123000000000`, and what binary arithmetic adds behind the fifteenth digit of
///   a fraction is rounded off. Where a cell's style is a date it becomes `YYYY-MM-DD`, with ` HH:MM:SS` when it has a time, and a time
///   alone `HH:MM:SS`. Yes and no are `true` and `false`; of formulas the value counts that was saved.
/// - A cell with an error (`#N/A`) is absent (``Record/isAbsent(_:)``), not blank. Of merged cells the first has the value.
/// - The line of a record is the number of its row.
///
/// The sheet is streamed; shared strings lie in memory up to 1 MiB and in a temporary file beyond.
public final class XLSXReader: RecordReader {
  public private(set) var format: RecordFormat
  public var bytesRead: Int64 { source.bytesRead }
  public var byteCount: Int64? { nil }

  private let source: XMLSource
  private let parser: XMLParser
  private let handler: XLSXSheetHandler
  private var isDone = false

  /// Opens a workbook that lies anywhere; one that can be read in any order is not copied.
  public convenience init(
    _ source: any ByteSource, options: RecordFileOptions = RecordFileOptions()
  ) throws(Diagnostic) {
    let whole: any RandomAccessBytes
    if let bytes = source as? any RandomAccessBytes, bytes.byteCount > 0 {
      whole = bytes
    } else {
      let spool = try SpoolFile(for: source.name, in: options.scratchDirectory)
      try spool.append(source, limit: options.limits.fileBytes)
      whole = spool
    }
    let archive = try ZipArchive(whole, file: source.name, budget: UnpackBudget(source.name, options.limits))
    try self.init(archive, options: options)
  }

  init(_ archive: ZipArchive, options: RecordFileOptions) throws(Diagnostic) {
    let file = archive.file
    var limits = options.limits
    limits.fileBytes = limits.unpackedBytes
    let package = XLSXPackage(archive, limits: limits)
    let book = try package.workbook(sheet: options.sheet)
    let strings = try package.sharedStrings(book, directory: options.scratchDirectory)
    let styles = try package.styles(book)
    source = try XMLSource(package.part(book.sheetPart), encoding: nil, limit: limits.fileBytes)
    handler = XLSXSheetHandler(file: file, options: options, strings: strings, styles: styles, is1904: book.is1904)
    parser = try XMLParser(handler, file: file, limits: limits)
    format = RecordFormat(file: file, header: RecordHeader(paths: []), limits: options.limits)
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
      try handler.table.finish()
    }
  }
}
