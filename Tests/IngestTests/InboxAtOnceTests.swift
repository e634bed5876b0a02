import CommonValues
import Logging
import NaruTestSupport
import ShopModel
import Synchronization
import Testing

@testable import Ingest
@testable import Store

@Suite("The inbox's writer and workers together", .timeLimit(.minutes(1)))
struct InboxAtOnceTests {
  /// Takes its time for what it is told to; notes, within the transaction, in which order the deliveries of a subject were applied.
  final class Handler: InboxHandler {
    let applied = Mutex<[String: [Int]]>([:])
    private let isSlow: @Sendable (Int) -> Bool

    init(isSlow: @escaping @Sendable (Int) -> Bool) { self.isSlow = isSlow }

    func handle(_ entry: InboxEntry) async -> InboxVerdict { verdict(entry.delivery) }

    func handleAtOnce(_ delivery: InboxDelivery, isBeingKept: Bool) -> InboxVerdict? {
      isSlow(Self.number(delivery)) ? nil : verdict(delivery)
    }

    static func number(_ delivery: InboxDelivery) -> Int { Int(String(decoding: delivery.body, as: UTF8.self)) ?? -1 }

    private func verdict(_ delivery: InboxDelivery) -> InboxVerdict {
      let number = Self.number(delivery)
      return .apply([.member(Member(id: delivery.subject))], sourceTime: Fixture.now, kind: nil) { _ in
        self.applied.withLock { $0[delivery.subject, default: []].append(number) }
      }
    }
  }

