import CommonValues

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Makes records of the rows of a sheet or an HTML table: finds the header among the first, and holds the others to it.
struct TableBuilder: ~Copyable {
  /// One of the first rows, kept until the header is known.
  private struct Kept {
    let line: Int
    let cells: [Cell]
    let text: [UInt8]
    let fault: RowFault?
  }

  let file: String
  let limits: RecordLimits
  private let options: RecordFileOptions
  /// Whether a row that ends early has blank cells in the columns that are left.
  private let isPadded: Bool
  private var format: RecordFormat?
  private var kept: [Kept] = []
  /// The text of the row at hand.
  let text: UnsafeMutablePointer<UInt8>
  private let capacity: Int
  private(set) var used = 0
  private let cells: UnsafeMutablePointer<Cell>
  private var cellCount = 0
  private var hasText = false
  private var fault: RowFault?
  /// What refuses the whole file, once something does.
  private(set) var refusal: Diagnostic?
  private var line = 1
  private var blocks: PackedBlockBuilder
  private var ready: [RecordBlock] = []
  private(set) var rowCount = 0

  init(file: String, options: RecordFileOptions, isPadded: Bool) {
    self.file = file
    self.options = options
    self.isPadded = isPadded
    limits = options.limits
    capacity = limits.recordBytes + 64
    text = .allocate(capacity: capacity + BlockPool.padding)
    cells = .allocate(capacity: limits.columns)
    blocks = PackedBlockBuilder(limits: limits, blockBytes: options.blockBytes)
  }

  deinit {
    text.deallocate()
    cells.deallocate()
  }

  mutating func beginRow(_ line: Int) {
    self.line = line
    used = 0
    cellCount = 0
    hasText = false
    fault = nil
  }

  @inline(__always)
  mutating func blame(_ fault: RowFault) { if self.fault == nil { self.fault = fault } }

  /// Appends text of the cell at hand.
  @inline(__always)
  mutating func append(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    guard used &+ count <= capacity else { return blame(.recordTooLong) }
    (text + used).update(from: bytes, count: count)
    used &+= count
  }

  mutating func append(_ byte: UInt8) {
    guard used < capacity else { return blame(.recordTooLong) }
    text[used] = byte
    used &+= 1
  }

  /// The text from `start` on does not count.
  mutating func cut(_ start: Int) { used = start }

  /// Puts the text since `start` into a column, which is none that the row has already.
  mutating func add(_ column: Int, from start: Int, isAbsent: Bool = false) {
    let length = used - start
    guard column < limits.columns else {
      if length > 0 { blame(.cells(expected: format?.header.minimumCells ?? 0, found: column + 1)) }
      return
    }
    guard column >= cellCount else { return blame(.badCell) }
    while cellCount < column {
      cells[cellCount] = Cell(offset: 0, length: 0, flags: 0)
      cellCount += 1
    }
    if length > limits.fieldBytes { blame(.fieldTooLong) }
    if length > 0 { hasText = true }
    cells[column] = Cell(offset: start, length: length, flags: isAbsent ? Cell.absent : 0)
    cellCount = column + 1
  }

  mutating func endRow() {
    rowCount += 1
    if used > limits.recordBytes { blame(.recordTooLong) }
    if fault == nil, memchr(text, 0xF4, used) != nil, XMLCharacters.hasMarker(ByteSlice(start: text, count: used)) {
      blame(.undecodable)
    }
    guard format == nil else { return emit() }
    guard refusal == nil else { return }
    keep()
    if needsHeader {
      do throws(Diagnostic) { try findHeader() } catch { refusal = error }
    }
  }

  /// The blocks that are full.
  mutating func takeReady() -> RecordBlock? { ready.isEmpty ? nil : ready.removeFirst() }

  /// The format, once the header was found.
  var currentFormat: RecordFormat? { format }

  /// There are no more rows.
  mutating func finish() throws(Diagnostic) {
    if format == nil { try findHeader() }
    if let format, let block = blocks.take(format) { ready.append(block) }
  }
}

