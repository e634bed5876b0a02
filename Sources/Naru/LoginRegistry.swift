import CommonValues
import HTTPTransport
import KakaoAPI
import KakaoSync
import ShopModel
import Store
import Synchronization

/// The flows of every shop, made when they are first asked for: what they remember is shared by all connections.
final class LoginRegistry: Sendable {
  private let logins = Mutex<[ShopID: KakaoLogin]>([:])
  private let keepers = Mutex<[ShopID: TokenKeeper]>([:])

  func login(_ shop: ShopID, make: () throws -> KakaoLogin) throws -> KakaoLogin {
    try logins.withLock { logins in
      if let known = logins[shop] { return known }
      let fresh = try make()
      logins[shop] = fresh
      return fresh
    }
  }

  func keeper(_ shop: ShopID, make: () throws -> TokenKeeper?) rethrows -> TokenKeeper? {
    try keepers.withLock { keepers in
      if let known = keepers[shop] { return known }
      let fresh = try make()
      keepers[shop] = fresh
      return fresh
    }
  }
}

extension Naru {
  /// The limits on a callback's calls: two seconds to connect, five a call.
  private static let loginTimeouts = HTTPRequest.Timeouts(connect: .seconds(2), total: .seconds(5))

  /// One more try of what is repeatable, soon: a person is waiting.
  private static let loginRetry = RetryPolicy(
    maxAttempts: 2, baseDelay: .milliseconds(100), maxDelay: .milliseconds(200), maxRetryAfter: .seconds(1))

  /// The flows of a shop.
  func login(_ shop: ShopConfiguration) throws -> KakaoLogin {
    try logins.login(shop.id) {
      guard let login = shop.login else { throw Diagnostic.noLogin(shop.file) }
      guard let publicURL = configuration.publicURL else { throw Diagnostic.noPublicURL(configuration.file) }
      let auth = try authClient(shop)
      let settings = try settings(shop, login, publicURL)
      guard let kakao = shop.kakao else { throw Diagnostic.noRESTKey(shop.file) }
      // The calls of a callback are made with the user's token alone.
      let key = kakao.adminKey?.first ?? Secret("")
      var api = KakaoAPIClient(
        baseURL: kakao.apiURL.origin, key: key, transport: transport,
        gate: gates[shop.id]?.login,
        retry: Naru.loginRetry)
      api.timeouts = Naru.loginTimeouts
      return try KakaoLogin(
        settings, store: store, auth: auth, api: api, tokens: try keeper(shop), clock: clock, now: now)
    }
  }

  /// Where a shop's tokens are kept; nil where they are not.
  func keeper(_ shop: ShopConfiguration) throws -> TokenKeeper? {
    guard let login = shop.login, login.storesTokens, let sealer = try sealer(shop) else { return nil }
    return try logins.keeper(shop.id) {
      TokenKeeper(
        app: shop.id.description, client: try authClient(shop), sealer: sealer,
        storage: StoreTokenStorage(store, shop: shop.id, now: now), now: now)
    }
  }

  func sealer(_ shop: ShopConfiguration) throws -> TokenSealer? {
    guard let keys = shop.login?.tokenKeys else { return nil }
    return TokenSealer(try SealingKey(keys.first), others: try keys.others.map { key in try SealingKey(key) })
  }

  /// A client of Kakao's login server for a shop; its keys and documents are cached in it.
  func authClient(_ shop: ShopConfiguration) throws -> KakaoAuthClient {
    guard let kakao = shop.kakao, let key = kakao.restAPIKey?.first else { throw Diagnostic.noRESTKey(shop.file) }
    return KakaoAuthClient(
      baseURL: kakao.authURL.origin, restAPIKey: key, clientSecret: kakao.clientSecret?.first,
      timeouts: Naru.loginTimeouts, transport: transport,
      gate: gates[shop.id]?.login,
      retry: Naru.loginRetry)
  }

  private func settings(
    _ shop: ShopConfiguration, _ login: LoginConfiguration, _ publicURL: WebURL
  ) throws -> LoginSettings {
    let entries = login.returnURLs.map { ReturnAddresses.Entry(origin: $0.origin, path: $0.path) }
    guard let returns = ReturnAddresses(entries) else { throw Diagnostic.noLogin(shop.file) }
    var settings = LoginSettings(shop: shop.id, publicURL: publicURL.origin, returnAddresses: returns)
    settings.signupURL = login.signupURL?.description
    settings.logoutURL = login.logoutURL?.description
    settings.scopes = login.scopes
    settings.serviceTerms = login.serviceTerms
    settings.channels = shop.kakao?.channels ?? []
    settings.prompt = login.prompt?.rawValue
    settings.handoffMilliseconds = login.handoffTTL.milliseconds
    settings.sessions = login.sessions
    settings.sessionMilliseconds = login.sessionTTL.milliseconds
    settings.match =
      switch login.match {
      case .never: .never
      case .verifiedPhone: .verifiedPhone
      case .verifiedEmail: .verifiedEmail
      case .ci: login.ciAttribute.map { .ci(attribute: $0) } ?? .never
      }
    settings.audiences = shop.kakao?.audiences ?? []
    return settings
  }
}

extension Duration {
  fileprivate var milliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
}

extension Diagnostic {
  static func noLogin(_ file: String) -> Diagnostic {
    Diagnostic(
      .error, code: "no-login", place: .init(file: file, field: "login"),
      reason: LocalizedText(ko: "이 쇼핑몰에는 로그인 설정이 없습니다.", en: "The shop has no login in its config."),
      fix: LocalizedText(ko: "쇼핑몰 설정에 login을 쓰십시오.", en: "Write `login` in the shop's config."))
  }

  static func noPublicURL(_ file: String) -> Diagnostic {
    Diagnostic(
      .error, code: "login-without-public-url", place: .init(file: file, field: "public_url"),
      reason: LocalizedText(ko: "public_url이 없어 로그인을 시작할 수 없습니다.", en: "No login can begin without public_url."),
      fix: LocalizedText(
        ko: "브라우저가 Naru에 닿는 https 주소를 public_url에 쓰십시오.", en: "Write the https address at which browsers reach Naru."))
  }

  static func noRESTKey(_ file: String) -> Diagnostic {
    Diagnostic(
      .error, code: "login-without-rest-key", place: .init(file: file, field: "kakao.rest_api_key"),
      reason: LocalizedText(ko: "REST API 키가 없어 로그인을 시작할 수 없습니다.", en: "No login can begin without the REST API key."),
      fix: LocalizedText(ko: "쇼핑몰 설정의 kakao.rest_api_key를 지정하십시오.", en: "Set kakao.rest_api_key in the shop's config."))
  }
}
