public import CommonValues
public import KakaoAPI
public import ShopModel
public import Store

/// Keeps sealed tokens in the store, for one shop. What is kept is unreadable without the keys of the shop's configuration.
public struct StoreTokenStorage: TokenStorage {
  private let store: Store
  private let shop: ShopID
  private let now: @Sendable () -> Timestamp

  /// A shop's tokens.
  public init(_ store: Store, shop: ShopID, now: @escaping @Sendable () -> Timestamp) {
    self.store = store
    self.shop = shop
    self.now = now
  }

  public func load(app: String, userID: Int64) async throws -> [UInt8]? {
    let shop = shop
    return try await store.perform { try $0.sealedTokens(ofKakaoUser: userID, in: shop)?.sealed }
  }

  public func save(_ record: [UInt8], app: String, userID: Int64) async throws {
    let (shop, time) = (shop, now())
    _ = try await store.perform { try $0.storeTokens(record, ofKakaoUser: userID, in: shop, now: time) }
  }

  public func delete(app: String, userID: Int64) async throws {
    let shop = shop
    _ = try await store.perform { try $0.deleteTokens(ofKakaoUser: userID, in: shop) }
  }
}

extension StoreTokenStorage {
  /// Seals every stored record again that is not under the sealer's first key; after it the old keys can be taken away.
  ///
  /// A record that changes meanwhile was sealed under the first key by whoever changed it.
  /// - Parameter app: as the ``TokenKeeper`` was given it.
  /// - Returns: how many were sealed again, and how many no key opens; those users have to log in again.
  public func reseal(with sealer: TokenSealer, app: String) async throws -> (resealed: Int, unreadable: Int) {
    var (resealed, unreadable) = (0, 0)
    var last: Int64?
    while true {
      let (shop, time, after) = (shop, now(), last)
      let users = try await store.perform { try $0.usersWithTokens(of: shop, after: after) }
      guard let end = users.last else { return (resealed, unreadable) }
      last = end
      for user in users {
        guard let record = try await store.perform({ try $0.sealedTokens(ofKakaoUser: user, in: shop) }) else {
          continue
        }
        do {
          guard let fresh = try sealer.resealed(record.sealed, app: app, userID: user) else { continue }
          let version = record.version
          let stored = try await store.perform {
            try $0.storeTokens(fresh, ofKakaoUser: user, in: shop, now: time, replacing: version)
          }
          if stored != nil { resealed += 1 }
        } catch is TokenSealer.Problem {
          unreadable += 1
        }
      }
    }
  }
}
