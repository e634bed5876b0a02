import CommonValues

/// Texts of workbooks.
enum XLSXText {
  /// Replaces `_x000D_` and the like, by which a workbook writes characters that XML has not (ECMA-376, ST_Xstring).
  static func unescape(_ text: inout [UInt8]) {
    guard text.count >= 7, text.contains(0x5F) else { return }
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      if text[index] == 0x5F, index + 6 < text.count, text[index + 1] == 0x78, text[index + 6] == 0x5F,
        let value = hex(text[(index + 2)..<(index + 6)]), let scalar = Unicode.Scalar(value)
      {
        result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        index += 7
      } else {
        result.append(text[index])
        index += 1
      }
    }
    text = result
  }

  private static func hex(_ digits: ArraySlice<UInt8>) -> UInt32? {
    var value: UInt32 = 0
    for digit in digits {
      guard let digit = HexText.value(digit) else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}
