import CommonValues
import HTTPTransport
import HTTPTypes
import Naru
import ShopModel
import Store
import Testing

@Suite("What a platform only says has changed")
struct RefetchTests {
  private static let url = "https://flower.example.com/naru/fetch"

  private static func files(_ more: String = "fetch_url: \(url)\nfetch_token: { env: FETCH_TOKEN }\n") -> ShopFiles {
    var files = HookSender.files
    files.more["shops/hook.yaml"] = (files.more["shops/hook.yaml"] ?? "") + "\n" + more
    return files
  }

  private static func refetch(_ ids: [String], entity: String = "member") -> String {
    let list = ids.map { "\"\($0)\"" }.joined(separator: ",")
    return "{\"kind\":\"refetch\",\"entity\":\"\(entity)\",\"ids\":[\(list)]}"
  }

  private static func shop(_ answer: @escaping @Sendable (Int) -> (status: Int, body: String)) -> ScriptedTransport {
    .answering(answer)
  }

  private static func waiting(_ site: Site) async throws -> [String] {
    try await site.naru.connection("hook").waitingRefetches().map(\.id)
  }

  @Test("is asked of the shop with its token, and what it answers is stored")
  func asked() async throws {
    let shop = Self.shop { _ in (200, "[\(HookSender.member("a", ",\"grade\":\"VIP\"")),\(HookSender.member("b"))]") }
    try await withSite(Self.files(), fetching: shop) { site in
      let hook = HookSender(site: site)
      try await hook.send(Self.refetch(["a", "b", "c"]), id: "m1")
      try await site.inbox.drain()
      let request = try #require(shop.requests.first)
      #expect(shop.requests.count == 1 && request.url == Self.url && request.method == .post)
      #expect(
        String(decoding: request.body ?? [], as: UTF8.self)
          == "{\"entity\":\"member\",\"ids\":[\"a\",\"b\",\"c\"],\"kind\":\"refetch\"}")
      #expect(request.headers["Authorization"] == "Bearer " + (ShopFiles.secrets["FETCH_TOKEN"] ?? ""))
      let connection = try site.naru.connection("hook")
      #expect(try await connection.member("a").member.grade.value == "VIP")
      // Of whom the shop says nothing stays open, and the question is not asked again by itself.
      #expect(try await Self.waiting(site) == ["c"])
      #expect(try await connection.inboxCounts().byState == [.done: 2])
    }
  }

  @Test(
    "the answer may be an object, an array or JSON Lines; nothing at all is no answer",
    arguments: [
      (HookSender.member("a"), [String]()), ("{\"id\":\"a\"}\n{\"id\":\"b\"}\n", []),
      ("[{\"id\":\"a\"},{\"id\":\"z\"}]", []),
      ("{\"kind\":\"member_withdrawn\",\"id\":\"a\",\"at\":\"2026-01-01T00:00:00Z\"}", []), ("", ["a"]), (" \n", ["a"]),
      ("[]", ["a"]), ("[{\"kind\":\"order\",\"id\":\"a\"}]", ["a"]),
      ("{\"kind\":\"refetch\",\"entity\":\"member\",\"ids\":[\"a\"]}", ["a"]),
      (HookSender.member("a", ",\"updated_at\":\"2020-01-01T00:00:00Z\""), []),
    ])
  func answers(body: String, left: [String]) async throws {
    let shop = Self.shop { _ in (200, body) }
    try await withSite(Self.files(), fetching: shop) { site in
      try await HookSender(site: site).send(Self.refetch(["a"]), id: "m1")
      try await site.inbox.drain()
      #expect(try await Self.waiting(site) == left)
      #expect(shop.requests.count == 1)
    }
  }

  @Test(
    "what fails is asked again, and dead after eighteen times; the listing keeps it all the while",
    arguments: [true, false])
  func again(recovers: Bool) async throws {
    let failures: [(Int, String)] = [(500, ""), (404, "no"), (200, "<html>"), (302, ""), (200, "{\"id\":")]
    let shop = Self.shop { number in
      recovers && number == 5 ? (200, HookSender.member("a")) : failures[number % failures.count]
    }
    try await withSite(Self.files(), fetching: shop) { site in
      try await HookSender(site: site).send(Self.refetch(["a"]), id: "m1")
      for _ in 0..<20 {
        try await site.inbox.drain()
        site.time.advance(seconds: 5_000)
      }
      let connection = try site.naru.connection("hook")
      #expect(shop.requests.count == (recovers ? 6 : 18))
      #expect(try await Self.waiting(site) == (recovers ? [] : ["a"]))
      #expect(try await connection.inboxCounts().byState == (recovers ? [.done: 2] : [.done: 1, .dead: 1]))
      guard !recovers else { return }
      let dead = try #require(try await connection.inbox().first)
      #expect(dead.problem?.code.hasPrefix("refetch-") == true && dead.problem?.fix != nil)
      #expect(!site.log.all.contains { $0.contains(ShopFiles.secrets["FETCH_TOKEN"] ?? "?") })
      #expect(try await connection.retryInbox(.dead) == 1)
      try await site.inbox.drain()
      #expect(shop.requests.count == 19)
    }
  }

  @Test("many questions about one are answered by the first; a hundred ids go in one call")
  func coalesced() async throws {
    let shop = Self.shop { _ in (200, "[\((0..<250).map { "{\"id\":\"m\($0)\"}" }.joined(separator: ","))]") }
    try await withSite(Self.files(), fetching: shop) { site in
      let hook = HookSender(site: site)
      for number in 0..<20 { try await hook.send(Self.refetch(["m1"]), id: "m\(number)") }
      // Some time passes between what is told and what is asked.
      site.time.advance(seconds: 1)
      try await site.inbox.drain()
      #expect(shop.requests.count == 1)
      try await hook.send(Self.refetch((2..<252).map { "m\($0)" }), id: "many")
      site.time.advance(seconds: 1)
      try await site.inbox.drain()
      #expect(shop.requests.count == 4)
      #expect(try await Self.waiting(site) == ["m250", "m251"])
    }
  }

  @Test("without an address it waits for the next export, webhook or posted record")
  func noAddress() async throws {
    let shop = Self.shop { _ in (200, "[]") }
    try await withSite(Self.files(""), fetching: shop) { site in
      let hook = HookSender(site: site)
      try await hook.send(Self.refetch(["a", "b", "c"]), id: "m1")
      try await site.inbox.drain()
      #expect(try await Self.waiting(site) == ["a", "b", "c"] && shop.requests.isEmpty)
      site.time.advance(seconds: 60)
      try await hook.send(HookSender.member("a"), id: "m2")
      try await site.inbox.drain()
      let backEnd = BackEnd(site: site, shop: "hook")
      #expect(try await backEnd.call(.post, "/members", "{\"id\":\"b\"}").status == 200)
      #expect(try await Self.waiting(site) == ["c"])
      _ = try await site.naru.connection("hook").importFile(
        Array("{\"kind\":\"member\",\"id\":\"c\"}\n".utf8), name: "members.jsonl")
      #expect(try await Self.waiting(site).isEmpty)
    }
  }

  @Test("orders are asked for as orders, also when a back end posts the question")
  func orders() async throws {
    let shop = Self.shop { _ in (200, "{\"id\":\"1\",\"member_id\":\"a\",\"status\":\"paid\",\"total\":\"100\"}") }
    try await withSite(Self.files(), fetching: shop) { site in
      let backEnd = BackEnd(site: site, shop: "hook")
      let answer = try await backEnd.call(.post, "/orders", Self.refetch(["1"], entity: "order"))
      #expect(answer.status == 200 && answer.json["accepted"].int == 1 && answer.json["changed"].int == 0)
      #expect(try await site.naru.connection("hook").waitingRefetches().map(\.entity) == [.order])
      try await site.inbox.drain()
      #expect(try await Self.waiting(site).isEmpty)
      #expect(try await site.naru.connection("hook").order("1")?.status == .paid)
    }
  }

  @Test("an address that is not public, or not https, is not asked")
  func guarded() async throws {
    for url in ["https://127.0.0.1:9/fetch", "http://127.0.0.1:9/fetch", "https://10.0.0.1/fetch"] {
      try await withSite(Self.files("fetch_url: \(url)\n")) { site in
        try await HookSender(site: site).send(Self.refetch(["a"]), id: "m1")
        try await site.inbox.drain()
        let entry = try #require(try await site.naru.connection("hook").inbox().first)
        #expect(entry.state == .waiting && entry.problem?.code == "refetch-failed")
        #expect(
          entry.problem?.reason.english.contains("address") == true, "\(url) \(entry.problem?.reason.english ?? "")")
      }
    }
  }
}
