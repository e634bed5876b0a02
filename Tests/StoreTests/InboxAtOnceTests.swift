import CommonValues
import ShopModel
import Synchronization
import Testing

@testable import Store

@Suite("Deliveries that are worked on in the commit that keeps them")
struct InboxAtOnceTests {
  static let now = Timestamp(milliseconds: 99_000)
  static let problem = Diagnostic(
    .error, code: "test-problem", reason: LocalizedText(ko: "시험용 문제입니다.", en: "A problem for a test."))

  static func keep(
    _ fixture: StoreFixture, _ deliveries: [InboxDelivery], working: (InboxDelivery) -> InboxWork?
  ) throws -> [InboxKept] {
    try fixture.store.receive(deliveries, rules: { _ in OrderRules() }, at: now, working: working)
  }

  /// The member that its subject names.
  static func member(_ delivery: InboxDelivery, also: (@Sendable (Store) throws -> Void)? = nil) -> InboxWork {
    InboxWork(
      0, .done(kind: "member"), events: [DatedEvent(.member(Member(id: delivery.subject)), at: delivery.receivedAt)],
      also: also)
  }

  @Test("what is new is kept as done, together with what it says")
  func done() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let rose = try #require(ShopID("rose"))
    let kept = try Self.keep(
      fixture,
      [
        InboxTests.delivery(1, subject: "a", shop: fixture.shop), InboxTests.delivery(1, subject: "c", shop: rose),
        InboxTests.delivery(2, subject: "b", shop: fixture.shop),
        InboxTests.delivery(3, subject: "a", shop: fixture.shop),
      ]
    ) { Self.member($0) }
    #expect(Set(kept.map(\.receipt.id)).count == 4)
    #expect(kept.allSatisfy { $0.work?.id == $0.receipt.id })
    for (kept, shop) in zip(kept, [fixture.shop, rose, fixture.shop, fixture.shop]) {
      let entry = try #require(try fixture.store.inboxEntry(kept.receipt.id, of: shop))
      #expect(entry.state == .done && entry.attempts == 1 && entry.finishedAt == Self.now && entry.kind == "member")
    }
    #expect(try fixture.store.members(of: fixture.shop, limit: 9).map(\.id).sorted() == ["a", "b"])
    #expect(try fixture.store.members(of: rose, limit: 9).map(\.id) == ["c"])
    #expect(try fixture.store.shopsWithWork(now: Self.now).isEmpty)
  }

  @Test("every end is one, but another try: that one waits")
  func ends() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let ends: [InboxOutcome] = [
      .done(kind: "k", without: Self.problem), .unmapped(kind: "k"), .dead(Self.problem),
      .again(dueAt: Self.now, Self.problem),
    ]
    let kept = try Self.keep(
      fixture, ends.indices.map { InboxTests.delivery($0, subject: "s\($0)", shop: fixture.shop) }
    ) { delivery in InboxWork(0, ends[Int(delivery.receivedAt.milliseconds / 1_000)]) }
    let entries = try kept.map { try #require(try fixture.store.inboxEntry($0.receipt.id, of: fixture.shop)) }
    #expect(entries.map(\.state) == [.done, .unmapped, .dead, .waiting])
    #expect(entries.map { $0.problem?.code } == ["test-problem", nil, "test-problem", nil])
    #expect(entries.map(\.attempts) == [1, 1, 1, 0])
    #expect(kept.map { $0.work == nil } == [false, false, false, true])
  }

  @Test("nothing overtakes what waits of its subject, whether that came in the same commit or before")
  func order() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let asked = Mutex<[Int64]>([])
    func keep(_ subjects: [String], from number: Int) throws -> [Bool] {
      let deliveries = subjects.enumerated().map {
        InboxTests.delivery(number + $0, subject: $1, shop: fixture.shop)
      }
      return try Self.keep(fixture, deliveries) { delivery in
        asked.withLock { $0.append(delivery.receivedAt.milliseconds / 1_000) }
        return delivery.subject == "slow" ? nil : Self.member(delivery)
      }.map { $0.work != nil }
    }
    #expect(try keep(["slow", "a", "slow", "b"], from: 1) == [false, true, false, true])
    #expect(try keep(["b", "slow", "a"], from: 5) == [true, false, true])
    #expect(asked.withLock { $0 } == [1, 2, 4, 5, 7])
    let waiting = try fixture.store.inboxWork(of: fixture.shop, now: Self.now, limit: 9)
    #expect(waiting.map { $0.delivery.receivedAt.milliseconds } == [1_000])
    try fixture.store.finish(waiting[0].id, .done(kind: nil), at: Self.now)
    #expect(try keep(["slow"], from: 8) == [false])
  }

  @Test("what was there before is not worked on again; what is no repetition any more is")
  func repetition() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let count = Mutex(0)
    func keep(at milliseconds: Int64) throws -> InboxKept {
      var delivery = InboxTests.delivery(1, subject: "a", shop: fixture.shop)
      delivery.receivedAt = Timestamp(milliseconds: milliseconds)
      delivery.repeatWindow = 10_000
      return try Self.keep(fixture, [delivery]) { Self.member($0) { _ in count.withLock { $0 += 1 } } }[0]
    }
    let first = try keep(at: 1_000)
    let second = try keep(at: 2_000)
    #expect(second.receipt == .seen(id: first.receipt.id) && second.work == nil)
    let third = try keep(at: 11_000)
    #expect(third.work?.id == third.receipt.id && third.receipt.id != first.receipt.id)
    #expect(count.withLock { $0 } == 2)
  }

  @Test("what can not be applied keeps nothing out: all are kept, and wait")
  func failure() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let deliveries = (1...3).map { InboxTests.delivery($0, subject: "s\($0)", shop: fixture.shop) }
    let kept = try Self.keep(fixture, deliveries) { delivery in
      Self.member(delivery) { _ in if delivery.subject == "s2" { throw StoreError(sqlite: 19) } }
    }
    #expect(kept.allSatisfy { if case .stored = $0.receipt { $0.work == nil } else { false } })
    #expect(try fixture.store.inboxCounts(of: fixture.shop).byState == [.waiting: 3])
    #expect(try fixture.store.members(of: fixture.shop, limit: 9).isEmpty)
  }

  @Test("a disk that is full or held keeps nothing, and is no reason to try twice", arguments: [5, 13] as [Int32])
  func full(code: Int32) throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let tries = Mutex(0)
    #expect(throws: StoreError.self) {
      try Self.keep(fixture, [InboxTests.delivery(1, shop: fixture.shop)]) { delivery in
        Self.member(delivery) { _ in
          tries.withLock { $0 += 1 }
          throw StoreError(sqlite: code)
        }
      }
    }
    #expect(tries.withLock { $0 } == 1)
    #expect(try fixture.store.inbox(of: fixture.shop).isEmpty)
  }
}
