import CommonValues
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Naru
import ShopModel
import Testing

@Suite("Members and orders that a back end posts")
struct RecordRouteTests {
  private func with(_ body: @escaping @Sendable (BackEnd) async throws -> Void) async throws {
    try await withSite { site in try await body(BackEnd(site: site)) }
  }

  @Test("one, several or a line each are taken, and again are unchanged")
  func forms() async throws {
    try await with { backEnd in
      for (number, body) in [
        "{\"id\":\"a\",\"name\":\"가명\"}", "[{\"kind\":\"member\",\"id\":\"b\"},{\"id\":\"c\"}]",
        "{\"id\":\"d\"}\n\n{\"id\":\"e\"}\r\n", "\n {\n\"id\": \"f\"\n}\n",
      ].enumerated() {
        let count = [1, 2, 2, 1][number]
        for round in 0..<2 {
          let (status, json) = try await backEnd.call(.post, "/members", body)
          #expect(status == 200 && json["accepted"].int == count && json["rejected"].count == 0)
          #expect(json["changed"].int == (round == 0 ? count : 0) && json["unchanged"].int == (round == 0 ? 0 : count))
        }
      }
      let members = try await backEnd.site.naru.connection("flower").members()
      #expect(members.map(\.member.id) == ["a", "b", "c", "d", "e", "f"])
    }
  }

  @Test("what can not be used is told by its number, id, code and reason; the others are stored")
  func rejected() async throws {
    try await with { backEnd in
      let body = """
        [{"id":"1","total":"100","paid_at":"2026-09-01T00:00:00Z"},{"id":"2","total":"much"},7,{"total":"1"},
        {"kind":"parcel","id":"3"},{"id":"4","id":"5"},{"kind":"member","id":"a","phone":"none"}]
        """
      let (status, json) = try await backEnd.call(.post, "/orders", body)
      #expect(status == 200 && json["accepted"].int == 2 && json["changed"].int == 2 && json["warnings"].int == 1)
      let rejected = json["rejected"].list
      #expect(rejected.map { $0["index"].int } == [1, 2, 3, 4, 5])
      #expect(rejected.map { $0["id"].string } == ["2", nil, nil, "3", nil])
      #expect(rejected.allSatisfy { $0["code"].string != nil && $0["reason"].string?.isEmpty == false })
      let connection = try backEnd.site.naru.connection("flower")
      #expect(try await connection.order("1") != nil)
      #expect(try await connection.order("2") == nil)
      #expect(try await connection.members().map(\.member.id) == ["a"])
    }
  }

  @Test("reasons are Korean unless the caller asks for English")
  func languages() async throws {
    try await with { backEnd in
      var reasons: [String] = []
      for language in [nil, "ko", "en-US,en;q=0.9"] as [String?] {
        var headers: HTTPFields = [.authorization: Site.token, .contentType: "application/json"]
        headers[.acceptLanguage] = language
        let answer = try await backEnd.site.client.execute(
          uri: "/shops/flower/members", method: .post, headers: headers, body: ByteBuffer(string: "{\"name\":\"x\"}"))
        reasons.append(JSONValue(answer.text)["rejected"][0]["reason"].string ?? "")
      }
      #expect(reasons[0] == reasons[1] && reasons[0] != reasons[2])
      #expect(!reasons[2].isEmpty && !reasons[2].unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) })
    }
  }

