import CommonValues

/// Text in which nothing is taken for anything else: quotes, backslashes and whatever is not seen but does something stand as JSON
/// writes them, among them control characters, those of terminals too, line and paragraph separators, and what turns the direction of
/// writing.
enum LogText {
  /// Appends a JSON string.
  static func quote(_ text: String, into bytes: inout [UInt8]) {
    bytes.append(0x22)
    escape(text, into: &bytes)
    bytes.append(0x22)
  }

  /// Appends text as it stands when it is one word, else quoted.
  static func word(_ text: String, into bytes: inout [UInt8]) {
    let start = bytes.count
    escape(text, into: &bytes)
    let isWord =
      bytes.count > start && bytes.count - start == text.utf8.count && !text.utf8.contains { $0 == 0x20 || $0 == 0x3D }
    guard !isWord else { return }
    bytes.insert(0x22, at: start)
    bytes.append(0x22)
  }

  /// Appends text without what does something.
  static func escape(_ text: String, into bytes: inout [UInt8]) {
    var text = text
    text.withUTF8 { utf8 in
      var index = 0
      var start = 0
      while index < utf8.count {
        // Most of a log is plain ASCII.
        let byte = utf8[index]
        if byte >= 0x20 && byte < 0x7F && byte != 0x22 && byte != 0x5C {
          index += 1
          continue
        }
        if byte == 0x22 || byte == 0x5C {
          bytes += utf8[start..<index]
          bytes.append(0x5C)
          bytes.append(byte)
          index += 1
          start = index
        } else if let (length, scalar) = hidden(utf8, index) {
          bytes += utf8[start..<index]
          unicode(scalar, into: &bytes)
          index += length
          start = index
        } else {
          index += 1
        }
      }
      bytes += utf8[start...]
    }
  }

  /// What stands at `index` when it must not be seen, and how many bytes it has. All of these are of the first plane, and so of four digits.
  private static func hidden(_ utf8: UnsafeBufferPointer<UInt8>, _ index: Int) -> (length: Int, scalar: UInt32)? {
    let byte = utf8[index]
    if byte < 0x20 || byte == 0x7F { return (1, UInt32(byte)) }
    func next(_ offset: Int) -> UInt8 { index + offset < utf8.count ? utf8[index + offset] : 0 }
    switch (byte, next(1), next(2)) {
    case (0xC2, 0x80...0x9F, _): return (2, UInt32(next(1)))
    // U+200E, U+200F, U+2028, U+2029, U+202A to U+202E
    case (0xE2, 0x80, 0x8E...0x8F), (0xE2, 0x80, 0xA8...0xAE): return (3, 0x2000 | UInt32(next(2) & 0x3F))
    // U+2066 to U+2069
    case (0xE2, 0x81, 0xA6...0xA9): return (3, 0x2040 | UInt32(next(2) & 0x3F))
    case (0xEF, 0xBB, 0xBF): return (3, 0xFEFF)
    default: return nil
    }
  }

  private static func unicode(_ scalar: UInt32, into bytes: inout [UInt8]) {
    bytes.append(0x5C)
    bytes.append(0x75)
    for shift in [12, 8, 4, 0] as [UInt32] {
      bytes.append(HexText.digit(UInt8(scalar >> shift & 15)))
    }
  }
}
