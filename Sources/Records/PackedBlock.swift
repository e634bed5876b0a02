import CommonValues

/// Builds blocks for readers of formats whose cells do not lie in the file as they are: sheets, XML, JSON, HTML.
///
/// A record is its line, the number and lengths of its cells (32-bit integers of this machine) and their UTF-8, one behind another.
struct PackedBlockBuilder {
  private let format: RecordFormat
  private let pool: BlockPool
  private var memory: BlockMemory
  private var used = 0
  private var index = 0
  private var firstLine: Int?
  private var refused: [MalformedRecord] = []

  /// A builder of blocks of `blockBytes`, each with room for one more record of the largest size.
  init(format: RecordFormat, blockBytes: Int = 1 << 20) {
    self.format = format
    pool = BlockPool(capacity: blockBytes + format.limits.recordBytes + 4 * format.limits.columns + 16)
    memory = pool.take()
  }

  /// Whether the block should be taken before another record is added.
  var isFull: Bool { used + format.limits.recordBytes + 4 * format.limits.columns + 8 > pool.capacity }

  /// Adds a record of UTF-8 cells. One that is over the limits is refused with the reason that CSV gives.
  mutating func append(_ cells: [[UInt8]], line: Int) {
    let limits = format.limits
    let length = cells.reduce(0) { $0 + $1.count }
    let place = Diagnostic.Place(file: format.file, line: line)
    if firstLine == nil { firstLine = line }
    if length > limits.recordBytes {
      refuse(RowProblem.recordTooLong(place, limit: limits.recordBytes), cells, line)
    } else if cells.count > limits.columns {
      refuse(RowProblem.cells(place, expected: format.header.minimumCells, found: cells.count), cells, line)
    } else if cells.contains(where: { $0.count > limits.fieldBytes }) {
      refuse(RowProblem.fieldTooLong(place, limit: limits.fieldBytes), cells, line)
    } else {
      put(line)
      put(cells.count)
      for cell in cells { put(cell.count) }
      for cell in cells {
        (memory.base + used).update(from: cell, count: cell.count)
        used += cell.count
      }
    }
  }

  /// The block of all records since the last one; nil when there are none.
  mutating func take() -> RecordBlock? {
    guard used > 0 || !refused.isEmpty else { return nil }
    let block = RecordBlock(
      index: index, firstLine: firstLine ?? 1, byteCount: used, format: format, refused: refused, layout: .packed,
      memory: memory, offset: 0)
    memory = pool.take()
    used = 0
    index += 1
    firstLine = nil
    refused = []
    return block
  }

  private mutating func put(_ number: Int) {
    UnsafeMutableRawPointer(memory.base + used).storeBytes(of: UInt32(truncatingIfNeeded: number), as: UInt32.self)
    used += 4
  }

  private mutating func refuse(_ diagnostic: Diagnostic, _ cells: [[UInt8]], _ line: Int) {
    let raw = Array(cells.joined(separator: [0x2C]).prefix(MalformedRecord.rawLimit))
    refused.append(
      MalformedRecord(line: line, diagnostic: diagnostic, raw: raw, encoding: .utf8, isTruncated: false))
  }
}

/// Walks over what `PackedBlockBuilder` wrote.
struct PackedBlockCursor {
  /// One record: where its cells' bytes lie.
  struct Row {
    let line: Int
    let count: Int
    let start: Int
    let end: Int
  }

  private let bytes: ByteSlice
  private var position = 0

  init(_ bytes: ByteSlice) { self.bytes = bytes }

  /// The next record; cells beyond `capacity` are counted and not stored.
  mutating func next(into cells: UnsafeMutablePointer<Cell>, capacity: Int) -> Row? {
    guard position + 8 <= bytes.count else { return nil }
    let line = number(position)
    let count = number(position + 4)
    let lengths = position + 8
    let start = lengths + 4 * count
    var end = start
    for index in 0..<count {
      let length = number(lengths + 4 * index)
      if index < capacity { cells[index] = Cell(offset: end, length: length, flags: 0) }
      end += length
    }
    position = end
    return Row(line: line, count: count, start: start, end: end)
  }

  private func number(_ offset: Int) -> Int {
    Int(UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }
}
