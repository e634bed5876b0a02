import CommonValues

/// What stands before the records of a CSV file: a line that names the separator, title rows, the header.
struct CSVStart {
  let delimiter: UInt8
  let header: RecordHeader
  /// How many empty cells most of the first rows have behind the header's width.
  let trailingCells: Int
  /// The line on which the first record stands.
  let nextLine: Int

  /// Finds the delimiter and the header, and leaves the input at the first record.
  init(_ input: CSVInput, options: CSVOptions, file: String) throws(Diagnostic) {
    var line = 1
    var given = options.delimiter
    if let given, !CSVStart.isUsable(given) { throw FileProblem.badDelimiter(file) }
    if let (separator, length) = CSVStart.separatorLine(input.text) {
      if given == nil { given = separator }
      input.drop(length)
      line += 1
    }
    let window = ByteSlice(rebasing: input.text.prefix(256 << 10))
    let isWhole = input.isAtEnd && window.count == input.text.count
    let delimiter = given ?? CSVHead.delimiter(of: window, atEnd: isWhole)
    let limit = options.limits.columns
    let head = CSVHead(
      input.text, line: line, delimiter: delimiter, korean: input.sourceEncoding == .cp949, atEnd: input.isAtEnd,
      limit: CSVStart.rowsNeeded(options), columns: limit)
    self.delimiter = delimiter
    guard options.header != .none else {
      guard head.usualWidth > 0 else { throw FileProblem.noHeader(file) }
      header = RecordHeader(columns: min(head.usualWidth, limit))
      trailingCells = 0
      nextLine = line
      return
    }
    guard let row = head.header(options.header, score: options.headerScore, within: options.limits.headerRows),
      row.filled > 0
    else { throw FileProblem.noHeader(file) }
    guard row.cellCount <= limit else {
      throw FileProblem.tooManyColumns(file, line: row.line, count: row.cellCount, limit: limit)
    }
    let above = head.rows.prefix { $0.number < row.number }.filter { $0.filled > 0 }
    header = RecordHeader(cells: row.cells, line: row.line, titleRows: above.count)
    trailingCells = CSVStart.trailingCells(
      head.rows.filter { $0.number > row.number && $0.filled > 0 }, header.maximumCells)
    nextLine = row.nextLine
    input.drop(row.next)
  }

  /// ASCII without letters and digits (which are second halves of CP949 characters, and data), quotes, line ends and NUL.
  private static func isUsable(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x00, 0x0A, 0x0D, 0x22, 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...: false
    default: true
    }
  }

  private static func trailingCells(_ rows: [CSVHead.Row], _ width: Int) -> Int {
    let longer = rows.filter { $0.cellCount > width && $0.cells.dropFirst(width).allSatisfy(\.isEmpty) }
    guard longer.count * 2 > rows.count else { return 0 }
    return longer.map { $0.cellCount - width }.max() ?? 0
  }

  private static func rowsNeeded(_ options: CSVOptions) -> Int {
    if case .row(let number) = options.header { return max(1, min(number, 10_000)) }
    return options.limits.headerRows
  }

  /// Excel's `sep=;` before everything else: the separator, and the length of the line.
  private static func separatorLine(_ text: ByteSlice) -> (UInt8, Int)? {
    guard text.count >= 5, text.prefix(4).elementsEqual("sep=".utf8), isUsable(text[4])
    else { return nil }
    if text.count == 5 { return (text[4], 5) }
    if text[5] == 0x0A { return (text[4], 6) }
    guard text[5] == 0x0D else { return nil }
    return (text[4], text.count > 6 && text[6] == 0x0A ? 7 : 6)
  }
}
