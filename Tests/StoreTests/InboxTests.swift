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
    #expect(try fixture.store.sweepInbox(finishedBefore: .init(milliseconds: 5_000), limit: 1) == 1)
    #expect(try fixture.store.sweepInbox(finishedBefore: .init(milliseconds: 5_000)) == 1)
    #expect(try fixture.store.inbox(of: fixture.shop).map(\.id) == [ids[4], ids[3], ids[2]])
  }

  static let problem = Diagnostic(
    .error, code: "test-problem", reason: LocalizedText(ko: "시험용 문제입니다.", en: "A problem for a test."))
}
