import CommonValues
import Foundation
import HTTPTransport
import HTTPTypes
import HummingbirdTesting
import Ingest
import Logging
import NIOCore
import Naru
import NaruServer
import NaruTestSupport
import ShopModel
import Store
import Testing

@Suite("A shop's webhooks by HTTP")
struct ShopWebhookTests {
  private func with(
    writer: InboxWriter.Options = InboxWriter.Options(), clock: any Clock<Duration> = ContinuousClock(),
    _ body: @escaping @Sendable (HookSender) async throws -> Void
  ) async throws {
    try await withSite(HookSender.files, writer: writer, clock: clock) { site in try await body(HookSender(site: site))
    }
  }

  @Test("one that is proved is 202 once it is on disk together with what it says, and 200 when it comes again")
  func accepted() async throws {
    try await with { hook in
      let body = HookSender.member("rose01", ",\"phone\":\"010-0000-1001\"")
      #expect(try await hook.send(body, id: "m1").status == .accepted)
      let entry = try #require(try await hook.stored().first)
      #expect(entry.state == .done && entry.delivery.body == Array(body.utf8) && entry.delivery.source == "shop")
      #expect(entry.delivery.subject == "member:rose01")
      #expect(!String(decoding: entry.delivery.head, as: UTF8.self).contains("v1,"))
      #expect(try await hook.send(body, id: "m1").status == .ok)
      let member = try await hook.site.naru.connection("hook").member("rose01").member
      #expect(member.phone.value?.e164 == "+821000001001")
      #expect(try await hook.stored().map(\.state) == [.done])
    }
  }

  @Test("the proof is over the bytes as they came: another blank, or no JSON at all, is told by it alone")
  func rawBytes() async throws {
    try await with { hook async throws in
      let body = "{ \"kind\":\"member\",  \"id\":\"rose01\"}\n"
      #expect(try await hook.send(body, id: "m1", sending: HookSender.member("rose01")).status == .unauthorized)
      #expect(try await hook.send("{", id: "m2", sending: "[").status == .unauthorized)
      #expect(try await hook.send(body, id: "m1").status == .accepted)
    }
  }

  @Test("a wrong, missing or doubled proof is 401 with the reason, and nothing is kept")
  func refused() async throws {
    try await with { hook in
      let body = HookSender.member("rose01")
      let changes: [(inout HTTPFields) -> Void] = [
        { $0[.named("webhook-signature")] = nil }, { $0[.named("webhook-id")] = "other" },
        { $0[.named("webhook-timestamp")] = "soon" }, { $0[.named("webhook-signature")] = "v1,AAAA" },
        { $0.append(.init(name: .named("webhook-signature"), value: "v1,AAAA")) },
      ]
      for change in changes {
        let answer = try await hook.send(body, id: "m1", change: change)
        #expect(answer.status == .unauthorized && JSONValue(answer.text).problem == "webhook-refused")
      }
      var other = hook
      other.secret = "whsec_bm90IHRoZSBzZWNyZXQgb2YgdGhlIHNob3A="
      #expect(try await other.send(body, id: "m1").status == .unauthorized)
      #expect(try await hook.stored().isEmpty)
    }
  }

  @Test("a time more than five minutes off, either way, is 401, also when the call is repeated later")
  func window() async throws {
    try await with { hook async throws in
      let body = HookSender.member("rose01")
      for offset: Int64 in [-301, 301, -86_400] {
        #expect(try await hook.send(body, id: "m\(offset)", offset: offset).status == .unauthorized)
      }
      for offset: Int64 in [-300, 300] {
        #expect(try await hook.send(body, id: "m\(offset)", offset: offset).status == .accepted)
      }
      let headers = hook.headers(Array(body.utf8), id: "replayed")
      #expect(try await hook.post(body, headers).status == .accepted)
      hook.site.time.advance(seconds: 301)
      #expect(try await hook.post(body, headers).status == .unauthorized)
    }
  }

  @Test("while secrets are exchanged both are good, and of several signatures one is enough")
  func rotation() async throws {
    try await with { hook in
      var old = hook
      old.secret = ShopFiles.secrets["OLD_HOOK_SECRET"] ?? ""
      let body = HookSender.member("rose01")
      #expect(try await old.send(body, id: "m1").status == .accepted)
      let second = old.headers(Array(body.utf8), id: "m2")[.named("webhook-signature")] ?? ""
      let answer = try await hook.send(body, id: "m2") { fields in
        fields[.named("webhook-signature")] = "v1,AAAA v2,x " + second
      }
      #expect(answer.status == .accepted)
    }
  }

