public import CommonValues
import GRDB
public import ShopModel

/// A session of a Kakao user at a shop.
public struct StoredSession: Sendable, Hashable {
  /// A hash of the session's id, never the id itself.
  public var hash: [UInt8]
  /// Whose it is.
  public var kakaoUserID: Int64
  /// When it began.
  public var createdAt: Timestamp
  /// When it was last seen to be used; kept coarsely.
  public var usedAt: Timestamp
  /// From when on it is dead, unless it is used before.
  public var expiresAt: Timestamp

  /// A session.
  public init(hash: [UInt8], kakaoUserID: Int64, createdAt: Timestamp, usedAt: Timestamp, expiresAt: Timestamp) {
    self.hash = hash
    self.kakaoUserID = kakaoUserID
    self.createdAt = createdAt
    self.usedAt = usedAt
    self.expiresAt = expiresAt
  }
}

extension Store {
  /// A session that is alive at `now`, with the member of its user when there is one.
  public func session(
    _ hash: [UInt8], of shop: ShopID, now: Timestamp
  ) throws(StoreError) -> LiveSession? {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return nil }
      let select = try RawStatement(
        database,
        """
        SELECT session_hash, kakao_user_id, created_at, used_at, expires_at FROM sessions
        WHERE shop_id = ?1 AND session_hash = ?2 AND expires_at > ?3
        """)
      select.bind(1, row.id)
      select.bind(2, bytes: hash)
      select.bind(3, now.milliseconds)
      guard try select.step() else { return nil }
      let session = StoredSession(select)
      return LiveSession(session: session, member: try Store.knownMember(session.kakaoUserID, database, row))
    }
  }

  /// The sessions of a user that are alive at `now`, the newest first.
  public func sessions(ofKakaoUser user: Int64, in shop: ShopID, now: Timestamp) throws(StoreError) -> [StoredSession] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let select = try RawStatement(
        database,
        """
        SELECT session_hash, kakao_user_id, created_at, used_at, expires_at FROM sessions
        WHERE shop_id = ?1 AND kakao_user_id = ?2 AND expires_at > ?3 ORDER BY created_at DESC
        """)
      select.bind(1, row.id)
      select.bind(2, user)
      select.bind(3, now.milliseconds)
      var sessions: [StoredSession] = []
      while try select.step() { sessions.append(StoredSession(select)) }
      return sessions
    }
  }

  /// Notes that a session was used, which moves its end; false when it is dead.
  public func touchSession(
    _ hash: [UInt8], of shop: ShopID, now: Timestamp, expiresAt: Timestamp
  ) throws(StoreError) -> Bool {
    try write { database in
      guard let row = try ShopRow.find(database, shop) else { return false }
      let update = try RawStatement(
        database,
        """
        UPDATE sessions SET used_at = ?4, expires_at = ?5 WHERE shop_id = ?1 AND session_hash = ?2 AND expires_at > ?3
        """)
      update.bind(1, row.id)
      update.bind(2, bytes: hash)
      update.bind(3, now.milliseconds)
      update.bind(4, now.milliseconds)
      update.bind(5, expiresAt.milliseconds)
      try update.run()
      return update.changes > 0
    }
  }

  /// Ends a session; false when there was none.
  @discardableResult
  public func endSession(_ hash: [UInt8], of shop: ShopID) throws(StoreError) -> Bool {
    defer { advanceIdentityVersion() }
    return try write { database in
      guard let row = try ShopRow.find(database, shop) else { return false }
      return try Store.endSession(hash, database, row)
    }
  }

  /// Ends every session of a user; says how many.
  @discardableResult
  public func endSessions(ofKakaoUser user: Int64, in shop: ShopID) throws(StoreError) -> Int {
    defer { advanceIdentityVersion() }
    return try write { database in
      guard let row = try ShopRow.find(database, shop) else { return 0 }
      return try Store.delete("sessions", ofKakaoUser: user, database, row)
    }
  }

  static func endSession(_ hash: [UInt8], _ database: Database, _ shop: ShopRow) throws -> Bool {
    let delete = try RawStatement(database, "DELETE FROM sessions WHERE shop_id = ?1 AND session_hash = ?2")
    delete.bind(1, shop.id)
    delete.bind(2, bytes: hash)
    try delete.run()
    return delete.changes > 0
  }

  static func insert(_ session: StoredSession, _ database: Database, _ shop: ShopRow) throws {
    let insert = try RawStatement(
      database,
      """
      INSERT INTO sessions (shop_id, session_hash, kakao_user_id, created_at, used_at, expires_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """)
    insert.bind(1, shop.id)
    insert.bind(2, bytes: session.hash)
    insert.bind(3, session.kakaoUserID)
    insert.bind(4, session.createdAt.milliseconds)
    insert.bind(5, session.usedAt.milliseconds)
    insert.bind(6, session.expiresAt.milliseconds)
    try insert.run()
  }
}

/// A session that is alive, and who its user is to the shop.
public struct LiveSession: Sendable, Hashable {
  /// The session.
  public var session: StoredSession
  /// The member of its user.
  public var member: KnownMember
}

extension StoredSession {
  /// From the columns hash, user, created, used, expires.
  fileprivate init(_ row: RawStatement) {
    self.init(
      hash: row.copiedBytes(0), kakaoUserID: row.integer(1), createdAt: row.time(2), usedAt: row.time(3),
      expiresAt: row.time(4))
  }
}
