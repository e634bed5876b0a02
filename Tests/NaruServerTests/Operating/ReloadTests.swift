import CommonValues
import Foundation
import HTTPTransport
import HTTPTypes
import HummingbirdTesting
import KakaoSandbox
import NIOCore
import Naru
import Synchronization
import Testing

@testable import NaruServer

@Suite("Reloading the configuration")
struct ReloadTests {
  private static let secrets = ShopFiles.secrets.merging(["LILY_TOKEN": "lily-0123456789-abcdefghijkl"]) { $1 }
  private static let lily = "id: lily\nname: 백합\napi_token: { env: LILY_TOKEN }\n"

  private static func source(
    _ site: Site, _ requests: AsyncStream<Void> = AsyncStream { $0.finish() }
  ) -> ConfigurationSource {
    ConfigurationSource(requests: requests) {
      NaruConfiguration.load(
        path: site.folder + "/naru.yaml", environment: secrets, builtInAdapters: Naru.builtInAdapters)
    }
  }

  private static func write(_ text: String, _ file: String, _ site: Site) throws {
    try Data(text.utf8).write(to: URL(filePath: site.folder + "/" + file))
  }

  private func metric(_ name: String, _ site: Site) async -> String? {
    let text = site.metrics.text(with: await site.server.watch.samples(site.server.current))
    return text.split(separator: "\n").first { $0.hasPrefix(name + " ") }.map { String($0.dropFirst(name.count + 1)) }
  }

  @Test("takes over a new shop, a changed one and the loss of one")
  func shops() async throws {
    try await withSite { site in
      let lily = BackEnd(site: site, shop: "lily", authorization: "Bearer lily-0123456789-abcdefghijkl")
      #expect(try await lily.call(.get, "/links/42").status == 404)
      try Self.write(Self.lily, "shops/lily.yaml", site)
      try Self.write(
        "id: plain\nname: 새이름\nadapter: shop-export\nkakao: { channels: [_xgTNZs] }\n", "shops/plain.yaml", site)
      try FileManager.default.removeItem(atPath: site.folder + "/shops/rose.yaml")
      await site.server.reload(from: Self.source(site))
      #expect(try await lily.call(.get, "/links/42").status == 200)
      #expect(try await site.client.execute(uri: "/shops/plain/channel/add", method: .get).text.contains("새이름"))
      #expect(try await site.client.execute(uri: "/shops/rose/login", method: .get).status == .notFound)
      #expect(site.log.all.contains { $0.hasPrefix("notice configuration reloaded") && $0.contains("shops=3") })
      #expect(await metric("naru_reloads_total{outcome=\"applied\"}", site) == "1")
      #expect(await metric("naru_shops", site) == "3")
    }
  }

  @Test("a broken configuration changes nothing, and the log says file, line and what to do")
  func broken() async throws {
    try await withSite { site in
      try Self.write("id: lily\napi_token: { env: MISSING }\ncurency: KRW\n", "shops/lily.yaml", site)
      await site.server.reload(from: Self.source(site))
      #expect(try await BackEnd(site: site).call(.get, "/links/42").status == 200)
      #expect(try await site.client.execute(uri: "/shops/lily/login", method: .get).status == .notFound)
      let line = try #require(
        site.log.all.first { $0.hasPrefix("error configuration") && $0.contains("code=unknown-key") })
      for part in ["lily.yaml", "line=3", "key=curency", "fix=did you mean"] { #expect(line.contains(part), "\(line)") }
      #expect(site.log.all.contains { $0.contains("code=missing-environment-variable") && $0.contains("line=2") })
      #expect(await metric("naru_reload_refused", site) == "1")
      #expect(await metric("naru_reloads_total{outcome=\"refused\"}", site) == "1")
      try Self.write(Self.lily, "shops/lily.yaml", site)
      await site.server.reload(from: Self.source(site))
      #expect(await metric("naru_reload_refused", site) == "0")
    }
  }

  @Test("a shop whose login can not be readied refuses the whole, and nothing of it is taken over")
  func atomic() async throws {
    try await withSite { site in
      let login = "login: { return_urls: [\"https://lily.example.com/\"] }\n"
      try Self.write(Self.lily + login, "shops/lily.yaml", site)
      try Self.write("id: plain\nname: 새이름\nadapter: shop-export\n", "shops/plain.yaml", site)
      await site.server.reload(from: Self.source(site))
      #expect(await metric("naru_reload_refused", site) == "1")
      #expect(try await site.client.execute(uri: "/shops/lily/login", method: .get).status == .notFound)
      #expect(site.server.current === site.naru)
    }
  }

  @Test("a request that has begun ends by what it began with, and none is turned away meanwhile")
  func requestsInFlight() async throws {
    try await withSite { site in
      let browser = site.browser()
      let callback = try browser.atKakao(await browser.send(.get, "/shops/flower/login?return_to=/cart"), as: Site.hana)
      let gate = Gate()
      site.transport.gates.withLock { $0["/oauth/token"] = gate }
      async let answer = browser.send(.get, callback)
      await gate.arrival()
      try FileManager.default.removeItem(atPath: site.folder + "/shops/flower.yaml")
      await site.server.reload(from: Self.source(site))
      #expect(try await site.client.execute(uri: "/shops/flower/login", method: .get).status == .notFound)
      gate.open()
      let ended = try await answer
      #expect(ended.location.contains("naru_code="))
    }
  }

