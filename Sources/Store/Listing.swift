import CommonValues
import GRDB
public import ShopModel

/// How many of what a shop has in the store.
public struct ShopCounts: Sendable, Hashable, Codable {
  /// Members, withdrawn ones included.
  public var members = 0
  /// Orders, whether they count or not.
  public var orders = 0
  /// Entries in quarantine.
  public var quarantined = 0

  /// None of anything.
  public init() {}
}

extension Store {
  /// Members in order of id, after `after` when given.
  public func members(of shop: ShopID, after: String? = nil, limit: Int = 50) throws(StoreError) -> [Member] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let confirmations = try Confirmations(database, shop: row, kind: "member")
      let statement = try RawStatement(
        database,
        """
        SELECT member_id, record, source_time, content_hash, seq FROM members WHERE shop_id = ?1 AND (?2 IS NULL OR member_id > ?2)
        ORDER BY member_id LIMIT ?3
        """)
      statement.bind(1, row.id)
      statement.bind(2, text: after)
      statement.bind(3, Int64(limit))
      var members: [Member] = []
      while try statement.step() {
        let time = confirmations.time(
          of: statement.bytes(0), seq: statement.integer(4), written: statement.integer(2), hash: statement.integer(3))
        members.append(
          MemberRecord.read(
            id: statement.text(0), statement.bytes(1), sourceTime: Timestamp(milliseconds: time)))
      }
      return members
    }
  }

  /// One order, or nil when nothing is known of it.
  public func order(_ id: String, of shop: ShopID) throws(StoreError) -> Order? {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return nil }
      let statement = try RawStatement(
        database, "SELECT record FROM orders WHERE shop_id = ?1 AND order_id = ?2")
      statement.bind(1, row.id)
      statement.bind(2, text: id)
      guard try statement.step() else { return nil }
      return OrderRecord.read(id: id, statement.bytes(0))
    }
  }

  /// How many of what a shop has.
  public func counts(of shop: ShopID) throws(StoreError) -> ShopCounts {
    var counts = ShopCounts()
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return }
      counts.members = row.memberCount
      counts.orders = row.orderCount
    }
    counts.quarantined = try quarantineCount(of: shop)
    return counts
  }
}
