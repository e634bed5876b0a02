import HTTPTypes
import Hummingbird
import HummingbirdTesting
import KakaoSandbox
import KakaoSync
import Logging
import NIOCore
import Naru
import NaruServer
import Testing

@Suite("Auto-login by HTTP")
struct AutoLoginRouteTests {
  private static let path = "/shops/flower/auto-login?return_to=/event"
  private static let tried = "https://flower.example.com/event?naru_auto=tried"

  @Test("in KakaoTalk, on Android and iOS, one silent attempt asks for nothing optional")
  func silent() async throws {
    try await withSite { site in
      for agent in [TestBrowser.talk, TestBrowser.talkOnIOS] {
        let answer = try await site.browser(agent).send(.get, Self.path)
        #expect(answer.status == .seeOther && answer.location.fields["prompt"] == "none")
        #expect(answer.headers[values: .setCookie].count == 2)
        #expect(answer.headers[values: .setCookie].allSatisfy(LoginRouteTests.isSafe))
      }
    }
  }

  @Test("a member who comes from KakaoTalk is logged in and goes on")
  func success() async throws {
    try await withSite { site in
      try await BackEnd(site: site).signUp(site.browser(), Site.hana, member: "flower01")
      let browser = site.browser(TestBrowser.talk)
      let answer = try await browser.send(.get, browser.atKakao(browser.send(.get, Self.path), as: Site.hana))
      #expect(answer.location.hasPrefix("https://flower.example.com/event?naru_code="), "\(site.log.all.suffix(6))")
      let handoff = try await BackEnd(site: site).redeem(answer.code).json
      #expect(handoff["member_id"].string == "flower01")
      // The session of that login stands: the next link goes straight on.
      let next = try await browser.send(.get, Self.path)
      #expect(next.location == "https://flower.example.com/event")
    }
  }

  @Test(
    "whatever Kakao answers to a silent attempt, the person goes on logged out",
    arguments: [
      "consent_required", "login_required", "interaction_required", "auto_login", "timeout", "server_error",
      "access_denied",
      "anything",
    ])
  func refused(error: String) async throws {
    try await withSite { site in
      let browser = site.browser(TestBrowser.talk)
      let state = try await browser.send(.get, Self.path).location.fields["state"] ?? ""
      let answer = try await browser.send(.get, "/shops/flower/kakao/callback?error=\(error)&state=\(state)")
      #expect(answer.status == .seeOther && answer.location == Self.tried)
      // At most one attempt an entry.
      let again = try await browser.send(.get, Self.path)
      #expect(again.location == Self.tried)
    }
  }

  @Test("outside of KakaoTalk nobody is tried")
  func elsewhere() async throws {
    try await withSite { site in
      let answer = try await site.browser().send(.get, Self.path)
      #expect(answer.status == .seeOther && answer.location == Self.tried)
    }
  }

  @Test("without cookies it ends after one attempt, and the way back says so")
  func withoutCookies() async throws {
    try await withSite { site in
      let browser = site.browser(TestBrowser.talk)
      browser.takesCookies = false
      let callback = try browser.atKakao(await browser.send(.get, Self.path), as: Site.hana)
      let answer = try await browser.send(.get, callback)
      #expect(answer.location == Self.tried)
      // The shop's snippet and middleware stop there; the entry itself does too when the mark comes along.
      let marked = try await browser.send(.get, "/shops/flower/auto-login?return_to=/event%3Fnaru_auto%3Dtried")
      #expect(marked.location == Self.tried)
    }
  }

  @Test("a shop's middleware sends who comes from KakaoTalk to Kakao, once, and shows everything else")
  func middleware() async throws {
    try await withSite { site in
      let login = try site.naru.connection("flower").login
      let router = Router()
      router.add(
        middleware: AutoLoginMiddleware<BasicRequestContext>(login, shopName: "플라워샵") { request, _ in
          request.headers[.cookie]?.contains("shop=member") ?? false
        })
      router.get("/event") { _, _ in "the page" }
      router.post("/event") { _, _ in "the page" }
      router.get("/member/login") { _, _ in "the page" }
      let application = Application(router: router, logger: Logger(label: "shop") { site.log.handler(label: $0) })
      try await application.test(.router) { client in
        func ask(
          _ uri: String = "/event", _ method: HTTPRequest.Method = .get, agent: String = TestBrowser.talk,
          accept: String = "text/html,*/*;q=0.8", cookie: String = "a=b"
        ) async throws -> TestResponse {
          try await client.execute(
            uri: uri, method: method, headers: [.userAgent: agent, .accept: accept, .cookie: cookie])
        }
        let sent = try await ask("/event?a=1")
        #expect(sent.status == .seeOther && sent.location.hasPrefix("https://kauth.kakao.com/oauth/authorize?"))
        #expect(sent.location.fields["prompt"] == "none")
        #expect(sent.headers[values: .setCookie].contains { $0.hasPrefix("__Host-naru_tried_flower=1;") })
        let shown = [
          try await ask("/event?naru_auto=tried"), try await ask("/event?naru_code=x"), try await ask("/event", .post),
          try await ask(agent: TestBrowser.phone), try await ask(accept: "application/json"),
          try await ask(cookie: "shop=member"), try await ask(cookie: "__Host-naru_tried_flower=1"),
        ]
        for page in shown { #expect(page.status == .ok && page.text == "the page") }
        // A page's own `return_to` is its own: the way back is to the page.
        let own = try await ask("/member/login?return_to=/orders")
        let back = try site.browser(TestBrowser.talk).atKakao(own, as: Site.hana)
        let cookies = own.headers[values: .setCookie].map { $0.prefix { $0 != ";" } }.joined(separator: "; ")
        let answer = try await site.client.execute(
          uri: back, method: .get, headers: [.cookie: cookies, .userAgent: TestBrowser.talk])
        #expect(answer.location.hasPrefix("https://flower.example.com/member/login?return_to=/orders&naru_"))
        // Whoever has a session of the sidecar's alone sees the page: nothing here would change that.
        let browser = site.browser(TestBrowser.talk)
        _ = try await browser.logIn(Site.hana)
        #expect(browser.cookies.keys.contains { $0.contains("session") })
        #expect(try await ask(cookie: browser.cookieHeader).text == "the page")
      }
    }
  }

  @Test("the mark lasts ten minutes")
  func mark() async throws {
    try await withSite { site in
      let browser = site.browser(TestBrowser.talk)
      let answer = try await browser.send(.get, Self.path)
      #expect(
        answer.headers[values: .setCookie].contains {
          $0.contains("naru_tried_flower=1") && $0.contains("Max-Age=600;")
        })
    }
  }

  @Test("a Kakao user without a member goes on without a code")
  func stranger() async throws {
    try await withSite { site in
      _ = try await site.browser().logIn(Site.hana)
      let browser = site.browser(TestBrowser.talk)
      let answer = try await browser.send(.get, browser.atKakao(browser.send(.get, Self.path), as: Site.hana))
      #expect(answer.status == .seeOther && answer.code == nil)
    }
  }
}
