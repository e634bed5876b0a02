#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// base64url without padding, as JWT and PKCE write it.
enum Base64URL {
  static func encode(_ bytes: [UInt8]) -> String {
    let base64 = Data(bytes).base64EncodedString()
    let translated = base64.utf8.compactMap { byte -> UInt8? in
      switch byte {
      case 0x2B: 0x2D
      case 0x2F: 0x5F
      case 0x3D: nil
      default: byte
      }
    }
    return String(decoding: translated, as: UTF8.self)
  }

  /// Nil for anything outside the alphabet, padding included, and for bits left over that are not zero: one content has
  /// one spelling.
  static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    var base64: [UInt8] = []
    base64.reserveCapacity(text.count + 3)
    for byte in text {
      switch byte {
      case 0x2D: base64.append(0x2B)
      case 0x5F: base64.append(0x2F)
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: base64.append(byte)
      default: return nil
      }
    }
    while base64.count % 4 != 0 { base64.append(0x3D) }
    guard let data = Data(base64Encoded: Data(base64)) else { return nil }
    let bytes = Array(data)
    return encode(bytes).utf8.elementsEqual(text) ? bytes : nil
  }
}
