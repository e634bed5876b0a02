import CommonValues
import Foundation
import GRDB
import ShopModel
import Testing

@testable import Store

@Suite("What the operator's pages list")
struct AdminListingTests {
  private let now = Timestamp(seconds: 1_790_000_000)

  private func delivery(_ number: Int, _ shop: ShopID) -> InboxDelivery {
    InboxDelivery(
      shop: shop, source: "shop", dedup: Array("\(number)".utf8), subject: "s\(number)",
      receivedAt: Timestamp(seconds: Int64(number)), body: [1])
  }

  private static let problem = Diagnostic(.error, code: "x", reason: LocalizedText(ko: "이유", en: "reason"))

  @Test("a glance has each shop's own newest runs, deliveries and counts, and is empty where nothing is stored")
  func glance() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let (store, shop) = (fixture.store, fixture.shop)
    let other = try #require(ShopID("other"))
    let ids = try store.receive((1...5).map { delivery($0, shop) } + [delivery(9, other)]).map(\.id)
    try store.finish(ids[0], .dead(Self.problem), at: now)
    try store.finish(ids[4], .done(kind: nil), at: now)
    try store.finish(ids[1], .again(dueAt: now, Self.problem), at: now)
    for (kind, outcome) in [
      (Run.Kind.import, Run.Outcome.failed), (.sync, .succeeded), (.import, .succeeded), (.sync, .stopped),
    ] {
      let run = try store.beginRun(kind, in: shop, at: now)
      try store.finishRun(run, in: shop, outcome: outcome, summary: "{}", at: now)
    }
    try store.quarantine(
      [QuarantinedRow(runID: 1, kind: "members", file: "f", line: 2, diagnostic: Self.problem, raw: "x")], in: shop)
    try fixture.load([member("a", phone: 821_000_000_001)], at: 1)
    let nobody = try #require(ShopID("nobody"))
    let glances = try store.glances(of: [nobody, shop, other])
    #expect(glances.map(\.shop) == [nobody, shop, other])
    let mine = glances[1]
    #expect((mine.waiting, mine.retrying, mine.dead, mine.quarantined) == (3, 1, 1, 1))
    #expect(mine.newestEvent == Timestamp(seconds: 5) && mine.oldestWaiting == Timestamp(seconds: 2))
    #expect(mine.lastImport?.id == 3 && mine.lastSync?.id == 4 && mine.lastSync?.outcome == .stopped)
    #expect(mine.state.members == 1 && mine.coverage == nil)
    #expect(glances[0].state == .nothing && glances[0].lastImport == nil && glances[0].newestEvent == nil)
    #expect((glances[2].waiting, glances[2].dead, glances[2].quarantined) == (1, 0, 0))
  }

  @Test("deliveries of a state are listed page by page, the newest first, without their bodies")
  func inbox() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let (store, shop) = (fixture.store, fixture.shop)
    let ids = try store.receive((1...5).map { delivery($0, shop) }).map(\.id)
    for id in ids.dropLast() { try store.finish(id, .dead(Self.problem), at: now) }
    let first = try store.inboxLines(of: shop, state: .dead, limit: 3)
    #expect(first.map(\.id) == [ids[3], ids[2], ids[1]])
    #expect(first[0].problem == Self.problem && first[0].attempts == 1 && first[0].receivedAt == Timestamp(seconds: 4))
    #expect(try store.inboxLines(of: shop, state: .dead, before: ids[1], limit: 3).map(\.id) == [ids[0]])
    #expect(try store.inboxLines(of: shop, state: .waiting).map(\.id) == [ids[4]])
    #expect(try store.inboxLines(of: try #require(ShopID("other")), state: .dead).isEmpty)
  }

  @Test("quarantine is listed page by page, and its reasons by how many there are")
  func quarantine() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let (store, shop) = (fixture.store, fixture.shop)
    let rows = (1...5).map { line in
      QuarantinedRow(
        runID: 1, kind: "members", file: "f", line: line,
        diagnostic: Diagnostic(.error, code: line == 1 ? "rare" : "often", reason: LocalizedText(ko: "", en: "")),
        raw: "r\(line)")
    }
    try store.quarantine(rows, in: shop)
    #expect(try store.quarantinePage(of: shop, limit: 2).map(\.raw) == ["r5", "r4"])
    #expect(try store.quarantinePage(of: shop, before: 4, limit: 9).map(\.line) == [3, 2, 1])
    #expect(try store.quarantineReasons(of: shop) == [.init(code: "often", count: 4), .init(code: "rare", count: 1)])
    #expect(try store.quarantineReasons(of: try #require(ShopID("other"))).isEmpty)
  }

  @Test("runs are listed by kind, counted by day and outcome, and searched for Kakao's errors")
  func runs() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let (store, shop) = (fixture.store, fixture.shop)
    let yesterday = now.adding(milliseconds: -86_400_000)
    for (kind, outcome, time, summary) in [
      (Run.Kind.import, Run.Outcome.succeeded, yesterday, "{}"),
      (.sync, .failed, yesterday, #"{"code":"kakao-error"}"#),
      (.sync, .failed, now, #"{"code":"other"}"#), (.sync, .succeeded, now, #"{"code":"kakao-error"}"#),
      (.import, .failed, now, #"{"code":"kakao-error"}"#),
    ] {
      let run = try store.beginRun(kind, in: shop, at: time)
      try store.finishRun(run, in: shop, outcome: outcome, summary: summary, at: time)
    }
    _ = try store.beginRun(.import, in: shop, at: now)
    #expect(try store.runs(of: shop, kind: .sync, limit: 2).map(\.id) == [4, 3])
    #expect(try store.runs(of: shop, kind: .sync, before: 3).map(\.id) == [2])
    #expect(try store.runsWithKakaoFaults(of: shop).map(\.id) == [2])
    let days = try store.runDays(of: shop, since: now.seoulDate)
    #expect(days.reduce(0) { $0 + $1.count } == 4 && days.allSatisfy { $0.day == now.seoulDate })
    #expect(days.contains(RunDay(day: now.seoulDate, kind: "import", outcome: nil, count: 1)))
    #expect(try store.runDays(of: shop, since: yesterday.seoulDate).reduce(0) { $0 + $1.count } == 6)
  }

  @Test("what a file has left to send is what its last plan found")
  func planCounts() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load([member("a", phone: 821_000_000_001), member("b", phone: 821_000_000_002)], at: 1)
    let file = try fixture.store.save(
      LedgerFile(
        shop: fixture.shop, channel: "_x", name: "전체", configuredName: "전체", users: "phone", schema: "{}",
        definitionHash: 1))
    #expect(try fixture.store.planCounts(of: file) == PlanCounts())
    let planned = try fixture.store.replan(file, today: now.seoulDate) { facts in
      RowEvaluation(target: facts.member.phone.value?.digits, contentHash: 7)
    }
    #expect(planned.add == 2)
    #expect(try fixture.store.planCounts(of: file) == planned)
  }

  @Test("a session is found while it lives, is gone when it was ended, and is swept away by the next one")
  func sessions() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let store = fixture.store
    func session(_ number: UInt8, at start: Timestamp) -> AdminSessionRecord {
      AdminSessionRecord(hash: [number], proof: [9], createdAt: start, expiresAt: start.adding(milliseconds: 1_000))
    }
    try store.save(session(1, at: now))
    #expect(try store.adminSession([1], now: now.adding(milliseconds: 999)) == session(1, at: now))
    #expect(try store.adminSession([1], now: now.adding(milliseconds: 1_000)) == nil)
    #expect(try store.adminSession([2], now: now) == nil)
    try store.save(session(2, at: now))
    try store.endAdminSession([2])
    #expect(try store.adminSession([2], now: now) == nil)
    try store.save(session(3, at: now.adding(milliseconds: 1_000)))
    #expect(try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM admin_sessions") } == 1)
  }

  @Test(
    "every list finds its rows by index",
    arguments: [
      "SELECT 1 FROM runs WHERE shop_id = 1 AND kind = 'sync' ORDER BY run_id DESC LIMIT 1",
      "SELECT received_at FROM inbox WHERE shop_id = 1 AND state = 2 ORDER BY inbox_id DESC LIMIT 1",
      "SELECT quarantine_id FROM quarantine WHERE shop_id = 1 AND quarantine_id < 9 ORDER BY quarantine_id DESC LIMIT 2",
      "SELECT code, count(*) FROM quarantine INDEXED BY quarantine_by_code WHERE shop_id = 1 GROUP BY code",
      "SELECT day FROM coverage_days WHERE shop_id = 1 AND day >= 3 ORDER BY day DESC LIMIT 1",
    ])
  func plans(_ sql: String) throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let plan = try fixture.store.read {
      try Row.fetchAll($0, sql: "EXPLAIN QUERY PLAN " + sql).map { $0["detail"] as String }
    }
    #expect(plan.allSatisfy { $0.hasPrefix("SEARCH") }, "\(plan)")
  }
}
