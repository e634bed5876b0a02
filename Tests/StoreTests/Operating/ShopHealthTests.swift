import CommonValues
import Foundation
import GRDB
import ShopModel
import Testing

@testable import Store

private func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

@Suite("How shops are, at a glance")
struct ShopHealthTests {
  private func delivery(_ fixture: StoreFixture, _ source: String, _ mark: UInt8, at time: Int64) -> InboxDelivery {
    InboxDelivery(shop: fixture.shop, source: source, dedup: [mark], subject: "s", receivedAt: at(time), body: [mark])
  }

  @Test("tells what waits, failed or is unmapped, and when the shop was last heard of")
  func counts() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    #expect(try fixture.store.health().shops.allSatisfy { $0.newestDelivery == nil && $0.waiting == 0 })
    let ids = try fixture.store.receive([
      delivery(fixture, "shop", 1, at: 10), delivery(fixture, "kakao.channel", 2, at: 20),
      delivery(fixture, "shop", 3, at: 30),
      delivery(fixture, "kakao.unlink", 4, at: 40),
    ]).map(\.id)
    let why = Diagnostic(.error, code: "x", reason: LocalizedText(ko: "가", en: "a"))
    try fixture.store.finish(ids[0], .done(kind: nil), at: at(50))
    try fixture.store.finish(ids[1], .dead(why), at: at(50))
    let health = try fixture.store.health()
    let shop = try #require(health.shops.first { $0.shop == fixture.shop })
    #expect(shop.waiting == 2 && shop.dead == 1 && shop.unmapped == 0)
    #expect(shop.oldestWaiting == at(30) && shop.newestDelivery == at(30))
    #expect(health.newestEntry == ids[3])
    try fixture.store.finish(ids[2], .unmapped(kind: "k"), at: at(60))
    #expect(try fixture.store.health().shops.first { $0.shop == fixture.shop }?.unmapped == 1)
    #expect(try fixture.store.health().shops.first { $0.shop == fixture.shop }?.newestDelivery == at(30))
  }

  @Test("a later look tells of later deliveries alone, and imports that succeeded count too")
  func later() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    _ = try fixture.store.receive([delivery(fixture, "shop", 1, at: 10)])
    let first = try fixture.store.health()
    func newest() throws -> Timestamp? {
      try fixture.store.health(after: first.newestEntry).shops.first { $0.shop == fixture.shop }?.newestDelivery
    }
    #expect(try newest() == nil)
    let failed = try fixture.store.beginRun(.import, in: fixture.shop, at: at(20))
    try fixture.store.finishRun(failed, in: fixture.shop, outcome: .failed, summary: "{}", at: at(25))
    #expect(try newest() == nil)
    let run = try fixture.store.beginRun(.import, in: fixture.shop, at: at(30))
    #expect(try newest() == nil)
    try fixture.store.finishRun(run, in: fixture.shop, outcome: .succeeded, summary: "{}", at: at(35))
    let sync = try fixture.store.beginRun(.sync, in: fixture.shop, at: at(40))
    try fixture.store.finishRun(sync, in: fixture.shop, outcome: .succeeded, summary: "{}", at: at(45))
    #expect(try newest() == at(35))
    _ = try fixture.store.receive([delivery(fixture, "shop", 2, at: 50)])
    #expect(try newest() == at(50))
  }

  @Test("counts are read from indexes, whatever lies in the inbox")
  func indexes() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let plan = try fixture.store.read { database in
      try Row.fetchAll(
        database,
        sql:
          "EXPLAIN QUERY PLAN SELECT (SELECT count(*) FROM inbox WHERE shop_id = s.shop_id AND state = 2) FROM shops AS s"
      ).map { $0["detail"] as String }
    }
    #expect(plan.contains { $0.contains("COVERING INDEX inbox_by_state") }, "\(plan)")
  }
}
