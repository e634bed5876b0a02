public import CommonValues
public import KakaoAPI
import ShopModel
public import Store

/// Signup, login and auto-login of one shop, without a server: every flow takes what a browser sent and says what to answer.
///
/// The order of a login is ``start(_:)`` (or ``autoLogin(_:)``), Kakao, ``callback(_:)``, and then the shop's back end with
/// ``redeem(_:)``. It is thread safe; one object serves all requests of a shop, and several processes may share a store. Nothing is
/// logged: ``LoginAnswer/event`` says what happened, without personal data.
public final class KakaoLogin: Sendable {
  /// How it works.
  public let settings: LoginSettings
  let store: Store
  let auth: KakaoAuthClient
  let api: KakaoAPIClient
  let tokens: TokenKeeper?
  let clock: ElapsedClock
  let now: @Sendable () -> Timestamp
  let random: LoginRandom
  let names: CookieNames
  let sealer: Sealer
  let book: AttemptBook
  let cache = SessionCache()
  private let addresses: AuthorizeAddresses

  /// Readies the flows; nobody is called yet.
  ///
  /// - Parameters:
  ///   - api: calls in the user's name alone. Its retries and those of `auth` must fit the limits of ``LoginSettings``.
  ///   - tokens: where users' tokens are kept; nil: they are forgotten when the callback ends.
  ///   - clock: measures the limits of calls.
  ///   - random: has to be a cryptographic generator outside of tests.
  /// - Throws: ``StoreError`` when the store's key can not be read or made, ``KakaoError`` when the settings make no address that
  ///   Kakao would take.
  public init(
    _ settings: LoginSettings, store: Store, auth: KakaoAuthClient, api: KakaoAPIClient, tokens: TokenKeeper? = nil,
    clock: any Clock<Duration> = ContinuousClock(), now: @escaping @Sendable () -> Timestamp,
    random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
  ) throws {
    self.settings = settings
    self.store = store
    self.auth = auth
    self.api = api
    self.tokens = tokens
    self.clock = ElapsedClock(clock)
    self.now = now
    let random = LoginRandom(random)
    self.random = random
    names = CookieNames(isSecure: settings.isSecure)
    let key = try store.processKey("login-cookies", now: now()) { random.bytes(32) }
    sealer = Sealer(root: key, shop: settings.shop, random: random)
    book = AttemptBook(sealer: sealer, random: random, names: names)
    addresses = try AuthorizeAddresses(settings, auth)
  }

  // MARK: Entries

  /// Begins a signup or login: sends the browser to Kakao.
  ///
  /// A POST from one of the shop's own pages, a GET from there or typed in begins it at once. A GET that another site's page made ends on
  /// a page that asks, so that nobody is logged in unawares.
  public func start(_ request: BrowserRequest) -> LoginAnswer {
    guard let target = settings.returnAddresses.address(request.returnTo) else { return badReturnAddress() }
    guard isMeant(request) else {
      return page(.confirm, .confirmAsked, back: target.description, returnTo: target.description)
    }
    let base = request.isKakaoTalk ? addresses.inKakaoTalk : addresses.ordinary
    return begin(target.description, [], jar: CookieJar(request.cookies), base, .started)
  }

  /// Logs in whoever comes from KakaoTalk, without asking: one silent attempt in KakaoTalk's browser. Everybody else, and whoever
  /// was tried within ten minutes, goes straight on.
  ///
  /// The way back carries `naru_auto=tried` unless the person is logged in, also in a browser without cookies.
  public func autoLogin(_ request: BrowserRequest) async -> LoginAnswer {
    guard let target = settings.returnAddresses.address(request.returnTo) else { return badReturnAddress() }
    let jar = CookieJar(request.cookies)
    if settings.sessions, case .allowed = await authorize(cookies: request.cookies) {
      return .redirect(target.description, .alreadyLoggedIn)
    }
    let tried = names.tried(settings.shop.description)
    guard request.isKakaoTalk, !target.wasTried, jar[tried] == nil else {
      return .redirect(KakaoLogin.tried(target), .notTried)
    }
    return begin(
      target.description, .silent, jar: jar, addresses.silent, .silentStarted, [names.set(tried, "1", maxAge: 600)])
  }

