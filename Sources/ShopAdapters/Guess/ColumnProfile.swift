import CommonValues

/// What was seen in one column, in counts; no value is kept but the few words of a column that has few.
struct ColumnProfile: Sendable {
  /// As many distinct values are told apart.
  static let distinctLimit = 20_000
  /// As many distinct words are kept.
  static let wordLimit = 24
  /// The longest word that is kept, in bytes.
  private static let wordBytes = 48

  private(set) var rows = 0
  private(set) var filled = 0
  private var counts: [ValueShape.RawValue: Int] = [:]
  private var hashes: Set<UInt64> = []
  private var hasManyDistinct = false
  /// The words of the column with how often each was there; empty once they are too many.
  private(set) var words: [String: Int] = [:]
  private var hasManyWords = false
  /// Days before 2008, of all days.
  private(set) var oldDays = 0
  private(set) var days = 0

  /// Takes a cell without blanks at its ends.
  mutating func add(_ cell: ByteSlice, _ known: GuessWords) {
    rows += 1
    guard !known.isBlank(cell) else { return }
    filled += 1
    let shape = ValueShape(cell, words: known)
    counts[shape.rawValue, default: 0] += 1
    if !shape.isDisjoint(with: .time), let date = CalendarDate(bytes: cell) {
      days += 1
      if date.parts.year < 2008 { oldDays += 1 }
    }
    if !hasManyDistinct {
      hashes.insert(ColumnProfile.hash(cell))
      hasManyDistinct = hashes.count > ColumnProfile.distinctLimit
    }
    guard !hasManyWords else { return }
    if cell.count > ColumnProfile.wordBytes {
      forgetWords()
    } else {
      words[String(decoding: cell, as: UTF8.self), default: 0] += 1
      if words.count > ColumnProfile.wordLimit { forgetWords() }
    }
  }

  /// A row of the file without this column.
  mutating func addAbsent(_ count: Int = 1) { rows += count }

  private mutating func forgetWords() {
    hasManyWords = true
    words = [:]
  }

  /// The share of the values that have one of these shapes, 0 to 1; 0 without values.
  func share(_ shapes: ValueShape) -> Double {
    guard filled > 0 else { return 0 }
    let fitting = counts.reduce(0) { $0 + (ValueShape(rawValue: $1.key).isDisjoint(with: shapes) ? 0 : $1.value) }
    return Double(fitting) / Double(filled)
  }

  /// The share of the rows that have a value, 0 to 1.
  var fill: Double { rows > 0 ? Double(filled) / Double(rows) : 0 }

  /// The share of the values that are different from all others, 0 to 1.
  var uniqueness: Double {
    filled > 0 ? min(1, Double(hashes.count) / Double(min(filled, ColumnProfile.distinctLimit))) : 0
  }

  /// Whether the column's words are a small set that comes again and again, so that they are words and nobody's data.
  var isEnumeration: Bool {
    !words.isEmpty && words.count * 5 <= filled && words.count <= 16 && words.values.allSatisfy { $0 >= 2 }
      && !words.keys.contains { word in word.contains("@") || word.utf8.filter { $0 &- 0x30 < 10 }.count > 3 }
  }

  private static func hash(_ text: ByteSlice) -> UInt64 {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(text))
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }
}
