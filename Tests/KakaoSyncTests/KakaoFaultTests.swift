import CommonValues
import CryptoExtras
import Foundation
import HTTPTransport
import KakaoAPI
import Store
import Synchronization
import Testing

@testable import KakaoSync

@Suite("When Kakao fails")
struct KakaoFaultTests {
  private static let down = HTTPResponse(status: 503, body: Array(#"{"code":-9798,"msg":"maintenance"}"#.utf8))

  @Test(
    "without the user's own data there is no login; whatever else is missing is listed",
    arguments: [
      "/oauth/token", "/v2/user/me", "/v2/user/service_terms", "/v1/user/shipping_address", "/v2/api/talk/channels",
    ])
  func down(path: String) async throws {
    let bench = try Bench()
    defer { bench.remove() }
    bench.kakao.state.withLock { $0.scopes = "shipping_address" }
    bench.kakao.addUser(5)
    bench.kakao.interfere.withLock { $0 = { asked, _ in asked == path ? Self.down : nil } }
    let answer = await bench.logIn(Browser(), as: 5)
    let missing = [
      "/v2/user/service_terms": "service_terms", "/v1/user/shipping_address": "shipping_addresses",
      "/v2/api/talk/channels": "channels",
    ]
    if let name = missing[path] {
      #expect(try await bench.redeem(answer)?.incomplete == [name])
    } else {
      #expect(answer.status == 502 && answer.page?.kind == .kakaoFailed && answer.event.cause == "-9798")
      #expect(answer.page?.back == "https://flower.example.com/cart")
      #expect(try bench.store.kakaoUser(5, in: bench.shop) == nil)
      #expect(try bench.store.pendingSignups(of: bench.shop).isEmpty)
    }
  }

  @Test("scopes that the answer with the tokens leaves out are asked for, and may be missing")
  func scopes() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    bench.kakao.state.withLock { $0.scopes = nil }
    bench.kakao.addUser(5)
    #expect(try await bench.redeem(await bench.logIn(Browser(), as: 5))?.scopes == ["account_email"])
    bench.kakao.interfere.withLock { $0 = { asked, _ in asked == "/v2/user/scopes" ? Self.down : nil } }
    let handoff = try await bench.redeem(await bench.logIn(Browser(), as: 5))
    #expect(handoff?.scopes == nil && handoff?.incomplete == ["scopes"])
  }

  @Test("a missing consent is not incomplete: its key is just not there")
  func missingConsent() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    bench.kakao.state.withLock { $0.scopes = "shipping_address" }
    bench.kakao.addUser(5) { $0.addressesNeedConsent = true }
    let handoff = try #require(try await bench.redeem(await bench.logIn(Browser(), as: 5)))
    #expect(handoff.incomplete.isEmpty && handoff.shippingAddresses == nil)
  }

  @Test(
    "a call that takes longer than five seconds is given up: a 504 page for the user's data, incomplete for the rest",
    arguments: [
      "/oauth/token", "/v2/user/me", "/v2/user/service_terms",
    ])
  func slow(path: String) async throws {
    let bench = try Bench()
    defer { bench.remove() }
    bench.kakao.addUser(5)
    let clock = bench.clock
    bench.kakao.interfere.withLock {
      $0 = { asked, _ throws(HTTPTransportError) in
        if asked == path {
          try? await clock.sleep(until: clock.now.advanced(by: .seconds(60)), tolerance: nil)
          if Task.isCancelled { throw HTTPTransportError(.cancelled, mayHaveBeenProcessed: true) }
        }
        return nil
      }
    }
    let browser = Browser()
    let address = browser.take(bench.login.start(browser.request("/cart"))).location ?? ""
    let request = browser.callback(bench.kakao.authorize(address, as: 5))
    let login = bench.login
    async let pending = login.callback(request)
    // The slow call and its limit are asleep: nothing else holds the callback up.
    while clock.sleeping < 2 { await Task.yield() }
    while bench.kakao.callCount(path) == 0 { await Task.yield() }
    clock.advance(by: .seconds(5))
    let answer = await pending
    if path == "/v2/user/service_terms" {
      #expect(try await bench.redeem(answer)?.incomplete == ["service_terms"])
    } else {
      #expect(answer.status == 504 && answer.page?.kind == .kakaoTooSlow && answer.event.cause == "deadline")
    }
  }

