import CommonValues
import Foundation
import HTTPTransport
import ShopModel
import Store
import Synchronization
import Testing

@testable import KakaoSync

@Suite("Signup and login")
struct LoginTests {
  @Test(
    "a new user goes to the signup page with a code and the way back; the back end redeems it, completes the link, and the next login is the member's"
  )
  func signup() async throws {
    let bench = try Bench { $0.signupURL = "https://flower.example.com/join?from=kakao" }
    defer { bench.remove() }
    bench.kakao.addUser(1_376_016_924_429_759_228)
    let browser = Browser()
    let answer = await bench.logIn(browser, as: 1_376_016_924_429_759_228, returnTo: "/cart?a=1&b=2")
    #expect(answer.status == 303 && answer.event.kind == .signupBegun)
    let location = try #require(answer.location)
    #expect(location.hasPrefix("https://flower.example.com/join?from=kakao&naru_code="))
    #expect(location.hasSuffix("&return_to=https%3A%2F%2Fflower.example.com%2Fcart%3Fa%3D1%26b%3D2"))
    let handoff = try #require(try await bench.redeem(answer))
    #expect(handoff.isNew && handoff.kakaoUserID == 1_376_016_924_429_759_228)
    #expect(handoff.returnTo == "https://flower.example.com/cart?a=1&b=2")
    #expect(try await bench.accounts.pendingSignups().count == 1)
    guard
      case .linked(_, isNew: true) = try await bench.accounts.link(
        member: "flower01", kakaoUser: 1_376_016_924_429_759_228)
    else {
      Issue.record("not linked")
      return
    }
    #expect(try await bench.accounts.pendingSignups().isEmpty)
    let second = await bench.logIn(browser, as: 1_376_016_924_429_759_228)
    #expect(second.location?.hasPrefix("https://flower.example.com/cart?naru_code=") == true)
    #expect(second.event.kind == .loggedIn)
    let known = try #require(try await bench.redeem(second))
    #expect(known.memberID == "flower01" && !known.isNew && known.match == nil)
  }