  /// Where whoever is not logged in is sent from a page that asks for it: the login, or in KakaoTalk's browser, once, the silent attempt
  /// before that.
  ///
  /// - Parameter page: the path with query of the page, or its whole address, to come back to; one that is not allowed is left out.
  public func entry(from page: String?, userAgent: String) -> String {
    let target = page.flatMap { settings.returnAddresses.address($0) }
    let isSilent = BrowserRequest.isKakaoTalk(userAgent) && target.map { !$0.wasTried } ?? false
    let back = target.map { "?return_to=" + PercentEncoding.encode($0.description) } ?? ""
    return "\(settings.publicURL)/shops/\(settings.shop)/\(isSilent ? "auto-login" : "login")\(back)"
  }

  private func begin(
    _ target: String, _ flags: LoginAttempt.Flags, jar: CookieJar, _ base: String, _ kind: LoginEvent.Kind,
    _ cookies: [SetCookie] = []
  ) -> LoginAnswer {
    do {
      let begun = try book.begin(target, flags, jar: jar, now: now())
      return .redirect(
        AuthorizeAddresses.complete(base, begun.attempt, state: begun.state), kind, cookies: cookies + begun.cookies)
    } catch {
      return page(.unavailable, .unavailable, cause: "not-sealed", back: target)
    }
  }

  /// Sends the person through the consent page once more, for terms that are new.
  func askAgain(_ terms: [String], _ attempt: LoginAttempt, jar: CookieJar) -> LoginAnswer {
    do {
      let base = try addresses.forTerms(terms)
      var answer = begin(attempt.returnTo, .reconsent, jar: jar, base, .reconsent)
      answer.cookies = book.done(attempt, now: now()) + answer.cookies
      return answer
    } catch {
      return page(.kakaoFailed, .failed, cause: "terms-not-askable", back: attempt.returnTo)
    }
  }

  // MARK: Parts

  /// Whether the person meant to log in, or out: the request does not come from a page that is not the shop's.
  func isMeant(_ request: BrowserRequest) -> Bool {
    if let site = request.fetchSite?.lowercased(), site == "same-origin" || site == "same-site" { return true }
    if let origin = request.origin { return isOwn(origin) }
    if let referer = request.referer { return isOwn(KakaoLogin.origin(of: referer)) }
    return request.fetchSite?.lowercased() != "cross-site"
  }

  private func isOwn(_ origin: String) -> Bool {
    origin == settings.publicURL || settings.returnAddresses.entries.contains { $0.origin == origin }
  }

  /// Scheme, host and port of an address, as it is written.
  static func origin(of address: String) -> String {
    guard let mark = address.firstRange(of: "://") else { return "" }
    let end = address[mark.upperBound...].firstIndex { "/?#".contains($0) } ?? address.endIndex
    return String(address[..<end])
  }

  static func tried(_ target: ReturnAddress) -> String { target.adding((name: "naru_auto", value: "tried")) }

  func badReturnAddress() -> LoginAnswer {
    page(.badReturnAddress, .notAllowed, back: settings.returnAddresses.fallback.description)
  }

  func page(
    _ kind: LoginPage.Kind, _ event: LoginEvent.Kind, cause: String? = nil, back: String, returnTo: String? = nil,
    cookies: [SetCookie] = []
  ) -> LoginAnswer {
    let reference = random.reference()
    return LoginAnswer(
      content: .page(LoginPage(kind: kind, reference: reference, back: back, returnTo: returnTo)), cookies: cookies,
      event: LoginEvent(event, reference: reference, cause: cause))
  }

  /// Work on the store, off the cooperative threads.
  func work<Result: Sendable>(
    _ body: @escaping @Sendable (Store) throws -> Result
  ) async -> Swift.Result<Result, StoreError> {
    do {
      return .success(try await store.perform(body))
    } catch let error as StoreError {
      return .failure(error)
    } catch {
      return .failure(
        StoreError(.failed, LocalizedText(ko: "저장소 작업에 실패했습니다.", en: "The store failed.")))
    }
  }
}
