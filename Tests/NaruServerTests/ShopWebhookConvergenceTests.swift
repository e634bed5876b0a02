import CommonValues
import Foundation
import HTTPTypes
import HummingbirdTesting
import KakaoSync
import NIOCore
import Naru
import NaruTestSupport
import ShopModel
import Store
import Testing

@Suite("What a shop's webhooks lead to")
struct ShopWebhookConvergenceTests {
  /// Statements about two members and an order, whose times are those of their source.
  private static let bodies = [
    HookSender.member("a", ",\"name\":\"가명\",\"grade\":\"NEW\",\"updated_at\":\"2026-09-01T00:00:00+09:00\""),
    HookSender.member("a", ",\"grade\":\"VIP\",\"updated_at\":\"2026-09-03T00:00:00+09:00\""),
    HookSender.member(
      "a",
      ",\"consents\":[{\"kind\":\"sms\",\"state\":\"denied\",\"at\":\"2026-09-02T00:00:00+09:00\"}],\"updated_at\":\"2026-09-02T00:00:00+09:00\""
    ),
    "{\"kind\":\"member_withdrawn\",\"id\":\"b\",\"at\":\"2026-09-02T00:00:00+09:00\"}",
    "{\"kind\":\"order\",\"id\":\"1\",\"member_id\":\"a\",\"status\":\"paid\",\"paid_at\":\"2026-09-01T00:00:00+09:00\",\"total\":\"100\",\"updated_at\":\"2026-09-01T00:00:00+09:00\"}",
    "{\"kind\":\"order\",\"id\":\"1\",\"status\":\"cancelled\",\"updated_at\":\"2026-09-04T00:00:00+09:00\"}",
  ]

  private static func state(_ site: Site) async throws -> String {
    let connection = try site.naru.connection("hook")
    let members = try await connection.members().map { "\($0.member) \(String(describing: $0.orders))" }
    return members.joined(separator: "\n") + "\n\(String(describing: try await connection.order("1")))"
  }

  @Test("in any order, with repetitions, and worked on at any time, ends the same", arguments: 0..<24)
  func permutations(_ seed: UInt64) async throws {
    try await withSite(HookSender.files) { site in
      let hook = HookSender(site: site)
      for (number, body) in Self.bodies.enumerated() { try await hook.send(body, id: "m\(number)") }
      try await site.inbox.drain()
      let expected = try await Self.state(site)
      var random = SplitMix64(seed: seed)
      let shuffled = (Array(Self.bodies.indices) + Array(Self.bodies.indices)).shuffled(using: &random)
      try await withSite(HookSender.files) { site in
        let hook = HookSender(site: site)
        var order = shuffled
        var random = SplitMix64(seed: seed &+ 1_000)
        var seen: Set<Int> = []
        while let number = order.popLast() {
          // The same event under another id too, as when a shop sends it anew.
          let answer = try await hook.send(
            Self.bodies[number], id: Bool.random(using: &random) ? "m\(number)" : "n\(number)-\(order.count)")
          #expect([200, 202].contains(answer.status.code))
          seen.insert(number)
          site.time.advance(seconds: 1)
          if Bool.random(using: &random) { try await site.inbox.drain() }
        }
        try await site.inbox.drain()
        #expect(seen.count == Self.bodies.count)
        #expect(try await Self.state(site) == expected)
      }
    }
  }

  // MARK: Kakao apps

  private static func cafe24(_ site: Site, _ body: String) async throws {
    var hook = HookSender(site: site)
    hook.shop = "cafe"
    let answer = try await hook.post(
      body, [.contentType: "application/json", .named("X-API-Key"): ShopFiles.secrets["HOOK_TOKEN"] ?? ""])
    #expect(answer.status == .accepted)
    try await site.inbox.drain()
  }

  private static func link(_ member: String, _ user: Int) -> String {
    "{\"event_no\":90063,\"resource\":{\"member_id\":\"\(member)\",\"social_name\":\"kakao\",\"social_member_code\":\"\(user)\"}}"
  }

  private static func app(_ key: String) -> String {
    "{\"event_no\":90142,\"resource\":{\"kakaosync_used\":\"T\",\"client_id\":\"\(key)\"}}"
  }

  private static func files(_ kakao: String) -> ShopFiles {
    var files = ShopFiles()
    files.more["shops/cafe.yaml"] = "id: cafe\nadapter: cafe24\nwebhook: { secret: { env: HOOK_TOKEN } }\n\(kakao)\n"
    return files
  }

  @Test("links of another Kakao app than the shop's are kept and counted, and not made")
  func foreignApp() async throws {
    _ = MetricBook.shared
    try await withSite(Self.files("kakao: { rest_api_key: { env: REST_KEY } }")) { site in
      let connection = try site.naru.connection("cafe")
      func linked() async throws -> [Int64] {
        try await connection.accounts.history(ofMember: "a").filter { $0.endedAt == nil }.map(\.kakaoUserID)
      }
      try await Self.cafe24(site, Self.link("a", 41))
      #expect(try await linked() == [41])
      site.time.advance(seconds: 5)
      try await Self.cafe24(site, Self.app("00000000000000000000000000000099"))
      try await Self.cafe24(site, Self.link("a", 42))
      #expect(try await linked() == [41])
      let entry = try #require(try await connection.inbox(limit: 1).first)
      #expect(entry.state == .done && entry.problem?.code == "foreign-kakao-app")
      #expect(MetricBook.shared.all.contains("naru_foreign_links_total shop=cafe"))
      site.time.advance(seconds: 5)
      try await Self.cafe24(site, Self.app(ShopFiles.secrets["REST_KEY"] ?? ""))
      site.time.advance(seconds: 5)
      try await Self.cafe24(site, Self.link("a", 43))
      #expect(try await linked() == [43])
      #expect(!site.log.all.contains { $0.contains(ShopFiles.secrets["REST_KEY"] ?? "?") })
    }
  }

  // MARK: What is said without an id or a time

  @Test("the same words an hour later are another event; a change that nobody describes is one after ten seconds")
  func sayingItAgain() async throws {
    try await withSite(Self.files("")) { site in
      var hook = HookSender(site: site)
      hook.shop = "cafe"
      let headers: HTTPFields = [
        .contentType: "application/json", .named("X-API-Key"): ShopFiles.secrets["HOOK_TOKEN"] ?? "",
      ]
      var statuses: [Int] = []
      for (event, seconds) in [(90_145, 3_599), (90_145, 1), (90_145, 0), (90_080, 9), (90_080, 1), (90_080, 0)] {
        let body = "{\"event_no\":\(event),\"resource\":{\"member_id\":\"a\"}}"
        statuses.append(try await hook.post(body, headers).status.code)
        site.time.advance(seconds: Int64(seconds))
      }
      #expect(statuses == [202, 200, 202, 202, 200, 202])
    }
  }
}
