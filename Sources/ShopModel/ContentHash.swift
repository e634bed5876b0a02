public import CommonValues

/// A 64-bit hash of bytes that is the same on every machine and in every run; it tells changed content from unchanged, and is no
/// protection against somebody who wants a collision.
public enum ContentHash {
  /// The hash of `bytes`; never 0, which stands for "no content".
  public static func hash(_ bytes: ByteSlice, seed: UInt64 = 0) -> Int64 {
    var state = seed ^ 0x2D35_8DCC_AA6C_78A5
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return finish(state, 0) }
    let raw = UnsafeRawPointer(base)
    var offset = 0
    while bytes.count - offset >= 16 {
      let first = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      let second = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
      state = mix(first ^ 0x8BB8_4B93_962E_ACC9, second ^ state)
      offset += 16
    }
    var first: UInt64 = 0
    var second: UInt64 = 0
    var shift: UInt64 = 0
    while offset < bytes.count {
      if shift < 64 {
        first |= UInt64(bytes[offset]) << shift
      } else {
        second |= UInt64(bytes[offset]) << (shift - 64)
      }
      shift += 8
      offset += 1
    }
    state = mix(first ^ 0x8BB8_4B93_962E_ACC9, second ^ state)
    return finish(state, UInt64(bytes.count))
  }

  @inline(__always)
  private static func mix(_ first: UInt64, _ second: UInt64) -> UInt64 {
    let (high, low) = first.multipliedFullWidth(by: second)
    return high ^ low
  }

  private static func finish(_ state: UInt64, _ count: UInt64) -> Int64 {
    let hash = Int64(bitPattern: mix(state ^ 0x4B33_A62E_D433_D4A3, count ^ 0x4D5A_2DA5_1DE1_AA47))
    return hash == 0 ? 1 : hash
  }
}