  /// Workers whose time stands still: nothing is found but by being woken for it.
  static func workers(_ fixture: Fixture, _ handler: any InboxHandler) -> InboxWorkers {
    InboxWorkers(
      fixture.store, handlers: ["shop": handler, "later": handler], rules: { _ in OrderRules() }, now: { Fixture.now },
      clock: HeldClock(), fraction: { 0.5 }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  static func delivery(_ number: Int, subject: String, source: String = "shop") -> InboxDelivery {
    InboxDelivery(
      shop: Fixture.shop, source: source, dedup: Array("e\(number)".utf8), subject: subject,
      receivedAt: Fixture.now, body: Array("\(number)".utf8))
  }

  @Test("of one subject everything is applied once and in the order of receipt, whoever works on it", arguments: 0..<40)
  func order(seed: UInt64) async throws {
    let fixture = try Fixture()
    var random = SplitMix64(seed: seed)
    let slow = Set((0..<60).filter { _ in Int.random(in: 0..<4, using: &random) == 0 })
    let handler = Handler { slow.contains($0) }
    let workers = Self.workers(fixture, handler)
    let writer = InboxWriter(fixture.store, workers: workers)
    var expected: [String: [Int]] = [:]
    for number in 0..<60 {
      let subject = "s\(Int.random(in: 0..<5, using: &random))"
      expected[subject, default: []].append(number)
      let receipt = try await writer.receive(Self.delivery(number, subject: subject))
      if case .seen = receipt { Issue.record("\(number) is new") }
      if Int.random(in: 0..<6, using: &random) == 0 { _ = try await workers.round() }
      if Int.random(in: 0..<8, using: &random) == 0 {
        #expect(try await writer.receive(Self.delivery(number, subject: subject)) == .seen(id: receipt.id))
      }
    }
    while try await workers.round() > 0 {}
    await writer.close()
    #expect(handler.applied.withLock { $0 } == expected)
    #expect(try fixture.store.inboxCounts(of: Fixture.shop).byState == [.done: 60])
  }

  @Test(
    "when the sender is answered, it is done; what takes its time is found by the workers, who are woken for it alone")
  func answered() async throws {
    let fixture = try Fixture()
    let handler = Handler { $0 == 2 }
    let workers = Self.workers(fixture, handler)
    let writer = InboxWriter(fixture.store, workers: workers)
    _ = try await writer.receive(Self.delivery(1, subject: "a"))
    #expect(try fixture.store.members(of: Fixture.shop, limit: 9).map(\.id) == ["a"])
    #expect(try fixture.store.inboxCounts(of: Fixture.shop).byState == [.done: 1])
    let running = Task { await workers.run() }
    _ = try await writer.receive(Self.delivery(2, subject: "b"))
    while try fixture.store.inboxCounts(of: Fixture.shop).byState != [.done: 2] { await Task.yield() }
    running.cancel()
    await running.value
    await writer.close()
    #expect(handler.applied.withLock { $0 } == ["a": [1], "b": [2]])
  }

  @Test("when many wait for the disk, they are answered first, and what they say is left to the workers")
  func behind() async throws {
    let fixture = try Fixture(options: StoreOptions(busyTimeout: 600))
    let handler = Handler { _ in false }
    let workers = Self.workers(fixture, handler)
    var options = InboxWriter.Options()
    options.batchLimit = 4
    let writer = InboxWriter(fixture.store, options: options, clock: HeldClock(), workers: workers)
    let other = try Store.open(url: "sqlite:\(fixture.directory)/naru.db")
    defer { other.close() }
    let holding = Holding { hold in try other.together { _ in hold() } }
    await holding.waitUntilHeld()
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<24 {
        group.addTask { _ = try? await writer.receive(Self.delivery(number, subject: "s\(number)")) }
      }
      while writer.waiting < 24 { await Task.yield() }
      await holding.letGo()
      await group.waitForAll()
    }
    await writer.close()
    let counts = try fixture.store.inboxCounts(of: Fixture.shop).byState
    #expect((counts[.waiting] ?? 0) >= 12 && (counts[.done] ?? 0) >= 5)
    while try await workers.round() > 0 {}
    #expect(try fixture.store.inboxCounts(of: Fixture.shop).byState == [.done: 24])
    #expect(handler.applied.withLock { $0.count == 24 && $0.values.allSatisfy { $0.count == 1 } })
  }

  /// Leaves another delivery, which takes its time.
  private struct Leaving: InboxHandler {
    func handle(_ entry: InboxEntry) async -> InboxVerdict { .unmapped(kind: nil) }

    func handleAtOnce(_ delivery: InboxDelivery, isBeingKept: Bool) -> InboxVerdict? {
      guard delivery.source == "shop" else { return nil }
      return .apply([], sourceTime: Fixture.now, kind: nil) { store in
        _ = try store.receive([InboxAtOnceTests.delivery(9, subject: "later", source: "later")])
      }
    }
  }

  @Test("what a delivery leaves to be done is found at once")
  func leaving() async throws {
    let fixture = try Fixture()
    let workers = Self.workers(fixture, Leaving())
    let writer = InboxWriter(fixture.store, workers: workers)
    let running = Task { await workers.run() }
    _ = try await writer.receive(Self.delivery(1, subject: "a"))
    while try fixture.store.inboxCounts(of: Fixture.shop).byState != [.done: 1, .unmapped: 1] { await Task.yield() }
    running.cancel()
    await running.value
    await writer.close()
  }

  /// Fails at once, and succeeds when it is asked with time.
  private struct Failing: InboxHandler {
    func handle(_ entry: InboxEntry) async -> InboxVerdict { .unmapped(kind: "\(entry.attempts)") }
    func handleAtOnce(_ delivery: InboxDelivery, isBeingKept: Bool) -> InboxVerdict? {
      .failed(InboxWorkersTests.problem)
    }
  }

  @Test("what fails at once is no try: it waits as if nobody had looked at it")
  func failing() async throws {
    let fixture = try Fixture()
    let writer = InboxWriter(fixture.store, workers: Self.workers(fixture, Failing()))
    let id = try await writer.receive(Self.delivery(1, subject: "a")).id
    await writer.close()
    let entry = try #require(try fixture.store.inboxEntry(id, of: Fixture.shop))
    #expect(entry.state == .waiting && entry.attempts == 0 && entry.problem == nil)
  }
}
