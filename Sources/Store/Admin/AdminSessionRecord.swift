public import CommonValues
import GRDB

/// A session of the operator's pages. It holds nothing by which the session's cookie or the operator's token could be found.
public struct AdminSessionRecord: Sendable, Hashable {
  /// A hash of the session's id.
  public var hash: [UInt8]
  /// What only the session's id and the token that began it give together.
  public var proof: [UInt8]
  /// When it began.
  public var createdAt: Timestamp
  /// From when on it is dead.
  public var expiresAt: Timestamp

  /// A session.
  public init(hash: [UInt8], proof: [UInt8], createdAt: Timestamp, expiresAt: Timestamp) {
    self.hash = hash
    self.proof = proof
    self.createdAt = createdAt
    self.expiresAt = expiresAt
  }
}

extension Store {
  /// Keeps a session of the operator's pages, and forgets those that are dead by the time it begins.
  public func save(_ session: AdminSessionRecord) throws(StoreError) {
    try write { database in
      let sweep = try RawStatement(database, "DELETE FROM admin_sessions WHERE expires_at <= ?1")
      sweep.bind(1, session.createdAt.milliseconds)
      try sweep.run()
      let insert = try RawStatement(
        database, "INSERT INTO admin_sessions (session_hash, proof, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)")
      insert.bind(1, bytes: session.hash)
      insert.bind(2, bytes: session.proof)
      insert.bind(3, session.createdAt.milliseconds)
      insert.bind(4, session.expiresAt.milliseconds)
      try insert.run()
    }
  }

  /// A session of the operator's pages that is alive at `now`.
  public func adminSession(_ hash: [UInt8], now: Timestamp) throws(StoreError) -> AdminSessionRecord? {
    try read { database in
      let find = try RawStatement(
        database,
        """
        SELECT session_hash, proof, created_at, expires_at FROM admin_sessions WHERE session_hash = ?1 AND expires_at > ?2
        """)
      find.bind(1, bytes: hash)
      find.bind(2, now.milliseconds)
      guard try find.step() else { return nil }
      return AdminSessionRecord(
        hash: find.copiedBytes(0), proof: find.copiedBytes(1), createdAt: find.time(2), expiresAt: find.time(3))
    }
  }

  /// Ends a session of the operator's pages.
  public func endAdminSession(_ hash: [UInt8]) throws(StoreError) {
    try write { database in
      let end = try RawStatement(database, "DELETE FROM admin_sessions WHERE session_hash = ?1")
      end.bind(1, bytes: hash)
      try end.run()
    }
  }
}
