public import CommonValues
public import KakaoAPI
public import ShopModel
public import Store

/// Which of a shop's members is which Kakao user: links, their end, and erasure. Needs no login to be configured.
public struct KakaoAccounts: Sendable {
  /// A link younger than this is not ended on Kakao's notice alone, which may be late: ten minutes, in milliseconds.
  public static let lateNotice: Int64 = 600_000

  let store: Store
  let shop: ShopID
  let api: KakaoAPIClient?
  let tokens: TokenKeeper?
  let now: @Sendable () -> Timestamp

  /// The accounts of one shop.
  ///
  /// - Parameters:
  ///   - api: calls with an admin key; nil: nothing is asked of Kakao, and nobody is unlinked there.
  ///   - tokens: where users' tokens are kept, if they are.
  public init(
    store: Store, shop: ShopID, api: KakaoAPIClient?, tokens: TokenKeeper? = nil,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.store = store
    self.shop = shop
    self.api = api
    self.tokens = tokens
    self.now = now
  }

  // MARK: Links

  /// Joins a member and a Kakao user: the end of a signup, or an old Kakao login that a shop brings along. The user need not have been
  /// seen.
  ///
  /// - Parameter replacing: a link of either side that is in the way ends, with its sessions; else it is told as taken.
  /// - Throws: ``StoreError``.
  public func link(
    member: String, kakaoUser user: Int64, replacing: Bool = false
  ) async throws -> LinkClaim {
    let (shop, time) = (shop, now())
    let claim = try await store.perform {
      try $0.claimLink(member: member, kakaoUser: user, in: shop, now: time, replacing: replacing)
    }
    if case .linked = claim { await completeSignup(user) }
    return claim
  }

  /// Tells Kakao of signups that are complete and of which it could not be told when they were; to be called now and then, since it
  /// unlinks their users after a day. Each is one call to Kakao.
  ///
  /// - Returns: how many were told.
  @discardableResult
  public func completeSignups(limit: Int = 20) async throws -> Int {
    guard api != nil, tokens != nil else { return 0 }
    let (shop, since) = (shop, now().adding(milliseconds: -86_400_000))
    let users = try await store.perform { try $0.untoldSignups(of: shop, since: since, limit: limit) }
    var told = 0
    for user in users where !Task.isCancelled {
      if await completeSignup(user) { told += 1 }
    }
    return told
  }

  /// Tells Kakao that a signup is complete, where the app joins nobody by itself and a token is there: else Kakao unlinks the user after
  /// a day.
  ///
  /// - Returns: whether it was told now.
  @discardableResult
  private func completeSignup(_ user: Int64) async -> Bool {
    let shop = shop
    guard let api, let tokens,
      let record = try? await store.perform({ try $0.kakaoUser(user, in: shop) }), record.hasSignedUp == false
    else { return false }
    do {
      try await tokens.withAccessToken(of: user) { token async throws(KakaoError) in
        _ = try await api.signUp(token: token)
      }
    } catch TokenKeeperError.kakao(let error) where error.code == -102 {
      // Signed up already.
    } catch {
      return false
    }
    return (try? await store.perform { try $0.noteSignedUp(kakaoUser: user, in: shop) }) != nil
  }

  /// The member that a Kakao user is.
  public func member(ofKakaoUser user: Int64) async throws -> KnownMember {
    let shop = shop
    return try await store.perform { try $0.knownMember(ofKakaoUser: user, in: shop) }
  }

  /// Every link that a Kakao user ever had.
  public func history(ofKakaoUser user: Int64) async throws -> [AccountLink] {
    let shop = shop
    return try await store.perform { try $0.linkHistory(ofKakaoUser: user, in: shop) }
  }

  /// Every link that a member ever had.
  public func history(ofMember member: String) async throws -> [AccountLink] {
    let shop = shop
    return try await store.perform { try $0.linkHistory(ofMember: member, in: shop) }
  }

  /// Signups that nobody has completed, the oldest first.
  public func pendingSignups(limit: Int = 50) async throws -> [PendingSignup] {
    let shop = shop
    return try await store.perform { try $0.pendingSignups(of: shop, limit: limit) }
  }

  // MARK: Ends

