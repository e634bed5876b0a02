import HTTPTypes
import HummingbirdTesting
import NIOCore
import Naru
import Testing

@testable import NaruServer

@Suite("Idempotency keys")
struct IdempotencyTests {
  private func put(
    _ site: Site, _ key: String?, member: String = "flower01", user: Int64 = Site.hana, shop: String = "flower",
    token: String? = Site.token, type: String? = "application/json"
  ) async throws -> TestResponse {
    var headers: HTTPFields = [:]
    headers[.authorization] = token
    headers[.contentType] = type
    headers[.idempotencyKey] = key
    return try await site.client.execute(
      uri: "/shops/\(shop)/links/\(user)", method: .put, headers: headers,
      body: ByteBuffer(string: "{\"member_id\":\"\(member)\"}"))
  }

  @Test("the same call again gets the same answer and is not done again")
  func again() async throws {
    try await withSite { site in
      let first = try await put(site, "key-1")
      #expect(first.status == .ok && first.headers[.idempotencyReplayed] == nil)
      site.time.advance(seconds: 3_600)
      // It would be another link now.
      _ = try await BackEnd(site: site).call(.put, "/links/\(Site.hana)?replace=true", "{\"member_id\":\"flower02\"}")
      let second = try await put(site, "key-1")
      #expect(second.status == .ok && second.headers[.idempotencyReplayed] == "true")
      #expect(second.text == first.text && second.headers[.contentType] == first.headers[.contentType])
      #expect(try await BackEnd(site: site).call(.get, "/links/\(Site.hana)").json["member_id"].string == "flower02")
    }
  }

  @Test("the key of another request is 422, and of another shop is another key")
  func otherRequest() async throws {
    try await withSite { site in
      #expect(try await put(site, "key-1").status == .ok)
      for answer in [try await put(site, "key-1", member: "flower02"), try await put(site, "key-1", user: Site.duri)] {
        #expect(answer.status == .unprocessableContent)
        #expect(JSONValue(answer.text).problem == "idempotency-key-reused")
      }
      let rose = "Bearer " + (ShopFiles.secrets["ROSE_TOKEN"] ?? "")
      let other = try await put(site, "key-1", member: "rose01", shop: "rose", token: rose)
      #expect(other.status == .ok && other.headers[.idempotencyReplayed] == nil)
    }
  }

  @Test("while the first call runs a second is 409; of many at once one is done")
  func concurrent() async throws {
    try await withSite { site in
      let answers = try await withThrowingTaskGroup(of: HTTPResponse.Status.self) { group in
        for _ in 0..<20 { group.addTask { try await put(site, "key-1").status } }
        return try await group.reduce(into: [HTTPResponse.Status: Int]()) { $0[$1, default: 0] += 1 }
      }
      #expect(answers[.ok, default: 0] + answers[.conflict, default: 0] == 20 && answers[.ok, default: 0] >= 1)
      let call = IdempotentCall(key: "key-2", request: [[1]])
      let connection = try site.naru.connection("flower")
      #expect(try await connection.claim(call) == .mine)
      #expect(try await connection.claim(call) == .running)
      #expect(try await connection.claim(IdempotentCall(key: "key-2", request: [[2]])) == .otherRequest)
      // Its process may have ended.
      site.time.advance(seconds: 121)
      #expect(try await connection.claim(call) == .mine)
    }
  }

  @Test("a call that failed may be made again with the same key")
  func failed() async throws {
    try await withSite { site in
      _ = try await put(site, nil, member: "flower01", user: Site.duri)
      let taken = try await put(site, "key-1")
      #expect(taken.status == .conflict && JSONValue(taken.text).problem == "member-linked")
      _ = try await BackEnd(site: site).call(.put, "/links/\(Site.duri)?replace=true", "{\"member_id\":\"flower03\"}")
      #expect(try await put(site, "key-1").status == .ok)
    }
  }

