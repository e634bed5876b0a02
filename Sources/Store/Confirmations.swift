import CommonValues
import GRDB

/// Which stored rows were said again, unchanged, by a later file.
///
/// A large export that is imported again changes next to nothing, yet its source time must count (DESIGN §10: newest source time wins).
/// Instead of writing every row, an import notes the ranges of ids in which it found everything as stored. A range counts for the rows
/// in it that were written before the import and whose content hash stands; a row that is absent from the file ends a range.
struct Confirmations {
  struct Range {
    var seq: Int64
    var first: [UInt8]
    var last: [UInt8]
    var time: Int64
  }

  private var ranges: [Range] = []

  init() {}

  init(_ database: Database, shop: ShopRow, kind: String) throws {
    let statement = try RawStatement(
      database, "SELECT seq, first_id, last_id, source_time FROM confirmations WHERE shop_id = ?1 AND kind = ?2")
    statement.bind(1, shop.id)
    statement.bind(2, text: kind)
    while try statement.step() {
      ranges.append(
        Range(
          seq: statement.integer(0), first: Array(statement.bytes(1)), last: Array(statement.bytes(2)),
          time: statement.integer(3)))
    }
  }

  /// The source time of a stored row: when it was written, or when a later file said the same again.
  func time(of key: ByteSlice, seq: Int64, written: Int64, hash: Int64) -> Int64 {
    guard hash != 0, !ranges.isEmpty else { return written }
    var time = written
    for range in ranges where range.seq > seq && range.time > time {
      let inside =
        range.first.withUnsafeBufferPointer { $0.compared(to: key) <= 0 }
        && range.last.withUnsafeBufferPointer { $0.compared(to: key) >= 0 }
      if inside { time = range.time }
    }
    return time
  }
}

/// Collects the ranges of one import.
struct ConfirmationBuilder {
  /// Beyond so many ranges, rows are written one by one.
  static let limit = 2000

  private(set) var ranges: [(first: [UInt8], last: [UInt8])] = []
  private var isOpen = false

  /// Whether a further range may be begun.
  var canExtend: Bool { isOpen || ranges.count < ConfirmationBuilder.limit }

  /// The row of that id is as the file says.
  mutating func extend(_ key: ByteSlice) {
    if isOpen {
      ranges[ranges.count - 1].last.replaceSubrange(0..., with: key)
    } else {
      ranges.append((Array(key), Array(key)))
      isOpen = true
    }
  }

  /// A row follows of which the file says nothing, or says it of another time.
  mutating func interrupt() { isOpen = false }

  /// Stores the ranges and drops those that they cover.
  func save(_ database: Database, shop: ShopRow, kind: String, seq: Int64, time: Int64) throws {
    guard !ranges.isEmpty else { return }
    let replace = try RawStatement(
      database,
      """
      DELETE FROM confirmations
      WHERE shop_id = ?1 AND kind = ?2 AND first_id >= ?3 AND last_id <= ?4 AND source_time <= ?5
      """)
    let insert = try RawStatement(
      database,
      """
      INSERT INTO confirmations (shop_id, kind, seq, first_id, last_id, source_time) VALUES (?1, ?2, ?6, ?3, ?4, ?5)
      """)
    replace.bind(1, shop.id)
    insert.bind(1, shop.id)
    insert.bind(6, seq)
    for range in ranges {
      try range.first.withUnsafeBufferPointer { first in
        try range.last.withUnsafeBufferPointer { last in
          replace.bind(2, text: kind)
          replace.bind(3, text: first)
          replace.bind(4, text: last)
          replace.bind(5, time)
          try replace.run()
          insert.bind(2, text: kind)
          insert.bind(3, text: first)
          insert.bind(4, text: last)
          insert.bind(5, time)
          try insert.run()
        }
      }
    }
  }
}
