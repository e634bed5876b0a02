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
  /// Seals every stored record again that is not under the sealer's first key; when nothing is unreadable or changed, the old keys can be
  /// taken away.
  ///
  /// It goes by user, some hundred in a transaction, so it can be stopped anywhere and repeated: what is under the first key is left alone.
  /// A record that changes meanwhile stays as whoever changed it left it, perhaps under an old key, and is counted as changed.
  ///
  /// - Parameters:
  ///   - app: as the ``TokenKeeper`` was given it.
  ///   - dryRun: whether to count alone, and write nothing.
  ///   - progress: is told how far it is after each transaction, and says whether to go on.
  public func reseal(
    with sealer: TokenSealer, app: String, dryRun: Bool = false,
    progress: @Sendable (ResealReport) -> Bool = { _ in true }
  ) async throws -> ResealReport {
    let shop = shop
    var report = ResealReport()
    report.total = try await store.perform { try $0.tokenCount(of: shop) }
    var last: Int64?
    while true {
      let (after, time) = (last, now())
      let page = try await store.perform { try $0.userTokens(of: shop, after: after) }
      guard let end = page.last else { break }
      last = end.kakaoUserID
      var fresh: [UserTokens] = []
      for var user in page {
        do throws(TokenSealer.Problem) {
          let record = try sealer.resealed(user.tokens.sealed, app: app, userID: user.kakaoUserID)
          guard let record else { continue }
          user.tokens.sealed = record
          fresh.append(user)
        } catch {
          report.unreadable += 1
        }
      }
      report.checked += page.count
      if dryRun || fresh.isEmpty {
        report.resealed += fresh.count
      } else {
        let batch = fresh
        let replaced = try await store.perform { try $0.replaceTokens(batch, in: shop, now: time) }
        report.resealed += replaced
        report.changed += batch.count - replaced
      }
      guard progress(report) else { return report }
    }
    report.isComplete = true
    return report
  }
}

/// What became of sealing tokens again.
public struct ResealReport: Sendable, Hashable {
  /// How many users' tokens there were when it began.
  public var total = 0
  /// How many were looked at.
  public var checked = 0
  /// How many were sealed again or, of a dry run, would be.
  public var resealed = 0
  /// How many no key opens: those users get new tokens when they log in again.
  public var unreadable = 0
  /// How many somebody else changed at that moment, perhaps with an old key first: another run looks at them again.
  public var changed = 0
  /// Whether it came to its end; false when it was stopped.
  public var isComplete = false

  /// Nothing yet.
  public init() {}

  /// Whether everything is under the first key now, so that the others can be taken away.
  public var isClean: Bool { isComplete && unreadable == 0 && changed == 0 }
}
