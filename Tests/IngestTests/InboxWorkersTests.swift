import CommonValues
import Logging
import NaruTestSupport
import ShopModel
import Synchronization
import Testing

@testable import Ingest
@testable import Store

@Suite("The inbox's workers")
struct InboxWorkersTests {
  /// Answers as its table says, by body; keeps what it was asked.
  final class Handler: InboxHandler {
    let asked = Mutex<[String]>([])
    let answers: @Sendable (String, Int) -> InboxVerdict

    init(_ answers: @escaping @Sendable (String, Int) -> InboxVerdict) { self.answers = answers }

    func handle(_ entry: InboxEntry) async -> InboxVerdict {
      let text = String(decoding: entry.delivery.body, as: UTF8.self)
      asked.withLock { $0.append("\(entry.delivery.shop):\(text)") }
      return answers(text, entry.attempts)
    }
  }

  final class Hands: Sendable {
    let time = Mutex(Fixture.now)
    func now() -> Timestamp { time.withLock { $0 } }
    func advance(_ seconds: Int64) { time.withLock { $0 = $0.adding(milliseconds: seconds * 1_000) } }
  }

  static func workers(
    _ fixture: Fixture, _ handler: Handler, _ hands: Hands, options: InboxWorkers.Options = InboxWorkers.Options()
  ) -> InboxWorkers {
    InboxWorkers(
      fixture.store, handlers: ["shop": handler], rules: { _ in OrderRules() }, options: options,
      now: { hands.now() }, fraction: { 0.5 }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  static func put(_ fixture: Fixture, _ texts: [(subject: String, text: String)], shop: ShopID = Fixture.shop) throws {
    _ = try fixture.store.receive(
      texts.enumerated().map { index, item in
        InboxDelivery(
          shop: shop, source: "shop", dedup: Array("\(item.subject)/\(item.text)/\(index)".utf8), subject: item.subject,
          receivedAt: Fixture.now, body: Array(item.text.utf8))
      })
  }

  static let problem = Diagnostic(
    .error, code: "test-problem", reason: LocalizedText(ko: "시험용 문제입니다.", en: "A problem for a test."))

  @Test("applies events and keeps the order within a subject")
  func order() async throws {
    let fixture = try Fixture()
    let handler = Handler { text, _ in
      .apply([.member(Member(id: text))], sourceTime: Fixture.now, kind: "member")
    }
    try Self.put(fixture, [("a", "1"), ("b", "2"), ("a", "3"), ("a", "4")])
    let workers = Self.workers(fixture, handler, Hands())
    while try await workers.round() > 0 {}
    let asked = handler.asked.withLock { $0 }
    #expect(asked.filter { $0 != "flower:2" } == ["flower:1", "flower:3", "flower:4"])
    #expect(asked.count == 4)
    #expect(try fixture.store.inboxCounts(of: Fixture.shop).byState == [.done: 4])
    #expect(try fixture.store.members(of: Fixture.shop, limit: 10).count == 4)
  }

  @Test("tries again with growing waits, then leaves a dead letter that holds nobody else up")
  func retries() async throws {
    let fixture = try Fixture()
    let hands = Hands()
    let handler = Handler { text, _ in text == "bad" ? .failed(Self.problem) : .unmapped(kind: "parcel") }
    try Self.put(fixture, [("a", "bad"), ("b", "good"), ("a", "behind")])
    var options = InboxWorkers.Options()
    options.retry.tries = 4
    let workers = Self.workers(fixture, handler, hands, options: options)
    var waits: [Int64] = []
    while try fixture.store.inboxCounts(of: Fixture.shop).byState[.waiting] ?? 0 > 0 {
      if try await workers.round() == 0 {
        let due = try #require(try fixture.store.nextInboxDue())
        // `behind` is due but stands behind `bad`.
        let entry = try #require(
          try fixture.store.inbox(of: Fixture.shop, state: .waiting).first { $0.attempts > 0 })
        waits.append((entry.dueAt.milliseconds - hands.now().milliseconds) / 1_000)
        #expect(due <= entry.dueAt)
        hands.advance(waits[waits.count - 1])
      }
    }
    #expect(waits == [1, 2, 4])
    #expect(try fixture.store.inboxCounts(of: Fixture.shop).byState == [.dead: 1, .unmapped: 2])
    #expect(handler.asked.withLock { $0.last } == "flower:behind")
    #expect(try fixture.store.inbox(of: Fixture.shop, state: .dead).first?.problem == Self.problem)
  }

  @Test("gives every shop its turn, however much one has")
  func fair() async throws {
    let fixture = try Fixture()
    let rose = try #require(ShopID("rose"))
    try Self.put(fixture, (0..<100).map { ("s\($0)", "\($0)") })
    try Self.put(fixture, [("r", "rose")], shop: rose)
    let handler = Handler { _, _ in .unmapped(kind: nil) }
    var options = InboxWorkers.Options()
    options.turn = 10
    let workers = Self.workers(fixture, handler, Hands(), options: options)
    #expect(try await workers.round() == 11)
    #expect(handler.asked.withLock { $0.contains("rose:rose") })
  }

  @Test("keeps what nobody handles, and calls a malformed delivery dead at once")
  func unhandled() async throws {
    let fixture = try Fixture()
    try Self.put(fixture, [("a", "malformed")])
    _ = try fixture.store.receive([
      InboxDelivery(
        shop: Fixture.shop, source: "unheard-of", dedup: [1], subject: "x", receivedAt: Fixture.now, body: [])
    ])
    let workers = Self.workers(fixture, Handler { _, _ in .malformed(Self.problem) }, Hands())
    while try await workers.round() > 0 {}
    #expect(try fixture.store.inboxCounts(of: Fixture.shop).byState == [.dead: 1, .unmapped: 1])
  }

  /// Answers at once what is even, and the rest when it is asked for it.
  private final class Parted: InboxHandler {
    let asked = Mutex<[String: Int]>([:])

    func handle(_ entry: InboxEntry) async -> InboxVerdict { answer(entry.delivery) }

    func handleAtOnce(_ delivery: InboxDelivery, isBeingKept: Bool) -> InboxVerdict? {
      delivery.subject.utf8.last.map { $0 % 2 == 0 } == true ? answer(delivery) : nil
    }

    private func answer(_ delivery: InboxDelivery) -> InboxVerdict {
      let text = String(decoding: delivery.body, as: UTF8.self)
      asked.withLock { $0[text, default: 0] += 1 }
      return .apply([.member(Member(id: text))], sourceTime: Fixture.now, kind: nil)
    }
  }

  @Test("what is answered at once and what takes its time are both stored, each once")
  func atOnce() async throws {
    let fixture = try Fixture()
    try Self.put(fixture, (0..<101).map { ("s\($0)", "m\($0)") })
    let handler = Parted()
    let workers = InboxWorkers(
      fixture.store, handlers: ["shop": handler], rules: { _ in OrderRules() }, now: { Fixture.now },
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    #expect(try await workers.round() == 101)
    #expect(handler.asked.withLock { $0.count == 101 && $0.values.allSatisfy { $0 == 1 } })
    #expect(try fixture.store.inboxCounts(of: Fixture.shop).byState == [.done: 101])
    #expect(try fixture.store.members(of: Fixture.shop, limit: 200).count == 101)
  }

  @Test("what comes for a shop that is being worked for is found by whoever does, and for another one at once")
  func wakeFor() async throws {
    let fixture = try Fixture()
    let rose = try #require(ShopID("rose"))
    try Self.put(fixture, [("r", "1")], shop: rose)
    let handler = SlowAtRose()
    let clock = HeldClock()
    let workers = InboxWorkers(
      fixture.store, handlers: ["shop": handler], rules: { _ in OrderRules() }, now: { Fixture.now }, clock: clock,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let running = Task { await workers.run() }
    await clock.waitForSleeper()
    try Self.put(fixture, [("r2", "2")], shop: rose)
    workers.wake(for: [rose])
    try Self.put(fixture, [("s", "1")])
    workers.wake(for: [rose, Fixture.shop])
    var done = handler.done.stream.makeAsyncIterator()
    #expect(await done.next() == Fixture.shop)
    handler.gate.continuation.finish()
    #expect(await done.next() == rose)
    #expect(await done.next() == rose)
    running.cancel()
    await running.value
    #expect(try fixture.store.inboxCounts(of: rose).byState[.waiting] == nil)
  }

  @Test("comes when it is called, and ends when it is cancelled")
  func runs() async throws {
    let fixture = try Fixture()
    let done = AsyncStream.makeStream(of: Void.self)
    let handler = Handler { _, _ in
      .apply([], sourceTime: Fixture.now, kind: nil) { _ in done.continuation.yield() }
    }
    let clock = HeldClock()
    let workers = InboxWorkers(
      fixture.store, handlers: ["shop": handler], rules: { _ in OrderRules() }, now: { Fixture.now }, clock: clock,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let running = Task { await workers.run() }
    await clock.waitForSleeper()
    try Self.put(fixture, [("a", "1")])
    workers.wake()
    for await _ in done.stream { break }
    running.cancel()
    await running.value
    #expect(try fixture.store.inboxCounts(of: Fixture.shop).byState[.waiting] == nil)
  }

  @Test("one that can not be stored keeps none of those out that are stored with it")
  func poison() async throws {
    let fixture = try Fixture()
    let hands = Hands()
    let handler = Handler { text, _ in
      .apply([.member(Member(id: text))], sourceTime: Fixture.now, kind: nil) { _ in
        if text == "poison" { throw StoreError(sqlite: 19) }
      }
    }
    try Self.put(fixture, (0..<40).map { ("s\($0)", $0 == 7 ? "poison" : "m\($0)") })
    var options = InboxWorkers.Options()
    options.retry.tries = 2
    let workers = Self.workers(fixture, handler, hands, options: options)
    #expect(try await workers.round() == 40)
    #expect(try fixture.store.inboxCounts(of: Fixture.shop).byState == [.done: 39, .waiting: 1])
    hands.advance(3_600)
    #expect(try await workers.round() == 1)
    #expect(try fixture.store.inboxCounts(of: Fixture.shop).byState == [.done: 39, .dead: 1])
    #expect(try fixture.store.members(of: Fixture.shop, limit: 100).count == 39)
  }

  @Test("what of a delivery can not be used is told, and the rest is done")
  func without() async throws {
    let fixture = try Fixture()
    try Self.put(fixture, [("a", "1")])
    let handler = Handler { _, _ in .apply([], sourceTime: Fixture.now, kind: "x", without: Self.problem) }
    _ = try await Self.workers(fixture, handler, Hands()).round()
    let entry = try #require(try fixture.store.inbox(of: Fixture.shop).first)
    #expect(entry.state == .done && entry.problem == Self.problem && entry.kind == "x")
  }

  /// Waits at one shop's deliveries until it is told to go on.
  private struct SlowAtRose: InboxHandler {
    let gate = AsyncStream.makeStream(of: Void.self)
    let done = AsyncStream.makeStream(of: ShopID.self)

    func handle(_ entry: InboxEntry) async -> InboxVerdict {
      if entry.delivery.shop.description == "rose" { for await _ in gate.stream {} }
      done.continuation.yield(entry.delivery.shop)
      return .unmapped(kind: nil)
    }
  }

  @Test("a shop whose deliveries wait for somebody else holds up no other shop")
  func slowShop() async throws {
    let fixture = try Fixture()
    let rose = try #require(ShopID("rose"))
    try Self.put(fixture, (0..<200).map { ("r\($0)", "\($0)") }, shop: rose)
    try Self.put(fixture, (0..<300).map { ("s\($0)", "\($0)") })
    let handler = SlowAtRose()
    let workers = InboxWorkers(
      fixture.store, handlers: ["shop": handler], rules: { _ in OrderRules() }, now: { Fixture.now },
      clock: HeldClock(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let running = Task { await workers.run() }
    var flower = 0
    for await shop in handler.done.stream {
      #expect(shop == Fixture.shop)
      flower += 1
      if flower == 300 { break }
    }
    handler.gate.continuation.finish()
    for await _ in handler.done.stream {
      flower += 1
      if flower == 500 { break }
    }
    running.cancel()
    await running.value
    let left = try fixture.store.inboxCounts(of: rose).byState[.waiting] ?? 0
    #expect(left == 0)
  }

  @Test("one that fails and of which nobody knows whom it is about steps aside; the others stay in their order")
  func unknownSubject() async throws {
    let fixture = try Fixture()
    try Self.put(fixture, [("shop", "1"), ("shop", "bad"), ("shop", "2"), ("shop", "3")])
    let handler = Handler { text, attempts in
      text == "bad" && attempts < 2 ? .failed(Self.problem) : .unmapped(kind: nil)
    }
    let hands = Hands()
    let workers = Self.workers(fixture, handler, hands)
    while try await workers.round() > 0 {}
    #expect(handler.asked.withLock { $0.map { $0.split(separator: ":")[1] } } == ["1", "bad", "2", "3"])
    hands.advance(3_600)
    while try await workers.round() > 0 {}
    hands.advance(3_600)
    while try await workers.round() > 0 {}
    #expect(try fixture.store.inboxCounts(of: Fixture.shop).byState == [.unmapped: 4])
  }

  @Test("what a shop that is not there was sent waits until it is back")
  func away() async throws {
    let fixture = try Fixture()
    try Self.put(fixture, [("a", "1")])
    let handler = Handler { _, _ in .unmapped(kind: nil) }
    let isThere = Mutex(false)
    let workers = InboxWorkers(
      fixture.store, handlers: ["shop": handler], rules: { _ in OrderRules() },
      worksFor: { _ in isThere.withLock { $0 } }, now: { Fixture.now }, clock: HeldClock(),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    #expect(try await workers.round() == 0)
    #expect(try fixture.store.inbox(of: Fixture.shop).first?.state == .waiting)
    isThere.withLock { $0 = true }
    #expect(try await workers.round() == 1)
    #expect(try fixture.store.inbox(of: Fixture.shop).first?.state == .unmapped)
  }

  @Test("more busy shops than places take turns, however much one of them has", arguments: [1, 2, 3])
  func crowded(places: Int) async throws {
    let fixture = try Fixture()
    for name in ["a", "b", "c", "d"] {
      try Self.put(fixture, (0..<40).map { ("s\($0)", "\($0)") }, shop: try #require(ShopID(name)))
    }
    let handler = SlowAtRose()
    var options = InboxWorkers.Options()
    options.shops = places
    options.turn = 4
    options.many = 1_000
    let workers = InboxWorkers(
      fixture.store, handlers: ["shop": handler], rules: { _ in OrderRules() }, options: options,
      now: { Fixture.now }, clock: HeldClock(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let running = Task { await workers.run() }
    var seen: [ShopID] = []
    for await shop in handler.done.stream {
      seen.append(shop)
      if seen.count == 160 { break }
    }
    running.cancel()
    await running.value
    // Everybody had a first turn before anybody had a third.
    #expect(Set(seen.prefix(4 * (4 + places))).count == 4, "\(seen.prefix(32))")
  }

  @Test("a retry's wait doubles up to an hour and varies by a quarter")
  func policy() {
    let policy = InboxRetryPolicy()
    #expect(policy.wait(after: 1, fraction: 0.5) == .seconds(1))
    #expect(policy.wait(after: 2, fraction: 0.5) == .seconds(2))
    #expect(policy.wait(after: 11, fraction: 0.5) == .seconds(1_024))
    #expect(policy.wait(after: 17, fraction: 0.5) == .seconds(3_600))
    #expect(policy.wait(after: 18, fraction: 0.5) == nil)
    let all = (1...20).compactMap { policy.wait(after: $0, fraction: 0.5) }.reduce(.zero, +)
    #expect(all > .seconds(6 * 3_600) && all < .seconds(7 * 3_600), "about six hours")
    #expect(policy.wait(after: 3, fraction: 0) == .seconds(3))
    #expect(policy.wait(after: 3, fraction: 1) == .seconds(5))
  }
}
