/// Where one cell lies: in its block, or, once ``isDecoded``, in its parser's arena.
@usableFromInline
struct Cell {
  @usableFromInline static let decoded: UInt32 = 1 << 31
  @usableFromInline static let doubledQuotes: UInt32 = 1 << 30
  /// Both flags.
  @usableFromInline static let flags: UInt32 = 3 << 30
  /// Marks a cell that its record does not bring; its length is 0.
  @usableFromInline static let absent: UInt32 = 1 << 29

  @usableFromInline var offset: UInt32
  /// The length in the low 29 bits, and the flags.
  @usableFromInline var bits: UInt32

  @inline(__always)
  init(offset: Int, length: Int, flags: UInt32) {
    self.offset = UInt32(truncatingIfNeeded: offset)
    bits = UInt32(truncatingIfNeeded: length) | flags
  }

  @inlinable var length: Int { Int(bits & (Cell.absent &- 1)) }
}
