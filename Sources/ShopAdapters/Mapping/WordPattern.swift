import CommonValues

/// A word with a `*` at its beginning, its end or both: any text may stand there.
struct WordPattern: BitwiseCopyable {
  /// Without blanks and in small letters.
  private let word: ByteSlice
  private let isOpenAtStart: Bool
  private let isOpenAtEnd: Bool
  let value: UInt8

  /// Nil for a word without such a `*`, and for `*` alone.
  init?(_ word: String, _ value: UInt8, in memory: TableMemory) {
    guard let parts = WordPattern.parts(word) else { return nil }
    self.word = memory.copy(parts.word)
    isOpenAtStart = parts.isOpenAtStart
    isOpenAtEnd = parts.isOpenAtEnd
    self.value = value
  }

  private static func parts(_ word: String) -> (word: [UInt8], isOpenAtStart: Bool, isOpenAtEnd: Bool)? {
    var folded = WordTable.fold(word)[...]
    let isOpenAtStart = folded.first == 0x2A
    if isOpenAtStart { folded.removeFirst() }
    let isOpenAtEnd = folded.last == 0x2A
    if isOpenAtEnd { folded.removeLast() }
    guard !folded.isEmpty, isOpenAtStart || isOpenAtEnd else { return nil }
    return (Array(folded), isOpenAtStart, isOpenAtEnd)
  }

  func matches(_ cell: ByteSlice) -> Bool {
    if !isOpenAtStart { return matches(cell, from: 0) }
    for start in cell.indices where cell[start] != 0x20 {
      if matches(cell, from: start) { return true }
    }
    return false
  }

  private func matches(_ cell: ByteSlice, from start: Int) -> Bool {
    var index = 0
    for position in start..<cell.count {
      var byte = cell[position]
      if byte == 0x20 { continue }
      if index == word.count { return isOpenAtEnd }
      if byte >= 0x41 && byte <= 0x5A { byte |= 0x20 }
      guard byte == word[index] else { return false }
      index += 1
    }
    return index == word.count
  }

  /// The number of the list that has `text`: whole words go before patterns. The slow form of a ``WordTable``.
  static func find(_ text: String, in lists: [[String]]) -> Int? {
    let folded = WordTable.fold(text)
    let exact = lists.firstIndex { list in list.contains { parts($0) == nil && WordTable.fold($0) == folded } }
    return exact ?? lists.firstIndex { list in list.contains { isMatch(folded, $0) } }
  }

  private static func isMatch(_ folded: [UInt8], _ word: String) -> Bool {
    guard let parts = parts(word), folded.count >= parts.word.count else { return false }
    let places = parts.isOpenAtStart ? 0...(folded.count - parts.word.count) : 0...0
    return places.contains { start in
      folded[start...].starts(with: parts.word)
        && (parts.isOpenAtEnd || folded.count == start + parts.word.count)
    }
  }
}