  @Test("a leaving is taken, and a newer time wins whenever it comes")
  func withdrawal() async throws {
    try await with { backEnd in
      let bodies = [
        "{\"kind\":\"member\",\"id\":\"a\",\"grade\":\"VIP\",\"updated_at\":\"2026-09-02T00:00:00Z\"}",
        "{\"kind\":\"member\",\"id\":\"a\",\"grade\":\"NEW\",\"updated_at\":\"2026-09-01T00:00:00Z\"}",
        "{\"kind\":\"member_withdrawn\",\"id\":\"a\",\"at\":\"2026-09-03T00:00:00Z\"}",
      ]
      for body in bodies { #expect(try await backEnd.call(.post, "/members", body).status == 200) }
      let member = try await backEnd.site.naru.connection("flower").member("a").member
      #expect(member.grade.value == "VIP" && member.status.value == .withdrawn)
    }
  }

  @Test("attributes are those that the shop declares")
  func attributes() async throws {
    var files = HookSender.files
    files.more["shops/hook.yaml"] = (files.more["shops/hook.yaml"] ?? "") + "\nattributes: [추천인]\n"
    try await withSite(files) { site in
      let backEnd = BackEnd(site: site, shop: "hook")
      let body = "{\"id\":\"a\",\"attributes\":{\"추천인\":\"b\",\"비밀\":\"marked\"}}"
      #expect(try await backEnd.call(.post, "/members", body).status == 200)
      let member = try await site.naru.connection("hook").member("a").member
      #expect(member.attributes == ["추천인": .value("b")])
    }
  }

  @Test(
    "without the shop's own token nothing is read, let alone stored",
    arguments: [nil, "Bearer wrong", "Bearer marked-api-token-rose-01234567890"])
  func unauthorized(authorization: String?) async throws {
    try await withSite { site in
      var backEnd = BackEnd(site: site)
      backEnd.authorization = authorization
      for path in ["/members", "/orders"] {
        let answer = try await backEnd.call(.post, path, "{\"id\":\"a\"}")
        #expect(answer.status == 401 && answer.json.problem == "unauthorized")
      }
      #expect(try await site.naru.connection("flower").members().isEmpty)
    }
  }

  @Test("what is no JSON as a whole is 400 and nothing of it is taken; other types are 415")
  func notJSON() async throws {
    try await with { backEnd in
      for body in ["", "hello", "[{\"id\":\"a\"}", "{\"id\":\"a\"", "[{\"id\":\"a\"},]", "\u{FEFF}", "[[[["] {
        let answer = try await backEnd.call(.post, "/members", body)
        #expect(answer.status == 400 && answer.json.problem == "bad-json", "\(body)")
      }
      #expect(try await backEnd.call(.post, "/members", "{\"id\":\"a\"}", type: "text/csv").status == 415)
      #expect(try await backEnd.call(.post, "/members", "{\"id\":\"b\"}", type: "application/x-ndjson").status == 200)
      #expect(try await backEnd.site.naru.connection("flower").members().map(\.member.id) == ["b"])
    }
  }

  @Test("bodies up to limits.body are taken, over it 413")
  func limit() async throws {
    var files = ShopFiles()
    files.process += "limits: { body: 1KiB }\n"
    try await withSite(files) { site in
      let backEnd = BackEnd(site: site)
      let frame = "{\"id\":\"a\",\"name\":\"\"}".utf8.count
      let largest = "{\"id\":\"a\",\"name\":\"\(String(repeating: "x", count: 1_024 - frame))\"}"
      let (taken, refused) = (
        try await backEnd.call(.post, "/members", largest), try await backEnd.call(.post, "/members", largest + " ")
      )
      #expect(taken.status == 200 && refused.status == 413)
    }
  }

  @Test("posts, webhooks and an import at one time end as one after the other")
  func concurrent() async throws {
    try await withSite(HookSender.files) { site in
      let backEnd = BackEnd(site: site, shop: "hook")
      let hook = HookSender(site: site)
      let connection = try site.naru.connection("hook")
      let run = Task { await site.inbox.run() }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<40 {
          group.addTask {
            let answer = try await backEnd.call(
              .post, "/members", "{\"id\":\"m\(number)\",\"name\":\"가명\",\"updated_at\":\"2026-09-01T00:00:00Z\"}")
            #expect(answer.status == 200)
          }
          group.addTask {
            try await hook.send(
              HookSender.member("m\(number)", ",\"grade\":\"VIP\",\"updated_at\":\"2026-09-02T00:00:00Z\""),
              id: "e\(number)")
          }
        }
        group.addTask {
          let lines = (0..<40).map {
            "{\"kind\":\"member\",\"id\":\"m\($0)\",\"grade\":\"OLD\",\"region\":\"서울\",\"updated_at\":\"2026-08-01T00:00:00Z\"}"
          }
          _ = try await connection.importFile(Array(lines.joined(separator: "\n").utf8), name: "members.jsonl")
        }
        try await group.waitForAll()
      }
      run.cancel()
      await run.value
      try await site.inbox.drain()
      let members = try await connection.members(limit: 100).map(\.member)
      #expect(members.count == 40)
      for member in members {
        #expect(member.name.value == "가명" && member.grade.value == "VIP" && member.region.value == "서울")
      }
    }
  }
}
