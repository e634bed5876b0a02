import Synchronization

/// The bytes of one block, given back to its pool when nobody holds the block any more.
///
/// `@unchecked Sendable` holds because the reader alone writes the bytes, and only before it puts them into a block; from then on they
/// are only read.
final class BlockMemory: @unchecked Sendable {
  let base: UnsafeMutablePointer<UInt8>
  let capacity: Int
  private let pool: BlockPool

  fileprivate init(_ base: UnsafeMutablePointer<UInt8>, _ pool: BlockPool) {
    self.base = base
    self.pool = pool
    capacity = pool.capacity
  }

  deinit { pool.giveBack(base) }
}

/// Buffers of one size that are used over and over, so that memory does not grow with the file.
final class BlockPool: Sendable {
  /// How many bytes may be scanned behind the end of the text.
  static let padding = 64
  /// A buffer's size without its padding.
  let capacity: Int
  private let free = Mutex<[UInt]>([])
  private let keep: Int

  /// Buffers of `capacity` bytes, of which at most `keep` lie idle.
  init(capacity: Int, keep: Int = 8) {
    self.capacity = capacity
    self.keep = keep
  }

  deinit { for address in free.withLock({ $0 }) { BlockPool.pointer(address)?.deallocate() } }

  /// A buffer with anything in it.
  func take() -> BlockMemory {
    let address = free.withLock { $0.popLast() }
    return BlockMemory(address.flatMap(BlockPool.pointer) ?? .allocate(capacity: capacity + BlockPool.padding), self)
  }

  fileprivate func giveBack(_ base: UnsafeMutablePointer<UInt8>) {
    let isKept = free.withLock { addresses in
      guard addresses.count < keep else { return false }
      addresses.append(UInt(bitPattern: base))
      return true
    }
    if !isKept { base.deallocate() }
  }

  private static func pointer(_ address: UInt) -> UnsafeMutablePointer<UInt8>? {
    UnsafeMutablePointer(bitPattern: address)
  }
}
