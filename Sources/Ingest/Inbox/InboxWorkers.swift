public import CommonValues
public import Logging
public import ShopModel
public import Store
import Synchronization

/// Works on what the inbox holds: in order for each subject, every shop by itself, again after a failure.
///
/// ``run()`` is all of it; it ends when its task is cancelled, after the deliveries in hand. What several deliveries of a shop say is
/// stored by one transaction when they are there at one time; one that can not be stored does not keep the others out.
public final class InboxWorkers: Sendable {
  /// How the work is done.
  public struct Options: Sendable {
    /// Deliveries of one shop that are taken at one time; 256 unless said.
    public var turn = 256
    /// How long a shop's next turn waits, when the last one found many and not all it could take: what comes meanwhile costs one
    /// transaction instead of several; 10 ms unless said.
    public var gathering: Duration = .milliseconds(10)
    /// From how many on that is; 16 unless said.
    public var many = 16
    /// Of those that take their time the ones that are worked on side by side; 32 unless said.
    public var concurrent = 32
    /// Shops that are worked for side by side; 64 unless said. One whose deliveries wait for somebody else holds up no other one.
    public var shops = 64
    /// When those that failed are tried again.
    public var retry = InboxRetryPolicy()
    /// The longest pause before the inbox is looked at again without having been woken, for what other processes put in.
    public var idle: Duration = .seconds(5)

    /// The defaults.
    public init() {}
  }

  let store: Store
  let handlers: [String: any InboxHandler]
  let rules: @Sendable (ShopID) -> OrderRules
  private let worksFor: @Sendable (ShopID) -> Bool
  private let options: Options
  let now: @Sendable () -> Timestamp
  private let sleep: @Sendable (Duration) async throws -> Void
  private let fraction: @Sendable () -> Double
  private let logger: Logger
  let notes: InboxNotes
  private let bell = Bell()
  private let busy = Mutex(Busy())

  /// For whom somebody works.
  private struct Busy {
    var shops: Set<ShopID> = []
    /// Whose turn was last: the next place goes to whoever comes after it.
    var last: ShopID?
    /// Whether more shops have work than there are places, so that each gives up its own after a turn.
    var isCrowded = false
  }

