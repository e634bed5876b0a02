import CommonValues
import HTTPTransport
import ShopModel
import Store
import Synchronization
import Testing

@testable import KakaoSync

@Suite("Auto-login (checklist 12, 13)")
struct AutoLoginTests {
  private func bench(_ change: (inout LoginSettings) -> Void = { _ in }) async throws -> (Bench, Browser) {
    let bench = try Bench { settings in
      settings.scopes = ["openid", "account_email"]
      change(&settings)
    }
    bench.kakao.addUser(5)
    _ = try await bench.accounts.link(member: "flower01", kakaoUser: 5)
    let browser = Browser()
    browser.isKakaoTalk = true
    return (bench, browser)
  }

  @Test("in KakaoTalk a member is logged in without a page, by one silent attempt that asks for nothing optional")
  func success() async throws {
    let (bench, browser) = try await bench()
    defer { bench.remove() }
    let started = browser.take(await bench.login.autoLogin(browser.request("/event?a=1")))
    #expect(started.fields["prompt"] == "none" && started.fields["scope"] == "openid")
    #expect(started.fields["service_terms"] == nil && started.fields["channel_public_id"] == nil)
    let answer = await bench.comeBack(browser, try #require(started.location), as: 5)
    #expect(answer.location?.hasPrefix("https://flower.example.com/event?a=1&naru_code=") == true)
    #expect(try await bench.redeem(answer)?.memberID == "flower01")
  }

  @Test(
    "every way in which Kakao may refuse ends at the page, logged out",
    arguments: [
      "consent_required", "login_required", "interaction_required", "auto_login", "timeout", "LOGIN_TIMEOUT",
      "access_denied",
      "server_error", "invalid_scope", "something_new",
    ])
  func refusals(word: String) async throws {
    let (bench, browser) = try await bench()
    defer { bench.remove() }
    let started = browser.take(await bench.login.autoLogin(browser.request("/event")))
    let answer = await bench.login.callback(
      browser.callback("error=\(word)&error_description=x&state=\(started.fields["state"] ?? "")"))
    #expect(answer.location == "https://flower.example.com/event?naru_auto=tried" && answer.status == 303)
    #expect(bench.kakao.callCount("/oauth/token") == 0)
  }

  @Test("a failing or slow Kakao shows no page either", arguments: ["/oauth/token", "/v2/user/me"])
  func failing(path: String) async throws {
    let (bench, browser) = try await bench()
    defer { bench.remove() }
    bench.kakao.interfere.withLock {
      $0 = { asked, _ in asked == path ? HTTPResponse(status: 500) : nil }
    }
    let answer = await bench.autoLogin(browser, as: 5, returnTo: "/event")
    #expect(answer.location == "https://flower.example.com/event?naru_auto=tried" && answer.event.kind == .failed)
  }

  @Test("a Kakao user who is no member goes on without a code, and leaves nothing behind")
  func stranger() async throws {
    let (bench, browser) = try await bench { $0.sessions = true }
    defer { bench.remove() }
    bench.kakao.addUser(6)
    let answer = await bench.autoLogin(browser, as: 6, returnTo: "/event")
    #expect(answer.location == "https://flower.example.com/event?naru_auto=tried")
    #expect(try bench.store.kakaoUser(6, in: bench.shop) == nil)
    #expect(!browser.cookies.keys.contains { $0.contains("session") })
  }

  @Test("required terms that are new can not be asked for silently: logged out, until the next login")
  func missingTerms() async throws {
    let (bench, browser) = try await bench()
    defer { bench.remove() }
    bench.kakao.state.withLock { $0.terms = [.init(tag: "new", required: true)] }
    let answer = await bench.autoLogin(browser, as: 5, returnTo: "/event")
    #expect(answer.location == "https://flower.example.com/event?naru_auto=tried")
  }

  @Test("outside of KakaoTalk, and within ten minutes of a try, the way is straight on")
  func straight() async throws {
    let (bench, browser) = try await bench()
    defer { bench.remove() }
    browser.isKakaoTalk = false
    #expect(await bench.autoLogin(browser, as: 5).event.kind == .notTried)
    browser.isKakaoTalk = true
    _ = await bench.autoLogin(browser, as: nil)
    let second = await bench.autoLogin(browser, as: 5)
    #expect(second.event.kind == .notTried && second.location == "https://flower.example.com/cart?naru_auto=tried")
    let tried = try #require(browser.headers.first { $0.contains("naru_tried_flower=") })
    #expect(tried.contains("Max-Age=600;"))
  }

  @Test(
    "KakaoTalk is recognised on Android and iOS, with and without a slash",
    arguments: [
      ("Mozilla/5.0 (Android; Mobile; rv:13.0) Gecko/13.0 Firefox/13.0 KAKAOTALK", true),
      ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148 KAKAOTALK 10.4.5", true),
      ("x KAKAOTALK/10.7.0 y", true), ("kakaotalk", true), ("KakaoTalk-Scrap", true), ("KAKAO TALK", false),
      ("", false),
      ("Mozilla/5.0 Chrome/120", false), ("KAKAOTAL", false),
    ])
  func userAgents(text: String, expected: Bool) {
    #expect(BrowserRequest(userAgent: text).isKakaoTalk == expected)
  }

  @Test(
    "13: never a loop: a shop that sends everybody who is logged out to auto-login ends at its page, cookies on or off, in KakaoTalk or not",
    arguments: [true, false], [true, false])
  func loops(cookies: Bool, talk: Bool) async throws {
    let (bench, browser) = try await bench()
    defer { bench.remove() }
    browser.takesCookies = cookies
    browser.isKakaoTalk = talk
    // The worst shop: it looks at nothing but the way back that it was given.
    var returnTo = "https://flower.example.com/event"
    var rounds = 0
    for _ in 0..<10 {
      let started = browser.take(await bench.login.autoLogin(browser.request(returnTo)))
      guard let address = started.location, address.hasPrefix("https://kauth") else {
        returnTo = started.location ?? ""
        break
      }
      rounds += 1
      returnTo = await bench.comeBack(browser, address, as: nil).location ?? ""
    }
    #expect(rounds <= 1 && returnTo == "https://flower.example.com/event?naru_auto=tried")
    // And asked again with the way back that it has now, nothing is tried.
    #expect(await bench.login.autoLogin(browser.request(returnTo)).event.kind == .notTried)
  }

  @Test("the target survives a jump to a browser that knows nothing of the attempt, and a state that is too old")
  func otherBrowser() async throws {
    let (bench, _) = try await bench()
    defer { bench.remove() }
    let long = "/event?" + String(repeating: "q", count: 600)
    for target in ["/event", long] {
      let browser = Browser()
      browser.isKakaoTalk = true
      let started = await bench.login.autoLogin(browser.request(target))
      let query = bench.kakao.authorize(try #require(started.location), as: 5)
      let other = Browser()
      let answer = await bench.login.callback(other.callback(query))
      #expect(
        answer.location == "https://flower.example.com\(target)" + (target.contains("?") ? "&" : "?")
          + "naru_auto=tried")
      browser.take(started)
      bench.time.advance(seconds: 1_000)
      #expect(await bench.login.callback(browser.callback(query)).location == answer.location)
    }
    #expect(bench.kakao.callCount("/oauth/token") == 0)
  }

  @Test("a live session goes straight on, and after logging out nobody is logged in again silently")
  func session() async throws {
    let (bench, browser) = try await bench { $0.sessions = true }
    defer { bench.remove() }
    #expect(await bench.autoLogin(browser, as: 5).code != nil)
    let straight = await bench.login.autoLogin(browser.request("/event"))
    #expect(straight.location == "https://flower.example.com/event" && straight.event.kind == .alreadyLoggedIn)
    browser.take(await bench.login.logout(cookies: browser.header))
    #expect(await bench.login.autoLogin(browser.request("/event")).event.kind == .notTried)
  }

  @Test("the back button after a silent attempt comes to the page, not to another attempt")
  func backButton() async throws {
    let (bench, browser) = try await bench()
    defer { bench.remove() }
    let started = browser.take(await bench.login.autoLogin(browser.request("/event")))
    let query = bench.kakao.authorize(try #require(started.location), as: 5)
    browser.take(await bench.login.callback(browser.callback(query)))
    #expect(
      browser.take(await bench.login.callback(browser.callback(query))).location == "https://flower.example.com/event")
    #expect(browser.take(await bench.login.autoLogin(browser.request("/event"))).event.kind == .notTried)
  }

  @Test("a shop's middleware sends a visitor of KakaoTalk once, and nobody who is logged in, elsewhere, or was tried")
  func middleware() async throws {
    let (bench, _) = try await bench()
    defer { bench.remove() }
    let guarding = bench.login.autoLoginGuard
    func decide(
      _ page: String, agent: String = Browser.talk, cookies: String = "", isLoggedIn: Bool = false, isGet: Bool = true
    ) -> AutoLoginGuard.Decision {
      guarding.decide(page: page, userAgent: agent, cookies: cookies, isLoggedIn: isLoggedIn, isGet: isGet)
    }
    let entry = "https://sync.example.com/shops/flower/auto-login?return_to="
    guard case .redirect(let address, let sent) = decide("/a?b=1") else {
      Issue.record("nobody is sent")
      return
    }
    #expect(address == entry + "https%3A%2F%2Fflower.example.com%2Fa%3Fb%3D1" && sent.maxAge == 600)
    #expect(decide("/a?b=1", cookies: "\(sent.name)=\(sent.value)") == .show(nil))
    #expect(decide("/a", isLoggedIn: true) == .show(nil))
    #expect(decide("/a", agent: Browser.plain) == .show(nil))
    #expect(decide("/a", isGet: false) == .show(nil))
    #expect(decide("//evil.example.net") == .show(nil))
    guard case .show(let cookie?) = decide("/a?naru_auto=tried") else {
      Issue.record("tried again")
      return
    }
    #expect(cookie.maxAge == 600)
    #expect(decide("/b", cookies: "\(cookie.name)=\(cookie.value)") == .show(nil))
  }

  @Test(
    "13: whoever has a session here and none at the shop sees the page after one turn, with and without cookies",
    arguments: [true, false])
  func sessionWithoutLogin(takesCookies: Bool) async throws {
    let (bench, browser) = try await bench { $0.sessions = true }
    defer { bench.remove() }
    if takesCookies { #expect(await bench.autoLogin(browser, as: 5).code != nil) }
    browser.takesCookies = takesCookies
    // The shop's own host, with cookies of its own.
    let visitor = Browser()
    visitor.takesCookies = takesCookies
    var page = "https://flower.example.com/event"
    var turns = 0
    while turns < 5 {
      let decision = bench.login.autoLoginGuard.decide(
        page: page, userAgent: Browser.talk, cookies: visitor.header, isLoggedIn: false)
      guard case .redirect(let entry, let cookie) = decision else { break }
      turns += 1
      visitor.take(LoginAnswer.redirect(entry, .notTried, cookies: [cookie]))
      let answer = await bench.autoLogin(browser, as: 5, returnTo: page)
      page = try #require(answer.location)
    }
    #expect(turns == 1)
  }

  @Test(
    "a page that asks for a login is told the way there: silently once in KakaoTalk, and never to a foreign address")
  func entry() async throws {
    let (bench, _) = try await bench()
    defer { bench.remove() }
    let shop = "https://sync.example.com/shops/flower"
    let back = "?return_to=https%3A%2F%2Fflower.example.com%2Fa%3Fb%3D1%26c"
    #expect(bench.login.entry(from: "/a?b=1&c", userAgent: Browser.plain) == shop + "/login" + back)
    #expect(bench.login.entry(from: "/a?b=1&c", userAgent: Browser.talk) == shop + "/auto-login" + back)
    #expect(
      bench.login.entry(from: "/a?naru_auto=tried", userAgent: Browser.talk)
        == shop + "/login?return_to=https%3A%2F%2Fflower.example.com%2Fa")
    for page in [nil, "//evil.example.net/", "https://evil.example.net/", "/a\r\nSet-Cookie: b=c"] {
      #expect(bench.login.entry(from: page, userAgent: Browser.talk) == shop + "/login")
    }
  }
}
