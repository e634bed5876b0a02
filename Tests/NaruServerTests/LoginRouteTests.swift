import HTTPTransport
import HTTPTypes
import HummingbirdTesting
import KakaoSandbox
import NIOCore
import Testing

@Suite("Login by HTTP")
struct LoginRouteTests {
  @Test("the entry sends the browser to Kakao with state, PKCE and nonce, by configuration alone")
  func entry() async throws {
    try await withSite { site in
      let browser = site.browser()
      let answer = try await browser.send(
        .get, "/shops/flower/login?return_to=/cart",
        headers: [.origin: "https://flower.example.com"])
      #expect(answer.status == .seeOther)
      #expect(answer.location.hasPrefix("https://kauth.kakao.com/oauth/authorize?"))
      let fields = answer.location.fields
      #expect(fields["redirect_uri"] == "https%3A%2F%2Fsync.example.com%2Fshops%2Fflower%2Fkakao%2Fcallback")
      #expect(fields["code_challenge_method"] == "S256" && fields["nonce"] != nil)
      #expect((fields["state"]?.utf8.count ?? 0) >= 22)
      #expect(answer.headers[.cacheControl] == "no-store")
      #expect(answer.headers[values: .setCookie].count == 1)
      #expect(answer.headers[values: .setCookie].allSatisfy(Self.isSafe))
    }
  }

