import CommonValues
import Testing

@testable import Naru

@Suite("Webhooks by configuration")
struct WebhookConfigurationTests {
  private static let secrets = [
    "HOOK": "marked-webhook-secret", "OLD": "marked-old-secret", "TOKEN": "marked-fetch-token",
  ]

  private func load(_ shop: String, process: String = "listen: 127.0.0.1:0\n") throws -> ConfigurationOutcome {
    let folder = try ConfigurationFolder(["naru.yaml": process, "shops/flower.yaml": "id: flower\n\(shop)\n"])
    return folder.load(Self.secrets, adapters: Naru.builtInAdapters)
  }

  @Test("everything can be said, and nothing has to be")
  func keys() throws {
    let plain = try load("name: 플라워샵").get()
    let nothing = plain.shops[0]
    #expect(nothing.webhook.secret == nil && nothing.webhook.tokenPlace == nil && nothing.webhook.senders.isEmpty)
    #expect(!nothing.webhook.acceptsUnverified && nothing.fetchURL == nil && nothing.fetchToken == nil)
    #expect(plain.inbox.keep == .seconds(30 * 86_400) && plain.limits.bodyBytes == 16 << 20)
    let full = try load(
      """
      webhook:
        secret: [{ env: HOOK }, { env: OLD }]
        token_place: { header: X-Token, prefix: "Bearer " }
        senders: [203.0.113.0/24, "2001:db8::1"]
        accept_unverified: true
      fetch_url: https://flower.example.com/fetch
      fetch_token: { env: TOKEN }
      """, process: "inbox: { keep: 7d }\nlimits: { body: 1MiB }\n"
    ).get()
    let shop = full.shops[0]
    #expect(shop.webhook.secret?.all.count == 2)
    #expect(shop.webhook.tokenPlace == .header(name: "X-Token", prefix: "Bearer "))
    #expect(shop.webhook.senders == ["203.0.113.0/24", "2001:db8::1"] && shop.webhook.acceptsUnverified)
    #expect(shop.fetchToken?.matches("marked-fetch-token") == true)
    #expect(full.inbox.keep == .seconds(7 * 86_400) && full.limits.bodyBytes == 1 << 20)
    let query = try load("webhook: { token_place: { query: key } }").get().shops[0]
    #expect(query.webhook.tokenPlace == .query(name: "key"))
  }

  @Test(
    "what can not be meant is found with its place",
    arguments: [
      "token_place: header", "token_place: {}", "token_place: { header: X, query: y }",
      "token_place: { header: 'X Y' }",
      "token_place: { header: 'X:' }", "token_place: { query: key, prefix: 'x ' }", "token_place: { query: 'a&b' }",
      "token_place: { header: X, prefix: [] }", "token_place: { heder: X }", "senders: [shop.example.com]",
      "senders: [10.0.0.0/33]", "accept_unverified: maybe", "secrets: { env: HOOK }", "secret: literal",
    ])
  func faults(webhook: String) throws {
    let report = try load("webhook:\n  \(webhook)").report
    #expect(report.errorCount > 0)
    #expect(report.findings.allSatisfy { $0.place.line != nil && $0.place.file != nil })
  }

  @Test("how long the inbox keeps is three days to a year", arguments: ["2d", "0d", "367d", "30", "forever"])
  func keep(keep: String) throws {
    #expect(try load("name: x", process: "inbox: { keep: \(keep) }\n").report.errorCount == 1)
  }

  @Test(
    "what keeps an adapter's webhooks from being believed is told",
    arguments: [
      ("adapter: cafe24", ["webhook-without-secret"]), ("adapter: cafe24\nwebhook: { secret: { env: HOOK } }", []),
      ("adapter: shop-export", []),
      ("adapter: shop-export\nwebhook: { secret: { env: HOOK } }", ["webhook-secret-unused"]),
      ("adapter: generic-webhook\nwebhook: { senders: 203.0.113.7 }", ["webhook-without-secret"]),
    ])
  func findings(shop: String, codes: [String]) throws {
    let findings = try load(shop).get().shops[0].adapterFindings
    #expect(findings.map(\.code) == codes)
    #expect(findings.allSatisfy { $0.severity != .error && $0.place.field?.hasPrefix("webhook.") == true })
  }

  private static let bare = """
    version: 1
    id: bare
    release: 1.0.0
    name: { ko: 무증명, en: Bare }
    webhook:
      verify: { none: true }
      members: { id: [uid] }
      routes: { "*": member }
    """

  @Test("a platform that proves nothing needs its senders, or a word that this is well")
  func noProof() throws {
    for (more, codes) in [
      ("", ["webhook-without-proof"]), ("webhook: { accept_unverified: true }", []),
      ("webhook: { senders: [203.0.113.7] }", []),
    ] {
      let folder = try ConfigurationFolder(["naru.yaml": "listen: 127.0.0.1:0\n"])
      try folder.write(Array("id: flower\nadapter: ../\n\(more)\n".utf8), to: "shops/flower.yaml")
      try folder.write(Array(Self.bare.utf8), to: "adapter.yaml")
      let shop = try folder.load(Self.secrets).get().shops[0]
      #expect(shop.adapterFindings.map(\.code) == codes, "\(shop.adapterFindings)")
    }
  }

  @Test("a shop's own adapter is what it was when the configuration was taken, whatever becomes of its folder")
  func ownAdapter() async throws {
    let folder = try ConfigurationFolder(["naru.yaml": "listen: 127.0.0.1:0\nstore: sqlite:naru.db\n"])
    try folder.write(Array("id: flower\nadapter: ../\n".utf8), to: "shops/flower.yaml")
    try folder.write(Array(Self.bare.utf8), to: "adapter.yaml")
    let configuration = try folder.load(Self.secrets).get()
    let naru = try Naru(configuration)
    _ = try naru.connection("flower")
    // Half of it is saved.
    try folder.write(Array("id: [".utf8), to: "adapter.yaml")
    _ = try naru.connection("flower")
    let next = try Naru(configuration, sharing: naru)
    #expect(throws: NaruError.self) { try next.connection("flower") }
    await naru.close()
  }
}