extension TableBuilder {
  private mutating func keep() {
    guard hasText || fault != nil || !kept.isEmpty || options.header != .find else { return }
    kept.append(
      Kept(
        line: line, cells: Array(UnsafeBufferPointer(start: cells, count: cellCount)),
        text: Array(ByteSlice(start: text, count: used)), fault: fault))
  }

  /// Whether enough rows are there to tell the header.
  private var needsHeader: Bool {
    guard format == nil else { return false }
    switch options.header {
    case .row(let number): return (kept.last?.line ?? 0) >= number || kept.count >= 10_000
    case .find, .none: return kept.count >= limits.headerRows
    }
  }

  /// Finds the header among the rows kept, and hands the others on.
  private mutating func findHeader() throws(Diagnostic) {
    let rows = kept.map { row in
      let strings = row.cells.map { cell in
        String(decoding: row.text[Int(cell.offset)..<(Int(cell.offset) + cell.length)], as: UTF8.self)
      }
      return CSVHead.Row(
        number: row.line, line: row.line, cells: strings, cellCount: strings.count, next: 0, nextLine: 0)
    }
    let head = CSVHead(rows: rows, columns: limits.columns)
    var first = 0
    let header: RecordHeader
    if options.header == .none {
      guard head.usualWidth > 0 else { throw FileProblem.noHeader(file) }
      header = RecordHeader(columns: min(head.usualWidth, limits.columns))
    } else {
      guard let row = head.header(options.header, score: options.headerScore, within: rows.count), row.filled > 0,
        let index = rows.firstIndex(where: { $0.number == row.number })
      else { throw FileProblem.noHeader(file) }
      if case .cells(_, let found)? = kept[index].fault {
        throw FileProblem.tooManyColumns(file, line: row.line, count: found, limit: limits.columns)
      }
      let above = rows[..<index].filter { $0.filled > 0 }
      header = RecordHeader(cells: row.cells, line: row.line, titleRows: above.count)
      first = index + 1
    }
    format = RecordFormat(file: file, header: header, limits: limits)
    let rest = kept[first...]
    kept = []
    for row in rest {
      beginRow(row.line)
      row.text.withUnsafeBufferPointer { if let base = $0.baseAddress { append(base, $0.count) } }
      for (index, cell) in row.cells.enumerated() {
        cells[index] = cell
        if cell.length > 0 { hasText = true }
      }
      cellCount = row.cells.count
      fault = row.fault
      emit()
    }
  }

  private mutating func emit() {
    guard let format else { return }
    if fault == nil, !hasText { return }
    let header = format.header
    while cellCount > header.maximumCells, cells[cellCount - 1].length == 0 { cellCount -= 1 }
    if cellCount > header.maximumCells {
      blame(.cells(expected: header.minimumCells, found: cellCount))
    } else if cellCount < header.minimumCells {
      if isPadded {
        while cellCount < header.minimumCells {
          cells[cellCount] = Cell(offset: 0, length: 0, flags: 0)
          cellCount += 1
        }
      } else {
        blame(.cells(expected: header.minimumCells, found: cellCount))
      }
    }
    if let fault {
      let place = Diagnostic.Place(file: file, line: line)
      blocks.refuse(
        MalformedRecord(
          line: line, diagnostic: fault.diagnostic(place, limits), raw: joined, encoding: .utf8, isTruncated: false))
    } else {
      blocks.append(line: line, cells: cells, count: cellCount, text: text, length: used)
    }
    if blocks.isFull, let block = blocks.take(format) { ready.append(block) }
  }

  /// The row as one line, as much as is kept.
  private var joined: [UInt8] {
    var result: [UInt8] = []
    for index in 0..<cellCount where result.count < MalformedRecord.rawLimit {
      if index > 0 { result.append(0x2C) }
      result.append(contentsOf: ByteSlice(start: text + Int(cells[index].offset), count: cells[index].length))
    }
    return Array(result.prefix(min(MalformedRecord.rawLimit, limits.recordBytes)))
  }
}