  /// Whether a cookie can neither be read by scripts, nor sent in the clear, nor be another host's.
  static func isSafe(_ header: String) -> Bool {
    let parts = Set(header.split(separator: ";").dropFirst().map { $0.drop { $0 == " " } })
    return header.hasPrefix("__Host-naru_") && parts.isSuperset(of: ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"])
      && !parts.contains { $0.hasPrefix("Domain") } && header.utf8.count < 4_096
  }

  @Test("a form's POST starts it too, whether the address stands in the form or in the query")
  func post() async throws {
    try await withSite { site in
      let form = try await site.browser().post("/shops/flower/login", form: "return_to=%2Fcart%3Fa%3D1")
      #expect(form.status == .seeOther && form.location.hasPrefix("https://kauth.kakao.com/"))
      let query = try await site.browser().send(.post, "/shops/flower/login?return_to=/cart")
      #expect(query.status == .seeOther)
      let large = try await site.browser().post("/shops/flower/login", form: String(repeating: "a", count: 20_000))
      #expect(large.status == .contentTooLarge)
    }
  }

  @Test("another site's page gets a question, and its answer begins the login")
  func crossSite() async throws {
    try await withSite { site in
      let browser = site.browser()
      let page = try await browser.send(
        .get, "/shops/flower/login?return_to=/a%3Fb%3D%22c", headers: [.named("Sec-Fetch-Site"): "cross-site"])
      #expect(page.status == .badRequest)
      let asked = try await browser.send(
        .get, "/shops/flower/login?return_to=/cart?a=1%262",
        headers: [.named("Sec-Fetch-Site"): "cross-site", .referer: "https://evil.example.org/"])
      #expect(asked.status == .ok && asked.headers[values: .setCookie].isEmpty)
      let link = try #require(asked.text.firstMatch(of: /class="button kakao" href="([^"]+)"/)?.1)
      #expect(link.hasPrefix("/shops/flower/login?return_to="))
      let begun = try await browser.send(.get, String(link), headers: [.named("Sec-Fetch-Site"): "same-origin"])
      #expect(begun.status == .seeOther)
      let back = try await browser.send(.get, browser.atKakao(begun, as: Site.hana))
      #expect(back.location.hasPrefix("https://flower.example.com/join?naru_code="))
    }
  }

  @Test("an address that is not the shop's is refused on a page, never replaced")
  func returnAddress() async throws {
    try await withSite { site in
      for address in [
        "https://evil.example.org/", "//evil.example.org", "/%5Cevil", "https:/flower.example.com", "", "%zz",
        "https://flower.example.com.evil.example.org/", "/a/../b", "javascript:alert(1)",
      ] {
        for path in ["login", "auto-login"] {
          let answer = try await site.browser(TestBrowser.talk).send(.get, "/shops/flower/\(path)?return_to=\(address)")
          #expect(answer.status == .badRequest, "\(path) \(address)")
          #expect(answer.location.isEmpty && !answer.text.contains("evil"), "\(path) \(address)")
        }
      }
    }
  }

  @Test("no header of a request decides where anybody is sent")
  func headerAbuse() async throws {
    try await withSite { site in
      let headers: HTTPFields = [
        .named("X-Forwarded-Host"): "evil.example.org", .named("X-Forwarded-Proto"): "http",
        .named("Forwarded"): "host=evil.example.org;proto=http", .named("X-Original-URL"): "https://evil.example.org/",
        .named("X-Forwarded-Prefix"): "/evil", .named("X-Rewrite-URL"): "/evil",
      ]
      let browser = site.browser()
      let started = try await browser.send(.get, "/shops/flower/login?return_to=/cart", headers: headers)
      let back = try await browser.send(.get, browser.atKakao(started, as: Site.hana), headers: headers)
      let auto = try await site.browser(TestBrowser.talk).send(
        .get, "/shops/flower/auto-login?return_to=/cart", headers: headers)
      let logout = try await browser.send(.post, "/shops/flower/logout", headers: headers)
      let script = try await browser.send(.get, "/shops/flower/naru.js", headers: headers)
      let page = try await browser.send(.get, "/shops/flower/channel/add", headers: headers)
      for answer in [started, back, auto, logout, script, page] {
        #expect(!(answer.location + answer.text + answer.headers[values: .setCookie].joined()).contains("evil"))
        #expect(answer.headers[values: .setCookie].allSatisfy(Self.isSafe))
      }
      #expect(script.text.contains("https://sync.example.com/shops/"))
    }
  }

  @Test("the first login ends at the signup address with a code, the second at the return address")
  func firstAndSecond() async throws {
    try await withSite { site in
      let browser = site.browser()
      let first = try await browser.logIn(Site.hana)
      #expect(first.status == .seeOther)
      #expect(first.location.hasPrefix("https://flower.example.com/join?naru_code="))
      #expect(first.location.fields["return_to"] == "https%3A%2F%2Fflower.example.com%2Fcart")
      #expect(first.headers[.named("Referrer-Policy")] == "no-referrer" && first.headers[.cacheControl] == "no-store")
      try await BackEnd(site: site).call(.put, "/links/\(Site.hana)", "{\"member_id\":\"flower01\"}")
      let second = try await browser.logIn(Site.hana)
      #expect(second.location.hasPrefix("https://flower.example.com/cart?naru_code="))
    }
  }

  @Test("without a signup address a new person goes to the return address")
  func withoutSignupAddress() async throws {
    var files = ShopFiles()
    files.signupURL = nil
    try await withSite(files) { site in
      let answer = try await site.browser().logIn(Site.hana)
      #expect(answer.location.hasPrefix("https://flower.example.com/cart?naru_code="))
    }
  }

  @Test("the same callback again goes to the same place without a code, and asks Kakao nothing")
  func repeated() async throws {
    try await withSite { site in
      let browser = site.browser()
      let callback = try browser.atKakao(await browser.send(.get, "/shops/flower/login?return_to=/cart"), as: Site.hana)
      #expect(try await browser.send(.get, callback).code != nil)
      let exchanges = site.transport.count("/oauth/token")
      let again = try await browser.send(.get, callback)
      #expect(again.status == .seeOther && again.location == "https://flower.example.com/cart")
      #expect(site.transport.count("/oauth/token") == exchanges)
    }
  }

  @Test("ten tabs at once all come to their end")
  func tabs() async throws {
    try await withSite { site in
      let browser = site.browser()
      var callbacks: [String] = []
      for number in 0..<10 {
        callbacks.append(
          try browser.atKakao(await browser.send(.get, "/shops/flower/login?return_to=/\(number)"), as: Site.hana))
      }
      #expect(browser.cookieHeader.utf8.count < 8_000)
      for (number, callback) in callbacks.enumerated().reversed() {
        let answer = try await browser.send(.get, callback)
        #expect(answer.code != nil && answer.location.contains("flower.example.com%2F\(number)"))
      }
    }
  }

  @Test("cancelling goes back with a word, and leaves nothing behind")
  func cancelled() async throws {
    try await withSite { site in
      let browser = site.browser()
      let answer = try await browser.cancel(await browser.send(.get, "/shops/flower/login?return_to=/cart?a=1"))
      #expect(answer.status == .seeOther)
      #expect(answer.location == "https://flower.example.com/cart?a=1&naru_error=cancelled")
      #expect(browser.cookies.keys.allSatisfy { !$0.contains("session") })
    }
  }

  @Test("a callback that this browser did not begin, too late, or for another shop ends on a page")
  func foreign() async throws {
    try await withSite { site in
      let browser = site.browser()
      let callback = try browser.atKakao(await browser.send(.get, "/shops/flower/login?return_to=/cart"), as: Site.hana)
      let other = try await site.browser().send(.get, callback)
      #expect(other.status == .badRequest && other.code == nil)
      let elsewhere = try await browser.send(.get, callback.replacing("/flower/", with: "/rose/"))
      #expect(elsewhere.status == .badRequest)
      for query in [
        "", "?code=x", "?state=x&code=y", "?state=%00&code=%FF", "?error=access_denied", "?code=a&code=b&state=c",
      ] {
        let answer = try await browser.send(.get, "/shops/flower/kakao/callback" + query)
        #expect(answer.status == .badRequest && answer.text.contains("https://flower.example.com/"))
      }
      site.time.advance(seconds: 16 * 60)
      #expect(try await browser.send(.get, callback).status == .badRequest)
      #expect(site.transport.count("/oauth/token") == 0)
    }
  }

  @Test("the number of every page is in the log, at the level that is on unless another is asked for")
  func numbers() async throws {
    try await withSite { site in
      let browser = site.browser()
      for (path, headers) in [
        ("kakao/callback?code=x&state=y", [:]), ("login?return_to=//evil.example.org/", [:]),
        ("login", [.named("Sec-Fetch-Site"): "cross-site"]),
      ] as [(String, HTTPFields)] {
        let answer = try await browser.send(.get, "/shops/flower/\(path)", headers: headers)
        let reference = try #require(answer.text.firstMatch(of: /<code>([^<]+)<\/code>/)?.1)
        #expect(
          site.log.all.contains { $0.hasPrefix("info login") && $0.contains("reference=\(reference)") }, "\(path)")
      }
    }
  }