  @Test("calls together may take eight seconds: what is left for the second is less than five")
  func together() async {
    let clock = StillClock()
    let timer = CallTimer(ElapsedClock(clock), perCall: .seconds(5), together: .seconds(8))
    clock.advance(by: .seconds(6))
    async let late = timer.limited { () async throws(LoginFault) -> Int in
      try? await clock.sleep(until: clock.now.advanced(by: .seconds(60)), tolerance: nil)
      return 1
    }
    while clock.sleeping < 2 { await Task.yield() }
    clock.advance(by: .seconds(2))
    guard case .failure(.late) = await late else {
      Issue.record("not late")
      return
    }
    let over = await timer.limited { () async throws(LoginFault) -> Int in 1 }
    guard case .failure(.late) = over else {
      Issue.record("a call was begun after the end")
      return
    }
  }

  @Test(
    "calls side by side share one limit: those that are late are told by their cancellation, the others have their answer"
  )
  func sideBySide() async {
    let clock = StillClock()
    let timer = CallTimer(ElapsedClock(clock), perCall: .seconds(5), together: .seconds(8))
    @Sendable func slow() async -> Bool {
      do {
        try await clock.sleep(until: clock.now.advanced(by: .seconds(60)), tolerance: nil)
        return true
      } catch {
        return false
      }
    }
    async let answers = timer.run {
      async let late = slow()
      return await (late, true, Task.isCancelled)
    }
    while clock.sleeping < 2 { await Task.yield() }
    clock.advance(by: .seconds(5))
    #expect(await answers == (false, true, true))
    #expect(await timer.run { Task.isCancelled } == false)
    clock.advance(by: .seconds(3))
    #expect(await timer.run { await slow() } == false)
    #expect(await timer.run { Task.isCancelled })
  }

  @Test(
    "time-outs of the transport are 504 too; an age limit has its own page; a code that Kakao does not know is a login begun too long ago"
  )
  func kinds() async throws {
    for (body, status) in [
      (#"{"code":-406,"msg":"x"}"#, 403), (#"{"code":-451,"msg":"x"}"#, 403), (#"{"code":-401,"msg":"x"}"#, 502),
    ] {
      let bench = try Bench()
      defer { bench.remove() }
      bench.kakao.addUser(5)
      bench.kakao.interfere.withLock {
        $0 = { asked, _ in asked == "/v2/user/me" ? FakeKakao.json(401, body) : nil }
      }
      #expect(await bench.logIn(Browser(), as: 5).status == status, "\(body)")
    }
    let bench = try Bench()
    defer { bench.remove() }
    bench.kakao.addUser(5)
    bench.kakao.interfere.withLock {
      $0 = { asked, _ throws(HTTPTransportError) in
        if asked == "/v2/user/me" { throw HTTPTransportError(.timedOut, mayHaveBeenProcessed: true) }
        return nil
      }
    }
    #expect(await bench.logIn(Browser(), as: 5).status == 504)
    bench.kakao.interfere.withLock { $0 = { _, _ in nil } }
    let browser = Browser()
    let state = browser.take(bench.login.start(browser.request("/cart"))).fields["state"] ?? ""
    let answer = await bench.login.callback(browser.callback("code=never-given&state=\(state)"))
    #expect(answer.status == 400 && answer.page?.kind == .unknownAttempt && answer.event.cause == "KOE320")
  }

  @Test("2: a code of another attempt fails at Kakao by PKCE, and nobody is logged in")
  func stolenCode() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    bench.kakao.addUser(5)
    bench.kakao.addUser(6)
    let (victim, thief) = (Browser(), Browser())
    let stolen =
      FakeKakao.fields(
        bench.kakao.authorize(victim.take(bench.login.start(victim.request("/cart"))).location ?? "", as: 5))["code"]
      ?? ""
    let state = thief.take(bench.login.start(thief.request("/cart"))).fields["state"] ?? ""
    let answer = await bench.login.callback(thief.callback("code=\(stolen)&state=\(state)"))
    #expect(answer.code == nil && answer.status == 502)
  }

