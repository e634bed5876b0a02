import HTTPTransport
import HTTPTypes
import HummingbirdTesting
import KakaoSandbox
import NIOCore
import Naru
import Synchronization
import Testing

@Suite("Nothing secret or personal gets out")
struct RedactionTests {
  /// Everything that went out, by where it did.
  struct Outlet {
    var browsers: [TestResponse] = []
    var problems: [TestResponse] = []
    var receipts: [TestResponse] = []
    var codes: Set<String> = []
    var cookies: Set<String> = []
  }

  private static let people = [
    "김하나", "hana@example.com", "0000-0001", "1000000001", "010-0000-0001", "19900131", "1990-01-31", "세종대로", "이두리",
    "duri@example.com", "sechan@example.com",
  ]

  @Test("every flow with marked values leaves no trace in pages, addresses, problems, logs and metrics")
  func everyFlow() async throws {
    let metrics = MetricBook.shared
    try await withSite { site in
      var outlet = Outlet()
      try await site.importMember("flower09", phone: "010-0000-0001", email: "hana@example.com")
      try await logins(site, &outlet)
      try await backEnd(site, &outlet)
      try await webhooks(site, &outlet)

      var secrets = Set(ShopFiles.secrets.values).union(site.transport.exchanged)
      #expect(site.transport.exchanged.count >= 8)
      secrets.remove(ShopFiles.secrets["REST_KEY"] ?? "")
      let everywhere = secrets.union(Self.people)

      for answer in outlet.browsers {
        let headers = answer.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        for word in everywhere {
          #expect(!answer.text.contains(word) && !headers.contains(word), "a browser was sent \(word)")
        }
        // The code is in the address alone, and the key of the app only where OAuth wants it.
        for code in outlet.codes { #expect(!answer.text.contains(code)) }
        let key = ShopFiles.secrets["REST_KEY"] ?? ""
        #expect(!answer.text.contains(key))
        if headers.contains(key) { #expect(answer.location.hasPrefix("https://kauth.kakao.com/oauth/")) }
      }
      for answer in outlet.problems + outlet.receipts {
        for word in everywhere.union(outlet.codes) {
          #expect(!answer.text.contains(word), "a back end was sent \(word)")
        }
      }
      let log = site.log.all
      #expect(log.count > 20)
      let unlogged = everywhere.union(outlet.codes).union(outlet.cookies).union([
        ShopFiles.secrets["REST_KEY"] ?? "", "\(Site.hana)", "\(Site.duri)", "flower09", "naru_code", "return_to",
      ])
      for line in log + metrics.all {
        for word in unlogged { #expect(!line.contains(word), "\(word) stands in: \(line)") }
      }
      #expect(metrics.all.contains { $0.hasPrefix("naru_logins_total") && $0.contains("event=logged-in") })
      #expect(metrics.all.contains { $0.hasPrefix("naru_webhooks_total") && $0.contains("outcome=wrong-key") })
    }
  }

  private func take(_ browser: TestBrowser, _ outlet: inout Outlet) {
    outlet.browsers += browser.answers
    outlet.codes.formUnion(browser.answers.compactMap(\.code))
    outlet.cookies.formUnion(browser.cookies.values.filter { $0.utf8.count > 4 })
  }

  private func logins(_ site: Site, _ outlet: inout Outlet) async throws {
    let browser = site.browser()
    let first = try await browser.logIn(Site.hana)
    let backEnd = BackEnd(site: site)
    _ = try await backEnd.redeem(first.code)
    outlet.problems.append(try await backEnd.send(.post, "/handoff", "{\"code\":\"\(first.code ?? "")\"}"))
    _ = try await backEnd.call(.put, "/links/\(Site.hana)", "{\"member_id\":\"flower09\"}")
    try await browser.logIn(Site.hana)
    _ = try await browser.cancel(browser.send(.get, "/shops/flower/login?return_to=/cart"))
    let callback = try browser.atKakao(await browser.send(.get, "/shops/flower/login?return_to=/a"), as: Site.hana)
    try await browser.send(.get, callback)
    try await browser.send(.get, callback)
    let stranger = site.browser()
    try await stranger.send(.get, callback)
    for path in ["/v2/user/me", "/oauth/token"] {
      let failing = site.browser()
      let back = try failing.atKakao(await failing.send(.get, "/shops/flower/login?return_to=/a"), as: Site.hana)
      site.transport.fail(path, .timedOut)
      try await failing.send(.get, back)
      site.transport.failures.withLock { $0 = [:] }
      take(failing, &outlet)
    }
    let talk = site.browser(TestBrowser.talk)
    let auto = try await talk.send(.get, "/shops/flower/auto-login?return_to=/event")
    try await talk.send(.get, talk.atKakao(auto, as: Site.hana))
    _ = try await talk.send(.get, "/auth?shop=flower")
    _ = try await talk.post("/shops/flower/logout", form: "everywhere=true")
    // A silent attempt that Kakao refuses, and the pages and files that stand beside the flows.
    let refused = try await talk.send(.get, "/shops/flower/auto-login?return_to=/event2")
    if let state = refused.location.fields["state"] {
      try await talk.send(.get, "/shops/flower/kakao/callback?error=login_required&state=\(state)")
    }
    for path in ["channel/chat", "naru.js", "login-button.svg", "kakao/callback?code=x&state=y"] {
      try await talk.send(.get, "/shops/flower/\(path)")
    }
    _ = try await browser.post("/shops/flower/logout", form: "kakao=true")
    // A name in a return address is the shop's own; it is not told to the log.
    try await browser.send(.get, "/shops/flower/login?return_to=//evil.example.org/")
    try await browser.send(.get, "/shops/flower/channel/add")
    outlet.browsers += talk.answers.filter { $0.status != .accepted }
    take(browser, &outlet)
    take(stranger, &outlet)
  }

  private func backEnd(_ site: Site, _ outlet: inout Outlet) async throws {
    let backEnd = BackEnd(site: site)
    let user = Site.hana
    for (method, path, body) in [
      (HTTPRequest.Method.post, "/handoff", "{\"code\":\"hana@example.com\"}"),
      (.post, "/handoff", "{\"hana@example.com\":"),
      (.put, "/links/0100000001", "{\"member_id\":\"김하나\"}"), (.put, "/links/\(user)", "{\"member_id\":\"\"}"),
      (.post, "/links/\(user)/consents", "{\"withdraw_scopes\":[\"no_such\"]}"),
      (.post, "/links/\(user)/consents", "{}"),
    ] { outlet.problems.append(try await backEnd.send(method, path, body)) }
    let wrong = BackEnd(site: site, authorization: "Bearer wrong-but-like-\(ShopFiles.secrets["ROSE_TOKEN"] ?? "")")
    outlet.problems.append(try await wrong.send(.post, "/handoff", "{\"code\":\"x\"}"))
    for change in ["{\"agree_terms\":[\"marketing\"]}", "{\"withdraw_terms\":[\"marketing\"]}"] {
      outlet.receipts.append(try await backEnd.send(.post, "/links/\(user)/consents", change))
    }
    outlet.receipts.append(try await backEnd.send(.get, "/links/\(user)/consents?history=true"))
    site.transport.fail("/v1/user/unlink", .couldNotConnect)
    outlet.problems.append(try await backEnd.send(.delete, "/links/\(user)"))
    site.transport.failures.withLock { $0 = [:] }
    outlet.receipts.append(try await backEnd.send(.delete, "/links/\(user)"))
    outlet.problems.append(try await backEnd.send(.get, "/links/\(user)/consents"))
  }

  private func webhooks(_ site: Site, _ outlet: inout Outlet) async throws {
    try await BackEnd(site: site).signUp(site.browser(), Site.duri, member: "flower10")
    site.time.advance(seconds: 3_600)
    try site.sandbox.setRelation(.blocked, of: Site.duri, to: ShopFiles.channel)
    try site.sandbox.unlink(Site.duri)
    try await site.deliver()
    for (webhook, key, body) in [
      ("unlink", "KakaoAK wrong", "user_id=\(Site.duri)"), ("unlink", Site.primary, "user_id=김하나"),
      ("channel", Site.primary, "{\"name\":\"김하나\"}"), ("account", Site.primary, "duri@example.com"),
    ] {
      outlet.problems.append(
        try await site.client.execute(
          uri: "/shops/flower/webhooks/kakao/\(webhook)", method: .post, headers: [.authorization: key],
          body: ByteBuffer(string: body)))
    }
  }
}