  /// Unlinks a user at Kakao, and then erases what came from Kakao at once: Kakao sends no notice of it.
  ///
  /// When Kakao can not be asked, nothing is erased. Calling it again is safe at any point.
  /// - Returns: the receipt; nil when nothing was known of the user.
  /// - Throws: ``KakaoError``, ``StoreError``, or a `Diagnostic` without an admin key.
  public func unlink(kakaoUser user: Int64) async throws -> ErasureReceipt? {
    guard let api else { throw Diagnostic.noAdminKey }
    let wasLinked = try await api.unlink(.user(user)).wasLinked
    try? await tokens?.drop(user)
    let (shop, time) = (shop, now())
    return try await store.perform {
      try $0.unlinkKakaoUser(user, in: shop, at: time, reason: .unlinkedByShop, unlinkedAtKakao: wasLinked)
    }
  }

  /// What a notice of Kakao's leads to.
  public enum Notice: Sendable, Hashable {
    /// The link has ended and what came from Kakao is erased; nil: nothing was known of the user.
    case unlinked(ErasureReceipt?)
    /// The notice is late: the user is joined to the app again.
    case stillLinked
  }

  /// Takes Kakao's notice that a user is not joined to the app any more.
  ///
  /// A link younger than ten minutes is first checked with Kakao. The same notice twice, by both of Kakao's webhooks say, ends the same.
  /// - Parameter receivedAt: when the notice came.
  /// - Throws: ``KakaoError`` when the check could not be made; the notice has to be taken again later.
  public func unlinkedByKakao(_ user: Int64, receivedAt: Timestamp) async throws -> Notice {
    let shop = shop
    if let api, try await isYoung(user, receivedAt), try await isLinked(user, api) { return .stillLinked }
    try? await tokens?.drop(user)
    return .unlinked(
      try await store.perform {
        try $0.unlinkKakaoUser(user, in: shop, at: receivedAt, reason: .unlinkedByKakao)
      })
  }

  private func isYoung(_ user: Int64, _ receivedAt: Timestamp) async throws -> Bool {
    let shop = shop
    let times = try await store.perform { store in
      let link = try store.linkHistory(ofKakaoUser: user, in: shop).last { $0.endedAt == nil }
      return [link?.linkedAt, try store.kakaoUser(user, in: shop)?.connectedAt].compactMap(\.self)
    }
    guard let youngest = times.max() else { return false }
    return receivedAt.milliseconds - youngest.milliseconds < KakaoAccounts.lateNotice
  }

  func isLinked(_ user: Int64, _ api: KakaoAPIClient) async throws -> Bool {
    do throws(KakaoError) {
      _ = try await api.user(.user(user))
      return true
    } catch {
      if let code = error.code, code == -101 || code == -103 { return false }
      throw error
    }
  }

  /// Erases a person everywhere: unlinks the Kakao users that are nobody else's at Kakao, deletes everything in the store, and leaves the
  /// removal from every customer file to the next sync.
  ///
  /// When Kakao can not be asked, nothing is erased. Without an admin key Kakao is not told.
  /// - Returns: the receipt, without personal data; nil when nothing is known of the person.
  public func erase(member: String? = nil, kakaoUser: Int64? = nil) async throws -> ErasureReceipt? {
    let (shop, time) = (shop, now())
    let person = try await store.perform { try $0.person(member: member, kakaoUser: kakaoUser, in: shop) }
    var unlinked: Bool?
    for user in person.users {
      if let api {
        let wasLinked = try await api.unlink(.user(user)).wasLinked
        unlinked = (unlinked ?? false) || wasLinked
      }
      try? await tokens?.drop(user)
    }
    let unlinkedAtKakao = unlinked
    return try await store.perform {
      try $0.erase(member: member, kakaoUser: kakaoUser, in: shop, at: time, unlinkedAtKakao: unlinkedAtKakao)
    }
  }

  /// Receipts of erasures, the newest first.
  public func receipts(limit: Int = 50) async throws -> [ErasureReceipt] {
    let shop = shop
    return try await store.perform { try $0.erasures(of: shop, limit: limit) }
  }
}

extension Diagnostic {
  static let noAdminKey = Diagnostic(
    .error, code: "no-kakao-key", place: .init(field: "kakao.admin_key"),
    reason: LocalizedText(ko: "카카오를 호출할 어드민 키가 없습니다.", en: "There is no admin key to call Kakao with."),
    fix: LocalizedText(
      ko: "쇼핑몰 설정의 kakao.admin_key에 어드민 키를 지정하십시오.", en: "Set kakao.admin_key in the shop's config."))
}
