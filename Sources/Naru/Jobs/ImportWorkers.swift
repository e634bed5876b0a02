import CommonValues
import Ingest
import Logging
import Metrics
import Records
import ShopModel
import Store
import Synchronization

/// Imports the files that were accepted: durable before, repeated when the process ended in between, one at a time of a shop.
final class ImportWorkers: Sendable {
  /// Files that are imported at one time.
  static let concurrent = 2
  /// How often a file is begun whose import ends the process.
  static let attempts = 5
  /// The pause before waiting files are looked for again without having been woken, for those that other processes accept.
  static let idle = Duration.seconds(5)
  /// The pause after the store refused a file that is not to blame.
  static let rest = Duration.seconds(30)
  /// How long what became of a file is kept.
  static let keepDays: Int64 = 30

  struct Key: Hashable, Sendable {
    var shop: ShopID
    var id: Int64
  }

  let shops: JobShops
  let spool: Spool
  /// Rings when there is something to import.
  let work = Bell()
  /// Rings when an import has come further.
  let news = Bell()
  private let logger: Logger
  private let turns = Mutex(ImportTurns(limit: ImportWorkers.concurrent))
  private let steps = Mutex<[Key: ImportObserver.Step]>([:])
  private let book = Mutex(Book())

  /// What this process does.
  private struct Book {
    /// Files that it imports: whatever else counts as begun has lost whoever began it, and is begun again.
    var begun: Set<Key> = []
    /// When old entries were removed last.
    var sweptAt: Timestamp?
  }

  init(_ shops: JobShops, logger: Logger) {
    self.shops = shops
    self.logger = logger
    spool = Spool(shops.current.naru.store.spoolDirectory)
  }

  private var naru: Naru { shops.current.naru }

  /// How far a running import of this process is.
  func step(of id: Int64, in shop: ShopID) -> ImportObserver.Step? { steps.withLock { $0[Key(shop: shop, id: id)] } }

  /// Imports until the task is cancelled; what is under way then leaves the store as it was, and is begun again at the next start.
  func run(_ clock: any Clock<Duration>) async {
    await withDiscardingTaskGroup { group in
      while !Task.isCancelled {
        let heard = work.count
        do {
          while !Task.isCancelled, let next = try await begin() {
            group.addTask {
              await self.take(next, clock)
              self.work.ring()
            }
          }
        } catch {
          note(error)
        }
        await pause(clock, heard: heard)
      }
    }
    spool.release()
  }

  /// Imports what waits, one file after the other, and returns.
  func drain() async throws {
    while let next = try await begin() { await take(next, nil) }
  }

