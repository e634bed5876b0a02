import HTTPTypes
import HummingbirdTesting
import Ingest
import KakaoSandbox
import Naru
import ShopModel
import Testing

@testable import NaruServer

@Suite("Readiness")
struct ReadinessTests {
  private static let fresh: ShopFiles = {
    var files = ShopFiles()
    files.extra = "freshness: 60s\n"
    return files
  }()
  private static let watched: ShopFiles = {
    var files = ShopFiles.withAdmin
    files.extra += "freshness: 60s\n"
    return files
  }()

  /// Status and body.
  private func ready(_ site: Site) async throws -> String {
    let answer = try await site.client.execute(uri: "/readyz", method: .get)
    return "\(answer.status.code) \(answer.text)"
  }

  @Test("a shop that was never heard of is ready, and one that has been silent for longer than its freshness is not")
  func freshness() async throws {
    try await withSite(Self.fresh) { site in
      site.time.advance(seconds: 3_600)
      #expect(try await ready(site) == "200 ready\n")
      try await site.importMember("flower09", phone: "010-0000-0001")
      site.time.advance(seconds: 60)
      #expect(try await ready(site) == "200 ready\n")
      site.time.advance(seconds: 1)
      let late = try await ready(site)
      #expect(late.hasPrefix("503 ") && late.contains("freshness") && !late.contains("flower"))
      try await site.importMember("flower10", phone: "010-0000-0002")
      #expect(try await ready(site) == "200 ready\n")
    }
  }

  @Test("records that a back end brought count, also after a restart")
  func records() async throws {
    try await withSite(Self.fresh) { site in
      try await site.importMember("flower09", phone: "010-0000-0001")
      site.time.advance(seconds: 61)
      let flower = try #require(ShopID("flower"))
      site.server.watch.heard(of: flower)
      #expect(try await ready(site) == "200 ready\n")
      let later = HealthWatch(site.metrics, inbox: site.inbox, now: { site.time.now })
      #expect(await later.obstacles(site.naru).count == 1)
      try await site.server.watch.save(in: site.naru)
      #expect(await later.obstacles(site.naru).isEmpty)
      site.time.advance(seconds: 61)
      #expect(try await ready(site).hasPrefix("503 "))
    }
  }

  @Test("what Kakao sends does not make a shop's own silence good")
  func kakaoDoesNotCount() async throws {
    try await withSite(Self.watched) { site in
      try await site.importMember("flower09", phone: "010-0000-0001")
      site.time.advance(seconds: 61)
      try await BackEnd(site: site).signUp(site.browser(), Site.hana, member: "flower09")
      try site.sandbox.setRelation(.blocked, of: Site.hana, to: ShopFiles.channel)
      try await site.deliver()
      #expect(try await ready(site).hasPrefix("503 "))
      // The operator's page says the same.
      let admin = AdminBrowser(site)
      try await admin.logIn()
      #expect(try await admin.get("/admin").text.contains("소식 없음"))
      #expect(try await admin.get("/admin/shops/flower").text.contains("freshness보다 오래되었습니다"))
      site.server.watch.heard(of: try #require(ShopID("flower")))
      #expect(try await ready(site) == "200 ready\n")
      #expect(try await !admin.get("/admin").text.contains("소식 없음"))
    }
  }

  @Test("a closed store is not ready, by GET and by HEAD")
  func store() async throws {
    try await withSite { site in
      await site.naru.close()
      let said = try await ready(site)
      #expect(said == "503 the store can not be written\n")
      #expect(try await site.client.execute(uri: "/readyz", method: .head).status == .serviceUnavailable)
    }
  }
}