  @Test("a code that Kakao gave for one shop logs nobody in at another, though both share an app")
  func codeOfAnotherShop() async throws {
    try await withSite { site in
      let browser = site.browser()
      let flower = try browser.atKakao(await browser.send(.get, "/shops/flower/login?return_to=/cart"), as: Site.hana)
      let rose = try await browser.send(.get, "/shops/rose/login?return_to=/shop/a")
      let (code, state) = (flower.fields["code"] ?? "", rose.location.fields["state"] ?? "")
      #expect(!code.isEmpty && !state.isEmpty)
      let answer = try await browser.send(.get, "/shops/rose/kakao/callback?code=\(code)&state=\(state)")
      #expect(answer.status.code >= 400 && answer.code == nil && answer.location.isEmpty)
      #expect(site.transport.count("/v2/user/me") == 0)
    }
  }

  @Test(
    "Kakao failing or too slow ends on a page with a way back and a number that the log has",
    arguments: [
      ("/oauth/token", HTTPTransportError.Code.timedOut, 504), ("/oauth/token", .droppedConnection, 502),
      ("/v2/user/me", .timedOut, 504), ("/v2/user/me", .couldNotConnect, 502), ("/oauth/token", .connectTimedOut, 504),
    ])
  func kakaoFails(path: String, code: HTTPTransportError.Code, status: Int) async throws {
    try await withSite { site in
      let browser = site.browser()
      let callback = try browser.atKakao(await browser.send(.get, "/shops/flower/login?return_to=/cart"), as: Site.hana)
      site.transport.fail(path, code)
      let answer = try await browser.send(.get, callback)
      #expect(answer.status.code == status)
      #expect(answer.text.contains("href=\"https://flower.example.com/cart\"") && answer.text.contains("lang=\"ko\""))
      let reference = try #require(answer.text.firstMatch(of: /<code>([^<]+)<\/code>/)?.1)
      #expect(site.log.all.contains { $0.hasPrefix("warning login") && $0.contains("reference=\(reference)") })
      #expect(browser.cookies.keys.allSatisfy { !$0.contains("session") })
      let user = Site.hana
      #expect(try await BackEnd(site: site).call(.get, "/links/\(user)").json["links"].count == 0)
    }
  }

