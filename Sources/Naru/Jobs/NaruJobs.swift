import ChannelSync
import CommonValues
import Ingest
public import Logging
public import ShopModel
import Store

/// What Naru does by itself while it runs as a server: imports that were accepted, syncs that were asked for, schedules, watched folders.
///
/// Make one for each process and call ``run(_:)``; it ends when its task is cancelled, after what it has begun: a sync ends with the batch
/// in flight, an import leaves the store as it was and is begun again at the next start.
public final class NaruJobs: Sendable {
  let shops: JobShops
  let imports: ImportWorkers
  let tasks = TaskBook()
  let schedules: ScheduleRunner
  let folders: WatchedFolders
  private let logger: Logger

  /// The jobs of all shops. Throws ``NaruError``.
  public init(_ naru: Naru, logger: Logger) throws {
    self.logger = logger
    let shops = try JobShops(naru)
    self.shops = shops
    imports = ImportWorkers(shops, logger: logger)
    schedules = ScheduleRunner(shops, imports: imports, tasks: tasks, logger: logger)
    folders = WatchedFolders(shops, imports: imports, logger: logger)
  }

  var naru: Naru { shops.current.naru }

  /// Readies another configuration on the same store; what is returned puts it in place, for whatever is begun from then on. Throws
  /// ``NaruError`` when it can not be readied, and then nothing has changed.
  public func prepare(_ naru: Naru) throws(NaruError) -> @Sendable () -> Void {
    let fresh = try JobShops.State(naru)
    return {
      self.shops.use(fresh)
      self.imports.work.ring()
    }
  }

  /// Works until the task is cancelled.
  public func run(_ clock: any Clock<Duration> = ContinuousClock()) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.imports.run(clock) }
      group.addTask { await self.schedules.run(clock) }
      group.addTask { await self.folders.run(clock) }
    }
    await tasks.close()
  }

  /// Does everything that is due now, one thing after the other, and returns; for whoever does not keep ``run(_:)`` going.
  public func drain() async throws(NaruError) {
    await folders.poll()
    do {
      try await imports.drain()
    } catch {
      throw NaruError(error)
    }
    await schedules.round()
    await tasks.settle()
  }

  // MARK: Syncs

  /// Begins a sync in the background.
  ///
  /// - Parameters:
  ///   - file: the one customer file to sync, by its name; nil: all.
  ///   - confirmed: pass the guards.
  /// - Returns: the run's number, once it is recorded; how it ends stands in the run.
  /// - Throws: ``NaruError`` with `lease-taken` while another run of the shop goes on, `unknown-customer-file`, `no-kakao-key`, or
  ///   `server-stopping`.
  public func startSync(
    of shop: ShopID, file: String? = nil, confirmed: Bool = false
  ) async throws(NaruError) -> Int64 {
    let connection = try connection(shop)
    if let file, try await !connection.hasCustomerFile(named: file) { throw NaruError(SyncError.unknownFile(file)) }
    return try await start(shop, "sync") { begun in
      let result = try await connection.sync(confirmed: confirmed, file: file, begun: begun)
      return result.ending.rawValue
    }
  }

  /// Begins a reconciliation in the background; as ``startSync(of:file:confirmed:)``.
  public func startReconciliation(of shop: ShopID, confirmed: Bool = false) async throws(NaruError) -> Int64 {
    let connection = try connection(shop)
    return try await start(shop, "reconcile") { begun in
      let result = try await connection.reconcile(confirmed: confirmed, begun: begun)
      return result.ending.rawValue
    }
  }

  private func connection(_ shop: ShopID) throws(NaruError) -> Connection {
    let current = shops.current
    guard let connection = current.connections[shop] else { return try current.naru.connection(shop.description) }
    return connection
  }

  /// Begins work in the background and waits for its number.
  private func start(
    _ shop: ShopID, _ kind: String,
    _ work: @escaping @Sendable (@escaping @Sendable (Int64) -> Void) async throws -> String
  ) async throws(NaruError) -> Int64 {
    let (numbers, number) = AsyncStream.makeStream(of: Result<Int64, NaruError>.self)
    let logger = logger
    let isStarted = tasks.start {
      do {
        let ending = try await work { number.yield(.success($0)) }
        logger.info("\(kind): ended", metadata: ["shop": "\(shop)", "ending": "\(ending)"])
      } catch {
        let error = NaruError(error)
        logger.warning(
          "\(kind): failed", metadata: ["shop": "\(shop)", "code": "\(error.diagnostics.first?.code ?? "-")"])
        number.yield(.failure(error))
      }
      number.finish()
    }
    guard isStarted else { throw NaruError(SpoolProblem.closed) }
    for await result in numbers { return try result.get() }
    throw NaruError(SpoolProblem.closed)
  }

  // MARK: Imports

  /// Begins to receive a file; ``ImportUpload/accept(_:name:)`` has it imported.
  ///
  /// Throws ``NaruError`` with `spool-full` or `spool-failed`.
  public func beginUpload(to shop: ShopID) async throws(NaruError) -> ImportUpload {
    let (spool, limit) = (imports.spool, naru.configuration.limits.uploadBytes)
    do {
      let file = try await naru.store.perform { _ in try SpoolFile(in: spool, limit: limit) }
      return ImportUpload(shop: shop, file: file, naru: naru, accepted: { [imports] in imports.work.ring() })
    } catch {
      throw NaruError(error)
    }
  }

  /// An accepted file and what became of it so far; nil when there is none of that number.
  package func acceptedImport(_ id: Int64, of shop: ShopID) async throws(NaruError) -> AcceptedImportView? {
    do {
      let entry = try await naru.store.perform { try $0.acceptedImport(id, of: shop) }
      return entry.map { AcceptedImportView($0, step: imports.step(of: id, in: shop)) }
    } catch {
      throw NaruError(error)
    }
  }

  /// Grows whenever any import has come further.
  package var newsCount: Int { imports.news.count }

  /// Wakes whoever waits for news, since there will be none.
  package func endWaiting() { imports.news.ring() }

  /// Returns when an import has come further since `heard` was counted, or after ten seconds.
  package func waitForNews(after heard: Int) async {
    let (news, clock) = (imports.news, naru.clock)
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await news.wait(after: heard) }
      group.addTask { try? await clock.sleep(for: .seconds(10)) }
      await group.next()
      group.cancelAll()
    }
  }
}

extension Connection {
  /// Whether a sync can be asked for that customer file: one of the config, or one that it had and that still stands at Kakao.
  func hasCustomerFile(named name: String) async throws(NaruError) -> Bool {
    if shop.customerFiles.contains(where: { $0.name == name }) { return true }
    let id = shop.id
    return try await work { store in
      try store.ledgerFiles(of: id).contains { $0.name == name || $0.configuredName == name }
    }
  }

  /// The sync or reconciliation that runs, as far as is known.
  public func runningRun() async throws(NaruError) -> Int64? {
    let id = shop.id
    return try await work { try $0.runningRun(of: id) }
  }
}