  @Test("2: where Kakao ignores PKCE, too, a code goes nowhere without this browser's state")
  func withoutPKCE() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    for user in [5, 6] as [Int64] { bench.kakao.addUser(user) }
    let tokens = #"{"access_token":"any","expires_in":21599}"#
    bench.kakao.interfere.withLock {
      $0 = { asked, _ in asked == "/oauth/token" ? FakeKakao.json(200, tokens) : nil }
    }
    let (victim, thief) = (Browser(), Browser())
    victim.take(bench.login.start(victim.request("/cart")))
    let query = bench.kakao.authorize(thief.take(bench.login.start(thief.request("/cart"))).location ?? "", as: 6)
    let code = FakeKakao.fields(query)["code"] ?? ""
    for forged in [query, "code=\(code)", "code=\(code)&state=", "code=\(code)&state=AAAAAAAAAAAAAAAAAAAAAA"] {
      let answer = await bench.login.callback(victim.callback(forged))
      #expect(answer.page?.kind == .unknownAttempt && answer.status == 400 && answer.cookies.isEmpty, "\(forged)")
    }
    #expect(bench.kakao.callCount("/oauth/token") == 0)
  }

  @Test(
    "12: every code with which kauth refuses an exchange ends on a page with the way back, silently at the page itself",
    arguments: ["KOE001", "KOE003", "KOE010", "KOE101", "KOE237", "KOE303", "KOE319", "KOE320", "KOE999"])
  func refusedExchange(code: String) async throws {
    let bench = try Bench()
    defer { bench.remove() }
    bench.kakao.addUser(5)
    let body = "{\"error\":\"invalid_grant\",\"error_code\":\"\(code)\"}"
    bench.kakao.interfere.withLock {
      $0 = { asked, _ in asked == "/oauth/token" ? FakeKakao.json(400, body) : nil }
    }
    let answer = await bench.logIn(Browser(), as: 5)
    #expect(answer.status == (code == "KOE320" ? 400 : 502) && answer.event.cause == code)
    #expect(answer.page?.back == "https://flower.example.com/cart" && answer.page?.reference.count == 9)
    let browser = Browser()
    browser.isKakaoTalk = true
    let silent = await bench.autoLogin(browser, as: 5, returnTo: "/event")
    #expect(silent.location == "https://flower.example.com/event?naru_auto=tried" && silent.event.cause == code)
    #expect(try bench.store.kakaoUser(5, in: bench.shop) == nil)
  }

  @Test("3, 4, 5: an ID token is verified when there is one, and has to name the user that /v2/user/me names")
  func idToken() async throws {
    let signer = try TestSigner()
    let wrong: [(key: String, value: (any Sendable)?)] = [
      ("nonce", "other"), ("nonce", nil), ("iss", "https://evil.example.net"), ("aud", "other-key"), ("exp", 1_000),
      ("sub", "6"),
    ]
    for (index, change) in ([(key: "nickname", value: "x" as (any Sendable)?)] + wrong).enumerated() {
      let isRight = index == 0
      let bench = try Bench()
      defer { bench.remove() }
      bench.kakao.addUser(5)
      let time = bench.time.now.milliseconds / 1000
      bench.kakao.state.withLock { state in
        state.documents = signer.documents
        state.idToken = { code in
          var claims: [String: any Sendable] = [
            "iss": "https://kauth.kakao.com", "aud": "rest-key", "sub": "\(code.user)", "iat": time, "exp": time + 3600,
            "auth_time": time, "nonce": code.nonce,
          ]
          claims[change.key] = change.value
          return signer.sign(claims)
        }
      }
      let answer = await bench.logIn(Browser(), as: 5)
      #expect((answer.code != nil) == isRight, "\(answer.event)")
      if !isRight { #expect(answer.page?.kind == .refused && answer.status == 400) }
    }
  }
}

/// Signs ID tokens as Kakao does.
struct TestSigner: Sendable {
  private let pem: String
  let documents: [String: String]

  init() throws {
    let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    pem = key.pemRepresentation
    let parts = try key.publicKey.getKeyPrimitives()
    func text(_ data: Data) -> String { URLSafeText.encode(Array(data)) }
    documents = [
      "/.well-known/openid-configuration":
        #"{"issuer":"https://kauth.kakao.com","jwks_uri":"https://kauth.kakao.com/.well-known/jwks.json"}"#,
      "/.well-known/jwks.json":
        "{\"keys\":[{\"kid\":\"k1\",\"kty\":\"RSA\",\"alg\":\"RS256\",\"use\":\"sig\",\"n\":\"\(text(parts.modulus))\",\"e\":\"\(text(parts.publicExponent))\"}]}",
    ]
  }

  func sign(_ claims: [String: any Sendable]) -> String {
    guard let payload = try? JSONSerialization.data(withJSONObject: claims),
      let key = try? _RSA.Signing.PrivateKey(pemRepresentation: pem)
    else { return "" }
    let head = Array(#"{"alg":"RS256","typ":"JWT","kid":"k1"}"#.utf8)
    let signed = URLSafeText.encode(head) + "." + URLSafeText.encode(Array(payload))
    guard let signature = try? key.signature(for: Data(signed.utf8), padding: .insecurePKCS1v1_5) else { return "" }
    return signed + "." + URLSafeText.encode(Array(signature.rawRepresentation))
  }
}
