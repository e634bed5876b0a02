/// Whether bytes are one JSON object whose values are strings and numbers, and nothing else.
///
/// Rows that were encoded elsewhere are put into a request as they are; this keeps one bad row from changing the
/// meaning of its neighbours.
struct FlatObjectCheck {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var isASCII = true

  static func accepts(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { buffer in
      var check = FlatObjectCheck(bytes: buffer)
      return check.object() && (check.isASCII || String(validating: buffer, as: UTF8.self) != nil)
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private mutating func object() -> Bool {
    guard skip(0x7B) else { return false }
    if !skip(0x7D) {
      repeat {
        blanks()
        guard string(), skip(0x3A) else { return false }
        blanks()
        guard peek == 0x22 ? string() : number() else { return false }
      } while skip(0x2C)
      guard skip(0x7D) else { return false }
    }
    blanks()
    return position == bytes.count
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func blanks() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    blanks()
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private mutating func string() -> Bool {
    guard peek == 0x22 else { return false }
    position += 1
    while let byte = peek {
      position += 1
      switch byte {
      case 0x22: return true
      case 0x5C: guard escape() else { return false }
      case 0..<0x20: return false
      case 0x80...: isASCII = false
      default: break
      }
    }
    return false
  }

  private mutating func escape() -> Bool {
    guard let byte = peek else { return false }
    position += 1
    switch byte {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: return true
    case 0x75:
      guard position + 4 <= bytes.count else { return false }
      position += 4
      return bytes[(position - 4)..<position].allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
      }
    default: return false
    }
  }

  private mutating func number() -> Bool {
    let start = position
    while let byte = peek, byte == 0x2D || byte == 0x2E || byte &- 0x30 < 10 { position += 1 }
    return JSONWriter.isDecimal(bytes[start..<position])
  }
}