  @Test("what was kept for a shop before is worked on by the configuration after")
  func inbox() async throws {
    try await withSite { site in
      try await BackEnd(site: site).signUp(site.browser(), Site.hana, member: "flower01")
      site.time.advance(seconds: 3_600)
      try site.sandbox.unlink(Site.hana)
      _ = await site.sandbox.deliverWebhooks()
      try site.server.use(try await Self.source(site).loaded())
      try await site.inbox.drain()
      #expect(try await BackEnd(site: site).call(.get, "/links/\(Site.hana)").json["member_id"].isNull)
    }
  }

  @Test("what a new shop uploads is imported")
  func jobs() async throws {
    try await withSite { site in
      try Self.write(Self.lily, "shops/lily.yaml", site)
      await site.server.reload(from: Self.source(site))
      let token = "Bearer lily-0123456789-abcdefghijkl"
      let accepted = try await site.client.execute(
        uri: "/shops/lily/imports?kind=members", method: .post, headers: [.authorization: token],
        body: ByteBuffer(string: "아이디,이름\r\nlily01,가명\r\n"))
      #expect(accepted.status == .accepted)
      let number = try #require(JSONValue(accepted.text)["import_id"].string)
      try await site.jobs.drain()
      let lily = BackEnd(site: site, shop: "lily", authorization: token)
      #expect(try await lily.call(.get, "/imports/\(number)").json["state"].string == "done")
    }
  }

  @Test("many requests and many reloads at once: every request is answered")
  func storm() async throws {
    try await withSite { site in
      let configuration = try await Self.source(site).loaded()
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { for _ in 0..<30 { try site.server.use(configuration) } }
        for _ in 0..<4 {
          group.addTask {
            for _ in 0..<50 {
              let answer = try await BackEnd(site: site).call(.get, "/links/42")
              #expect(answer.status == 200)
            }
          }
        }
        try await group.waitForAll()
      }
    }
  }

  @Test("keys that only a restart takes over are named, and those of the process that need none are taken over")
  func process() async throws {
    try await withSite(clock: TestClock()) { site in
      let process = """
        listen: 127.0.0.1:1
        public_url: https://other.example.com
        store: sqlite:other.db
        rate_limit: { shop: { per_second: 1, burst: 1 } }

        """
      try Self.write(process, "naru.yaml", site)
      await site.server.reload(from: Self.source(site))
      let named = site.log.all.filter { $0.contains("by a restart alone") }
      #expect(
        named.count == 2 && named.contains { $0.contains("key=listen") } && named.contains { $0.contains("key=store") })
      #expect(
        try await site.client.execute(uri: "/shops/flower/naru.js", method: .get).text.contains("other.example.com"))
      #expect(try await BackEnd(site: site).call(.get, "/links/42").status == 200)
      #expect(try await BackEnd(site: site).call(.get, "/links/42").status == 429)
    }
  }

  @Test("is done when it is asked for, while the server runs")
  func asked() async throws {
    try await withSite { site in
      let (requests, ask) = AsyncStream.makeStream(of: Void.self)
      let (loads, loaded) = AsyncStream.makeStream(of: Void.self)
      let source = ConfigurationSource(requests: requests) {
        defer { loaded.yield() }
        return await Self.source(site).load()
      }
      let running = try await Running.start(site.server, clock: StoppedClock(), reloading: source)
      try Self.write(Self.lily, "shops/lily.yaml", site)
      ask.yield()
      for await _ in loads { break }
      // The next one begins when this one has ended.
      ask.yield()
      for await _ in loads { break }
      #expect(site.server.current.configuration.shops.map(\.id.description).contains("lily"))
      try await running.end()
    }
  }

  @Test("a change of the files is seen when it stands still, and only then")
  func watching() async throws {
    try await withSite { site in
      func look() -> ConfigurationFingerprint {
        ConfigurationFingerprint(path: site.folder + "/naru.yaml", shopsFolder: site.folder + "/shops")
      }
      var watch = FileWatch(look())
      func looks(_ count: Int) -> [Bool] { (0..<count).map { _ in watch.hasChanged(look()) } }
      #expect(looks(3) == [false, false, false])
      try Self.write(Self.lily, "shops/lily.yaml", site)
      #expect(looks(1) == [false])
      try Self.write(Self.lily + "currency: KRW\n", "shops/lily.yaml", site)
      #expect(looks(3) == [false, true, false])
      try FileManager.default.removeItem(atPath: site.folder + "/shops/lily.yaml")
      #expect(looks(3) == [false, true, false])
      try Self.write("x", "shops/.lily.yaml.swp", site)
      try Self.write("x", "shops/notes.txt", site)
      #expect(looks(3) == [false, false, false])
    }
  }
}

extension ConfigurationSource {
  fileprivate func loaded() async throws -> NaruConfiguration { try await load().get() }
}
