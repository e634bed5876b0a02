import CommonValues

/// Where the cells of one record are decoded when they can not be handed out as they stand in the block.
///
/// Every cell is decoded at most once per record, so that half as much again as the longest record is always room enough.
@usableFromInline
struct CellArena {
  @usableFromInline var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var used = 0
  private let entries = CP949Table.shared.entries

  init() {
    capacity = 4 << 10
    base = .allocate(capacity: capacity)
  }

  func free() { base.deallocate() }

  /// Forgets all cells and makes room for those of a record of `length` bytes.
  @inline(__always)
  mutating func reset(for length: Int) {
    used = 0
    if length &+ length &>> 1 &+ 16 > capacity { grow(length) }
  }

  @inline(never)
  private mutating func grow(_ length: Int) {
    base.deallocate()
    capacity = (length + length / 2 + 16) * 2
    base = .allocate(capacity: capacity)
  }

  /// A cell as it is handed out: UTF-8, without the doubling of its quotes.
  mutating func slice(_ cell: inout Cell, in block: UnsafePointer<UInt8>, korean: Bool) -> ByteSlice {
    if cell.bits & Cell.decoded != 0 { return ByteSlice(start: base + Int(cell.offset), count: cell.length) }
    let source = block + Int(cell.offset)
    let raw = ByteSlice(start: source, count: cell.length)
    let isDoubled = cell.bits & Cell.doubledQuotes != 0
    let isKorean = korean && !CellArena.isASCII(source, raw.count)
    if !isDoubled, !isKorean { return raw }
    let target = base + used
    var length = raw.count
    if isKorean {
      length = CP949Table.decode(raw, into: target, by: entries)
    } else {
      UnsafeMutableRawPointer(target).copyMemory(from: source, byteCount: length)
    }
    if isDoubled { length = CellArena.undouble(target, length) }
    cell.offset = UInt32(truncatingIfNeeded: used)
    cell.bits = UInt32(truncatingIfNeeded: length) | Cell.decoded
    used += length
    assert(used <= capacity, "the arena was not made large enough for its record")
    return ByteSlice(start: target, count: length)
  }

  /// Whether all bytes are ASCII. Up to seven bytes behind them are read, which every block has.
  @inlinable
  static func isASCII(_ pointer: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    var rest = UnsafeRawPointer(pointer)
    var left = count
    while left > 8 {
      if rest.loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { return false }
      rest += 8
      left &-= 8
    }
    if left == 0 { return true }
    let word = rest.loadUnaligned(as: UInt64.self).littleEndian
    return word &<< UInt64(64 &- 8 &* left) & 0x8080_8080_8080_8080 == 0
  }

  private static func undouble(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
    var read = 0
    var written = 0
    while read < count {
      let byte = bytes[read]
      bytes[written] = byte
      written += 1
      read += byte == 0x22 && read + 1 < count && bytes[read + 1] == 0x22 ? 2 : 1
    }
    return written
  }
}
