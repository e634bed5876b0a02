import HTTPTransport
import HTTPTypes
import HummingbirdTesting
import KakaoSandbox
import Naru
import Synchronization
import Testing

extension RedactionTests {
  private static let shop = "https://flower.example.com"

  /// Signup, login, and every way in which a browser ends one itself.
  func logins(_ outlet: Outlet) async throws {
    let (browser, backEnd) = (outlet.browser(), BackEnd(site: outlet.site))
    let first = try await outlet.open(
      browser, outlet.toKakao(browser), at: Self.shop + "/join?naru_code=")
    let handoff = try await backEnd.redeem(first.code)
    // Marked values do come: to the back end, and to nobody else.
    #expect(handoff.status == 200 && handoff.json["profile"]["name"].string == "김하나")
    #expect(handoff.json["match"]["member_id"].string == "flower09")
    try await outlet.call(backEnd, .post, "/handoff", "{\"code\":\"\(first.code ?? "")\"}", 404)
    #expect(try await backEnd.call(.put, "/links/\(Site.hana)", "{\"member_id\":\"flower09\"}").status == 200)
    let second = try await outlet.open(browser, outlet.toKakao(browser), at: Self.shop + "/cart?naru_code=")
    #expect(second.code != nil)
    let started = try await outlet.open(
      browser, "/shops/flower/login", at: "https://kauth.kakao.com/", form: "return_to=%2Fcart%3Fa%3D\(Self.place)")
    let cancelled = try await browser.cancel(started)
    #expect(cancelled.location == Self.shop + "/cart?a=\(Self.place)&naru_error=cancelled")

    let callback = try await outlet.toKakao(browser)
    try await outlet.open(outlet.browser(), callback, 400)
    try await outlet.open(browser, callback, at: Self.shop + "/cart?naru_code=")
    let repeated = try await outlet.open(browser, callback, at: Self.shop + "/cart")
    #expect(repeated.code == nil)
    let late = try await outlet.toKakao(browser)
    outlet.site.time.advance(seconds: 16 * 60)
    try await outlet.open(browser, late, 400)
  }

  /// What Kakao, or the way to it, makes go wrong.
  func endsAtKakao(_ outlet: Outlet) async throws {
    let site = outlet.site
    for (path, failure, status) in [
      ("/v2/user/me", HTTPTransportError.Code.timedOut, 504), ("/oauth/token", .timedOut, 504),
      ("/oauth/token", .connectTimedOut, 504), ("/oauth/token", .droppedConnection, 502),
      ("/v2/user/me", .couldNotConnect, 502),
    ] {
      let browser = outlet.browser()
      let back = try await outlet.toKakao(browser)
      site.transport.fail(path, failure)
      try await outlet.open(browser, back, status)
      site.transport.failures.withLock { $0 = [:] }
    }
    // Whatever Kakao says of it is said with the person's own data in it.
    let told = "hana@example.com 김하나 010-0000-0001"
    func refusal(_ status: Int, _ code: String) -> SandboxFault.Effect {
      .loginError(status: status, error: "invalid_grant", code: code, message: told)
    }
    for (path, effect, status) in [
      ("/oauth/token", refusal(400, "KOE320"), 400), ("/oauth/token", refusal(400, "KOE303"), 502),
      ("/oauth/token", refusal(401, "KOE010"), 502), ("/oauth/token", refusal(429, "KOE237"), 502),
      ("/oauth/token", .error(status: 503, code: -9798, message: told), 502),
      ("/oauth/token", .htmlBody(status: 500), 502), ("/oauth/token", .truncatedBody, 502),
      ("/v2/user/me", .error(status: 401, code: -401, message: told), 502),
      ("/v2/user/me", .error(status: 403, code: -406, message: told), 403),
      ("/v2/user/me", .quota, 502), ("/v2/user/me", .error(status: 500, code: -1, message: told), 502),
      ("/v2/user/me", .emptyBody(status: 503), 502), ("/v2/user/me", .htmlBody(status: 502), 502),
      ("/v2/user/me", .truncatedBody, 502),
    ] as [(String, SandboxFault.Effect, Int)] {
      let browser = outlet.browser()
      let back = try await outlet.toKakao(browser)
      site.sandbox.addFault(SandboxFault(path: path, effect: effect, times: nil))
      try await outlet.open(browser, back, status)
      site.sandbox.clearFaults()
    }
    // What fails beside the person's own data ends no login.
    for path in ["/v1/user/shipping_address", "/v2/user/service_terms", "/v1/api/talk/channels"] {
      let browser = outlet.browser()
      let back = try await outlet.toKakao(browser)
      site.sandbox.addFault(SandboxFault(path: path, effect: .error(status: 500, code: -1, message: told), times: nil))
      try await outlet.open(browser, back, at: Self.shop + "/cart?naru_code=")
      site.sandbox.clearFaults()
    }
    for (error, status) in [("server_error", 502), ("timeout", 504), ("invalid_scope", 502), ("whatever", 502)] {
      let browser = outlet.browser()
      let started = try await outlet.open(browser, "/shops/flower/login?return_to=/a")
      let state = started.location.fields["state"] ?? ""
      try await outlet.open(
        browser, "/shops/flower/kakao/callback?error=\(error)&error_description=\(Self.description)&state=\(state)",
        status)
    }
    let browser = outlet.browser()
    try await outlet.open(browser, outlet.toKakao(browser) + "&iss=https%3A%2F%2Fevil.example.org", 400)
  }

