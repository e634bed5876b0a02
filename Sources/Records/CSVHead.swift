import CommonValues

/// The first rows of a CSV file: what its delimiter is, and where its header.
struct CSVHead {
  /// Rows that another format's reader has found.
  init(rows: [Row], columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// One of the first rows.
  struct Row {
    /// Its number, counted from 1 with blank lines.
    var number: Int
    var line: Int
    var cells: [String]
    var cellCount: Int
    var next: Int
    var nextLine: Int

    var filled: Int { cells.reduce(0) { $0 + (LabelNormaliser.trimmed($1).isEmpty ? 0 : 1) } }
  }

  /// The delimiters that are tried, likeliest first.
  static let delimiters: [UInt8] = [0x2C, 0x09, 0x3B, 0x7C]

  let rows: [Row]
  private let columns: Int

  /// Reads up to `limit` rows; the last one only if the text is known to end with it.
  init(_ bytes: ByteSlice, line: Int, delimiter: UInt8, korean: Bool, atEnd: Bool, limit: Int, columns: Int) {
    var rows: [Row] = []
    self.columns = columns
    guard let base = bytes.baseAddress, limit > 0 else {
      self.rows = []
      return
    }
    var arena = CellArena()
    defer { arena.free() }
    var tokenizer = CSVTokenizer(delimiter: delimiter, capacity: columns + 1)
    var number = 0
    tokenizer.tokenise(bytes, line: line, korean: korean) { found, cells in
      number += 1
      if !found.isTerminated, !atEnd, found.cellCount <= columns { return false }
      arena.reset(for: found.end - found.start)
      let texts = (0..<min(found.cellCount, columns)).map {
        String(decoding: arena.slice(&cells[$0], in: base, korean: korean), as: UTF8.self)
      }
      rows.append(
        Row(
          number: number, line: found.line, cells: texts, cellCount: found.cellCount, next: found.next,
          nextLine: found.nextLine))
      return rows.count < limit
    }
    self.rows = rows
  }

  /// The delimiter under which most of the first rows have the same number of cells, more cells counting for more.
  static func delimiter(of bytes: ByteSlice, atEnd: Bool) -> UInt8 {
    var best: (score: Double, delimiter: UInt8) = (0, delimiters[0])
    for candidate in delimiters {
      var counts: [Int: Int] = [:]
      var total = 0
      var tokenizer = CSVTokenizer(delimiter: candidate, capacity: 1)
      tokenizer.tokenise(bytes, line: 1, korean: false) { found, _ in
        if !found.isTerminated, !atEnd, total > 0 { return false }
        if found.end > found.start {
          counts[found.cellCount, default: 0] += 1
          total += 1
        }
        return total < 50
      }
      let several = counts.filter { $0.key > 1 }
      for (cells, rows) in several {
        let score = Double(rows) / Double(max(total, 1)) * (1 - 1 / Double(cells))
        if score > best.score { best = (score, candidate) }
      }
    }
    return best.delimiter
  }

  /// The row that is the header; nil when there is none.
  func header(_ place: CSVOptions.HeaderPlace, score: (([String]) -> Int)?, within limit: Int) -> Row? {
    switch place {
    case .none: return nil
    case .row(let number): return rows.first { $0.number == number }
    case .find: break
    }
    let candidates = rows.prefix(limit)
    if let score {
      var best: (score: Int, row: Row)?
      for row in candidates {
        let value = score(row.cells)
        if value > best?.score ?? 0 { best = (value, row) }
      }
      if let best { return best.row }
    }
    // Single rows beyond the limit are malformed ones; a file of such rows is refused for them.
    let fitting = candidates.filter { $0.cellCount <= columns }
    guard fitting.count * 2 > candidates.count else { return candidates.first { $0.cellCount > columns } }
    let wanted = min(usualWidth, fitting.map(\.filled).max() ?? 0)
    return fitting.first { $0.filled > 0 && $0.filled * 3 >= wanted * 2 }
  }

  /// The number of cells that most rows have; the larger of two that are as frequent.
  var usualWidth: Int {
    var counts: [Int: Int] = [:]
    for row in rows where row.filled > 0 { counts[row.cellCount, default: 0] += 1 }
    return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
  }
}