  @Test("the hand-off is the JSON that was promised, without keys for what was not agreed to")
  func json() async throws {
    let bench = try Bench {
      $0.scopes = ["account_email", "shipping_address"]
      $0.serviceTerms = []
    }
    defer { bench.remove() }
    bench.kakao.state.withLock {
      $0.terms = [.init(tag: "terms_required", required: true), .init(tag: "marketing", required: false)]
      $0.scopes = "account_email shipping_address"
    }
    bench.kakao.addUser(7) {
      $0.account = [
        "email": "\"hana@example.com\"", "is_email_valid": "true", "is_email_verified": "true",
        "phone_number": "\"+82 10-0000-1234\"", "birthyear": "\"1990\"", "birthday": "\"0131\"", "gender": "\"female\"",
        "age_range": "\"30~39\"", "profile": "{\"nickname\":\"하나\"}",
      ]
      $0.hasAddresses = true
    }
    let answer = await bench.logIn(Browser(), as: 7)
    let handoff = try #require(try await bench.redeem(answer))
    let object = try #require(
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(handoff)) as? [String: Any])
    #expect(object["kakao_user_id"] as? String == "7" && object["member_id"] is NSNull)
    #expect(object["new"] as? Bool == true && object["synched"] as? Bool == true)
    #expect(
      object["connected_at"] as? String != nil && object["return_to"] as? String == "https://flower.example.com/cart")
    let profile = try #require(object["profile"] as? [String: Any])
    #expect(profile["phone"] as? String == "+821000001234" && profile["email_verified"] as? Bool == true)
    #expect(profile["birth_date"] as? String == "1990-01-31" && profile["nickname"] as? String == "하나")
    #expect(profile["name"] == nil)
    let terms = try #require(object["service_terms"] as? [[String: Any]])
    #expect(terms.map { $0["tag"] as? String } == ["terms_required", "marketing"])
    #expect(terms[0]["agreed"] as? Bool == true && terms[0]["agreed_at"] != nil)
    #expect(terms[1]["agreed"] as? Bool == false && terms[1]["agreed_at"] == nil)
    let addresses = try #require(object["shipping_addresses"] as? [[String: Any]])
    #expect(addresses.first?["id"] as? String == "18446744073" && addresses.first?["zone_number"] as? String == "04524")
    let channels = try #require(object["channels"] as? [[String: Any]])
    #expect(
      channels.first?["channel_public_id"] as? String == "_abc" && channels.first?["relation"] as? String == "ADDED")
    #expect((object["scopes"] as? [String]) == ["account_email", "shipping_address"])
    #expect((object["incomplete"] as? [String]) == [] && object["match"] == nil)
  }

  @Test(
    "11: the same callback again goes back without a code, and asks Kakao nothing; also after a restart and at the same time"
  )
  func repeated() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    bench.kakao.addUser(5)
    let browser = Browser()
    let address = browser.take(bench.login.start(browser.request("/cart"))).location ?? ""
    let query = bench.kakao.authorize(address, as: 5)
    let request = browser.callback(query)
    let login = bench.login
    let answers = await withTaskGroup(of: LoginAnswer.self) { group in
      for _ in 0..<8 { group.addTask { await login.callback(request) } }
      return await group.reduce(into: [LoginAnswer]()) { $0.append($1) }
    }
    #expect(answers.count { $0.code != nil } == 1)
    #expect(
      answers.filter { $0.code == nil }.allSatisfy {
        $0.location == "https://flower.example.com/cart" && $0.status == 303
      })
    for answer in answers { browser.take(answer) }
    #expect(await bench.login.callback(browser.callback(query)).location == "https://flower.example.com/cart")
    try bench.restart(seed: 99)
    #expect(await bench.login.callback(request).location == "https://flower.example.com/cart")
    #expect(bench.kakao.callCount("/oauth/token") == 1)
  }

  @Test("a hand-off code is redeemed once, in 60 seconds, at its own shop")
  func redeem() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    let rose = try Bench(shop: "rose", seed: 2, store: bench.store, folder: bench.folder)
    bench.kakao.addUser(5)
    let code = try #require(await bench.logIn(Browser(), as: 5).code)
    #expect(try await rose.login.redeem(code) == nil, "10: another shop")
    for bad in ["", "x", String(code.dropLast()), code + "A", code.uppercased(), String(repeating: "A", count: 43)] {
      #expect(try await bench.login.redeem(bad) == nil, "\(bad)")
    }
    #expect(try await bench.login.redeem(code) != nil)
    #expect(try await bench.login.redeem(code) == nil)
    let late = try #require(await bench.logIn(Browser(), as: 5).code)
    bench.time.advance(seconds: 60)
    #expect(try await bench.login.redeem(late) == nil)
  }

  @Test(
    "12: cancelled goes back with naru_error=cancelled, every other refusal of Kakao's ends on a page with a way back and a number"
  )
  func refusals() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    for (word, kind) in [
      ("access_denied", nil), ("consent_required", .kakaoFailed), ("login_required", .kakaoFailed),
      ("interaction_required", .kakaoFailed), ("auto_login", .kakaoFailed), ("timeout", .kakaoTooSlow),
      ("invalid_request", .kakaoFailed), ("invalid_client", .kakaoFailed), ("invalid_scope", .kakaoFailed),
      ("invalid_grant", .kakaoFailed), ("misconfigured", .kakaoFailed), ("unauthorized", .kakaoFailed),
      ("unauthorized_client", .kakaoFailed), ("server_error", .kakaoFailed), ("something_new", .kakaoFailed),
    ] as [(String, LoginPage.Kind?)] {
      let browser = Browser()
      let started = browser.take(bench.login.start(browser.request("/cart")))
      let query = "error=\(word)&error_description=marked%20words&state=\(started.fields["state"] ?? "")"
      let answer = browser.take(await bench.login.callback(browser.callback(query)))
      #expect(answer.event.cause == word)
      if let kind {
        #expect(answer.page?.kind == kind && answer.page?.back == "https://flower.example.com/cart", "\(word)")
        #expect(answer.page?.reference.count == 9 && answer.event.reference == answer.page?.reference)
      } else {
        #expect(answer.location == "https://flower.example.com/cart?naru_error=cancelled")
      }
      // What comes after it for the same attempt is nothing new.
      let again = await bench.login.callback(browser.callback("code=late&state=\(started.fields["state"] ?? "")"))
      #expect(again.location == "https://flower.example.com/cart", "\(word)")
    }
    #expect(bench.kakao.callCount("/oauth/token") == 0)
  }

  @Test("1: state missing, foreign, of another browser or unreadable is a 400 page")
  func badState() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    bench.kakao.addUser(5)
    let browser = Browser()
    let address = browser.take(bench.login.start(browser.request("/cart"))).location ?? ""
    let query = bench.kakao.authorize(address, as: 5)
    let cases = [
      CallbackRequest(query: query, cookies: ""), browser.callback("code=x"), browser.callback("code=x&state="),
      browser.callback("code=x&state=AAAAAAAAAAAAAAAAAAAAAA"), browser.callback("code=x&state=%ff"),
      browser.callback(""), browser.callback("code=a&code=b&state=c"), browser.callback("code=a&error=b&state=c"),
      browser.callback("error=<script>&state=x"), browser.callback(query + "."), browser.callback(query + ".AAAA"),
      browser.callback(String(repeating: "a", count: 20_000)),
    ]
    for (index, request) in cases.enumerated() {
      let answer = await bench.login.callback(request)
      #expect(answer.status == 400 && answer.page?.back == "https://flower.example.com/", "\(index)")
    }
    #expect(bench.kakao.callCount("/oauth/token") == 0)
    #expect(await bench.login.callback(browser.callback(query)).code != nil)
  }

  @Test("9: an answer that names another issuer is refused before the code goes anywhere")
  func issuer() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    bench.kakao.addUser(5)
    bench.kakao.state.withLock {
      $0.documents["/.well-known/openid-configuration"] =
        #"{"issuer":"https://kauth.kakao.com","jwks_uri":"https://kauth.kakao.com/.well-known/jwks.json"}"#
    }
    for (issuer, isRight) in [("https%3A%2F%2Fevil.example.net", false), ("https%3A%2F%2Fkauth.kakao.com", true)] {
      let browser = Browser()
      let address = browser.take(bench.login.start(browser.request("/cart"))).location ?? ""
      let query = bench.kakao.authorize(address, as: 5) + "&iss=\(issuer)"
      let answer = await bench.login.callback(browser.callback(query))
      #expect((answer.code != nil) == isRight && (answer.page?.kind == .refused) == !isRight)
    }
    #expect(bench.kakao.callCount("/oauth/token") == 1)
  }

  @Test(
    "17: a login that a foreign page began asks first; the shop's own pages, forms and typed addresses begin it at once"
  )
  func loginCSRF() throws {
    let bench = try Bench()
    defer { bench.remove() }
    func kind(_ change: (inout BrowserRequest) -> Void) -> LoginEvent.Kind {
      var request = BrowserRequest(returnTo: "/cart")
      change(&request)
      return bench.login.start(request).event.kind
    }
    #expect(kind { $0.fetchSite = "cross-site" } == .confirmAsked)
    #expect(
      kind {
        $0.fetchSite = "cross-site"
        $0.referer = "https://evil.example.net/x"
      } == .confirmAsked)
    #expect(
      kind {
        $0.fetchSite = "cross-site"
        $0.referer = "https://flower.example.com.evil.example.net/"
      } == .confirmAsked)
    #expect(
      kind {
        $0.isPost = true
        $0.origin = "https://evil.example.net"
        $0.fetchSite = "cross-site"
      } == .confirmAsked)
    #expect(
      kind {
        $0.isPost = true
        $0.origin = "null"
      } == .confirmAsked)
    #expect(
      kind { $0.referer = "https://evil.example.net/" } == .confirmAsked, "a browser that does not say from where")
    #expect(kind { $0.referer = "https://flower.example.com/a" } == .started)
    #expect(
      kind {
        $0.fetchSite = "cross-site"
        $0.referer = "https://flower.example.com/"
      } == .started)
    #expect(
      kind {
        $0.isPost = true
        $0.origin = "https://flower.example.com"
        $0.fetchSite = "cross-site"
      } == .started)
    #expect(
      kind {
        $0.isPost = true
        $0.origin = "https://sync.example.com"
      } == .started)
    for site in ["same-origin", "same-site", "none", nil] { #expect(kind { $0.fetchSite = site } == .started) }
    let page = bench.login.start(BrowserRequest(returnTo: "/cart", fetchSite: "cross-site"))
    #expect(page.page?.returnTo == "https://flower.example.com/cart" && page.status == 200 && page.cookies.isEmpty)
  }

  @Test("a return address that is not allowed is a 400 page at every entry")
  func badReturn() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    for answer in [
      bench.login.start(BrowserRequest(returnTo: "https://evil.example.net/")),
      await bench.login.autoLogin(BrowserRequest(returnTo: "//evil.example.net/", userAgent: Browser.talk)),
    ] { #expect(answer.status == 400 && answer.page?.kind == .badReturnAddress && answer.cookies.isEmpty) }
  }

  @Test("consents are kept with their evidence, and the relation is known to customer files")
  func evidence() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    bench.kakao.state.withLock { $0.terms = [.init(tag: "t", required: true), .init(tag: "m", required: false)] }
    bench.kakao.addUser(5)
    _ = await bench.logIn(Browser(), as: 5)
    let seen = try await bench.accounts.consents(ofKakaoUser: 5)
    #expect(
      seen.map { "\($0.kind.rawValue) \($0.tag) \($0.agreed)" }
        == ["scope account_email true", "scope phone_number true", "term m false", "term t true"])
    #expect(seen.last?.agreedAt == Timestamp("2026-01-01T00:00:00Z"))
    bench.kakao.state.withLock { $0.scopes = "account_email" }
    bench.time.advance(seconds: 10)
    _ = await bench.logIn(Browser(), as: 5)
    #expect(try await bench.accounts.consents(ofKakaoUser: 5).first { $0.tag == "phone_number" }?.agreed == false)
    #expect(try bench.store.apply(.member(Member(id: "a")), in: bench.shop, sourceTime: bench.time.now))
    _ = try await bench.accounts.link(member: "a", kakaoUser: 5)
    #expect(try bench.store.memberFacts(["a"], in: bench.shop).first?.relations["_abc"]?.state == .added)
  }

  @Test(
    "required terms that are new send the person through consent once, for those terms alone, and never round again")
  func reconsent() async throws {
    let bench = try Bench { $0.serviceTerms = ["old", "new", "marketing"] }
    defer { bench.remove() }
    bench.kakao.state.withLock {
      $0.terms = [.init(tag: "old", required: true), .init(tag: "marketing", required: false)]
    }
    bench.kakao.addUser(5)
    _ = try await bench.accounts.link(member: "a", kakaoUser: 5)
    bench.kakao.state.withLock {
      $0.terms += [.init(tag: "new", required: true), .init(tag: "foreign", required: true)]
    }
    // Kakao shows no page for the configured terms here, as when all that it would ask is agreed to.
    let browser = Browser()
    let started = browser.take(bench.login.start(browser.request("/cart")))
    let state = started.fields["state"] ?? ""
    var address = started.location ?? ""
    address = address.replacingOccurrences(of: "service_terms=old%2Cnew%2Cmarketing", with: "x=1")
    let asked = await bench.comeBack(browser, address, as: 5)
    #expect(asked.event.kind == .reconsent && asked.fields["service_terms"] == "new")
    #expect(asked.fields["scope"] == nil && asked.fields["channel_public_id"] == nil && asked.fields["state"] != state)
    #expect(try bench.store.kakaoUser(5, in: bench.shop) == nil, "nothing half-done behind it")
    let done = await bench.comeBack(browser, try #require(asked.location), as: 5)
    #expect(
      done.event.kind == .loggedIn && done.location?.hasPrefix("https://flower.example.com/cart?naru_code=") == true)
    // Whoever comes back without having agreed is not sent there a second time.
    bench.kakao.state.withLock { $0.users[5]?.agreed = [] }
    let other = Browser()
    let first = await bench.comeBack(
      other,
      (other.take(bench.login.start(other.request("/cart"))).location ?? "").replacingOccurrences(
        of: "service_terms=", with: "y="), as: 5)
    #expect(first.event.kind == .reconsent)
    let second = await bench.comeBack(
      other, (first.location ?? "").replacingOccurrences(of: "service_terms=", with: "y="), as: 5)
    #expect(second.event.kind == .loggedIn)
  }
}
