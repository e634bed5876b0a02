import CommonValues
import GRDB
import ShopModel

/// A shop's row: the number under which its rows stand, and its counters.
struct ShopRow {
  let id: Int64
  var seq: Int64
  var replanSeq: Int64
  var memberCount: Int
  var orderCount: Int
  /// The ``OrderRules`` by which orders were counted last.
  var orderRules: String
  /// The ``OrderRules/matchingKey`` by which guests' orders were all matched last; empty: they have to be looked at.
  var guestRules: String
  /// Whether ``MemberEmails`` has the shop's members.
  var keepsEmails: Bool

  /// The row of a shop, made when it is missing; inside a write transaction.
  static func make(_ database: Database, _ shop: ShopID) throws -> ShopRow {
    if let row = try find(database, shop) { return row }
    let statement = try RawStatement(database, "INSERT INTO shops (name) VALUES (?1) ON CONFLICT (name) DO NOTHING")
    statement.bind(1, text: shop.description)
    try statement.run()
    guard let row = try find(database, shop) else { throw StoreError(sqlite: 11) }
    return row
  }

  /// The row of a shop, or nil when nothing was ever stored of it.
  static func find(_ database: Database, _ shop: ShopID) throws -> ShopRow? {
    let statement = try RawStatement(
      database,
      """
      SELECT shop_id, seq, replan_seq, member_count, order_count, order_rules, guest_rules, keeps_emails FROM shops
      WHERE name = ?1
      """)
    statement.bind(1, text: shop.description)
    guard try statement.step() else { return nil }
    return ShopRow(
      id: statement.integer(0), seq: statement.integer(1), replanSeq: statement.integer(2),
      memberCount: Int(statement.integer(3)), orderCount: Int(statement.integer(4)), orderRules: statement.text(5),
      guestRules: statement.text(6), keepsEmails: statement.integer(7) != 0)
  }

  /// Stores the counters.
  func save(_ database: Database) throws {
    let statement = try RawStatement(
      database,
      """
      UPDATE shops SET seq = ?2, replan_seq = ?3, member_count = ?4, order_count = ?5, order_rules = ?6,
        guest_rules = ?7, keeps_emails = ?8
      WHERE shop_id = ?1
      """)
    statement.bind(1, id)
    statement.bind(2, seq)
    statement.bind(3, replanSeq)
    statement.bind(4, Int64(memberCount))
    statement.bind(5, Int64(orderCount))
    statement.bind(6, text: orderRules)
    statement.bind(7, text: guestRules)
    statement.bind(8, keepsEmails ? 1 : 0 as Int64)
    try statement.run()
  }
}

/// Collects the ids of members of whom something changed, for the next plan. Many changes at once are not listed: then the plan looks
/// at everybody, which costs no more.
struct ChangeFeed {
  /// As many changes as are listed.
  static let limit = 50_000

  /// As many as this one lists.
  let limit: Int
  private var ids: [[UInt8]] = []
  private(set) var isEverybody = false

  /// How often something that is known has changed, beyond the source time of what was known.
  private(set) var newsCount = 0

  init(limit: Int = ChangeFeed.limit) { self.limit = limit }

  /// Lists a member; one without news has only a newer source time, which may decide who stands for a target.
  mutating func add(_ id: ByteSlice, isNews: Bool = true) {
    if isNews { newsCount += 1 }
    guard !isEverybody else { return }
    if ids.count == limit {
      isEverybody = true
      ids = []
    } else {
      ids.append(Array(id))
    }
  }

  mutating func addEverybody(isNews: Bool = true) {
    isEverybody = true
    if isNews { newsCount += 1 }
    ids = []
  }

  /// Without an active customer file nobody reads changes; a file that becomes active looks at everybody.
  private static func hasReader(_ database: Database, _ shop: ShopRow) throws -> Bool {
    let files = try RawStatement(
      database, "SELECT 1 FROM customer_files WHERE shop_id = ?1 AND state = 'active' LIMIT 1")
    files.bind(1, shop.id)
    return try files.step()
  }

  /// Stores what was collected under the shop's current sequence number.
  func save(_ database: Database, shop: inout ShopRow) throws {
    if isEverybody {
      shop.replanSeq = shop.seq
      return
    }
    guard !ids.isEmpty, try ChangeFeed.hasReader(database, shop) else { return }
    let statement = try RawStatement(
      database,
      """
      INSERT INTO member_changes (shop_id, seq, member_id) VALUES (?1, ?2, ?3)
      ON CONFLICT (shop_id, seq, member_id) DO NOTHING
      """)
    statement.bind(1, shop.id)
    statement.bind(2, shop.seq)
    for id in ids {
      try id.withUnsafeBufferPointer { bytes in
        statement.bind(3, text: bytes)
        try statement.run()
      }
    }
  }
}
