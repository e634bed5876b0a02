/// Which of 64 bytes have a property, as the bits of one word: bit 0 for the first byte.
enum ByteMask {
  /// The top bit of each of 16 bytes, as 16 bits. Multiplication gathers eight of them at a time, which needs no instruction beyond
  /// the base set of any 64-bit machine.
  @inline(__always)
  static func topBits(_ bytes: SIMD16<UInt8>) -> UInt64 {
    let halves = unsafeBitCast(bytes, to: SIMD2<UInt64>.self)
    let low = ((halves[0].littleEndian & 0x8080_8080_8080_8080) &* 0x0002_0408_1020_4081) &>> 56
    let high = ((halves[1].littleEndian & 0x8080_8080_8080_8080) &* 0x0002_0408_1020_4081) &>> 56
    return low | high &<< 8
  }

  @inline(__always)
  static func topBits(_ mask: SIMDMask<SIMD16<Int8>>) -> UInt64 {
    topBits(unsafeBitCast(mask, to: SIMD16<UInt8>.self))
  }

  @inline(__always)
  static func load(_ pointer: UnsafePointer<UInt8>) -> SIMD16<UInt8> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD16<UInt8>.self)
  }

  /// The bits of the first `count` bytes.
  @inline(__always)
  static func first(_ count: Int) -> UInt64 { count >= 64 ? ~0 : (1 &<< UInt64(count)) &- 1 }
}
