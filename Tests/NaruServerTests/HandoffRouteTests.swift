import HTTPTypes
import HummingbirdTesting
import KakaoSandbox
import NIOCore
import Testing

@Suite("The hand-off by HTTP")
struct HandoffRouteTests {
  @Test("a code gives what is known of the person, once")
  func once() async throws {
    try await withSite { site in
      let backEnd = BackEnd(site: site)
      let answer = try await site.browser().logIn(Site.hana)
      let (status, handoff) = try await backEnd.redeem(answer.code)
      #expect(status == 200)
      #expect(handoff["kakao_user_id"].string == "\(Site.hana)" && handoff["member_id"].isNull)
      #expect(handoff["new"].bool == true && handoff["return_to"].string == "https://flower.example.com/cart")
      #expect(handoff["profile"]["name"].string == "김하나" && handoff["profile"]["email"].string == "hana@example.com")
      #expect(handoff["profile"]["email_verified"].bool == true)
      #expect(handoff["channels"][0]["relation"].string == "ADDED")
      #expect(Set(handoff["service_terms"].list.compactMap { $0["tag"].string }) == ["terms", "privacy", "marketing"])
      #expect(handoff["shipping_addresses"].count == 1 && handoff["incomplete"].count == 0)
      let again = try await backEnd.redeem(answer.code)
      #expect(again.status == 404 && again.json.problem == "handoff-gone")
    }
  }

  @Test("a person without consent to an item has no key for it")
  func withoutConsent() async throws {
    try await withSite { site in
      let answer = try await site.browser().logIn(
        Site.hana, consent: SandboxConsent(scopes: ["profile_nickname"], terms: ["terms", "privacy"]))
      let handoff = try await BackEnd(site: site).redeem(answer.code).json
      #expect(handoff["profile"].keys.isDisjoint(with: ["phone", "email", "name", "email_verified"]))
      #expect(
        handoff["service_terms"].list.contains { $0["tag"].string == "marketing" && $0["agreed"].bool == true } == false
      )
    }
  }

  @Test("after its time a code is gone")
  func expired() async throws {
    try await withSite { site in
      let answer = try await site.browser().logIn(Site.hana)
      site.time.advance(seconds: 61)
      #expect(try await BackEnd(site: site).redeem(answer.code).json.problem == "handoff-gone")
    }
  }

  @Test("another shop's token does not open it, and does not spend it")
  func anotherShop() async throws {
    try await withSite { site in
      let answer = try await site.browser().logIn(Site.hana)
      var rose = BackEnd(site: site, shop: "rose", authorization: "Bearer " + (ShopFiles.secrets["ROSE_TOKEN"] ?? ""))
      #expect(try await rose.redeem(answer.code).json.problem == "handoff-gone")
      rose.shop = "flower"
      #expect(try await rose.redeem(answer.code).json.problem == "unauthorized")
      #expect(try await BackEnd(site: site).redeem(answer.code).status == 200)
    }
  }

  @Test("the shop's second token is taken as the first")
  func rotation() async throws {
    try await withSite { site in
      let answer = try await site.browser().logIn(Site.hana)
      let old = BackEnd(site: site, authorization: "bearer " + (ShopFiles.secrets["FLOWER_OLD_TOKEN"] ?? ""))
      #expect(try await old.redeem(answer.code).status == 200)
    }
  }

  @Test(
    "without a token, or with what is none, every route of the back end is 401 and says how",
    arguments: [
      nil, "", "Bearer", "Bearer ", "Basic bWFya2Vk", "Bearer wrong", "KakaoAK \(ShopFiles.secrets["ADMIN_KEY"] ?? "")",
    ])
  func unauthorized(authorization: String?) async throws {
    try await withSite { site in
      let backEnd = BackEnd(site: site, authorization: authorization)
      for (method, path) in [
        (HTTPRequest.Method.post, "/handoff"), (.get, "/links/1"), (.put, "/links/1"), (.delete, "/links/1"),
        (.get, "/links/1/consents"), (.post, "/links/1/consents"), (.delete, "/links/1/sessions"),
      ] {
        let answer = try await backEnd.send(method, path, "{}")
        #expect(answer.status == .unauthorized && answer.headers[.wwwAuthenticate] == "Bearer", "\(method) \(path)")
        #expect(JSONValue(answer.text).problem == "unauthorized")
      }
      let plain = BackEnd(site: site, shop: "plain", authorization: authorization)
      #expect(try await plain.redeem("x").status == 401)
    }
  }

  @Test("bodies that are not what is asked for are refused, each with its problem")
  func bodies() async throws {
    try await withSite { site in
      let backEnd = BackEnd(site: site)
      for body in ["", "{", "[]", "{\"code\":1}", "{}", "null", "\u{FEFF}{", String(repeating: "[", count: 50_000)] {
        let answer = try await backEnd.call(.post, "/handoff", body)
        #expect(answer.status == 400 && answer.json.problem == "bad-json", "\(body.prefix(20))")
      }
      for code in ["", "x", String(repeating: "A", count: 43), "../../x", "\\u0000"] {
        #expect(try await backEnd.redeem(code).json.problem == "handoff-gone")
      }
      #expect(
        try await backEnd.call(.post, "/handoff", "code=x", type: "application/x-www-form-urlencoded").status == 415)
      #expect(
        try await backEnd.call(.post, "/handoff", "{\"code\":\"x\"}", type: "application/json; charset=utf-8").status
          == 404)
      #expect(try await backEnd.call(.post, "/handoff", "{\"code\":\"x\"}", type: nil).status == 404)
      let large = try await backEnd.call(.post, "/handoff", "\"" + String(repeating: "a", count: 70_000) + "\"")
      #expect(large.status == 413 && large.json.problem == "too-large")
    }
  }

  @Test(
    "a member from before is offered by the policy of the shop, and never joined by itself",
    arguments: [("verified_phone", true), ("verified_email", true), ("never", false)])
  func match(policy: String, isOffered: Bool) async throws {
    var files = ShopFiles()
    files.match = policy
    try await withSite(files) { site in
      try await site.importMember("flower09", phone: "010-0000-0001", email: "hana@example.com")
      let answer = try await site.browser().logIn(Site.hana)
      let handoff = try await BackEnd(site: site).redeem(answer.code).json
      #expect(handoff["member_id"].isNull)
      #expect(handoff["match"]["member_id"].string == (isOffered ? "flower09" : nil))
      #expect(handoff["match"]["by"].string == (isOffered ? policy : nil))
    }
  }

  @Test("an e-mail address that Kakao has not verified matches nobody")
  func unverified() async throws {
    var files = ShopFiles()
    files.match = "verified_email"
    try await withSite(files) { site in
      try await site.importMember("flower09", phone: "010-0000-0009", email: "sechan@example.com")
      let answer = try await site.browser().logIn(Site.sechan)
      let handoff = try await BackEnd(site: site).redeem(answer.code).json
      #expect(handoff["profile"]["email_verified"].bool == false && handoff["match"].keys.isEmpty)
    }
  }
}
