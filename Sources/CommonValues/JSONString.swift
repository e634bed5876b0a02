/// Text as a JSON string.
package enum JSONString {
  /// Appends UTF-8 with quotes around it: `"`, `\` and what is below U+0020 escaped, everything else as it is. Line feed, carriage
  /// return and tab have their short escapes, other control characters `\u00` and two small digits. What is stored and compared
  /// depends on these forms.
  package static func append(_ text: ByteSlice, to bytes: inout [UInt8]) {
    bytes.append(0x22)
    var start = 0
    for index in text.indices {
      let byte = text[index]
      guard byte < 0x20 || byte == 0x22 || byte == 0x5C else { continue }
      bytes.append(contentsOf: ByteSlice(rebasing: text[start..<index]))
      escape(byte, to: &bytes)
      start = index + 1
    }
    bytes.append(contentsOf: ByteSlice(rebasing: text[start...]))
    bytes.append(0x22)
  }

  /// Appends text with quotes around it, as its UTF-8 would be.
  package static func append(_ text: String, to bytes: inout [UInt8]) {
    var text = text
    text.withUTF8 { append($0, to: &bytes) }
  }

  private static func escape(_ byte: UInt8, to bytes: inout [UInt8]) {
    bytes.append(0x5C)
    switch byte {
    case 0x22, 0x5C: bytes.append(byte)
    case 0x0A: bytes.append(0x6E)
    case 0x0D: bytes.append(0x72)
    case 0x09: bytes.append(0x74)
    default:
      bytes.append(contentsOf: [0x75, 0x30, 0x30, HexText.digit(byte >> 4), HexText.digit(byte & 15)])
    }
  }
}