  @Test("Kakao's own errors at the callback end on a page; an age limit says so")
  func kakaoErrors() async throws {
    try await withSite { site in
      for (error, status) in [("server_error", 502), ("timeout", 504), ("invalid_scope", 502), ("whatever", 502)] {
        let browser = site.browser()
        let state = try await browser.send(.get, "/shops/flower/login?return_to=/cart").location.fields["state"] ?? ""
        let answer = try await browser.send(.get, "/shops/flower/kakao/callback?error=\(error)&state=\(state)")
        #expect(answer.status.code == status, "\(error)")
      }
      site.sandbox.addFault(SandboxFault(path: "/v2/user/me", effect: .error(status: 401, code: -406, message: "age")))
      let answer = try await site.browser().logIn(Site.hana)
      #expect(answer.status == .forbidden && answer.text.contains("나이 제한"))
    }
  }

  @Test("what fails beside the person's own data is listed in the hand-off, and the login stands")
  func incomplete() async throws {
    try await withSite { site in
      site.transport.fail("/v1/user/shipping_address", .droppedConnection)
      let answer = try await site.browser().logIn(Site.hana)
      let handoff = try await BackEnd(site: site).redeem(answer.code).json
      #expect(handoff["incomplete"].list.compactMap(\.string) == ["shipping_addresses"])
      #expect(handoff["profile"]["phone"].string == "+821000000001")
    }
  }

  @Test("a required term that a member has not agreed to is asked for by the next login, and never silently")
  func reconsent() async throws {
    try await withSite { site in
      let browser = site.browser(TestBrowser.talk)
      let backEnd = BackEnd(site: site)
      try await backEnd.signUp(browser, Site.hana, member: "flower01")
      let withdrawn = try await site.sandbox.respond(
        to: SandboxRequest(
          method: "POST", path: "/sandbox/api/users/\(Site.hana)/service_terms",
          body: Array(#"{"withdraw":["terms"]}"#.utf8)))
      #expect(withdrawn.status == 200)
      try await backEnd.call(.delete, "/links/\(Site.hana)/sessions")
      let entry = try await browser.send(.get, "/shops/flower/auto-login?return_to=/cart")
      let silent = try await browser.send(.get, browser.atKakao(entry, as: Site.hana))
      #expect(silent.location == "https://flower.example.com/cart?naru_auto=tried")
      let again = try await browser.logIn(Site.hana)
      #expect(again.location.hasPrefix("https://flower.example.com/cart?naru_code="))
      let consents = try await backEnd.call(.get, "/links/\(Site.hana)/consents").json["consents"]
      #expect(consents.list.contains { $0["tag"].string == "terms" && $0["agreed"].bool == true })
    }
  }

  @Test("pages come in English to who prefers it")
  func english() async throws {
    try await withSite { site in
      let answer = try await site.browser().send(
        .get, "/shops/flower/kakao/callback?state=x", headers: [.acceptLanguage: "en-US,en;q=0.9,ko;q=0.5"])
      #expect(answer.text.contains("lang=\"en\"") && answer.text.contains("Back to the shop"))
    }
  }

  @Test("a shop without login, and no shop at all, are 404 problems")
  func noLogin() async throws {
    try await withSite { site in
      for (shop, name) in [
        ("plain", "no-login"), ("nobody", "unknown-shop"), ("..", "unknown-shop"), ("a%2Fb", "unknown-shop"),
      ] {
        for path in ["login", "auto-login", "kakao/callback"] {
          let answer = try await site.browser().send(.get, "/shops/\(shop)/\(path)")
          #expect(answer.status == .notFound)
          #expect([name, "not-found"].contains(JSONValue(answer.text).problem ?? ""), "\(shop)/\(path) \(answer.text)")
        }
      }
    }
  }
}
