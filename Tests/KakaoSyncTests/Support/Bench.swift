import CommonValues
import Foundation
import HTTPTransport
import KakaoAPI
import NaruTestSupport
import ShopModel
import Store

@testable import KakaoSync

/// One shop's flows over a store of its own and a Kakao of its own.
final class Bench {
  let kakao = FakeKakao()
  let time = TestTime()
  let clock = StillClock()
  let store: Store
  let folder: String
  let shop: ShopID
  var settings: LoginSettings
  var login: KakaoLogin
  let accounts: KakaoAccounts
  let tokens: TokenKeeper?

  init(
    shop: String = "flower", seed: UInt64 = 1, store: Store? = nil, folder: String? = nil, keepsTokens: Bool = false,
    _ change: (inout LoginSettings) -> Void = { _ in }
  ) throws {
    self.folder = folder ?? FileManager.default.temporaryDirectory.path + "/naru-login-\(UUID().uuidString)"
    self.store =
      try store ?? Store.open(url: "sqlite:\(self.folder)/naru.db", options: StoreOptions(busyTimeout: 0.05))
    guard let shop = ShopID(shop),
      let returns = ReturnAddresses([
        .init(origin: "https://flower.example.com"), .init(origin: "https://m.example.com", path: "/shop"),
      ])
    else { throw StoreError(.notFound, LocalizedText(ko: "", en: "")) }
    self.shop = shop
    var settings = LoginSettings(shop: shop, publicURL: "https://sync.example.com", returnAddresses: returns)
    settings.channels = ["_abc"]
    settings.scopes = ["account_email", "phone_number"]
    settings.audiences = ["rest-key"]
    change(&settings)
    self.settings = settings
    let time = time
    let auth = Bench.auth(kakao, clock)
    if keepsTokens {
      let key = try SealingKey(Secret("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"))
      tokens = TokenKeeper(
        app: "flower", client: auth, sealer: TokenSealer(key),
        storage: StoreTokenStorage(self.store, shop: shop) { time.now }, now: { time.now })
    } else {
      tokens = nil
    }
    login = try KakaoLogin(
      settings, store: self.store, auth: auth, api: Bench.api(kakao, clock), tokens: tokens, clock: clock,
      now: { time.now }, random: SplitMix64(seed: seed))
    accounts = KakaoAccounts(
      store: self.store, shop: shop, api: Bench.api(kakao, clock), tokens: tokens, now: { time.now })
  }

  /// As after a restart of the process: everything in memory is new.
  func restart(seed: UInt64) throws {
    let time = time
    login = try KakaoLogin(
      settings, store: store, auth: Bench.auth(kakao, clock), api: Bench.api(kakao, clock), tokens: tokens,
      clock: clock, now: { time.now }, random: SplitMix64(seed: seed))
  }

  private static func auth(_ kakao: FakeKakao, _ clock: StillClock) -> KakaoAuthClient {
    KakaoAuthClient(
      restAPIKey: Secret("rest-key"), clientSecret: Secret("secret"), transport: kakao, gate: OpenGate(), retry: .never,
      clock: clock)
  }

  private static func api(_ kakao: FakeKakao, _ clock: StillClock) -> KakaoAPIClient {
    KakaoAPIClient(key: Secret("admin-key"), transport: kakao, gate: OpenGate(), retry: .never, clock: clock)
  }

  func remove() {
    store.close()
    try? FileManager.default.removeItem(atPath: folder)
  }

  // MARK: Ways

  /// From the button to the end of the callback.
  func logIn(_ browser: Browser, as user: Int64, returnTo: String? = "/cart", agreeing: Bool = true) async
    -> LoginAnswer
  {
    let started = browser.take(login.start(browser.request(returnTo)))
    guard let address = started.location else { return started }
    return await comeBack(browser, address, as: user, agreeing: agreeing)
  }

  func autoLogin(_ browser: Browser, as user: Int64?, returnTo: String? = "/cart") async -> LoginAnswer {
    let started = browser.take(await login.autoLogin(browser.request(returnTo)))
    guard let address = started.location, address.hasPrefix("https://kauth.kakao.com/") else { return started }
    return await comeBack(browser, address, as: user)
  }

  /// Kakao's pages and the callback.
  func comeBack(_ browser: Browser, _ address: String, as user: Int64?, agreeing: Bool = true) async -> LoginAnswer {
    let query = kakao.authorize(address, as: user, agreeing: agreeing)
    return browser.take(await login.callback(browser.callback(query)))
  }

  func redeem(_ answer: LoginAnswer) async throws -> Handoff? {
    guard let code = answer.code else { return nil }
    return try await login.redeem(code)
  }
}

/// A gate that lets everything through at once.
struct OpenGate: CallGate {
  func enter() async throws(KakaoError) {}
  func leave(_ error: KakaoError?) {}
}

extension LoginAnswer {
  /// The fields of the address that the browser is sent to.
  var fields: [String: String] { location.map { FakeKakao.fields(String($0.drop { $0 != "?" }.dropFirst())) } ?? [:] }
  var code: String? { fields["naru_code"] }
}