  /// Auto-login in all its outcomes.
  func autoLogins(_ outlet: Outlet) async throws {
    let (sandbox, entry) = (outlet.site.sandbox, "auto-login?return_to=/event?a=\(Self.place)")
    let tried = Self.shop + "/event?a=\(Self.place)&naru_auto=tried"
    for agent in [TestBrowser.talk, TestBrowser.talkOnIOS] {
      let talk = outlet.browser(agent)
      let back = try await outlet.toKakao(talk, entry)
      let answer = try await outlet.open(talk, back, at: Self.shop + "/event?a=\(Self.place)&naru_code=")
      #expect(try await BackEnd(site: outlet.site).redeem(answer.code).json["member_id"].string == "flower09")
      let auth = try await talk.send(.get, "/auth?shop=flower")
      #expect(auth.status == .accepted && auth.headers[.named("X-Naru-Member")] == "flower09")
      // A live session goes straight on.
      let live = try await outlet.open(talk, "/shops/flower/" + entry)
      #expect(live.location == Self.shop + "/event?a=\(Self.place)")
    }
    for error in ["consent_required", "login_required", "interaction_required", "auto_login", "timeout", "anything"] {
      sandbox.setTalk(account: "\(Site.hana)", silentError: error)
      let talk = outlet.browser(TestBrowser.talk)
      let back = try await outlet.toKakao(talk, entry)
      #expect(back.fields["error"] == error)
      let refused = try await outlet.open(talk, back + "&error_description=\(Self.description)")
      let again = try await outlet.open(talk, "/shops/flower/" + entry)
      #expect(refused.location == tried && again.location == tried, "\(error)")
    }
    sandbox.setTalk(account: "\(Site.hana)", isSignedIn: false)
    let nobody = outlet.browser(TestBrowser.talk)
    let back = try await outlet.toKakao(nobody, entry)
    #expect(try await outlet.open(nobody, back).location == tried && back.fields["error"] == "login_required")
    sandbox.setTalk(account: "\(Site.hana)")
    // Kakao fails behind it; nobody has the cookie; nobody is in KakaoTalk; a stranger to the shop comes.
    let failing = outlet.browser(TestBrowser.talk)
    let failed = try await outlet.toKakao(failing, entry)
    outlet.site.transport.fail("/v2/user/me", .timedOut)
    #expect(try await outlet.open(failing, failed).location == tried)
    outlet.site.transport.failures.withLock { $0 = [:] }
    let closed = outlet.browser(TestBrowser.talk)
    closed.takesCookies = false
    #expect(try await outlet.open(closed, outlet.toKakao(closed, entry)).location == tried)
    #expect(try await outlet.open(outlet.browser(), "/shops/flower/" + entry).location == tried)
    sandbox.setTalk(account: "\(Site.duri)")
    let stranger = outlet.browser(TestBrowser.talk)
    #expect(try await outlet.open(stranger, outlet.toKakao(stranger, entry, as: Site.duri)).location == tried)
    sandbox.setTalk(account: "\(Site.hana)")
  }

  /// A required term that is withdrawn while the person is at Kakao: once more through the consent, then in.
  func reconsent(_ outlet: Outlet) async throws {
    let browser = outlet.browser()
    let back = try await outlet.toKakao(browser)
    let withdrawn = try await outlet.site.sandbox.respond(
      to: SandboxRequest(
        method: "POST", path: "/sandbox/api/users/\(Site.hana)/service_terms",
        body: Array(#"{"withdraw":["terms"]}"#.utf8)))
    #expect(withdrawn.status == 200)
    let asked = try await outlet.open(browser, back, at: "https://kauth.kakao.com/oauth/authorize?")
    #expect(asked.location.fields["service_terms"] == "terms")
    let done = try await outlet.open(
      browser, browser.atKakao(asked, as: Site.hana), at: Self.shop + "/cart?naru_code=")
    #expect(done.code != nil)
  }

  /// The pages and files that stand beside the flows.
  func pages(_ outlet: Outlet) async throws {
    let browser = outlet.browser()
    for path in ["channel/add", "channel/chat", "naru.js", "login-button.svg"] {
      try await outlet.open(browser, "/shops/flower/\(path)?x=\(Self.place)", 200)
    }
    try await outlet.open(browser, "/shops/flower/kakao/callback?code=x&state=\(Self.place)", 400)
    // A name in a return address is the shop's own; it is not told to the log.
    try await outlet.open(browser, "/shops/flower/login?return_to=//evil.example.org/\(Self.place)", 400)
    try await outlet.open(browser, "/shops/flower/auto-login?return_to=//evil.example.org/\(Self.place)", 400)
    let asked = try await outlet.open(
      browser, "/shops/flower/login?return_to=/\(Self.place)", 200,
      headers: [.named("Sec-Fetch-Site"): "cross-site", .referer: "https://evil.example.org/"])
    #expect(asked.text.contains("class=\"button kakao\""))
  }

  /// The three ways out.
  func logouts(_ outlet: Outlet) async throws {
    for (form, address) in [
      ("", Self.shop + "/"), ("everywhere=true", Self.shop + "/"),
      ("kakao=true", "https://kauth.kakao.com/oauth/logout?"),
    ] {
      let browser = outlet.browser()
      try await outlet.open(browser, outlet.toKakao(browser), at: Self.shop + "/cart?naru_code=")
      #expect(try await browser.send(.get, "/auth?shop=flower").status == .accepted)
      try await outlet.open(browser, "/shops/flower/logout", at: address, form: form)
      #expect(try await browser.send(.get, "/auth?shop=flower").status == .unauthorized)
    }
  }

  /// A store that can be neither read nor written any more: the page says so.
  func withoutStore(_ outlet: Outlet) async throws {
    let browser = outlet.browser()
    let back = try await outlet.toKakao(browser)
    await outlet.site.naru.close()
    try await outlet.open(browser, back, 503)
  }
}
