import CommonValues

/// JSON as it is written.
enum JSONText {
  /// Appends UTF-8 as a JSON string.
  static func appendString(_ bytes: ByteSlice, to result: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    result.append(0x22)
    for byte in bytes {
      switch byte {
      case 0x22, 0x5C: result += [0x5C, byte]
      case 0x0A: result += [0x5C, 0x6E]
      case 0x0D: result += [0x5C, 0x72]
      case 0x09: result += [0x5C, 0x74]
      case 0..<0x20: result += [0x5C, 0x75, 0x30, 0x30, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: result.append(byte)
      }
    }
    result.append(0x22)
  }
}
