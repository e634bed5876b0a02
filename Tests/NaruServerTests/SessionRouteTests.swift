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

  @Test("/auth tells whoever is not logged in the way to the login, and hands it on where the proxy does")
  func way() async throws {
    try await withSite { site in
      func ask(
        _ uri: String, _ headers: HTTPFields = [:], method: HTTPRequest.Method = .get, agent: String = TestBrowser.phone
      ) async throws -> TestResponse {
        try await site.browser(agent).send(method, uri, headers: headers)
      }
      let login = "https://sync.example.com/shops/flower/login"
      let page: HTTPFields = [.named("X-Forwarded-Uri"): "/members/a%20b?id=5&page=2"]
      let back = "?return_to=https%3A%2F%2Fflower.example.com%2Fmembers%2Fa%2520b%3Fid%3D5%26page%3D2"
      let told = try await ask("/auth?shop=flower", page)
      #expect(told.status == .unauthorized && told.headers[.named("X-Naru-Login")] == login + back)
      #expect(told.headers[.location] == nil)
      let talk = try await ask("/auth?shop=flower", page, agent: TestBrowser.talk)
      #expect(
        talk.headers[.named("X-Naru-Login")] == "https://sync.example.com/shops/flower/auto-login" + back)
      let bare = try await ask("/auth?shop=flower")
      #expect(bare.headers[.named("X-Naru-Login")] == login)
      let sent = try await ask("/auth?shop=flower&redirect=true", page)
      #expect(sent.status == .seeOther && sent.location == login + back)
      var posted = page
      posted[.named("X-Forwarded-Method")] = "POST"
      #expect(try await ask("/auth?shop=flower&redirect=true", posted).status == .unauthorized)
      #expect(try await ask("/auth?shop=flower&redirect=true", page, method: .post).status == .unauthorized)
      let browser = site.browser()
      _ = try await browser.logIn(Site.hana)
      let known = try await browser.send(.get, "/auth?shop=flower&redirect=true", headers: page)
      #expect(known.status == .accepted && known.headers[.named("X-Naru-Login")] == nil)
    }
  }

  @Test("a logout that a foreign page asks for ends nothing and takes no cookie")
  func foreignLogout() async throws {
    try await withSite { site in
      let browser = site.browser()
      _ = try await browser.logIn(Site.hana)
      for headers in [
        [.named("Sec-Fetch-Site"): "cross-site"], [.origin: "https://evil.example.net"], [.origin: "null"],
        [.referer: "https://evil.example.net/a"],
      ] as [HTTPFields] {
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        let answer = try await browser.send(
          .post, "/shops/flower/logout", headers: headers, body: "everywhere=true&kakao=true")
        #expect(answer.status == .forbidden && answer.headers[values: .setCookie].isEmpty)
        #expect(answer.text.contains("다른 사이트에서 로그아웃을 요청했습니다."))
        #expect(try await browser.send(.get, "/auth?shop=flower").status == .accepted)
      }
      let own = try await browser.send(
        .post, "/shops/flower/logout",
        headers: [.origin: "https://flower.example.com", .contentType: "application/x-www-form-urlencoded"], body: "a=b"
      )
      #expect(own.status == .seeOther)
      #expect(try await browser.send(.get, "/auth?shop=flower").status == .unauthorized)
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
