public import CommonValues
import GRDB
public import ShopModel

/// What waits for a shop's back end under a one-use code.
public struct StoredHandoff: Sendable, Hashable {
  /// A hash of the code, never the code itself.
  public var codeHash: [UInt8]
  /// Of whom it speaks, so that an erasure finds it.
  public var kakaoUserID: Int64
  /// From when on it is not given out any more.
  public var expiresAt: Timestamp
  /// The content, sealed by whoever made it.
  public var payload: [UInt8]

  /// A hand-off.
  public init(codeHash: [UInt8], kakaoUserID: Int64, expiresAt: Timestamp, payload: [UInt8]) {
    self.codeHash = codeHash
    self.kakaoUserID = kakaoUserID
    self.expiresAt = expiresAt
    self.payload = payload
  }
}

extension Store {
  /// Gives out what waits under a code and forgets it, in one transaction: of any number of callers one gets it.
  ///
  /// - Returns: nil when there is nothing, when it expired, or when it was given out.
  public func redeemHandoff(
    _ codeHash: [UInt8], of shop: ShopID, now: Timestamp
  ) throws(StoreError) -> StoredHandoff? {
    try write { database in
      guard let row = try ShopRow.find(database, shop) else { return nil }
      let take = try RawStatement(
        database,
        """
        DELETE FROM handoffs WHERE shop_id = ?1 AND code_hash = ?2 RETURNING kakao_user_id, expires_at, payload
        """)
      take.bind(1, row.id)
      take.bind(2, bytes: codeHash)
      guard try take.step() else { return nil }
      let found = StoredHandoff(
        codeHash: codeHash, kakaoUserID: take.integer(0), expiresAt: take.time(1), payload: take.copiedBytes(2))
      while try take.step() {}
      return found.expiresAt > now ? found : nil
    }
  }

  static func insert(_ handoff: StoredHandoff, _ database: Database, _ shop: ShopRow) throws {
    let insert = try RawStatement(
      database,
      "INSERT INTO handoffs (shop_id, code_hash, kakao_user_id, expires_at, payload) VALUES (?1, ?2, ?3, ?4, ?5)")
    insert.bind(1, shop.id)
    insert.bind(2, bytes: handoff.codeHash)
    insert.bind(3, handoff.kakaoUserID)
    insert.bind(4, handoff.expiresAt.milliseconds)
    insert.bind(5, bytes: handoff.payload)
    try insert.run()
  }
}
