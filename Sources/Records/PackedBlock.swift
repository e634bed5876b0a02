import CommonValues

/// Builds blocks for readers of formats whose cells do not lie in the file as they are: sheets, XML, JSON, HTML.
///
/// A record is four 32-bit integers of this machine (line, number of cells, bytes of text, 0), the text of its cells in UTF-8, filled
/// up to a multiple of four, and its cells as a `Record` has them, with offsets from the beginning of the block: whoever parses
/// the block hands them out where they lie.
struct PackedBlockBuilder: ~Copyable {
  /// Bytes of a record besides its cells and their text.
  private static let overhead = 24
  private let pool: BlockPool
  private let limits: RecordLimits
  private var memory: BlockMemory
  private var used = 0
  private var index = 0
  private var firstLine: Int?
  private var refused: [MalformedRecord] = []

  /// A builder of blocks of `blockBytes`, each with room for one more record of the largest size.
  init(limits: RecordLimits, blockBytes: Int) {
    self.limits = limits
    let largest = limits.recordBytes + MemoryLayout<Cell>.stride * limits.columns + PackedBlockBuilder.overhead
    pool = BlockPool(capacity: blockBytes + largest)
    memory = pool.take()
  }

  /// Whether the block should be taken before another record is added.
  var isFull: Bool {
    let largest = limits.recordBytes + MemoryLayout<Cell>.stride * limits.columns + PackedBlockBuilder.overhead
    return used + largest > pool.capacity || refused.count >= 1_000
  }

  /// Adds a record that is within the limits. The offsets of `cells` count from the beginning of `text`.
  mutating func append(line: Int, cells: UnsafePointer<Cell>, count: Int, text: UnsafePointer<UInt8>, length: Int) {
    assert(!isFull && count <= limits.columns && length <= limits.recordBytes)
    if firstLine == nil { firstLine = line }
    let record = UnsafeMutableRawPointer(memory.base + used)
    record.storeBytes(of: UInt32(truncatingIfNeeded: line), as: UInt32.self)
    record.storeBytes(of: UInt32(truncatingIfNeeded: count), toByteOffset: 4, as: UInt32.self)
    record.storeBytes(of: UInt32(truncatingIfNeeded: length), toByteOffset: 8, as: UInt32.self)
    record.storeBytes(of: 0, toByteOffset: 12, as: UInt32.self)
    record.advanced(by: 16).copyMemory(from: text, byteCount: length)
    let offset = PackedBlock.cellOffset(used, length)
    let target = UnsafeMutableRawPointer(memory.base + offset).assumingMemoryBound(to: Cell.self)
    let shift = UInt32(truncatingIfNeeded: used + 16)
    for index in 0..<count {
      var cell = cells[index]
      cell.offset &+= shift
      target[index] = cell
    }
    used = offset + count * MemoryLayout<Cell>.stride
  }

  /// Adds a record that can not be used.
  mutating func refuse(_ record: MalformedRecord) {
    if firstLine == nil { firstLine = record.line }
    refused.append(record)
  }

  /// The block of all records since the last one; nil when there are none.
  mutating func take(_ format: RecordFormat) -> RecordBlock? {
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
}

/// How a packed block is laid out.
enum PackedBlock {
  /// Where the cells of a record lie that begins at `start`.
  @inline(__always)
  static func cellOffset(_ start: Int, _ length: Int) -> Int { (start &+ 16 &+ length &+ 3) & ~3 }
}

/// Walks over what `PackedBlockBuilder` wrote.
struct PackedBlockCursor {
  /// One record: its cells, and where their text lies.
  struct Row {
    let line: Int
    let count: Int
    let cells: UnsafeMutablePointer<Cell>
    let text: ByteSlice
  }

  private let base: UnsafeMutablePointer<UInt8>
  private let end: Int
  private var position = 0

  /// The records of a block; nobody writes through the pointers that are handed out, since no cell of such a block needs decoding.
  init(_ block: RecordBlock) {
    base = block.memory.base + block.offset
    end = block.byteCount
  }

  /// The next record.
  mutating func next() -> Row? {
    guard position < end else { return nil }
    let record = UnsafeRawPointer(base + position)
    let line = Int(record.load(as: UInt32.self))
    let count = Int(record.load(fromByteOffset: 4, as: UInt32.self))
    let length = Int(record.load(fromByteOffset: 8, as: UInt32.self))
    let offset = PackedBlock.cellOffset(position, length)
    let text = ByteSlice(start: base + position + 16, count: length)
    position = offset + count * MemoryLayout<Cell>.stride
    let cells = UnsafeMutableRawPointer(base + offset).assumingMemoryBound(to: Cell.self)
    return Row(line: line, count: count, cells: cells, text: text)
  }
}
