import HTTPTransport
import HTTPTypes
import HummingbirdTesting
import KakaoSandbox
import Naru
import Synchronization
import Testing

extension RedactionTests {
  /// What the back end asks and is refused, consents given and withdrawn, and the end of a link.
  func backEnd(_ outlet: Outlet) async throws {
    let (site, backEnd) = (outlet.site, BackEnd(site: outlet.site))
    let user = "/links/\(Site.hana)"
    for (method, path, body, status) in [
      (HTTPRequest.Method.post, "/handoff", "{\"code\":\"hana@example.com\"}", 404),
      (.post, "/handoff", "{\"hana@example.com\":", 400), (.put, "/links/0100000001", "{\"member_id\":\"김하나\"}", 400),
      (.put, user, "{\"member_id\":\"\"}", 400), (.put, user, "{\"member_id\":\"flower12\"}", 409),
      (.post, user + "/consents", "{\"withdraw_scopes\":[\"no_such\"]}", 409), (.post, user + "/consents", "{}", 400),
    ] { try await outlet.call(backEnd, method, path, body, status) }
    let wrong = BackEnd(site: site, authorization: "Bearer wrong-but-like-\(ShopFiles.secrets["ROSE_TOKEN"] ?? "")")
    try await outlet.call(wrong, .post, "/handoff", "{\"code\":\"x\"}", 401)
    for change in [
      "{\"agree_terms\":[\"marketing\"]}", "{\"withdraw_terms\":[\"marketing\"]}",
      "{\"withdraw_scopes\":[\"account_email\"]}",
    ] { try await outlet.call(backEnd, .post, user + "/consents", change, 200) }
    let consents = try await outlet.call(backEnd, .get, user + "/consents?refresh=true", nil, 200)
    let email = JSONValue(consents.text)["consents"].list.first { $0["tag"].string == "account_email" }
    #expect(email?["agreed"].bool == false)
    try await outlet.call(backEnd, .get, user + "/consents?history=true", nil, 200)
    try await outlet.call(backEnd, .delete, user + "/sessions", nil, 200)
    site.transport.fail("/v1/user/unlink", .couldNotConnect)
    try await outlet.call(backEnd, .delete, user, nil, 502)
    site.transport.failures.withLock { $0 = [:] }
    try await outlet.call(backEnd, .delete, user, nil, 200)
    try await outlet.call(backEnd, .delete, user, nil, 404)
    try await outlet.call(backEnd, .get, user + "/consents", nil, 200)
  }

  /// Kakao's webhooks: a relation that changes, a person who unlinks, and what is none.
  func webhooks(_ outlet: Outlet) async throws {
    let site = outlet.site
    let (browser, backEnd) = (outlet.browser(), BackEnd(site: site))
    let answer = try await outlet.open(
      browser, outlet.toKakao(browser, as: Site.duri), at: "https://flower.example.com/join?naru_code=")
    #expect(try await backEnd.redeem(answer.code).status == 200)
    #expect(try await backEnd.call(.put, "/links/\(Site.duri)", "{\"member_id\":\"flower10\"}").status == 200)
    site.time.advance(seconds: 3_600)
    try site.sandbox.setRelation(.added, of: Site.duri, to: ShopFiles.channel)
    try site.sandbox.setRelation(.blocked, of: Site.duri, to: ShopFiles.channel)
    try site.sandbox.unlink(Site.duri)
    #expect(try await site.deliver() >= 3)
    #expect(try await backEnd.call(.get, "/links/\(Site.duri)").json["member_id"].isNull)
    #expect(try await browser.send(.get, "/auth?shop=flower").status == .unauthorized)
    for (name, key, body, status) in [
      ("unlink", "KakaoAK wrong", "user_id=\(Site.duri)", 401), ("unlink", Site.primary, "user_id=김하나", 200),
      ("channel", Site.primary, "{\"name\":\"김하나\"}", 400), ("account", Site.primary, "duri@example.com", 400),
    ] { try await outlet.webhook(name, key: key, body, status) }
  }

  /// The addresses of a campaign; `naru link` prints them, and its QR code is of nothing else (`Tests/Browser`).
  func campaign(_ outlet: Outlet) async throws {
    let connection = try outlet.site.naru.connection("flower")
    for target in ["/event", "https://flower.example.com/event?size=l"] {
      let link = try connection.autoLoginAddress(to: target)
      outlet.printed += [link.address, link.target]
      let path = link.address.dropFirst("https://sync.example.com".count)
      try await outlet.open(outlet.browser(), String(path), at: "https://flower.example.com/event?")
    }
    #expect(throws: NaruError.self) { try connection.autoLoginAddress(to: "//evil.example.org/") }
  }
}
