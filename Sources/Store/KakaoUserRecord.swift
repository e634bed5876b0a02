public import CommonValues
import GRDB
public import ShopModel

/// What is kept of a Kakao user beside the links: what Kakao said at the last login. Erased with the user.
public struct KakaoUserRecord: Sendable, Hashable {
  /// The user id in the shop's Kakao app.
  public var kakaoUserID: Int64
  /// When the user was joined to the app, by Kakao's clock.
  public var connectedAt: Timestamp?
  /// When the user signed up with Kakao Sync, by Kakao's clock.
  public var synchedAt: Timestamp?
  /// Whether the user has completed the signup at Kakao; nil in apps that join users by themselves.
  public var hasSignedUp: Bool?
  /// The profile as JSON, in the form of the hand-off.
  public var profile: [UInt8]
  /// The first login that was seen.
  public var firstLoginAt: Timestamp
  /// The last login that was seen.
  public var lastLoginAt: Timestamp

  /// A record.
  public init(
    kakaoUserID: Int64, connectedAt: Timestamp?, synchedAt: Timestamp?, hasSignedUp: Bool? = nil, profile: [UInt8],
    firstLoginAt: Timestamp, lastLoginAt: Timestamp
  ) {
    self.kakaoUserID = kakaoUserID
    self.connectedAt = connectedAt
    self.synchedAt = synchedAt
    self.hasSignedUp = hasSignedUp
    self.profile = profile
    self.firstLoginAt = firstLoginAt
    self.lastLoginAt = lastLoginAt
  }
}

/// A signup that was begun at Kakao and is not yet a member of the shop.
public struct PendingSignup: Sendable, Hashable {
  /// Who began it.
  public var kakaoUserID: Int64
  /// When.
  public var startedAt: Timestamp
  /// When it is over if nobody completes it.
  public var expiresAt: Timestamp
}

extension Store {
  /// What is kept of a Kakao user.
  public func kakaoUser(_ user: Int64, in shop: ShopID) throws(StoreError) -> KakaoUserRecord? {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return nil }
      let select = try RawStatement(
        database,
        """
        SELECT connected_at, synched_at, profile, first_login_at, last_login_at, signed_up FROM kakao_users
        WHERE shop_id = ?1 AND kakao_user_id = ?2
        """)
      select.bind(1, row.id)
      select.bind(2, user)
      guard try select.step() else { return nil }
      return KakaoUserRecord(
        kakaoUserID: user, connectedAt: select.optionalTime(0), synchedAt: select.optionalTime(1),
        hasSignedUp: select.optionalInteger(5).map { $0 != 0 }, profile: select.copiedBytes(2),
        firstLoginAt: select.time(3), lastLoginAt: select.time(4))
    }
  }

  /// Signups that nobody has completed, the oldest first.
  public func pendingSignups(of shop: ShopID, limit: Int = 50) throws(StoreError) -> [PendingSignup] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let select = try RawStatement(
        database,
        """
        SELECT kakao_user_id, started_at, expires_at FROM pending_signups
        WHERE shop_id = ?1 ORDER BY started_at, kakao_user_id LIMIT ?2
        """)
      select.bind(1, row.id)
      select.bind(2, Int64(limit))
      var signups: [PendingSignup] = []
      while try select.step() {
        signups.append(
          PendingSignup(kakaoUserID: select.integer(0), startedAt: select.time(1), expiresAt: select.time(2)))
      }
      return signups
    }
  }

  static func save(_ user: KakaoUserRecord, _ database: Database, _ shop: ShopRow) throws {
    let upsert = try RawStatement(
      database,
      """
      INSERT INTO kakao_users
        (shop_id, kakao_user_id, connected_at, synched_at, first_login_at, last_login_at, profile, signed_up)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      ON CONFLICT (shop_id, kakao_user_id) DO UPDATE SET connected_at = excluded.connected_at,
        synched_at = excluded.synched_at, signed_up = excluded.signed_up, last_login_at = excluded.last_login_at, profile = excluded.profile
      """)
    upsert.bind(1, shop.id)
    upsert.bind(2, user.kakaoUserID)
    upsert.bind(3, user.connectedAt?.milliseconds)
    upsert.bind(4, user.synchedAt?.milliseconds)
    upsert.bind(5, user.firstLoginAt.milliseconds)
    upsert.bind(6, user.lastLoginAt.milliseconds)
    upsert.bind(7, bytes: user.profile)
    upsert.bind(8, user.hasSignedUp.map { $0 ? 1 : 0 })
    try upsert.run()
  }

  /// Users who are somebody's at the shop, whose signup Kakao still takes for open, who logged in since a time, and whose token is
  /// there.
  public func untoldSignups(of shop: ShopID, since: Timestamp, limit: Int) throws(StoreError) -> [Int64] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let select = try RawStatement(
        database,
        """
        SELECT u.kakao_user_id FROM kakao_users AS u INDEXED BY kakao_users_untold
        WHERE u.shop_id = ?1 AND u.signed_up = 0 AND u.last_login_at >= ?2
          AND EXISTS (SELECT 1 FROM account_links AS l
            WHERE l.shop_id = ?1 AND l.kakao_user_id = u.kakao_user_id AND l.ended_at IS NULL)
          AND EXISTS (SELECT 1 FROM sealed_tokens AS t WHERE t.shop_id = ?1 AND t.kakao_user_id = u.kakao_user_id)
        ORDER BY u.last_login_at LIMIT ?3
        """)
      select.bind(1, row.id)
      select.bind(2, since.milliseconds)
      select.bind(3, Int64(limit))
      var users: [Int64] = []
      while try select.step() { users.append(select.integer(0)) }
      return users
    }
  }

  /// Notes that a user's signup at Kakao is complete.
  public func noteSignedUp(kakaoUser user: Int64, in shop: ShopID) throws(StoreError) {
    try write { database in
      guard let row = try ShopRow.find(database, shop) else { return }
      let update = try RawStatement(
        database, "UPDATE kakao_users SET signed_up = 1 WHERE shop_id = ?1 AND kakao_user_id = ?2")
      update.bind(1, row.id)
      update.bind(2, user)
      try update.run()
    }
  }

  /// Begins the watch over a signup, or prolongs the one that runs.
  static func watchSignup(_ user: Int64, at now: Timestamp, until end: Timestamp, _ database: Database, _ shop: ShopRow)
    throws
  {
    let insert = try RawStatement(
      database,
      """
      INSERT INTO pending_signups (shop_id, kakao_user_id, started_at, expires_at) VALUES (?1, ?2, ?3, ?4)
      ON CONFLICT (shop_id, kakao_user_id) DO UPDATE SET expires_at = excluded.expires_at
      """)
    insert.bind(1, shop.id)
    insert.bind(2, user)
    insert.bind(3, now.milliseconds)
    insert.bind(4, end.milliseconds)
    try insert.run()
  }

  /// Deletes a Kakao user's rows of one table; says how many.
  static func delete(_ table: String, ofKakaoUser user: Int64, _ database: Database, _ shop: ShopRow) throws -> Int {
    let delete = try RawStatement(database, "DELETE FROM \(table) WHERE shop_id = ?1 AND kakao_user_id = ?2")
    delete.bind(1, shop.id)
    delete.bind(2, user)
    try delete.run()
    return delete.changes
  }
}
