import CommonValues

/// Lists of words, readied for finding the one in which a text stands: whole words go before patterns.
///
/// Sendable although it holds pointers: they point into `memory`, which lives as long as they are read and which nobody writes once the
/// lists are made.
struct WordLists: @unchecked Sendable {
  private let memory: TableMemory?
  private let table: WordTable?
  /// The list that has the empty word.
  private let empty: Int?
  /// The lists, when there are more of them than a table tells apart.
  private let many: [[String]]?

  init(_ lists: [[String]]) {
    many = lists.count < Int(WordTable.none) ? nil : lists
    empty = lists.firstIndex { $0.contains { WordTable.fold($0).isEmpty } }
    guard many == nil, lists.contains(where: { !$0.isEmpty }) else {
      (memory, table) = (nil, nil)
      return
    }
    let memory = TableMemory()
    table = WordTable(lists.enumerated().flatMap { number, list in list.map { ($0, UInt8(number)) } }, in: memory)
    self.memory = memory
  }

  /// The number of the list that has a text without blanks around it; nil when none has it.
  func find(_ text: String) -> Int? {
    if let many { return WordPattern.find(text, in: many) }
    guard let table else { return nil }
    guard !text.isEmpty else { return empty }
    return withExtendedLifetime(memory) {
      let found = text.utf8.withContiguousStorageIfAvailable { table.match($0) } ?? match(Array(text.utf8), table)
      return found == WordTable.none ? nil : Int(found)
    }
  }

  /// Whether one of the lists has a text without blanks around it.
  func contains(_ text: String) -> Bool { find(text) != nil }

  private func match(_ bytes: [UInt8], _ table: WordTable) -> UInt8 { bytes.withUnsafeBufferPointer(table.match) }
}
