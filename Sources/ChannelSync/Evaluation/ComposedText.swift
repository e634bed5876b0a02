import CommonValues
import Foundation

/// Unicode's composed form (NFC), with a quick look that spares the work for what is composed for certain.
enum ComposedText {
  /// The text in NFC.
  static func composed(_ text: String) -> String { text.precomposedStringWithCanonicalMapping }

  /// Whether the UTF-8 text is in NFC for certain: it has nothing but letters below U+0300, CJK from U+3000 on without combining
  /// marks, Hangul syllables and the emoji of plane 1. False says nothing.
  static func isCertain(_ text: ByteSlice) -> Bool {
    var index = 0
    while index < text.count {
      switch text[index] {
      case 0x00...0x7F: index += 1
      case 0xC2...0xCB: index += 2
      case 0xE3:
        guard index + 2 < text.count else { return false }
        let (second, third) = (text[index + 1], text[index + 2])
        let isToneMark = second == 0x80 && (0xAA...0xAF).contains(third)
        let isVoicedKana = second == 0x82 && (0x99...0x9A).contains(third)
        if isToneMark || isVoicedKana { return false }
        index += 3
      case 0xE4...0xE9, 0xEB...0xEC: index += 3
      case 0xEA:
        guard index + 2 < text.count, text[index + 1] >= 0xB0 else { return false }
        index += 3
      case 0xED:
        guard index + 2 < text.count, text[index + 1] < 0x9E || (text[index + 1] == 0x9E && text[index + 2] <= 0xA3)
        else {
          return false
        }
        index += 3
      case 0xF0:
        guard index + 3 < text.count, text[index + 1] == 0x9F else { return false }
        index += 4
      default: return false
      }
    }
    return true
  }
}
