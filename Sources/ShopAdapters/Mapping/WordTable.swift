import CommonValues

/// Words and what each of them means, compared without blanks and without regard to the case of ASCII letters.
///
/// It points into the memory of a ``MappingTables`` and is valid as long as that.
struct WordTable {
  /// One word.
  struct Entry {
    let word: ByteSlice
    /// The word's first byte, so that most words are passed over without being looked at.
    let first: UInt8
    let value: UInt8
  }

  /// Returned for a word that is not in the table.
  static let none: UInt8 = 255

  private let entries: UnsafeBufferPointer<Entry>
  /// By first byte: 1 when a word of the table begins so.
  private let starts: UnsafeBufferPointer<UInt8>
  /// Words that begin or end with `*`, in their order; nil when there are none, as mostly.
  private let patterns: UnsafePointer<UnsafeBufferPointer<WordPattern>>?

  init(_ words: [(word: String, value: UInt8)], in memory: TableMemory) {
    var starts = [UInt8](repeating: 0, count: 256)
    var entries: [Entry] = []
    var patterns: [WordPattern] = []
    for (word, value) in words {
      if let pattern = WordPattern(word, value, in: memory) {
        patterns.append(pattern)
        continue
      }
      let folded = WordTable.fold(word)
      guard let first = folded.first else { continue }
      starts[Int(first)] = 1
      if (0x61...0x7A).contains(first) { starts[Int(first & 0xDF)] = 1 }
      entries.append(Entry(word: memory.copy(folded), first: first, value: value))
    }
    // A pattern may begin with anything.
    if !patterns.isEmpty { starts = [UInt8](repeating: 1, count: 256) }
    self.entries = memory.copy(entries)
    self.starts = memory.copy(starts)
    self.patterns = patterns.isEmpty ? nil : memory.copy([memory.copy(patterns)]).baseAddress
  }

  /// The word without blanks and in small letters.
  static func fold(_ word: String) -> [UInt8] {
    word.utf8.filter { $0 != 0x20 }.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }

  /// The value of the word that `cell` is; ``none`` when it is no word of the table. `cell` must be trimmed.
  @inline(__always)
  func match(_ cell: ByteSlice) -> UInt8 {
    guard !cell.isEmpty, starts[Int(cell[0])] != 0 else { return WordTable.none }
    return search(cell)
  }

  private func search(_ cell: ByteSlice) -> UInt8 {
    var first = cell[0]
    if first >= 0x41 && first <= 0x5A { first |= 0x20 }
    for entry in entries where entry.first == first && WordTable.isSame(cell, entry.word) { return entry.value }
    guard let patterns else { return WordTable.none }
    for pattern in patterns.pointee where pattern.matches(cell) { return pattern.value }
    return WordTable.none
  }

  @inline(__always)
  private static func isSame(_ cell: ByteSlice, _ word: ByteSlice) -> Bool {
    guard cell.count >= word.count else { return false }
    var index = 0
    var position = 0
    while position < cell.count {
      var byte = cell[position]
      position += 1
      if byte == 0x20 { continue }
      if byte >= 0x41 && byte <= 0x5A { byte |= 0x20 }
      guard index < word.count, byte == word[index] else { return false }
      index += 1
    }
    return index == word.count
  }
}
