import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@Suite("Sessions by HTTP")
struct SessionRouteTests {
  @Test(
    "/auth says who it is, by the session alone, and 401 else", arguments: [HTTPRequest.Method.get, .head, .post, .put])
  func auth(method: HTTPRequest.Method) async throws {
    try await withSite { site in
      let browser = site.browser()
      #expect(try await browser.send(method, "/auth?shop=flower").status == .unauthorized)
      _ = try await browser.logIn(Site.hana)
      let guest = try await browser.send(method, "/auth?shop=flower")
      #expect(guest.status == .accepted && guest.headers[.named("X-Naru-Kakao-User")] == "\(Site.hana)")
      #expect(guest.headers[.named("X-Naru-Shop")] == "flower" && guest.headers[.named("X-Naru-Member")] == nil)
      #expect(guest.headers[.cacheControl] == "no-store")
      try await BackEnd(site: site).call(.put, "/links/\(Site.hana)", "{\"member_id\":\"flower01\"}")
      let member = try await browser.send(method, "/auth?shop=flower")
      #expect(member.headers[.named("X-Naru-Member")] == "flower01")
    }
  }

  @Test("a session of one shop is none of another's, and a changed cookie is none at all")
  func otherShop() async throws {
    try await withSite { site in
      let browser = site.browser()
      _ = try await browser.logIn(Site.hana)
      #expect(try await browser.send(.get, "/auth?shop=rose").status == .unauthorized)
      #expect(try await browser.send(.get, "/auth?shop=plain").status == .notFound)
      #expect(try await browser.send(.get, "/auth?shop=nobody").status == .notFound)
      #expect(try await browser.send(.get, "/auth").status == .notFound)
      let (name, value) = try #require(browser.cookies.first { $0.key.contains("session") })
      for forged in [
        value.dropLast() + "A", value.replacing("-", with: "_") + "", "x", String(repeating: "A", count: 4_000),
      ] {
        let cookie = name == "" ? "" : "\(name)=\(forged)"
        guard forged != value else { continue }
        let answer = try await site.client.execute(uri: "/auth?shop=flower", method: .get, headers: [.cookie: cookie])
        #expect(answer.status == .unauthorized)
      }
    }
  }

  @Test("logging in again makes a new session and ends the old one")
  func renewed() async throws {
    try await withSite { site in
      let browser = site.browser()
      _ = try await browser.logIn(Site.hana)
      let old = browser.cookieHeader
      _ = try await browser.logIn(Site.hana)
      #expect(try await browser.send(.get, "/auth?shop=flower").status == .accepted)
      let answer = try await site.client.execute(uri: "/auth?shop=flower", method: .get, headers: [.cookie: old])
      #expect(answer.status == .unauthorized)
    }
  }

  @Test("a session ends after its time without use")
  func expiry() async throws {
    var files = ShopFiles()
    files.login = "  session_ttl: 1h\n"
    try await withSite(files) { site in
      let browser = site.browser()
      _ = try await browser.logIn(Site.hana)
      for _ in 0..<3 {
        site.time.advance(seconds: 40 * 60)
        #expect(try await browser.send(.get, "/auth?shop=flower").status == .accepted)
      }
      site.time.advance(seconds: 61 * 60)
      #expect(try await browser.send(.get, "/auth?shop=flower").status == .unauthorized)
    }
  }

  @Test("logging out ends the session here, everywhere, or at Kakao too, and goes to a configured address")
  func logout() async throws {
    try await withSite { site in
      let (one, other) = (site.browser(), site.browser())
      _ = try await one.logIn(Site.hana)
      _ = try await other.logIn(Site.hana)
      let here = try await one.post("/shops/flower/logout", form: "return_to=https%3A%2F%2Fevil.example.org")
      #expect(here.status == .seeOther && here.location == "https://flower.example.com/")
      #expect(here.headers[values: .setCookie].allSatisfy(LoginRouteTests.isSafe))
      #expect(try await one.send(.get, "/auth?shop=flower").status == .unauthorized)
      #expect(try await other.send(.get, "/auth?shop=flower").status == .accepted)
      _ = try await one.logIn(Site.hana)
      _ = try await one.post("/shops/flower/logout", form: "everywhere=true")
      #expect(try await other.send(.get, "/auth?shop=flower").status == .unauthorized)
      _ = try await one.logIn(Site.hana)
      let kakao = try await one.post("/shops/flower/logout", form: "kakao=true")
      #expect(kakao.location.hasPrefix("https://kauth.kakao.com/oauth/logout?"))
      #expect(kakao.location.fields["logout_redirect_uri"] == "https%3A%2F%2Fflower.example.com%2F")
      #expect(try await one.send(.get, "/auth?shop=flower").status == .unauthorized)
      #expect(try await one.send(.get, "/shops/flower/logout").status == .methodNotAllowed)
    }
  }

  @Test("where sessions are off there are none")
  func off() async throws {
    var files = ShopFiles()
    files.sessions = false
    try await withSite(files) { site in
      let browser = site.browser()
      _ = try await browser.logIn(Site.hana)
      #expect(browser.cookies.keys.allSatisfy { !$0.contains("session") })
      #expect(try await browser.send(.get, "/auth?shop=flower").status == .unauthorized)
    }
  }
}
