import CommonValues
import KakaoAPI
import ShopModel
public import Store

/// A session before it is stored.
struct NewSession: Sendable {
  let id: [UInt8]

  var hash: [UInt8] { NewSession.hash(id) }

  static func hash(_ id: [UInt8]) -> [UInt8] { labelledHash("naru session", id) }

  func stored(user: Int64, at now: Timestamp, expiresAt: Timestamp) -> StoredSession {
    StoredSession(hash: hash, kakaoUserID: user, createdAt: now, usedAt: now, expiresAt: expiresAt)
  }
}

extension KakaoLogin {
  /// The longest that a browser keeps a cookie: 400 days. How long a session lives is the store's to say.
  private static let cookieLife = 400 * 86_400

  func newSession() -> NewSession { NewSession(id: random.bytes(32)) }

  func sessionCookie(_ session: NewSession) throws -> SetCookie {
    names.set(
      names.session(settings.shop.description), try sealer.seal(session.id, .session, at: now()),
      maxAge: KakaoLogin.cookieLife)
  }

  /// The hash of the session whose cookie the browser brings, dead or alive.
  func sessionHash(_ jar: CookieJar) -> [UInt8]? {
    guard let cookie = jar[names.session(settings.shop.description)],
      let opened = sealer.open(cookie, .session, maxAge: Int64(KakaoLogin.cookieLife), now: now()),
      opened.bytes.count == 32
    else { return nil }
    return NewSession.hash(opened.bytes)
  }

  /// Whether a request has a live session of this shop, and whose: for `/auth`, and for a back end's own middleware.
  ///
  /// Most answers come from memory. What this process ended is denied at once, what another process ended after two seconds. Use
  /// moves a session's end.
  public func authorize(cookies: String) async -> SessionDecision {
    guard settings.sessions else { return .denied }
    let jar = CookieJar(cookies)
    guard let cookie = jar[names.session(settings.shop.description)] else { return .denied }
    let (time, version) = (now(), store.identityVersion)
    if let known = cache.identity(cookie, version: version, now: time) { return .allowed(known) }
    guard let hash = sessionHash(jar) else { return .denied }
    let (shop, life) = (settings.shop, settings.sessionMilliseconds)
    let result = await work { store -> LiveSession? in
      guard var live = try store.session(hash, of: shop, now: time) else { return nil }
      // Its end is moved in steps of a hundredth of its life, so that reading stays reading.
      if time.milliseconds - live.session.usedAt.milliseconds > life / 100 {
        let end = time.adding(milliseconds: life)
        guard try store.touchSession(hash, of: shop, now: time, expiresAt: end) else { return nil }
        live.session.expiresAt = end
      }
      return live
    }
    switch result {
    case .failure: return .unavailable
    case .success(nil): return .denied
    case .success(let live?):
      let identity = SessionIdentity(
        shop: shop, kakaoUserID: live.session.kakaoUserID, memberID: live.member.memberID)
      cache.remember(
        cookie, .init(identity: identity, version: version, readAt: time, expiresAt: live.session.expiresAt))
      return .allowed(identity)
    }
  }

  /// Logs out as ``logout(cookies:everywhere:atKakao:)`` does when the request comes from one of the shop's own pages; what a foreign
  /// page asks for ends nothing.
  public func logout(
    _ request: BrowserRequest, everywhere: Bool = false, atKakao: Bool = false
  ) async -> LoginAnswer {
    guard isMeant(request) else {
      return page(
        .foreignLogout, .notAllowed, cause: "foreign-logout",
        back: settings.logoutURL ?? settings.returnAddresses.fallback.description)
    }
    return await logout(cookies: request.cookies, everywhere: everywhere, atKakao: atKakao)
  }

  /// Ends the browser's session and sends it on to `login.logout_url`, by way of Kakao when the Kakao account is to be logged out too.
  ///
  /// - Parameters:
  ///   - everywhere: every session of the user at the shop, and stored tokens.
  ///   - atKakao: the Kakao account's session in this browser, after Kakao has asked; the logout address has to be registered there.
  public func logout(cookies: String, everywhere: Bool = false, atKakao: Bool = false) async -> LoginAnswer {
    let home = settings.logoutURL ?? settings.returnAddresses.fallback.description
    let jar = CookieJar(cookies)
    // Whoever has just left is not logged in again silently.
    let cleared = [
      names.remove(names.session(settings.shop.description)),
      names.set(names.tried(settings.shop.description), "1", maxAge: 600),
    ]
    if let hash = sessionHash(jar) {
      let (shop, time) = (settings.shop, now())
      let ended = await work { store -> Int64? in
        let user = try store.session(hash, of: shop, now: time)?.session.kakaoUserID
        if everywhere, let user { try store.endSessions(ofKakaoUser: user, in: shop) }
        try store.endSession(hash, of: shop)
        return user
      }
      switch ended {
      case .failure(let error):
        return page(.unavailable, .unavailable, cause: error.code.description, back: home, cookies: cleared)
      case .success(let user):
        if everywhere, let user, let tokens { try? await tokens.drop(user) }
      }
    }
    let address = atKakao ? (try? auth.logoutURL(redirectURI: home)) ?? home : home
    return .redirect(address, .loggedOut, cookies: cleared)
  }

  /// Ends every session of a user at the shop; says how many.
  @discardableResult
  public func endSessions(ofKakaoUser user: Int64) async throws(StoreError) -> Int {
    let shop = settings.shop
    return try await work { try $0.endSessions(ofKakaoUser: user, in: shop) }.get()
  }

  /// The sessions of a user that are alive, the newest first.
  public func sessions(ofKakaoUser user: Int64) async throws(StoreError) -> [StoredSession] {
    let (shop, time) = (settings.shop, now())
    return try await work { try $0.sessions(ofKakaoUser: user, in: shop, now: time) }.get()
  }
}
