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
    _ fixture: StoreFixture, _ deliveries: [InboxDelivery], _ rules: OrderRules = OrderRules(),
    working: (InboxDelivery) -> InboxWork?
  ) throws -> [InboxKept] {
    try fixture.store.receive(deliveries, rules: { _ in rules }, at: now, working: working)
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

  @Test("what can not be applied keeps nothing out: what came with it for that shop waits, and other shops' is done")
  func failure() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let rose = try #require(ShopID("rose"))
    let deliveries =
      (1...3).map { InboxTests.delivery($0, subject: "s\($0)", shop: fixture.shop) }
      + [InboxTests.delivery(4, subject: "r", shop: rose)]
    let kept = try Self.keep(fixture, deliveries) { delivery in
      Self.member(delivery) { _ in if delivery.subject == "s2" { throw StoreError(sqlite: 19) } }
    }
    #expect(kept.map { $0.work == nil } == [true, true, true, false])
    #expect(try fixture.store.inboxCounts(of: fixture.shop).byState == [.waiting: 3])
    #expect(try fixture.store.members(of: fixture.shop, limit: 9).isEmpty)
    #expect(try fixture.store.members(of: rose, limit: 9).map(\.id) == ["r"])
    let waiting = try fixture.store.inboxWork(of: fixture.shop, now: Self.now, limit: 9)
    #expect(waiting.map(\.attempts) == [0, 0, 0] && waiting.allSatisfy { $0.finishedAt == nil && $0.kind == nil })
  }

  @Test("a disk that has no room for what is said may have it for what was sent, which is kept and waits")
  func full() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let kept = try Self.keep(fixture, [InboxTests.delivery(1, shop: fixture.shop)]) { delivery in
      Self.member(delivery) { _ in throw StoreError(sqlite: 13) }
    }
    #expect(kept[0].work == nil)
    #expect(try fixture.store.inboxCounts(of: fixture.shop).byState == [.waiting: 1])
  }

  @Test("a store that somebody else holds keeps nothing, and is no reason to wait twice")
  func busy() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let tries = Mutex(0)
    #expect(throws: StoreError.self) {
      try Self.keep(fixture, [InboxTests.delivery(1, shop: fixture.shop)]) { delivery in
        Self.member(delivery) { _ in
          tries.withLock { $0 += 1 }
          throw StoreError(sqlite: 5)
        }
      }
    }
    #expect(tries.withLock { $0 } == 1)
    #expect(try fixture.store.inbox(of: fixture.shop).isEmpty)
  }

  @Test("where all orders have to be looked at first, nobody who sends waits for that")
  func recount() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let order = Order(id: "o1")
    _ = try fixture.store.apply(.order(order), in: fixture.shop, sourceTime: Self.now)
    func isDone(_ number: Int, _ rules: OrderRules) throws -> Bool {
      try Self.keep(fixture, [InboxTests.delivery(number, subject: "s\(number)", shop: fixture.shop)], rules) {
        Self.member($0)
      }[0].work != nil
    }
    var rules = OrderRules()
    #expect(try isDone(1, rules))
    rules.match = [.phone]
    #expect(try !isDone(2, rules))
    _ = try fixture.store.apply(.order(order), in: fixture.shop, sourceTime: Self.now, rules: rules)
    #expect(try isDone(3, rules))
  }

  @Test("an erasure finds what was worked on while it looked")
  func erasure() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    func delivery(_ number: Int, _ subject: String) -> InboxDelivery {
      var delivery = InboxTests.delivery(number, subject: subject, shop: fixture.shop)
      delivery.body = Array("{\"id\":\"rose01\"}".utf8)
      return delivery
    }
    _ = try fixture.store.apply(.member(Member(id: "rose01")), in: fixture.shop, sourceTime: Self.now)
    let before = try Self.keep(fixture, [delivery(1, "x"), delivery(2, "slow")]) {
      $0.subject == "slow" ? nil : Self.member($0)
    }.map(\.receipt.id)
    var naming = try fixture.store.deliveries(naming: "rose01", nil, in: fixture.shop)
    #expect(naming.found == [before[0]])
    let meanwhile = try Self.keep(fixture, [delivery(3, "y")]) { Self.member($0) }[0].receipt.id
    try fixture.store.finish(before[1], .done(kind: nil), at: Self.now)
    try fixture.store.write { database in
      try naming.lookAgain(database, try ShopRow.make(database, fixture.shop))
    }
    #expect(naming.found.sorted() == [before[0], before[1], meanwhile])
    _ = try fixture.store.erase(member: "rose01", kakaoUser: nil, in: fixture.shop, at: Self.now)
    #expect(try fixture.store.inbox(of: fixture.shop).allSatisfy { $0.delivery.body.isEmpty })
  }
}
