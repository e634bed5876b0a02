public import CommonValues
public import Logging
import Metrics
public import ShopModel
public import Store

/// Works on what the inbox holds: in order for each subject, fairly between shops, again after a failure.
///
/// ``run()`` is all of it; it ends when its task is cancelled, after the deliveries in hand.
public final class InboxWorkers: Sendable {
  /// How the work is done.
  public struct Options: Sendable {
    /// Deliveries of one shop that are taken before it is another shop's turn; 32 unless said.
    public var turn = 32
    /// Deliveries that are worked on at one time; 8 unless said.
    public var concurrent = 8
    /// When those that failed are tried again.
    public var retry = InboxRetryPolicy()
    /// How long entries that came to an end are kept, which is also how long a repetition is recognised; 7 days unless said.
    public var keep: Duration = .seconds(7 * 86_400)
    /// The longest pause before the inbox is looked at again without having been woken, for what other processes put in.
    public var idle: Duration = .seconds(5)

    /// The defaults.
    public init() {}
  }

  private let store: Store
  private let handlers: [String: any InboxHandler]
  private let rules: @Sendable (ShopID) -> OrderRules
  private let options: Options
  private let now: @Sendable () -> Timestamp
  private let sleep: @Sendable (Duration) async throws -> Void
  private let fraction: @Sendable () -> Double
  private let logger: Logger
  private let bell = Bell()

  /// Workers on `store`.
  ///
  /// - Parameters:
  ///   - handlers: who reads the deliveries of a source, by its name.
  ///   - rules: how a shop's orders are counted.
  ///   - now: the time.
  ///   - clock: does the waiting.
  ///   - fraction: 0 up to 1, at random; spreads the retries.
  public init(
    _ store: Store, handlers: [String: any InboxHandler], rules: @escaping @Sendable (ShopID) -> OrderRules,
    options: Options = Options(), now: @escaping @Sendable () -> Timestamp,
    clock: some Clock<Duration> = ContinuousClock(),
    fraction: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }, logger: Logger
  ) {
    self.store = store
    self.handlers = handlers
    self.rules = rules
    self.options = options
    self.now = now
    sleep = { try await clock.sleep(for: $0) }
    self.fraction = fraction
    self.logger = logger
  }

  /// Something new is there.
  public func wake() { bell.ring() }

  /// Works until the task is cancelled.
  public func run() async {
    while !Task.isCancelled {
      let heard = bell.count
      do {
        let worked = try await round()
        if worked > 0 { continue }
        _ = try await store.perform { [now, options] in
          try $0.sweepInbox(finishedBefore: now().adding(milliseconds: -options.keep.milliseconds))
        }
        let due = try await store.perform { try $0.nextInboxDue() }
        await pause(until: due, heard: heard)
      } catch {
        logger.error(
          "inbox: the store failed", metadata: ["code": "\((error as? StoreError)?.code.description ?? "-")"])
        await pause(until: nil, heard: heard)
      }
    }
  }

  /// One turn of every shop that has work.
  ///
  /// - Returns: how many deliveries were worked on.
  public func round() async throws -> Int {
    let shops = try await store.perform { [now] in try $0.shopsWithWork(now: now()) }
    var worked = 0
    for shop in shops where !Task.isCancelled {
      let entries = try await store.perform { [now, options] in
        try $0.inboxWork(of: shop, now: now(), limit: options.turn)
      }
      worked += entries.count
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (index, entry) in entries.enumerated() {
          if index >= options.concurrent { try await group.next() }
          group.addTask { try await self.work(on: entry) }
        }
        try await group.waitForAll()
      }
    }
    return worked
  }

  private func work(on entry: InboxEntry) async throws {
    let verdict =
      await handlers[entry.delivery.source]?.handle(entry) ?? .unmapped(kind: nil)
    let end = now()
    let (shop, source) = (entry.delivery.shop, entry.delivery.source)
    let rules = rules(shop)
    switch verdict {
    case .apply(let events, let sourceTime, let kind, let also):
      do {
        try await store.perform { store in
          try store.finish(entry.id, .done(kind: kind), at: end) {
            _ = try store.apply(events, in: shop, sourceTime: sourceTime, rules: rules)
            try also?(store)
          }
        }
        count("done", source)
      } catch let error as StoreError where error.code != .busy && error.code != .full {
        try await fail(entry, error.diagnostic, at: end)
      }
    case .unmapped(let kind):
      try await store.perform { try $0.finish(entry.id, .unmapped(kind: kind), at: end) }
      count("unmapped", source)
    case .failed(let why): try await fail(entry, why, at: end)
    case .malformed(let why):
      try await store.perform { try $0.finish(entry.id, .dead(why), at: end) }
      count("dead", source)
    }
  }

  private func fail(_ entry: InboxEntry, _ why: Diagnostic, at end: Timestamp) async throws {
    let outcome: InboxOutcome
    if let wait = options.retry.wait(after: entry.attempts + 1, fraction: fraction()) {
      outcome = .again(dueAt: end.adding(milliseconds: wait.milliseconds), why)
      count("again", entry.delivery.source)
    } else {
      outcome = .dead(why)
      count("dead", entry.delivery.source)
    }
    logger.warning(
      "inbox: a delivery could not be worked on",
      metadata: [
        "shop": "\(entry.delivery.shop)", "source": "\(entry.delivery.source)", "entry": "\(entry.id)",
        "code": "\(why.code)", "attempt": "\(entry.attempts + 1)",
      ])
    try await store.perform { try $0.finish(entry.id, outcome, at: end) }
  }

  private func count(_ outcome: String, _ source: String) {
    Counter(label: "naru_inbox_worked_total", dimensions: [("source", source), ("outcome", outcome)]).increment()
  }

  private func pause(until due: Timestamp?, heard: Int) async {
    let untilDue: Duration = due.map { .milliseconds(max(0, $0.milliseconds - now().milliseconds)) } ?? options.idle
    let (sleep, wait) = (sleep, min(options.idle, untilDue))
    guard wait > .zero else { return }
    await withTaskGroup(of: Void.self) { group in
      group.addTask { try? await sleep(wait) }
      group.addTask { await self.bell.wait(after: heard) }
      await group.next()
      group.cancelAll()
    }
  }
}

extension Duration {
  /// Whole milliseconds.
  fileprivate var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
  }
}