  @Test("runs are begun once by a key: the repetition, also after the run has ended, gets the number of the first")
  func runs() async throws {
    try await withSite(PipelineRouteTests.files) { site in
      func post(_ path: String, _ key: String?) async throws -> TestResponse {
        var headers: HTTPFields = [.authorization: Site.token, .contentType: "application/json"]
        headers[.idempotencyKey] = key
        return try await site.client.execute(
          uri: "/shops/flower/\(path)", method: .post, headers: headers, body: ByteBuffer(string: "{}"))
      }
      for (path, already) in [("reconcile", 0), ("sync", 2)] {
        let first = try await post(path, "key-\(path)")
        // Without the key it would be a second run now, or 409 for the first.
        let atOnce = try await post(path, "key-\(path)")
        try await site.jobs.drain()
        let later = try await post(path, "key-\(path)")
        try await site.jobs.drain()
        #expect(first.status == .accepted && first.headers[.idempotencyReplayed] == nil)
        for again in [atOnce, later] {
          #expect(again.status == .accepted && again.text == first.text)
          #expect(again.headers[.idempotencyReplayed] == "true")
        }
        #expect(try await site.naru.connection("flower").runs().count == already + 1)
        #expect(try await post(path, "another-\(path)").text != first.text)
        try await site.jobs.drain()
        #expect(try await site.naru.connection("flower").runs().count == already + 2)
      }
    }
  }

  @Test("a key counts where something is repeated: elsewhere the address answers as it would without")
  func elsewhere() async throws {
    try await withSite { site in
      #expect(try await put(site, "key-1").status == .ok)
      for path in ["members", "orders", "sync", "links/\(Site.hana)/consents"] {
        var headers: HTTPFields = [.authorization: Site.token, .contentType: "application/json"]
        headers[.idempotencyKey] = "key-1"
        let answer = try await site.client.execute(
          uri: "/shops/flower/\(path)", method: .put, headers: headers, body: ByteBuffer(string: "{}"))
        #expect(answer.status == .methodNotAllowed, "\(path)")
      }
    }
  }

  @Test("an answer is forgotten after a day, and with whoever is erased")
  func forgotten() async throws {
    try await withSite { site in
      #expect(try await put(site, "key-1").status == .ok)
      site.time.advance(seconds: 86_400)
      #expect(try await put(site, "key-1").headers[.idempotencyReplayed] == nil)
      #expect(try await put(site, "key-1").headers[.idempotencyReplayed] == "true")
      _ = try await site.naru.connection("flower").erase(kakaoUser: Site.hana)
      #expect(try await put(site, "key-1").headers[.idempotencyReplayed] == nil)
      site.time.advance(seconds: 86_401)
      #expect(try await site.naru.sweepCalls() == 1)
      #expect(try await site.naru.sweepCalls() == 0)
    }
  }

  @Test("without the shop's token nothing is claimed or told")
  func unauthorized() async throws {
    try await withSite { site in
      #expect(try await put(site, "key-1").status == .ok)
      let stranger = try await put(site, "key-1", token: "Bearer wrong")
      #expect(stranger.status == .unauthorized && !stranger.text.contains("flower01"))
    }
  }

  @Test("a key has 1 to 255 visible characters; a hand-off is not kept")
  func limits() async throws {
    try await withSite { site in
      for key in ["", "a b", "한글", String(repeating: "a", count: 256)] {
        let answer = try await put(site, key)
        #expect(answer.status == .badRequest && JSONValue(answer.text).problem == "bad-idempotency-key", "\(key)")
      }
      #expect(try await put(site, String(repeating: "a", count: 255)).status == .ok)
      let code = try await site.browser().logIn(Site.hana).code ?? ""
      var headers: HTTPFields = [:]
      headers[.authorization] = Site.token
      headers[.idempotencyKey] = "key-9"
      for status in [200, 404] {
        let answer = try await site.client.execute(
          uri: "/shops/flower/handoff", method: .post, headers: headers,
          body: ByteBuffer(string: "{\"code\":\"\(code)\"}"))
        #expect(answer.status.code == status)
      }
    }
  }
}
