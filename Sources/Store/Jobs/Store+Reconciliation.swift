public import CommonValues
import GRDB
public import ShopModel

/// How far a shop's reconciliation with Kakao has come, so that one that was interrupted goes on.
public struct ReconciliationState: Sendable, Hashable {
  /// When it was begun.
  public var startedAt: Timestamp
  /// Where it is, in a form of the caller's own.
  public var position: String

  /// A state.
  public init(startedAt: Timestamp, position: String) {
    self.startedAt = startedAt
    self.position = position
  }
}

extension Store {
  /// The Kakao users of whom the store holds a link, what Kakao said, or a member's record that names them, in order, after `after` when
  /// given.
  ///
  /// Who is named by records alone and has unlinked is not among them.
  public func knownKakaoUsers(of shop: ShopID, after: Int64? = nil, limit: Int) throws(StoreError) -> [Int64] {
    try users(
      of: shop, after: after, limit: limit,
      """
      SELECT kakao_user_id FROM account_links WHERE shop_id = ?1 AND ended_at IS NULL AND kakao_user_id > ?2
      UNION SELECT kakao_user_id FROM kakao_users WHERE shop_id = ?1 AND kakao_user_id > ?2
      UNION SELECT kakao_user_id FROM members WHERE shop_id = ?1 AND kakao_user_id > ?2 AND NOT EXISTS (
        SELECT 1 FROM unlinked_users AS gone WHERE gone.shop_id = ?1 AND gone.kakao_user_id = members.kakao_user_id)
      ORDER BY kakao_user_id LIMIT ?3
      """)
  }

  /// How far the shop's reconciliation is; nil when none is under way.
  public func reconciliation(of shop: ShopID) throws(StoreError) -> ReconciliationState? {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return nil }
      let statement = try RawStatement(
        database, "SELECT started_at, state FROM reconciliations WHERE shop_id = ?1")
      statement.bind(1, row.id)
      guard try statement.step() else { return nil }
      return ReconciliationState(startedAt: statement.time(0), position: statement.text(1))
    }
  }

  /// Notes how far it is, and users found missing since the last time; in one transaction. Without a state, all of it is forgotten.
  public func save(
    _ state: ReconciliationState?, missing: [Int64] = [], of shop: ShopID
  ) throws(StoreError) {
    try write { database in
      let row = try ShopRow.make(database, shop)
      guard let state else {
        for table in ["reconciliations", "missing_users"] {
          let delete = try RawStatement(database, "DELETE FROM \(table) WHERE shop_id = ?1")
          delete.bind(1, row.id)
          try delete.run()
        }
        return
      }
      let upsert = try RawStatement(
        database,
        """
        INSERT INTO reconciliations (shop_id, started_at, state) VALUES (?1, ?2, ?3)
        ON CONFLICT (shop_id) DO UPDATE SET started_at = excluded.started_at, state = excluded.state
        """)
      upsert.bind(1, row.id)
      upsert.bind(2, state.startedAt.milliseconds)
      upsert.bind(3, text: state.position)
      try upsert.run()
      let insert = try RawStatement(
        database, "INSERT INTO missing_users (shop_id, kakao_user_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
      for user in missing {
        insert.bind(1, row.id)
        insert.bind(2, user)
        try insert.run()
      }
    }
  }

  /// Users that Kakao did not list, in order, after `after` when given.
  public func missingUsers(of shop: ShopID, after: Int64? = nil, limit: Int) throws(StoreError) -> [Int64] {
    try users(
      of: shop, after: after, limit: limit,
      """
      SELECT kakao_user_id FROM missing_users WHERE shop_id = ?1 AND kakao_user_id > ?2
      ORDER BY kakao_user_id LIMIT ?3
      """)
  }

  /// The users that a statement selects by shop, the user before the first, and how many.
  private func users(of shop: ShopID, after: Int64?, limit: Int, _ sql: String) throws(StoreError) -> [Int64] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let statement = try RawStatement(database, sql)
      statement.bind(1, row.id)
      statement.bind(2, after ?? .min)
      statement.bind(3, Int64(limit))
      var users: [Int64] = []
      while try statement.step() { users.append(statement.integer(0)) }
      return users
    }
  }
}
