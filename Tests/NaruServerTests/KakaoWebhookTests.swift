import HTTPTransport
import HTTPTypes
import HummingbirdTesting
import KakaoSandbox
import NIOCore
import Naru
import ShopModel
import Store
import Testing

@testable import NaruServer

@Suite("Kakao's webhooks by HTTP")
struct KakaoWebhookTests {
  private static let form = "application/x-www-form-urlencoded"

  private func send(
    _ site: Site, _ webhook: String, _ body: String, key: String? = Site.primary, type: String = KakaoWebhookTests.form,
    headers more: HTTPFields = [:]
  ) async throws -> TestResponse {
    var headers = more
    headers[.authorization] = key
    headers[.contentType] = type
    return try await site.client.execute(
      uri: "/shops/flower/webhooks/kakao/\(webhook)", method: .post, headers: headers, body: ByteBuffer(string: body))
  }

  private func stored(_ site: Site) async throws -> Int {
    let shop = site.naru.configuration.shops[0].id
    return try await site.naru.store.perform { try $0.inbox(of: shop).count }
  }

  @Test(
    "only the primary admin key is let in; for another nothing is kept or echoed, and it is counted",
    arguments: [
      nil, "", "KakaoAK", "KakaoAK ", "KakaoAK wrong", "Bearer \(ShopFiles.secrets["PRIMARY_KEY"] ?? "")",
      "KakaoAK \(ShopFiles.secrets["ADMIN_KEY"] ?? "")", "KakaoAK \(ShopFiles.secrets["PRIMARY_KEY"] ?? "")x",
      "KakaoAK \(ShopFiles.secrets["REST_KEY"] ?? "")", Site.token,
    ])
  func wrongKey(key: String?) async throws {
    _ = MetricBook.shared
    try await withSite { site in
      for (webhook, body) in [("unlink", "app_id=1&user_id=42&referrer_type=UNLINK_FROM_APPS"), ("channel", "{}")] {
        let answer = try await send(site, webhook, body, key: key)
        #expect(answer.status == .unauthorized && answer.body.readableBytes == 0)
      }
      let get = try await site.client.execute(
        uri: "/shops/flower/webhooks/kakao/unlink?app_id=1&user_id=42", method: .get,
        headers: key.map { [.authorization: $0] } ?? [:])
      #expect(get.status == .unauthorized)
      #expect(try await stored(site) == 0)
      let metrics = MetricBook.registry.text()
      for source in ["unlink", "channel"] {
        #expect(
          metrics.contains("naru_webhooks_total{outcome=\"wrong-key\",shop=\"flower\",source=\"kakao.\(source)\"}"))
      }
    }
  }

  @Test("while keys are changed, the old one is let in too")
  func rotation() async throws {
    try await withSite { site in
      let key = "KakaoAK " + (ShopFiles.secrets["OLD_PRIMARY_KEY"] ?? "")
      let answer = try await send(site, "unlink", "app_id=1&user_id=42", key: key)
      #expect(answer.status == .ok)
    }
  }

  @Test("bodies over the limit are 413, at every webhook")
  func tooLarge() async throws {
    try await withSite { site in
      for size in [(64 << 10) + 1, 2 << 20] {
        for webhook in ["unlink", "channel", "account"] {
          let answer = try await send(site, webhook, String(repeating: "a", count: size))
          #expect(answer.status == .contentTooLarge, "\(webhook) \(size)")
        }
      }
      #expect(try await stored(site) == 0)
    }
  }

  @Test("with the right key an unlink is always 200, whatever it says")
  func unlinkAlways() async throws {
    try await withSite { site in
      for body in ["", "user_id=", "user_id=abc", "app_id=1", "%zz", "user_id=1&user_id=2", "{\"user_id\":1}", "\u{0}"]
      {
        let answer = try await send(site, "unlink", body)
        #expect(answer.status == .ok, "\(body)")
        #expect(try await send(site, "unlink", body, type: "text/plain").status == .ok)
      }
      #expect(try await stored(site) == 0)
    }
  }

  @Test(
    "an unlink by form or by query ends link, sessions and what came from Kakao; twice is as once",
    arguments: [true, false])
  func unlink(byQuery: Bool) async throws {
    try await withSite { site in
      let (browser, backEnd) = (site.browser(), BackEnd(site: site))
      try await backEnd.signUp(browser, Site.hana, member: "flower01")
      _ = try await browser.logIn(Site.hana)
      site.time.advance(seconds: 3_600)
      if byQuery { try site.sandbox.updateApp { $0.webhooks.unlinkMethod = .get } }
      try site.sandbox.updateApp { $0.webhooks.accountURL = nil }
      try site.sandbox.unlink(Site.hana)
      try await site.deliver()
      #expect(site.sandbox.deliveries().count { $0.request.kind == .unlink } == 1)
      #expect(site.sandbox.deliveries().first?.outcome == .accepted(status: 200))
      #expect(try await browser.send(.get, "/auth?shop=flower").status == .unauthorized)
      let history = try await backEnd.call(.get, "/links/\(Site.hana)").json
      #expect(history["member_id"].string == nil && history["links"][0]["ended_at"].string != nil)
      #expect(try await backEnd.call(.get, "/links/\(Site.hana)/consents").json["consents"].count == 0)
      let again = try await send(site, "unlink", "app_id=1&user_id=\(Site.hana)&referrer_type=UNLINK_FROM_APPS")
      #expect(again.status == .ok)
      try await site.inbox.drain()
      #expect(try await backEnd.call(.get, "/links/\(Site.hana)").json["links"].count == 1)
    }
  }

  @Test("an unlink that comes late, after a new link, is checked with Kakao and ends nothing")
  func late() async throws {
    try await withSite { site in
      let backEnd = BackEnd(site: site)
      try await backEnd.signUp(site.browser(), Site.hana, member: "flower01")
      #expect(
        try await send(site, "unlink", "app_id=1&user_id=\(Site.hana)&referrer_type=UNLINK_FROM_APPS").status == .ok)
      try await site.inbox.drain()
      #expect(try await backEnd.call(.get, "/links/\(Site.hana)").json["member_id"].string == "flower01")
    }
  }

  @Test("channel webhooks are 200 once kept, 400 when unreadable, and seen again are kept once")
  func channel() async throws {
    try await withSite { site in
      try await site.importMember("flower01", phone: "010-0000-0001")
      try await BackEnd(site: site).signUp(site.browser(), Site.hana, member: "flower01")
      site.time.advance(seconds: 60)
      try await site.deliver()
      try site.sandbox.updateApp { $0.webhooks.accountURL = nil }
      try site.sandbox.setRelation(.blocked, of: Site.hana, to: ShopFiles.channel)
      let kept = try await stored(site)
      try await site.deliver()
      #expect(try await stored(site) == kept + 1)
      let member = try await site.naru.connection("flower").member("flower01")
      #expect(member.relations[ShopFiles.channel]?.state.rawValue == "BLOCKED")
      let again = """
        {"event":"blocked","id":"\(Site.hana)","id_type":"app_user_id","channel_public_id":"\(ShopFiles.channel)",\
        "updated_at":"2026-11-01T00:00:00Z"}
        """
      let id = HTTPFields([.init(name: .named("X-Kakao-Resource-ID"), value: "resource-1")])
      #expect(try await send(site, "channel", again, type: "application/json", headers: id).status == .ok)
      #expect(try await send(site, "channel", again, type: "application/json", headers: id).status == .ok)
      #expect(try await stored(site) == kept + 2)
      site.time.advance(seconds: 60)
      let added = """
        {"event":"added","id":"\(Site.hana)","id_type":"app_user_id","channel_public_id":"\(ShopFiles.channel)"}
        """
      #expect(try await send(site, "channel", added, type: "application/json").status == .ok)
      // When Kakao is answered, it is known.
      let friend = try await site.naru.connection("flower").member("flower01")
      #expect(friend.relations[ShopFiles.channel]?.state.rawValue == "ADDED")
      for body in ["", "{", "[]", "{\"event\":1}", "{\"event\":\"added\"}", String(repeating: "[", count: 60_000)] {
        #expect(
          try await send(site, "channel", body, type: "application/json").status == .badRequest, "\(body.prefix(20))")
      }
    }
  }

  @Test("an event of an account is 202 once verified, and 400 with Kakao's word for what is wrong")
  func account() async throws {
    try await withSite { site in
      let (browser, backEnd) = (site.browser(), BackEnd(site: site))
      try await backEnd.signUp(browser, Site.hana, member: "flower01")
      _ = try await browser.logIn(Site.hana)
      site.time.advance(seconds: 3_600)
      try site.sandbox.updateApp { $0.webhooks.unlinkURL = nil }
      try site.sandbox.unlink(Site.hana)
      _ = try await site.deliver()
      let delivery = try #require(site.sandbox.deliveries().first { $0.request.kind == .account })
      #expect(delivery.outcome == .accepted(status: 202))
      #expect(try await backEnd.call(.get, "/links/\(Site.hana)").json["member_id"].string == nil)
      let token = String(decoding: delivery.request.body, as: UTF8.self)
      let type = "application/secevent+jwt"
      let kept = try await stored(site)
      #expect(try await send(site, "account", token, key: nil, type: type).status == .accepted)
      #expect(try await stored(site) == kept)
      let parts = token.split(separator: ".").map(String.init)
      for (body, word) in [
        ("", "invalid_request"), ("x.y.z", "invalid_request"), (parts[0] + "." + parts[1] + ".", "invalid_key"),
        (parts[0] + "." + parts[1] + "." + String(parts[2].reversed()), "invalid_key"),
        ("eyJhbGciOiJub25lIn0." + parts[1] + ".", "invalid_key"),
      ] {
        let answer = try await send(site, "account", body, key: nil, type: type)
        #expect(answer.status == .badRequest && answer.headers[.contentType] == "application/json")
        #expect(["invalid_request", "invalid_key"].contains(JSONValue(answer.text)["err"].string ?? ""), "\(word)")
      }
    }
  }

  @Test("when Kakao's keys can not be had an event is 503, to come again")
  func keysUnavailable() async throws {
    try await withSite { site in
      try await BackEnd(site: site).signUp(site.browser(), Site.hana, member: "flower01")
      site.time.advance(seconds: 3_600)
      site.transport.fail("/.well-known/jwks.json", .timedOut)
      site.transport.fail("/.well-known/sse-configuration", .timedOut)
      try site.sandbox.rotateSigningKey(keepingOld: false)
      try site.sandbox.unlink(Site.hana)
      _ = try await site.deliver()
      #expect(site.sandbox.deliveries().contains { $0.request.kind == .account && $0.outcome == .refused(status: 503) })
    }
  }

  @Test("two hundred equal posts at once are kept once and all confirmed")
  func concurrent() async throws {
    try await withSite { site in
      let token: @Sendable () async throws -> Int = {
        let headers: HTTPFields = [
          .authorization: Site.primary, .contentType: "application/json", .named("X-Kakao-Resource-ID"): "same",
        ]
        let body = """
          {"event":"added","id":"42","id_type":"app_user_id","channel_public_id":"\(ShopFiles.channel)",\
          "updated_at":"2026-11-01T00:00:00Z"}
          """
        return try await site.client.execute(
          uri: "/shops/flower/webhooks/kakao/channel", method: .post, headers: headers, body: ByteBuffer(string: body)
        ).status.code
      }
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<200 { group.addTask(operation: token) }
        return try await group.reduce(into: [Int]()) { $0.append($1) }
      }
      #expect(statuses.allSatisfy { $0 == 200 } && statuses.count == 200)
      #expect(try await stored(site) == 1)
    }
  }

  @Test("after the inbox is closed an unlink is still 200, and the others ask to come again")
  func closed() async throws {
    try await withSite { site in
      let run = Task { await site.inbox.run() }
      run.cancel()
      await run.value
      let unlink = try await send(site, "unlink", "app_id=1&user_id=42")
      #expect(unlink.status == .ok)
      let channel = """
        {"event":"added","id":"42","id_type":"app_user_id","channel_public_id":"\(ShopFiles.channel)",\
        "updated_at":"2026-11-01T00:00:00Z"}
        """
      #expect(try await send(site, "channel", channel, type: "application/json").status == .serviceUnavailable)
      #expect(site.log.all.contains { $0.hasPrefix("error webhook: not kept") && $0.contains("cause=closed") })
    }
  }

  @Test("other methods and unknown shops are refused")
  func elsewhere() async throws {
    try await withSite { site in
      let get = try await site.client.execute(uri: "/shops/flower/webhooks/kakao/channel", method: .get)
      #expect(get.status == .methodNotAllowed && get.headers[.allow] == "POST")
      let shop = try await site.client.execute(uri: "/shops/nobody/webhooks/kakao/unlink", method: .post)
      #expect(shop.status == .notFound)
      let plain = try await site.client.execute(
        uri: "/shops/plain/webhooks/kakao/unlink?user_id=1", method: .get, headers: [.authorization: Site.primary])
      #expect(plain.status == .unauthorized)
    }
  }
}
