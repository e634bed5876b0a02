/// Base64url without padding (RFC 4648 §5), over bytes.
enum URLSafeText {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  static func encode(_ bytes: [UInt8]) -> String { encode(bytes[...]) }

  static func encode(_ bytes: ArraySlice<UInt8>) -> String {
    bytes.withUnsafeBufferPointer { bytes in
      letters.withUnsafeBufferPointer { letters in
        String(unsafeUninitializedCapacity: (bytes.count * 4 + 2) / 3) { buffer in
          var (count, held, bits) = (0, UInt32(0), 0)
          for byte in bytes {
            held = held << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
              bits -= 6
              buffer[count] = letters[Int(held >> UInt32(bits) & 63)]
              count += 1
            }
          }
          if bits > 0 {
            buffer[count] = letters[Int(held << UInt32(6 - bits) & 63)]
            count += 1
          }
          return count
        }
      }
    }
  }

  /// Nil for any other character, a length that no bytes have, or bits that are left over.
  static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count * 3 / 4)
    var (held, bits) = (UInt32(0), 0)
    for letter in text.utf8 {
      let value: UInt8
      switch letter {
      case 0x41...0x5A: value = letter - 0x41
      case 0x61...0x7A: value = letter - 0x47
      case 0x30...0x39: value = letter + 4
      case 0x2D: value = 62
      case 0x5F: value = 63
      default: return nil
      }
      held = held << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: held >> UInt32(bits)))
      }
    }
    return bits < 6 && held & (1 << UInt32(bits) - 1) == 0 ? bytes : nil
  }
}