  /// Workers on `store`.
  ///
  /// - Parameters:
  ///   - handlers: who reads the deliveries of a source, by its name.
  ///   - rules: how a shop's orders are counted.
  ///   - worksFor: whether a shop is there now; what one that is not was sent waits, since it may come back.
  ///   - now: the time.
  ///   - clock: does the waiting.
  ///   - fraction: 0 up to 1, at random; spreads the retries.
  public init(
    _ store: Store, handlers: [String: any InboxHandler], rules: @escaping @Sendable (ShopID) -> OrderRules,
    worksFor: @escaping @Sendable (ShopID) -> Bool = { _ in true }, options: Options = Options(),
    now: @escaping @Sendable () -> Timestamp,
    clock: some Clock<Duration> = ContinuousClock(),
    fraction: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }, logger: Logger
  ) {
    self.store = store
    self.handlers = handlers
    self.rules = rules
    self.worksFor = worksFor
    self.options = options
    self.now = now
    sleep = { try await clock.sleep(for: $0) }
    self.fraction = fraction
    self.logger = logger
    notes = InboxNotes(logger: logger)
  }

  /// Something new is there.
  public func wake() { bell.ring() }

  /// Something new of these shops is there. Whoever works for one goes on until nothing is left, and rings then.
  public func wake(for shops: some Sequence<ShopID>) {
    let isWorkedFor = busy.withLock { busy in shops.allSatisfy { busy.shops.contains($0) } }
    if !isWorkedFor { bell.ring() }
  }

  /// Works until the task is cancelled.
  public func run() async {
    await withDiscardingTaskGroup { group in
      while !Task.isCancelled {
        let heard = bell.count
        do {
          for shop in try await takeShops() { group.addTask { await self.workThrough(shop) } }
          await pause(until: try await nextDue(), heard: heard)
        } catch {
          tell(error)
          await pause(until: nil, heard: heard)
        }
      }
    }
  }

  /// Shops that have work and for which nobody works yet.
  private func takeShops() async throws -> [ShopID] {
    let shops = try await shopsWithWork()
    return busy.withLock { busy in
      let idle = shops.filter { !busy.shops.contains($0) }
      let next = idle.firstIndex { shop in busy.last.map { $0 < shop } ?? true } ?? 0
      let taken = (idle[next...] + idle[..<next]).prefix(max(0, options.shops - busy.shops.count))
      busy.shops.formUnion(taken)
      busy.last = taken.last ?? busy.last
      busy.isCrowded = idle.count > taken.count
      return Array(taken)
    }
  }

  /// Shops that have work that may be done now, in the order of their names.
  private func shopsWithWork() async throws -> [ShopID] {
    try await store.perform { [now] in try $0.shopsWithWork(now: now()) }.filter(worksFor)
  }

  /// Those who work ring when they are done; only when nobody does, a time has to be looked for.
  private func nextDue() async throws -> Timestamp? {
    guard busy.withLock({ $0.shops.isEmpty }) else { return nil }
    return try await store.perform { [now] in try $0.nextInboxDue(after: now()) }
  }

  private func workThrough(_ shop: ShopID) async {
    do {
      while !Task.isCancelled {
        let count = try await turn(of: shop)
        if count == 0 || busy.withLock({ $0.isCrowded }) { break }
        if count >= options.many, count < options.turn { try? await sleep(options.gathering) }
      }
    } catch {
      tell(error)
      try? await sleep(options.idle)
    }
    busy.withLock { _ = $0.shops.remove(shop) }
    bell.ring()
  }

  private func tell(_ error: any Error) {
    logger.error(
      "inbox: the store failed", metadata: ["code": "\((error as? StoreError)?.code.description ?? "-")"])
  }

  /// One turn of every shop that has work.
  ///
  /// - Returns: how many deliveries were worked on.
  public func round() async throws -> Int {
    let shops = try await shopsWithWork()
    return try await withThrowingTaskGroup(of: Int.self) { group in
      for shop in shops { group.addTask { try await self.turn(of: shop) } }
      return try await group.reduce(0, +)
    }
  }

  private func turn(of shop: ShopID) async throws -> Int {
    let entries = try await store.perform { [now, options] in
      try $0.inboxWork(of: shop, now: now(), limit: options.turn)
    }
    var atOnce: [InboxFinishLine.End] = []
    var rest: [InboxEntry] = []
    for entry in entries {
      if let verdict = handlers[entry.delivery.source]?.handleAtOnce(entry.delivery, isBeingKept: false) {
        atOnce.append(InboxFinishLine.End(entry: entry, verdict: verdict))
      } else {
        rest.append(entry)
      }
    }
    if !atOnce.isEmpty { try await finish(atOnce, shop) }
    if !rest.isEmpty { try await work(rest, shop) }
    return entries.count
  }

  /// Works on deliveries that take their time, side by side.
  private func work(_ entries: [InboxEntry], _ shop: ShopID) async throws {
    let line = InboxFinishLine()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, entry) in entries.enumerated() {
        if index >= options.concurrent { try await group.next() }
        group.addTask {
          let verdict = await self.handlers[entry.delivery.source]?.handle(entry) ?? .unmapped(kind: nil)
          // Whoever is first stores what the others bring meanwhile.
          guard line.arrive(entry, verdict) else { return }
          while let ends = line.next() { try await self.finish(ends, shop) }
        }
      }
      try await group.waitForAll()
    }
  }

  private func finish(_ ends: [InboxFinishLine.End], _ shop: ShopID) async throws {
    let (end, rules) = (now(), rules(shop))
    do {
      let works = ends.map { work($0, at: end) }
      try await store.perform { try $0.finish(works, in: shop, rules: rules, at: end) }
      notes.take(zip(works, ends).lazy.map { InboxNotes.End($0.outcome, $1.entry) })
    } catch let error as StoreError where error.code != .busy && error.code != .full {
      guard ends.count == 1 else {
        for one in ends { try await finish([one], shop) }
        return
      }
      let failed = InboxFinishLine.End(entry: ends[0].entry, verdict: .failed(error.diagnostic))
      let work = work(failed, at: end)
      try await store.perform { try $0.finish([work], in: shop, rules: rules, at: end) }
      notes.take([InboxNotes.End(work.outcome, failed.entry)])
    }
  }

  private func work(_ end: InboxFinishLine.End, at time: Timestamp) -> InboxWork {
    InboxWork(end.entry.id, end.verdict) { why in
      let wait = options.retry.wait(after: end.entry.attempts + 1, fraction: fraction())
      return wait.map { .again(dueAt: time.adding(milliseconds: $0.milliseconds), why) } ?? .dead(why)
    }
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

/// Deliveries of one shop on which the work is done, until somebody stores them.
private final class InboxFinishLine: Sendable {
  struct End: Sendable {
    var entry: InboxEntry
    var verdict: InboxVerdict
  }

  private let state = Mutex<(ends: [End], isStoring: Bool)>(([], false))

  /// Adds one; true when nobody stores yet, so that the caller has to.
  func arrive(_ entry: InboxEntry, _ verdict: InboxVerdict) -> Bool {
    state.withLock { state in
      state.ends.append(End(entry: entry, verdict: verdict))
      defer { state.isStoring = true }
      return !state.isStoring
    }
  }

  /// What has gathered, in the order of receipt; nil when there is nothing left to store.
  func next() -> [End]? {
    state.withLock { state in
      guard !state.ends.isEmpty else {
        state.isStoring = false
        return nil
      }
      defer { state.ends = [] }
      return state.ends.sorted { $0.entry.id < $1.entry.id }
    }
  }
}

extension InboxNotes.End {
  fileprivate init(_ outcome: InboxOutcome, _ entry: InboxEntry) {
    self.init(outcome: outcome, entry: entry.id, delivery: entry.delivery, attempt: entry.attempts + 1)
  }
}

extension Duration {
  /// Whole milliseconds.
  fileprivate var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
  }
}
