import HTTPTransport
import HTTPTypes
import HummingbirdTesting
import KakaoSandbox
import NIOCore
import Testing

@Suite("Links by HTTP")
struct LinkRouteTests {
  @Test("a link is made, also for a user never seen, read, and made again without harm")
  func link() async throws {
    try await withSite { site in
      let backEnd = BackEnd(site: site)
      let made = try await backEnd.call(.put, "/links/42", "{\"member_id\":\"flower01\"}")
      #expect(
        made.status == 200 && made.json["member_id"].string == "flower01" && made.json["kakao_user_id"].string == "42")
      #expect(try await backEnd.call(.put, "/links/42", "{\"member_id\":\"flower01\"}").status == 200)
      let read = try await backEnd.call(.get, "/links/42").json
      #expect(read["member_id"].string == "flower01" && read["links"].count == 1)
      let unknown = try await backEnd.call(.get, "/links/43")
      #expect(unknown.status == 200 && unknown.json["member_id"].isNull && unknown.json["links"].count == 0)
    }
  }

  @Test("either side linked elsewhere is 409 with who it is; replacing ends the old link and keeps its history")
  func taken() async throws {
    try await withSite { site in
      let backEnd = BackEnd(site: site)
      try await backEnd.call(.put, "/links/42", "{\"member_id\":\"flower01\"}")
      let user = try await backEnd.call(.put, "/links/42", "{\"member_id\":\"flower02\"}")
      #expect(user.status == 409 && user.json.problem == "user-linked" && user.json["member_id"].string == "flower01")
      let member = try await backEnd.call(.put, "/links/43", "{\"member_id\":\"flower01\"}")
      #expect(
        member.status == 409 && member.json.problem == "member-linked" && member.json["kakao_user_id"].string == "42")
      site.time.advance(seconds: 1)
      #expect(try await backEnd.call(.put, "/links/42?replace=true", "{\"member_id\":\"flower02\"}").status == 200)
      let history = try await backEnd.call(.get, "/links/42").json
      #expect(history["member_id"].string == "flower02" && history["links"].count == 2)
      #expect(history["links"][0]["ended_at"].string != nil)
    }
  }

  @Test("ids that are none are refused")
  func ids() async throws {
    try await withSite { site in
      let backEnd = BackEnd(site: site)
      for id in ["0", "-1", "01", "abc", "9223372036854775808", "1.5", "%31x", "+1"] {
        let answer = try await backEnd.call(.put, "/links/\(id)", "{\"member_id\":\"a\"}")
        #expect(answer.status == 400 && answer.json.problem == "bad-kakao-user", "\(id)")
      }
      for member in ["", String(repeating: "a", count: 513)] {
        let answer = try await backEnd.call(.put, "/links/1", "{\"member_id\":\"\(member)\"}")
        #expect(answer.status == 400 && answer.json.problem == "bad-member-id")
      }
      #expect(try await backEnd.call(.put, "/links/9223372036854775807", "{\"member_id\":\"a\"}").status == 200)
    }
  }

  @Test("DELETE unlinks at Kakao, erases, ends sessions, and gives a receipt without personal data")
  func delete() async throws {
    try await withSite { site in
      let (browser, backEnd) = (site.browser(), BackEnd(site: site))
      try await backEnd.signUp(browser, Site.hana, member: "flower01")
      _ = try await browser.logIn(Site.hana)
      #expect(try await browser.send(.get, "/auth?shop=flower").status.code == 202)
      let answer = try await backEnd.send(.delete, "/links/\(Site.hana)")
      #expect(answer.status == .ok)
      for marked in ["김하나", "hana@example.com", "0000-0001", "+8210"] { #expect(!answer.text.contains(marked)) }
      #expect(site.transport.count("/v1/user/unlink") == 1)
      #expect(try await browser.send(.get, "/auth?shop=flower").status == .unauthorized)
      #expect(try await backEnd.call(.get, "/links/\(Site.hana)").json["member_id"].string == nil)
      // Kakao sends no unlink webhook for it, and nothing comes of what it does send.
      _ = try await site.deliver()
      #expect(try await backEnd.call(.get, "/links/\(Site.hana)/consents").json["consents"].count == 0)
      let again = try await browser.logIn(Site.hana)
      #expect(try await backEnd.redeem(again.code).json["member_id"].isNull)
    }
  }

  @Test("when Kakao can not be asked nothing is erased")
  func deleteFails() async throws {
    try await withSite { site in
      let backEnd = BackEnd(site: site)
      try await backEnd.signUp(site.browser(), Site.hana, member: "flower01")
      site.transport.fail("/v1/user/unlink", .timedOut)
      let slow = try await backEnd.call(.delete, "/links/\(Site.hana)")
      #expect(slow.status == 504 && slow.json.problem == "kakao-too-slow")
      site.transport.fail("/v1/user/unlink", .couldNotConnect, mayHaveBeenProcessed: false)
      let failed = try await backEnd.call(.delete, "/links/\(Site.hana)")
      #expect(failed.status == 502 && failed.json.problem == "kakao-failed")
      #expect(try await backEnd.call(.get, "/links/\(Site.hana)").json["member_id"].string == "flower01")
    }
  }

  @Test("of whom nothing is known is 404; without an admin key it is said that it can not be done")
  func deleteUnknown() async throws {
    try await withSite { site in
      let answer = try await BackEnd(site: site).call(.delete, "/links/42")
      #expect(answer.status == 404 && answer.json.problem == "unknown-kakao-user")
    }
    var files = ShopFiles()
    files.hasAdminKey = false
    try await withSite(files) { site in
      let answer = try await BackEnd(site: site).call(.delete, "/links/42")
      #expect(answer.status == 501 && answer.json.problem == "no-kakao-key")
    }
  }

  @Test("consents are read, agreed to and withdrawn, with Kakao's answer kept")
  func consents() async throws {
    try await withSite { site in
      let backEnd = BackEnd(site: site)
      let answer = try await site.browser().logIn(
        Site.hana,
        consent: SandboxConsent(
          scopes: ["profile_nickname", "account_email", "phone_number"], terms: ["terms", "privacy"]))
      _ = try await backEnd.redeem(answer.code)
      let path = "/links/\(Site.hana)/consents"
      func agreed(_ json: JSONValue, _ tag: String) -> Bool? {
        json["consents"].list.first { $0["tag"].string == tag }?["agreed"].bool
      }
      let read = try await backEnd.call(.get, path).json
      #expect(
        agreed(read, "terms") == true && agreed(read, "marketing") != true && agreed(read, "account_email") == true)
      let given = try await backEnd.call(.post, path, "{\"agree_terms\":[\"marketing\"]}")
      #expect(given.status == 200 && agreed(given.json, "marketing") == true)
      site.time.advance(seconds: 1)
      let taken = try await backEnd.call(
        .post, path, "{\"withdraw_terms\":[\"marketing\"],\"withdraw_scopes\":[\"account_email\"]}")
      #expect(
        taken.status == 200 && agreed(taken.json, "marketing") == false && agreed(taken.json, "account_email") == false)
      let fresh = try await backEnd.call(.get, path + "?refresh=true")
      #expect(fresh.status == 200 && agreed(fresh.json, "marketing") == false && agreed(fresh.json, "privacy") == true)
      let history = try await backEnd.call(.get, path + "?history=true").json
      #expect(history["consents"].count > fresh.json["consents"].count)
    }
  }

  @Test("a consent that Kakao refuses to change is 409 with Kakao's code")
  func refusedConsent() async throws {
    try await withSite { site in
      let backEnd = BackEnd(site: site)
      _ = try await site.browser().logIn(Site.hana)
      let path = "/links/\(Site.hana)/consents"
      let refused = try await backEnd.call(.post, path, "{\"withdraw_scopes\":[\"no_such_scope\"]}")
      #expect(refused.status == 409 && refused.json.problem == "kakao-refused")
      #expect(refused.json["kakao_code"].string != nil)
      for body in ["{}", "{\"agree_terms\":[]}"] {
        #expect(try await backEnd.call(.post, path, body).json.problem == "nothing-to-do")
      }
      let asked = site.transport.count("/v2/user/upgrade/service_terms")
      for tag in ["", "a,b"] {
        let answer = try await backEnd.call(.post, path, "{\"agree_terms\":[\"\(tag)\"]}")
        #expect(answer.status == 400 && answer.json.problem == "bad-request")
      }
      #expect(site.transport.count("/v2/user/upgrade/service_terms") == asked)
      site.transport.fail("/v2/user/service_terms", .timedOut)
      #expect(try await backEnd.call(.get, path + "?refresh=true").status == 504)
    }
  }

  @Test("a user's sessions can be ended by the shop")
  func sessions() async throws {
    try await withSite { site in
      let (one, other, backEnd) = (site.browser(), site.browser(), BackEnd(site: site))
      _ = try await one.logIn(Site.hana)
      _ = try await other.logIn(Site.hana)
      let ended = try await backEnd.call(.delete, "/links/\(Site.hana)/sessions")
      #expect(ended.status == 200 && ended.json["ended"].int == 2)
      #expect(try await one.send(.get, "/auth?shop=flower").status == .unauthorized)
      #expect(try await other.send(.get, "/auth?shop=flower").status == .unauthorized)
    }
  }
}
