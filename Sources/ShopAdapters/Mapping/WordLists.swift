import CommonValues

/// Lists of words, readied for finding the one in which a text stands: whole words go before patterns.
///
/// Sendable although it holds pointers: they point into `memory`, which nobody writes once the lists are made.
struct WordLists: @unchecked Sendable {
  private let memory: TableMemory?
  private let table: WordTable?

  /// Lists of words, of which the first 250 count, as in a file.
  init(_ lists: [[String]]) {
    let words = lists.prefix(250).enumerated().flatMap { number, list in list.map { ($0, UInt8(number)) } }
    guard !words.isEmpty else {
      (memory, table) = (nil, nil)
      return
    }
    let memory = TableMemory()
    table = WordTable(words, in: memory)
    self.memory = memory
  }

  /// The number of the list that has a text without blanks around it; nil when none has it.
  func find(_ text: String) -> Int? {
    guard let table else { return nil }
    let found = text.utf8.withContiguousStorageIfAvailable { table.match($0) } ?? match(Array(text.utf8), table)
    return found == WordTable.none ? nil : Int(found)
  }

  /// Whether one of the lists has a text without blanks around it.
  func contains(_ text: String) -> Bool { find(text) != nil }

  private func match(_ bytes: [UInt8], _ table: WordTable) -> UInt8 { bytes.withUnsafeBufferPointer(table.match) }
}
