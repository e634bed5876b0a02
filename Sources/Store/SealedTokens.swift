public import CommonValues
import GRDB
public import ShopModel

/// A user's tokens as they lie in the store: sealed by whoever keeps them, unreadable here.
public struct SealedTokens: Sendable, Hashable {
  /// Grows with every change, so that two writers notice each other.
  public var version: Int64
  /// When they were stored.
  public var storedAt: Timestamp
  /// The sealed bytes.
  public var sealed: [UInt8]
}

/// The tokens of one user, as they lie in the store.
public struct UserTokens: Sendable, Hashable {
  /// Whose they are.
  public var kakaoUserID: Int64
  /// The tokens.
  public var tokens: SealedTokens

  /// A user's tokens.
  public init(kakaoUserID: Int64, tokens: SealedTokens) {
    self.kakaoUserID = kakaoUserID
    self.tokens = tokens
  }
}

extension Store {
  /// The tokens of a user.
  public func sealedTokens(ofKakaoUser user: Int64, in shop: ShopID) throws(StoreError) -> SealedTokens? {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return nil }
      let select = try RawStatement(
        database,
        "SELECT version, stored_at, sealed FROM sealed_tokens WHERE shop_id = ?1 AND kakao_user_id = ?2")
      select.bind(1, row.id)
      select.bind(2, user)
      guard try select.step() else { return nil }
      return SealedTokens(version: select.integer(0), storedAt: select.time(1), sealed: select.copiedBytes(2))
    }
  }

  /// Stores a user's tokens.
  ///
  /// - Parameter version: the version that they replace, 0 for none; nil replaces whatever is there.
  /// - Returns: the new version, or nil when another version is stored: nothing was written.
  public func storeTokens(
    _ sealed: [UInt8], ofKakaoUser user: Int64, in shop: ShopID, now: Timestamp, replacing version: Int64? = nil
  ) throws(StoreError) -> Int64? {
    try write { database in
      let row = try ShopRow.make(database, shop)
      let upsert = try RawStatement(
        database,
        """
        INSERT INTO sealed_tokens (shop_id, kakao_user_id, version, stored_at, sealed)
        SELECT ?1, ?2, 1, ?3, ?4 WHERE ?5 IS NULL OR ?5 = 0
          OR EXISTS (SELECT 1 FROM sealed_tokens WHERE shop_id = ?1 AND kakao_user_id = ?2)
        ON CONFLICT (shop_id, kakao_user_id) DO UPDATE SET version = sealed_tokens.version + 1,
          stored_at = excluded.stored_at, sealed = excluded.sealed
        WHERE ?5 IS NULL OR sealed_tokens.version = ?5
        RETURNING version
        """)
      upsert.bind(1, row.id)
      upsert.bind(2, user)
      upsert.bind(3, now.milliseconds)
      upsert.bind(4, bytes: sealed)
      upsert.bind(5, version)
      guard try upsert.step() else { return nil }
      let stored = upsert.integer(0)
      while try upsert.step() {}
      return stored
    }
  }

  /// Forgets a user's tokens; false when there were none.
  @discardableResult
  public func deleteTokens(ofKakaoUser user: Int64, in shop: ShopID) throws(StoreError) -> Bool {
    try write { database in
      guard let row = try ShopRow.find(database, shop) else { return false }
      return try Store.delete("sealed_tokens", ofKakaoUser: user, database, row) > 0
    }
  }

  /// Users' tokens in order of user, after `after` when given: for sealing them again under another key.
  public func userTokens(
    of shop: ShopID, after user: Int64? = nil, limit: Int = 200
  ) throws(StoreError) -> [UserTokens] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let select = try RawStatement(
        database,
        """
        SELECT kakao_user_id, version, stored_at, sealed FROM sealed_tokens WHERE shop_id = ?1 AND kakao_user_id > ?2
        ORDER BY kakao_user_id LIMIT ?3
        """)
      select.bind(1, row.id)
      select.bind(2, user ?? .min)
      select.bind(3, Int64(limit))
      var found: [UserTokens] = []
      while try select.step() {
        let tokens = SealedTokens(version: select.integer(1), storedAt: select.time(2), sealed: select.copiedBytes(3))
        found.append(UserTokens(kakaoUserID: select.integer(0), tokens: tokens))
      }
      return found
    }
  }

  /// How many users' tokens are stored.
  public func tokenCount(of shop: ShopID) throws(StoreError) -> Int {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return 0 }
      let count = try RawStatement(database, "SELECT count(*) FROM sealed_tokens WHERE shop_id = ?1")
      count.bind(1, row.id)
      return try count.step() ? Int(count.integer(0)) : 0
    }
  }

  /// Stores tokens of several users in one transaction, each only where the version that is given is still there: what was changed or
  /// deleted meanwhile stays so.
  ///
  /// - Returns: how many were replaced.
  public func replaceTokens(_ fresh: [UserTokens], in shop: ShopID, now: Timestamp) throws(StoreError) -> Int {
    try write { database in
      guard let row = try ShopRow.find(database, shop) else { return 0 }
      let update = try RawStatement(
        database,
        """
        UPDATE sealed_tokens SET version = version + 1, stored_at = ?3, sealed = ?4
        WHERE shop_id = ?1 AND kakao_user_id = ?2 AND version = ?5 RETURNING version
        """)
      var replaced = 0
      for user in fresh {
        update.reset()
        update.bind(1, row.id)
        update.bind(2, user.kakaoUserID)
        update.bind(3, now.milliseconds)
        update.bind(4, bytes: user.tokens.sealed)
        update.bind(5, user.tokens.version)
        if try update.step() { replaced += 1 }
        while try update.step() {}
      }
      return replaced
    }
  }
}
