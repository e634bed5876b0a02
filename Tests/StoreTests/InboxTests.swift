import CommonValues
import Foundation
import ShopModel
import Testing

@testable import Store

@Suite("The inbox")
struct InboxTests {
  static func delivery(
    _ number: Int, subject: String = "someone", source: String = "shop", shop: ShopID
  ) -> InboxDelivery {
    InboxDelivery(
      shop: shop, source: source, dedup: Array("event-\(number)".utf8), subject: subject,
      receivedAt: Timestamp(milliseconds: Int64(number) * 1_000), head: [1, 2], body: Array("{\"n\":\(number)}".utf8))
  }

  @Test("keeps a delivery once, however often it comes")
  func dedup() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let first = try fixture.store.receive([Self.delivery(1, shop: fixture.shop), Self.delivery(2, shop: fixture.shop)])
    let again = try fixture.store.receive([
      Self.delivery(2, shop: fixture.shop), Self.delivery(3, shop: fixture.shop), Self.delivery(3, shop: fixture.shop),
    ])
    #expect(first == [.stored(id: first[0].id), .stored(id: first[1].id)])
    #expect(again[0] == .seen(id: first[1].id))
    #expect(again[1] == .stored(id: again[1].id))
    #expect(again[2] == .seen(id: again[1].id))
    #expect(try fixture.store.inbox(of: fixture.shop).map(\.id) == [again[1].id, first[1].id, first[0].id])
  }

  @Test("tells sources and shops apart")
  func apart() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let other = try #require(ShopID("rose"))
    let receipts = try fixture.store.receive([
      Self.delivery(1, shop: fixture.shop), Self.delivery(1, source: "kakao.unlink", shop: fixture.shop),
      Self.delivery(1, shop: other),
    ])
    #expect(Set(receipts.map(\.id)).count == 3)
    #expect(try fixture.store.inbox(of: other).count == 1)
  }

  @Test("gives a delivery back byte by byte")
  func bytes() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    var delivery = Self.delivery(1, shop: fixture.shop)
    delivery.body = [0, 0xFF, 0x22, 0x0A, 0]
    delivery.head = []
    let id = try fixture.store.receive([delivery])[0].id
    let entry = try #require(try fixture.store.inboxEntry(id, of: fixture.shop))
    #expect(entry.delivery.body == delivery.body)
    #expect(entry.delivery.head.isEmpty)
    #expect(entry.delivery.dedup == delivery.dedup)
    #expect(entry.delivery.receivedAt == delivery.receivedAt)
    #expect(entry.state == .waiting && entry.attempts == 0 && entry.problem == nil)
  }

  @Test("offers of each subject the first alone, and nothing behind one that waits to be tried again")
  func order() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let ids = try fixture.store.receive([
      Self.delivery(1, subject: "a", shop: fixture.shop), Self.delivery(2, subject: "a", shop: fixture.shop),
      Self.delivery(3, subject: "b", shop: fixture.shop),
    ]).map(\.id)
    let now = Timestamp(milliseconds: 10_000)
    #expect(try fixture.store.inboxWork(of: fixture.shop, now: now, limit: 10).map(\.id) == [ids[0], ids[2]])
    let later = now.adding(milliseconds: 5_000)
    try fixture.store.finish(ids[0], .again(dueAt: later, Self.problem), at: now)
    #expect(try fixture.store.inboxWork(of: fixture.shop, now: now, limit: 10).map(\.id) == [ids[2]])
    #expect(try fixture.store.inboxWork(of: fixture.shop, now: later, limit: 10).map(\.id) == [ids[0], ids[2]])
    try fixture.store.finish(ids[0], .dead(Self.problem), at: later)
    #expect(try fixture.store.inboxWork(of: fixture.shop, now: later, limit: 10).map(\.id) == [ids[1], ids[2]])
  }

  @Test("stores events and the word that they are applied together, or neither")
  func together() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let id = try fixture.store.receive([Self.delivery(1, shop: fixture.shop)])[0].id
    struct Trouble: Error {}
    let member = Member(id: "rose01")
    #expect(throws: (any Error).self) {
      try fixture.store.finish(id, .done(kind: "member"), at: .init(milliseconds: 1)) {
        _ = try fixture.store.apply(.member(member), in: fixture.shop, sourceTime: .init(milliseconds: 1))
        throw Trouble()
      }
    }
    #expect(try fixture.everybody().isEmpty)
    #expect(try fixture.store.inboxEntry(id, of: fixture.shop)?.state == .waiting)
    try fixture.store.finish(id, .done(kind: "member"), at: .init(milliseconds: 1)) {
      _ = try fixture.store.apply(.member(member), in: fixture.shop, sourceTime: .init(milliseconds: 1))
    }
    #expect(try fixture.everybody().count == 1)
    let entry = try #require(try fixture.store.inboxEntry(id, of: fixture.shop))
    #expect(entry.state == .done && entry.attempts == 1 && entry.kind == "member")
  }

  @Test("counts by state, and tells which shops have work")
  func counts() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let ids = try fixture.store.receive((1...4).map { Self.delivery($0, subject: "\($0)", shop: fixture.shop) })
      .map(\.id)
    let now = Timestamp(milliseconds: 9_000)
    try fixture.store.finish(ids[0], .done(kind: nil), at: now)
    try fixture.store.finish(ids[1], .unmapped(kind: "parcel"), at: now)
    try fixture.store.finish(ids[2], .dead(Self.problem), at: now)
    let counts = try fixture.store.inboxCounts(of: fixture.shop)
    #expect(counts.byState == [.waiting: 1, .done: 1, .unmapped: 1, .dead: 1])
    #expect(counts.oldestWaiting == Timestamp(milliseconds: 4_000) && counts.newest == Timestamp(milliseconds: 4_000))
    #expect(try fixture.store.shopsWithWork(now: now) == [fixture.shop])
    try fixture.store.finish(ids[3], .again(dueAt: Timestamp(milliseconds: 20_000), Self.problem), at: now)
    #expect(try fixture.store.shopsWithWork(now: now).isEmpty)
    #expect(try fixture.store.nextInboxDue() == Timestamp(milliseconds: 20_000))
    #expect(try fixture.store.inboxEntry(ids[3], of: fixture.shop)?.problem == Self.problem)
  }

  @Test("puts dead entries, chosen ones or a span of time back to the beginning")
  func retry() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let store = fixture.store
    let ids = try store.receive((1...4).map { Self.delivery($0, subject: "\($0)", shop: fixture.shop) }).map(\.id)
    let now = Timestamp(milliseconds: 9_000)
    try store.finish(ids[0], .dead(Self.problem), at: now)
    for id in ids[1...2] { try store.finish(id, .done(kind: nil), at: now) }
    #expect(try store.retryInbox(of: fixture.shop, .dead, now: now) == 1)
    #expect(try store.retryInbox(of: fixture.shop, .entries([ids[1], ids[3], 99]), now: now) == 1)
    let span = InboxSelection.received(from: .init(milliseconds: 3_000), to: .init(milliseconds: 4_000))
    #expect(try store.retryInbox(of: fixture.shop, span, now: now) == 1)
    let entries = try store.inbox(of: fixture.shop)
    #expect(entries.allSatisfy { $0.state == .waiting && $0.attempts == 0 && $0.problem == nil })
  }

  @Test("forgets what came to an end long ago, but no dead letter and nothing that waits")
  func sweep() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let ids = try fixture.store.receive((1...5).map { Self.delivery($0, subject: "\($0)", shop: fixture.shop) })
      .map(\.id)
    try fixture.store.finish(ids[0], .done(kind: nil), at: .init(milliseconds: 1_000))
    try fixture.store.finish(ids[1], .unmapped(kind: nil), at: .init(milliseconds: 1_000))
    try fixture.store.finish(ids[2], .dead(Self.problem), at: .init(milliseconds: 1_000))
    try fixture.store.finish(ids[3], .done(kind: nil), at: .init(milliseconds: 9_000))
    func sweep(_ finished: Int64, dead: Int64? = nil, limit: Int = 100) throws -> [Int] {
      let swept = try fixture.store.sweepInbox(
        finishedBefore: .init(milliseconds: finished), deadBefore: dead.map { Timestamp(milliseconds: $0) },
        limit: limit)
      return [swept.finished, swept.dead]
    }
    #expect(try sweep(5_000, limit: 1) == [1, 0])
    #expect(try sweep(5_000) == [1, 0])
    #expect(try fixture.store.inbox(of: fixture.shop).map(\.id) == [ids[4], ids[3], ids[2]])
    #expect(try sweep(5_000, dead: 1_000) == [0, 0])
    #expect(try sweep(0, dead: 1_001) == [0, 1])
    #expect(try fixture.store.inbox(of: fixture.shop).map(\.id) == [ids[4], ids[3]])
  }

  @Test("without an id of its own a delivery is a repetition for a time, and then another one")
  func repeatWindow() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    func receive(_ time: Int64, window: Int64?) throws -> InboxReceipt {
      var delivery = Self.delivery(1, shop: fixture.shop)
      delivery.receivedAt = Timestamp(milliseconds: time)
      delivery.repeatWindow = window
      return try fixture.store.receive([delivery])[0]
    }
    let first = try receive(1_000, window: 60_000)
    #expect(try receive(60_999, window: 60_000) == .seen(id: first.id))
    let second = try receive(61_000, window: 60_000)
    #expect(second == .stored(id: second.id) && second.id != first.id)
    #expect(try receive(61_001, window: 60_000) == .seen(id: second.id))
    let third = try receive(200_000, window: 60_000)
    #expect(third == .stored(id: third.id))
    #expect(try receive(900_000_000, window: nil) == .seen(id: third.id))
    #expect(try fixture.store.inbox(of: fixture.shop).map(\.id) == [third.id, second.id, first.id])
  }

  @Test("lists by state, by source and page by page, and what failed and is tried again")
  func listing() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let ids = try fixture.store.receive(
      (1...6).map { Self.delivery($0, subject: "\($0)", source: $0 > 3 ? "kakao.unlink" : "shop", shop: fixture.shop) }
    ).map(\.id)
    let now = Timestamp(milliseconds: 9_000)
    try fixture.store.finish(ids[0], .dead(Self.problem), at: now)
    try fixture.store.finish(ids[1], .again(dueAt: now, Self.problem), at: now)
    try fixture.store.finish(ids[4], .done(kind: nil, without: Self.problem), at: now)
    func list(_ change: (inout InboxFilter) -> Void, limit: Int = 50) throws -> [Int64] {
      var filter = InboxFilter()
      change(&filter)
      return try fixture.store.inbox(of: fixture.shop, filter, limit: limit).map(\.id)
    }
    #expect(try list { $0.states = [.dead] } == [ids[0]])
    #expect(try list { $0.failedOnly = true } == [ids[1]])
    #expect(try list { $0.source = "shop" } == [ids[2], ids[1], ids[0]])
    #expect(try list({ $0.before = ids[4] }, limit: 2) == [ids[3], ids[2]])
    #expect(try list { $0.states = [.done, .dead] } == [ids[4], ids[0]])
    #expect(try fixture.store.inboxEntry(ids[4], of: fixture.shop)?.problem == Self.problem)
  }

  @Test("several tries end in one transaction: all that they say is stored, or nothing")
  func inOneTransaction() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let ids = try fixture.store.receive((1...3).map { Self.delivery($0, subject: "\($0)", shop: fixture.shop) })
      .map(\.id)
    let now = Timestamp(milliseconds: 9_000)
    func works(failing: Bool) -> [InboxWork] {
      ids.enumerated().map { index, id in
        let refuse: @Sendable (Store) throws -> Void = { _ in throw StoreError(sqlite: 19) }
        return InboxWork(
          id, .done(kind: nil), events: [DatedEvent(.member(member("m\(index)")), at: now)],
          also: failing && index == 2 ? refuse : nil)
      }
    }
    #expect(throws: StoreError.self) {
      try fixture.store.finish(works(failing: true), in: fixture.shop, rules: OrderRules(), at: now)
    }
    #expect(try fixture.store.inboxCounts(of: fixture.shop).byState == [.waiting: 3])
    #expect(try fixture.everybody().isEmpty)
    try fixture.store.finish(works(failing: false), in: fixture.shop, rules: OrderRules(), at: now)
    #expect(try fixture.store.inboxCounts(of: fixture.shop).byState == [.done: 3])
    #expect(try fixture.everybody().map(\.member.id) == ["m0", "m1", "m2"])
  }

  @Test("a shop whose only due deliveries stand behind another one has no work, until that one is due")
  func blocked() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let ids = try fixture.store.receive((1...2).map { Self.delivery($0, subject: "one", shop: fixture.shop) }).map(\.id)
    let (now, later) = (Timestamp(milliseconds: 9_000), Timestamp(milliseconds: 20_000))
    try fixture.store.finish(ids[0], .again(dueAt: later, Self.problem), at: now)
    #expect(try fixture.store.shopsWithWork(now: now).isEmpty)
    #expect(try fixture.store.inboxWork(of: fixture.shop, now: now, limit: 9).isEmpty)
    #expect(try fixture.store.nextInboxDue(after: now) == later)
    #expect(try fixture.store.shopsWithWork(now: later) == [fixture.shop])
  }

  @Test("an erasure empties what was worked on and names the person, and that is not worked on again")
  func erasure() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.apply(.member(member("rose01", phone: 821_000_001_001)))
    let bodies = [
      "{\"id\":\"rose01\"}", "{\"phone\":\"010-0000-1001\"}", "{\"id\":\"rose011\"}", "{\"id\":\"rose01\",\"dead\":1}",
      "{\"id\":\"rose01\",\"waits\":1}",
    ]
    let ids = try fixture.store.receive(
      bodies.enumerated().map { index, body in
        var delivery = Self.delivery(index, subject: index == 3 ? "member:rose01" : "\(index)", shop: fixture.shop)
        delivery.body = Array(body.utf8)
        return delivery
      }
    ).map(\.id)
    let now = Timestamp(milliseconds: 9_000)
    for id in ids[0...2] { try fixture.store.finish(id, .done(kind: nil), at: now) }
    try fixture.store.finish(ids[3], .dead(Self.problem), at: now)
    _ = try fixture.store.erase(member: "rose01", kakaoUser: nil, in: fixture.shop, at: now)
    let entries = try ids.map { try #require(try fixture.store.inboxEntry($0, of: fixture.shop)) }
    #expect(entries.map(\.delivery.body.isEmpty) == [true, true, false, true, false])
    #expect(entries.map(\.state) == [.done, .done, .done, .done, .waiting])
    #expect(entries[3].delivery.subject.isEmpty && entries[3].problem == nil)
    #expect(try fixture.store.retryInbox(of: fixture.shop, .entries(ids), now: now) == 1)
  }

  static let problem = Diagnostic(
    .error, code: "test-problem", reason: LocalizedText(ko: "시험용 문제입니다.", en: "A problem for a test."))
}
