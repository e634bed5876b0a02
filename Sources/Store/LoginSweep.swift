public import CommonValues
import GRDB
import ShopModel

/// How much an expiry sweep removed.
public struct LoginSweepCounts: Sendable, Hashable {
  /// One-use marks whose attempts could not come back any more.
  public var attempts = 0
  /// Hand-offs that nobody redeemed.
  public var handoffs = 0
  /// Sessions that were not used.
  public var sessions = 0
  /// Signups that nobody completed; what Kakao said about their users went with them. A user with a live session, as all are of a shop that
  /// has no members of its own, is not forgotten before that ends, unless Kakao waited for the signup, too, and has unlinked them.
  public var signups = 0

  /// Whether there was nothing to do.
  public var isEmpty: Bool { attempts + handoffs + sessions + signups == 0 }
  /// Whether any kind reached the limit, so that there may be more.
  public func reached(_ limit: Int) -> Bool { max(attempts, handoffs, sessions, signups) >= limit }
}

extension Store {
  /// Removes what has expired in every shop, of each kind at most `limit` rows in one transaction, so that nobody waits long.
  public func sweepLogins(now: Timestamp, limit: Int = 1000) throws(StoreError) -> LoginSweepCounts {
    try write { database in
      var counts = LoginSweepCounts()
      counts.attempts = try Store.sweep("used_attempts", key: "mark", now, limit, database)
      counts.handoffs = try Store.sweep("handoffs", key: "code_hash", now, limit, database)
      counts.sessions = try Store.sweep("sessions", key: "session_hash", now, limit, database)
      let over = try RawStatement(
        database,
        """
        SELECT p.shop_id, p.kakao_user_id, s.name, (
          SELECT max(expires_at) FROM sessions AS t WHERE t.shop_id = p.shop_id AND t.kakao_user_id = p.kakao_user_id
            AND NOT EXISTS (SELECT 1 FROM kakao_users AS u
              WHERE u.shop_id = p.shop_id AND u.kakao_user_id = p.kakao_user_id AND u.signed_up = 0))
        FROM pending_signups AS p JOIN shops AS s ON s.shop_id = p.shop_id
        WHERE p.expires_at <= ?1 ORDER BY p.expires_at LIMIT ?2
        """)
      over.bind(1, now.milliseconds)
      over.bind(2, Int64(limit))
      var signups: [(shop: ShopID, user: Int64, sessionEnd: Timestamp?)] = []
      while try over.step() {
        if let shop = ShopID(over.text(2)) { signups.append((shop, over.integer(1), over.optionalTime(3))) }
      }
      over.reset()
      for (shop, user, sessionEnd) in signups {
        let row = try ShopRow.make(database, shop)
        if try Store.holdingLink(ofKakaoUser: user, database, row) != nil {
          _ = try Store.delete("pending_signups", ofKakaoUser: user, database, row)
        } else if let sessionEnd, sessionEnd > now {
          try Store.prolongSignup(user, until: sessionEnd, database, row)
        } else {
          _ = try Store.forgetKakaoSide(user, database, row)
          counts.signups += 1
        }
      }
      return counts
    }
  }

  private static func prolongSignup(
    _ user: Int64, until end: Timestamp, _ database: Database, _ shop: ShopRow
  ) throws {
    let update = try RawStatement(
      database, "UPDATE pending_signups SET expires_at = ?3 WHERE shop_id = ?1 AND kakao_user_id = ?2")
    update.bind(1, shop.id)
    update.bind(2, user)
    update.bind(3, end.milliseconds)
    try update.run()
  }

  private static func sweep(
    _ table: String, key: String, _ now: Timestamp, _ limit: Int, _ database: Database
  ) throws -> Int {
    let delete = try RawStatement(
      database,
      """
      DELETE FROM \(table) WHERE (shop_id, \(key)) IN (
        SELECT shop_id, \(key) FROM \(table) WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)
      """)
    delete.bind(1, now.milliseconds)
    delete.bind(2, Int64(limit))
    try delete.run()
    return delete.changes
  }
}
