public import CommonValues
import GRDB
public import ShopModel

/// What is known of a call that carries an idempotency key.
public enum IdempotentClaim: Sendable, Hashable {
  /// Nobody has made it: the caller shall, and say how it ended.
  case mine
  /// It is being made.
  case running
  /// It was made, and this was the answer.
  case answered(IdempotentAnswer)
  /// The key was used for another request.
  case otherRequest
}

/// The answer to a call, kept for when it is made again.
public struct IdempotentAnswer: Sendable, Hashable {
  /// The HTTP status.
  public var status: Int
  /// The type of the body, when there is one.
  public var contentType: String?
  /// The body.
  public var body: [UInt8]

  /// An answer.
  public init(status: Int, contentType: String?, body: [UInt8]) {
    self.status = status
    self.contentType = contentType
    self.body = body
  }
}

extension Store {
  /// How long a call may run before its key is free again, as after the end of its process.
  static let idempotentCallMilliseconds: Int64 = 120_000

  /// Claims a call.
  ///
  /// - Parameters:
  ///   - key: the hash of the key.
  ///   - request: the hash of everything that makes the request what it is.
  ///   - keptMilliseconds: how long an answer counts.
  public func claimCall(
    _ key: [UInt8], request: [UInt8], of shop: ShopID, now: Timestamp, keptMilliseconds: Int64
  ) throws(StoreError) -> IdempotentClaim {
    try write { database in
      let row = try ShopRow.make(database, shop)
      let insert = try RawStatement(
        database,
        """
        INSERT INTO idempotent_calls (shop_id, key_hash, request_hash, started_at) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (shop_id, key_hash) DO UPDATE SET request_hash = ?3, started_at = ?4, status = NULL, answer = NULL,
          content_type = NULL
        WHERE (status IS NULL AND started_at <= ?5) OR started_at <= ?6
        """)
      insert.bind(1, row.id)
      insert.bind(2, bytes: key)
      insert.bind(3, bytes: request)
      insert.bind(4, now.milliseconds)
      insert.bind(5, now.milliseconds - Store.idempotentCallMilliseconds)
      insert.bind(6, now.milliseconds - keptMilliseconds)
      try insert.run()
      if insert.changes > 0 { return .mine }
      let find = try RawStatement(
        database,
        "SELECT request_hash, status, content_type, answer FROM idempotent_calls WHERE shop_id = ?1 AND key_hash = ?2")
      find.bind(1, row.id)
      find.bind(2, bytes: key)
      guard try find.step() else { return .mine }
      guard find.copiedBytes(0) == request else { return .otherRequest }
      guard let status = find.optionalInteger(1) else { return .running }
      return .answered(
        IdempotentAnswer(
          status: Int(status), contentType: find.isNull(2) ? nil : find.text(2), body: find.copiedBytes(3)))
    }
  }

  /// Keeps the answer of a call that was claimed; nil: the call was not done, and may be made again.
  public func endCall(_ key: [UInt8], of shop: ShopID, answer: IdempotentAnswer?) throws(StoreError) {
    try write { database in
      guard let row = try ShopRow.find(database, shop) else { return }
      guard let answer else {
        let delete = try RawStatement(
          database, "DELETE FROM idempotent_calls WHERE shop_id = ?1 AND key_hash = ?2 AND status IS NULL")
        delete.bind(1, row.id)
        delete.bind(2, bytes: key)
        return try delete.run()
      }
      let update = try RawStatement(
        database,
        "UPDATE idempotent_calls SET status = ?3, content_type = ?4, answer = ?5 WHERE shop_id = ?1 AND key_hash = ?2")
      update.bind(1, row.id)
      update.bind(2, bytes: key)
      update.bind(3, Int64(answer.status))
      update.bind(4, text: answer.contentType)
      update.bind(5, bytes: answer.body)
      try update.run()
    }
  }

  /// Forgets calls that were begun before a time, at most `limit`.
  ///
  /// - Returns: how many; fewer than `limit` when all are gone.
  public func sweepCalls(startedBefore time: Timestamp, limit: Int = 1_000) throws(StoreError) -> Int {
    try write { database in
      let delete = try RawStatement(
        database,
        """
        DELETE FROM idempotent_calls WHERE (shop_id, key_hash) IN (
          SELECT shop_id, key_hash FROM idempotent_calls WHERE started_at < ?1 ORDER BY started_at LIMIT ?2)
        """)
      delete.bind(1, time.milliseconds)
      delete.bind(2, Int64(limit))
      try delete.run()
      return delete.changes
    }
  }

  /// Forgets every kept answer of a shop: whoever is erased may stand in one. A call that is repeated is made again.
  static func forgetAnswers(_ database: Database, _ row: ShopRow) throws {
    let delete = try RawStatement(
      database, "DELETE FROM idempotent_calls WHERE shop_id = ?1 AND status IS NOT NULL")
    delete.bind(1, row.id)
    try delete.run()
  }
}