  private func pause(_ clock: any Clock<Duration>, heard: Int) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { try? await clock.sleep(for: ImportWorkers.idle) }
      group.addTask { await self.work.wait(after: heard) }
      await group.next()
      group.cancelAll()
    }
  }

  /// The next file, begun; nil when there is none, or when another process imports from this store.
  private func begin() async throws -> AcceptedImport? {
    let (now, spool) = (naru.now(), spool)
    let isOurs = try await naru.store.perform { store in
      guard let isFresh = try spool.own() else { return true }
      if isFresh { try spool.sweep { try store.spoolFiles() } }
      return isFresh
    }
    guard isOurs else { return nil }
    try await recover(now)
    try await sweep(now)
    let known = Set(shops.current.connections.keys)
    while true {
      let waiting = try await naru.store.perform { try $0.shopsWithImports() }.filter(known.contains)
      guard let shop = turns.withLock({ $0.begin(waiting) }) else { return nil }
      do {
        if let begun = try await naru.store.perform({ try $0.beginImport(of: shop, at: now) }) {
          book.withLock { _ = $0.begun.insert(Key(shop: shop, id: begun.id)) }
          return begun
        }
        turns.withLock { $0.end(shop) }
      } catch {
        turns.withLock { $0.end(shop) }
        throw error
      }
    }
  }

  /// Puts back in line what counts as begun and nobody imports: its process has ended, or its end could not be noted.
  private func recover(_ now: Timestamp) async throws {
    let begun = book.withLock { $0.begun }
    try await naru.store.perform { store in
      let lost = try store.recoverImports { !begun.contains(Key(shop: $0, id: $1)) }
      for entry in lost { try store.endRuns(entry.runs, in: entry.shop, at: now) }
    }
  }

  /// Forgets old entries, once an hour.
  private func sweep(_ now: Timestamp) async throws {
    let isDue = book.withLock { $0.sweptAt.map { now.milliseconds - $0.milliseconds >= 3_600_000 } ?? true }
    guard isDue else { return }
    try await naru.store.perform {
      let time = now.adding(milliseconds: -ImportWorkers.keepDays * 86_400_000)
      while try $0.sweepImports(finishedBefore: time) > 0 {}
    }
    book.withLock { $0.sweptAt = now }
  }

  /// Imports one file and notes what came of it.
  private func take(_ entry: AcceptedImport, _ clock: (any Clock<Duration>)?) async {
    let (id, shop) = (entry.id, entry.shop)
    defer {
      steps.withLock { $0[Key(shop: shop, id: id)] = nil }
      book.withLock { _ = $0.begun.remove(Key(shop: shop, id: id)) }
      turns.withLock { $0.end(shop) }
      news.ring()
    }
    do {
      guard entry.attempts <= ImportWorkers.attempts else {
        return try await finish(entry, .failed, ImportOutcome(findings: [SpoolProblem.gaveUp(entry.attempts - 1)]))
      }
      do {
        guard let connection = shops.current.connections[shop] else { throw CancellationError() }
        let reports = try await reports(entry, connection)
        try await finish(entry, .done, ImportOutcome(reports))
      } catch is CancellationError {
        try await naru.store.perform { try $0.postponeImport(id, in: shop) }
      } catch let error as NaruError where ImportWorkers.passes(error) {
        note(error)
        try await naru.store.perform { try $0.postponeImport(id, in: shop) }
        try? await clock?.sleep(for: ImportWorkers.rest)
      } catch let error as NaruError {
        try await finish(entry, .failed, ImportOutcome(findings: error.diagnostics))
      }
    } catch {
      // It stays as begun, and is put back in line when nobody counts as being at it.
      note(error)
      try? await clock?.sleep(for: ImportWorkers.rest)
    }
  }

  private func reports(_ entry: AcceptedImport, _ connection: Connection) async throws -> [ImportReport] {
    guard let name = entry.spool else { return [] }
    let (options, path, stop) = (try UploadOptions(text: entry.options), spool.path(name), StopFlag())
    let (id, shop, store) = (entry.id, entry.shop, naru.store)
    let observer = ImportObserver(
      progress: { self.progress($0, Key(shop: shop, id: id)) }, shouldStop: { stop.isSet },
      begun: { run in try? store.noteRun(run, ofImport: id, in: shop) })
    let modifiedAt = options.modifiedAt ?? entry.receivedAt
    let limits = connection.limits
    return try await withTaskCancellationHandler {
      try await connection.run(options.importOptions, observer, modifiedAt: modifiedAt) {
        () throws(Diagnostic) -> any ByteSource in
        try FileSource(path: path, name: entry.file, limits: limits)
      }
    } onCancel: {
      stop.set()
    }
  }

  private func finish(_ entry: AcceptedImport, _ state: AcceptedImport.State, _ outcome: ImportOutcome) async throws {
    let (now, spool) = (naru.now(), spool)
    try await naru.store.perform { store in
      try store.finishImport(entry.id, in: entry.shop, state, result: try outcome.text, at: now)
      if let name = entry.spool { spool.remove(name) }
    }
    Counter(
      label: "naru_accepted_imports_total",
      dimensions: [
        ("shop", entry.shop.description), ("source", entry.source.rawValue), ("outcome", state.name),
      ]
    ).increment()
    logger.info(
      "import: \(state.name)", metadata: ["shop": "\(entry.shop)", "import": "\(entry.id)"])
  }

  /// Notes how far an import is; rings at every hundredth.
  private func progress(_ step: ImportObserver.Step, _ key: Key) {
    let isNews = steps.withLock { steps in
      defer { steps[key] = step }
      return steps[key]?.hundredth != step.hundredth
    }
    if isNews { news.ring() }
  }

  private func note(_ error: any Error) {
    logger.error("imports: the store failed", metadata: ["code": "\(NaruError(error).diagnostics.first?.code ?? "-")"])
  }

  /// Whether it lies with the machine, and passes.
  private static func passes(_ error: NaruError) -> Bool {
    ["store-busy", "store-full", "no-scratch-file", "scratch-file-failed"].contains(error.diagnostics.first?.code)
  }
}

extension ImportObserver.Step {
  /// The step and how many hundredths of it are done.
  fileprivate var hundredth: Int64 {
    switch self {
    case .fetching(let done): done >> 20
    case .reading(let done, let total): 1_000 + (total.map { $0 > 0 ? done * 100 / $0 : 0 } ?? done >> 20)
    case .applying(let done, let total): 1_000_000 + (total > 0 ? done * 100 / total : 0)
    }
  }
}
