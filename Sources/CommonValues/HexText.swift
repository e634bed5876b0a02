/// Bytes as hexadecimal text, two digits each.
package enum HexText {
  /// The digits, the letters small.
  package static func encode(_ bytes: some Collection<UInt8>) -> String {
    // By the bytes as they lie in memory: one by one through the protocol takes ten times as long.
    bytes.withContiguousStorageIfAvailable(encode) ?? Array(bytes).withUnsafeBufferPointer(encode)
  }

  private static func encode(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    String(unsafeUninitializedCapacity: 2 * bytes.count) { text in
      var end = 0
      for byte in bytes {
        text.initializeElement(at: end, to: digit(byte >> 4))
        text.initializeElement(at: end + 1, to: digit(byte & 15))
        end += 2
      }
      return end
    }
  }

  /// The bytes; nil for an odd length, or any other character than digits.
  ///
  /// - Parameter takesCapitals: whether letters may be large.
  package static func decode(_ text: some Collection<UInt8>, takesCapitals: Bool = true) -> [UInt8]? {
    text.withContiguousStorageIfAvailable { decode($0, takesCapitals) }
      ?? Array(text).withUnsafeBufferPointer { decode($0, takesCapitals) }
  }

  private static func decode(_ text: UnsafeBufferPointer<UInt8>, _ takesCapitals: Bool) -> [UInt8]? {
    guard text.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 2)
    var high: UInt8?
    for byte in text {
      guard takesCapitals || !(0x41...0x5A).contains(byte), let value = value(byte) else { return nil }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return bytes
  }

  /// What a digit stands for; nil for any other character.
  package static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x41...0x46: digit - 0x37
    case 0x61...0x66: digit - 0x57
    default: nil
    }
  }

  /// The digit of a value below 16, small.
  package static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}