  @Test("a hundred equal posts at once are kept once: one 202, the others 200")
  func concurrent() async throws {
    try await with { hook in
      let body = HookSender.member("rose01")
      let headers = hook.headers(Array(body.utf8), id: "same")
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<100 { group.addTask { try await hook.post(body, headers).status.code } }
        return try await group.reduce(into: [Int]()) { $0.append($1) }
      }
      #expect(statuses.count { $0 == 202 } == 1 && statuses.count { $0 == 200 } == 99)
      #expect(try await hook.stored().count == 1)
    }
  }

  @Test("a repetition is recognised for three days and longer, and after a restart")
  func horizon() async throws {
    try await with { hook in
      let body = HookSender.member("rose01")
      #expect(try await hook.send(body, id: "m1").status == .accepted)
      try await hook.site.inbox.drain()
      hook.site.time.advance(seconds: 3 * 86_400)
      _ = try await hook.site.naru.sweepInbox()
      let again = try NaruInbox(hook.site.naru, logger: .init(label: "naru") { hook.site.log.handler(label: $0) })
      let shop = try #require(ShopID("hook"))
      let fields = HTTPHeaders(
        hook.headers(Array(body.utf8), id: "m1").map { HTTPHeaders.Field($0.name.canonicalName, $0.value) })
      let answer = await again.receiveShop(WebhookRequest(headers: fields, body: Array(body.utf8)), of: shop)
      #expect(answer.status == 200 && answer.outcome == "seen")
      hook.site.time.advance(seconds: 31 * 86_400)
      #expect(try await hook.site.naru.sweepInbox() == 1)
      #expect(try await hook.stored().isEmpty)
    }
  }

  @Test("an event that nobody maps is 202, kept and counted; never an error")
  func unmapped() async throws {
    _ = MetricBook.shared
    try await with { hook in
      for (number, body) in ["{\"type\":\"parcel.lost\",\"data\":{\"id\":1}}", "{\"kind\":\"parcel\"}", "[]", "{}"]
        .enumerated()
      {
        #expect(try await hook.send(body, id: "m\(number)").status == .accepted, "\(body)")
      }
      try await hook.site.inbox.drain()
      #expect(try await hook.stored().map(\.state) == [.unmapped, .unmapped, .unmapped, .unmapped])
      #expect(
        MetricBook.shared.all.contains("naru_webhooks_total shop=hook source=shop outcome=unmapped"))
    }
  }

  @Test("what is proved and can not be read is 400 with the reason, and is not kept")
  func malformed() async throws {
    try await with { hook in
      let bodies = [
        "", "{", "\"text\"x", "{\"kind\":\"member\",\"kind\":\"order\"}", String(repeating: "[", count: 5_000),
        "{\"kind\":\"member\"}", "{\"kind\":\"order\",\"id\":\"1\",\"total\":\"much\"}",
      ]
      for (number, body) in bodies.enumerated() {
        let answer = try await hook.send(body, id: "m\(number)")
        #expect(answer.status == .badRequest, "\(body.prefix(30))")
        let problem = JSONValue(answer.text)
        #expect(problem.problem == "malformed-webhook" && problem["detail"].string != problem["title"].string)
      }
      #expect(try await hook.stored().isEmpty)
    }
  }

  @Test("of several items those that can be used are applied, and the entry says what can not")
  func partly() async throws {
    try await with { hook in
      let list = "[\(HookSender.member("rose01")),{\"kind\":\"member\"},\(HookSender.member("rose02"))]"
      #expect(try await hook.send(list, id: "m1").status == .accepted)
      try await hook.site.inbox.drain()
      let entry = try #require(try await hook.stored().first)
      #expect(entry.state == .done && entry.problem != nil)
      let members = try await hook.site.naru.connection("hook").members()
      #expect(members.map(\.member.id) == ["rose01", "rose02"])
    }
  }

  @Test("a body over 1 MiB is 413, one of 1 MiB is taken")
  func tooLarge() async throws {
    try await with { hook in
      let frame = HookSender.member("rose01", ",\"name\":\"\"").utf8.count
      let name = String(repeating: "x", count: (1 << 20) - frame)
      let largest = HookSender.member("rose01", ",\"name\":\"\(name)\"")
      #expect(largest.utf8.count == 1 << 20)
      #expect(try await hook.send(largest, id: "m1").status == .accepted)
      let answer = try await hook.send(largest + " ", id: "m2")
      #expect(answer.status == .contentTooLarge && JSONValue(answer.text).problem == "too-large")
    }
  }

  @Test("unknown shops and adapters without webhooks are 404, a shop without a secret is 503, other methods 405")
  func elsewhere() async throws {
    try await with { hook in
      for (shop, status, problem) in [
        ("nobody", 404, "unknown-shop"), ("plain", 404, "no-webhooks"), ("unset", 503, "webhook-not-configured"),
      ] {
        var other = hook
        other.shop = shop
        let answer = try await other.send(HookSender.member("rose01"), id: "m1")
        #expect(answer.status.code == status && JSONValue(answer.text).problem == problem, "\(shop)")
      }
      let get = try await hook.site.client.execute(uri: "/shops/hook/webhooks/shop", method: .get)
      #expect(get.status == .methodNotAllowed && get.headers[.allow] == "POST")
    }
  }

  @Test("a token stands where the adapter expects it, or where the shop's config says; senders are asked besides")
  func tokenPlace() async throws {
    let token = ShopFiles.secrets["HOOK_TOKEN"] ?? ""
    let body = "{\"eventType\":\"END_USER_WITHDRAWAL\",\"data\":{\"memberUid\":\"rose01\"}}"
    let places: [(String, HTTPFields, String)] = [
      ("", [:], "?token=\(token)"),
      (
        "webhook: { secret: { env: HOOK_TOKEN }, token_place: { header: X-Shop-Token } }",
        [.named("X-Shop-Token"): token], ""
      ),
      (
        "webhook: { secret: { env: HOOK_TOKEN }, token_place: { header: Authorization, prefix: \"Bearer \" } }",
        [.authorization: "Bearer \(token)"], ""
      ),
      ("webhook: { secret: { env: HOOK_TOKEN }, token_place: { query: key } }", [:], "?a=b&key=\(token)"),
    ]
    for (index, place) in places.enumerated() {
      var files = HookSender.files
      if !place.0.isEmpty { files.more["shops/token.yaml"] = "id: token\nadapter: imweb\n\(place.0)\n" }
      try await withSite(files) { site in
        for (number, candidate) in places.enumerated() {
          var hook = HookSender(site: site)
          hook.shop = "token"
          let answer = try await hook.post(body, candidate.1, query: candidate.2)
          #expect(answer.status == (number == index ? .accepted : .unauthorized), "\(place.0) \(number)")
        }
      }
    }
    var files = HookSender.files
    files.more["shops/token.yaml"] =
      "id: token\nadapter: imweb\nwebhook: { secret: { env: HOOK_TOKEN }, senders: [203.0.113.0/24] }\n"
    try await withSite(files) { site async throws in
      var hook = HookSender(site: site)
      hook.shop = "token"
      #expect(try await hook.post(body, [:], query: "?token=\(token)").status == .unauthorized)
    }
  }

  @Test("a queue that is full is 503 at once, to come again; a disk that does not answer 503 after two seconds")
  func notKept() async throws {
    var options = InboxWriter.Options()
    options.capacity = 1
    let clock = HeldClock()
    try await with(writer: options, clock: clock) { hook in
      let store = hook.site.naru.store
      let stalled = Holding { hold in try store.together { _ in hold() } }
      await stalled.waitUntilHeld()
      // One waits for the disk; the others do not wait for it.
      var answers: [TestResponse] = []
      try await withThrowingTaskGroup(of: TestResponse.self) { group in
        for number in 0..<5 {
          group.addTask { try await hook.send(HookSender.member("rose\(number)"), id: "m\(number)") }
        }
        while answers.count < 4, let answer = try await group.next() { answers.append(answer) }
        await clock.waitForSleeper()
        clock.advance(by: .seconds(2))
        if let last = try await group.next() { answers.append(last) }
      }
      #expect(answers.count == 5)
      for answer in answers {
        #expect(answer.status == .serviceUnavailable && JSONValue(answer.text).problem == "not-kept")
        #expect(answer.headers[.retryAfter] != nil)
      }
      await stalled.letGo()
    }
  }

  @Test("after the inbox is closed it is 503, and nothing is kept")
  func closed() async throws {
    try await with { hook async throws in
      let run = Task { await hook.site.inbox.run() }
      run.cancel()
      await run.value
      #expect(try await hook.send(HookSender.member("rose01"), id: "m1").status == .serviceUnavailable)
      #expect(try await hook.stored().isEmpty)
    }
  }

  @Test("no token, signature or body is in a log line or a metric")
  func redaction() async throws {
    _ = MetricBook.shared
    try await with { hook in
      try await hook.send(HookSender.member("marked-member", ",\"phone\":\"bad\""), id: "marked-id")
      try await hook.send("{\"marked-broken\"", id: "m2")
      try await hook.send("[\(HookSender.member("marked-member")),{\"kind\":\"member\",\"marked\":1}]", id: "m3")
      var token = hook
      token.shop = "token"
      _ = try await token.post("{}", [:], query: "?token=marked-wrong")
      try await hook.site.inbox.drain()
      let said = hook.site.log.all + MetricBook.shared.all
      #expect(!said.contains { $0.contains("marked") })
    }
  }
}
