import CommonValues

/// Well-formed UTF-8 as the Unicode Standard defines it (table 3-7): no overlong forms, no surrogates, nothing above U+10FFFF.
enum UTF8Sequence {
  /// The length of the multi-byte sequence at `pointer`; 0 when it is ill-formed. Reads up to four bytes, and none behind the first
  /// that is wrong, so that a zero byte behind the text is a sufficient end.
  @inline(__always)
  static func length(at pointer: UnsafePointer<UInt8>) -> Int {
    let lead = pointer[0]
    let second = pointer[1]
    if lead >= 0xE1 && lead <= 0xEC {
      guard second & 0xC0 == 0x80 else { return 0 }
      return pointer[2] & 0xC0 == 0x80 ? 3 : 0
    }
    switch lead {
    case 0xC2...0xDF: return second & 0xC0 == 0x80 ? 2 : 0
    case 0xE0: guard second >= 0xA0 && second <= 0xBF else { return 0 }
    case 0xED: guard second >= 0x80 && second <= 0x9F else { return 0 }
    case 0xEE, 0xEF: guard second & 0xC0 == 0x80 else { return 0 }
    case 0xF0: guard second >= 0x90 && second <= 0xBF else { return 0 }
    case 0xF1...0xF3: guard second & 0xC0 == 0x80 else { return 0 }
    case 0xF4: guard second >= 0x80 && second <= 0x8F else { return 0 }
    default: return 0
    }
    guard pointer[2] & 0xC0 == 0x80 else { return 0 }
    if lead < 0xF0 { return 3 }
    return pointer[3] & 0xC0 == 0x80 ? 4 : 0
  }

  /// The same where nothing is known to stand behind the bytes; nil when ill-formed or cut.
  static func length(in bytes: ByteSlice, at index: Int) -> Int? {
    let available = min(4, bytes.count - index)
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 8) { padded in
      padded.initialize(repeating: 0)
      for offset in 0..<available { padded[offset] = bytes[index + offset] }
      guard let base = padded.baseAddress else { return nil }
      let length = length(at: base)
      return length == 0 ? nil : length
    }
  }
}
