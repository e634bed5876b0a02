import CommonValues

/// Finds a person in the raw text of a row, of which nobody knows the columns any more.
struct QuarantineWords {
  private let words: [[UInt8]]
  private let digits: [[UInt8]]

  init(id: String, phone: PhoneNumber?, email: String?) {
    words = ([id] + (email.map { [$0] } ?? [])).filter { !$0.isEmpty }.map { Array($0.lowercased().utf8) }
    // Without the country code and its zero a number is in every spelling of itself: 010-…, 10…, +82 10….
    let national = phone.map { "\($0.digits)" }.map { $0.hasPrefix("82") ? String($0.dropFirst(2)) : $0 }
    digits = (national.map { [$0] } ?? []).filter { $0.utf8.count >= 7 }.map { Array($0.utf8) }
  }

  func occur(in raw: ByteSlice) -> Bool {
    let lowered = raw.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    if words.contains(where: { QuarantineWords.hasWord($0, lowered) }) { return true }
    guard !digits.isEmpty else { return false }
    let joined = lowered.filter { ![0x20, 0x2D, 0x2E, 0x28, 0x29].contains($0) }
    return digits.contains { QuarantineWords.find($0, joined, from: 0) != nil }
  }

  /// Whether the text holds the word with no letter or digit beside it.
  private static func hasWord(_ word: [UInt8], _ text: [UInt8]) -> Bool {
    var start = 0
    while let found = find(word, text, from: start) {
      let end = found + word.count
      if (found == 0 || !isWordByte(text[found - 1])) && (end == text.count || !isWordByte(text[end])) { return true }
      start = found + 1
    }
    return false
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F || byte == 0x2D || byte >= 0x80
  }

  private static func find(_ word: [UInt8], _ text: [UInt8], from start: Int) -> Int? {
    guard word.count <= text.count else { return nil }
    var index = start
    while index + word.count <= text.count {
      if text[index] == word[0], text[index..<index + word.count].elementsEqual(word) { return index }
      index += 1
    }
    return nil
  }
}
