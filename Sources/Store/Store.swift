import CommonValues
import Dispatch
import GRDB
import ShopModel
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The tables of one Naru: members, orders, links, relations, the ledger of customer files, runs and quarantine of every shop.
///
/// SQLite in WAL mode. Calls are synchronous, thread safe, and block; ``perform(_:)`` runs them off the cooperative threads.
/// What a call has returned is on disk (`synchronous=FULL`). Several processes may open one store; a writer waits up to
/// ``StoreOptions/busyTimeout`` for another.
public final class Store: Sendable {
  let pool: DatabasePool
  let queue = DispatchQueue(label: "naru.store", attributes: .concurrent)
  /// The folder of the database, where staging files go too.
  let directory: String
  let path: String
  private let temporaryDirectory: String?
  private let identityChanges = Atomic<UInt64>(0)
  /// Whether the log may hold what was erased: somebody kept it from being emptied, maybe before this process began.
  private let logHoldsErased = Atomic<Bool>(true)

  /// Grows whenever this process may have changed who a Kakao user is to a shop, or ended a session: what was remembered under
  /// another number has to be read again.
  public var identityVersion: UInt64 { identityChanges.load(ordering: .sequentiallyConsistent) }

  func advanceIdentityVersion() { identityChanges.add(1, ordering: .sequentiallyConsistent) }

  /// Opens or creates the store at `url`: `sqlite:path`, or `sqlite::memory:` for one that vanishes when it is closed.
  ///
  /// Relative paths start at the working directory. Missing folders are made, for the owner alone.
  public static func open(url: String, options: StoreOptions = StoreOptions()) throws(StoreError) -> Store {
    guard url.hasPrefix("sqlite:"), url.utf8.count > 7 else {
      throw StoreError(
        .unsupportedURL,
        LocalizedText(ko: "store 주소는 sqlite:경로 형식이어야 합니다.", en: "The store's address must have the form sqlite:path."),
        fix: LocalizedText(ko: "예: store: sqlite:data/naru.db", en: "For example: store: sqlite:data/naru.db"))
    }
    let path = String(url.dropFirst(7))
    do {
      return try path == ":memory:" ? Store(temporary: options) : Store(path: path, temporary: nil, options: options)
    } catch {
      throw StoreError(error)
    }
  }

  private convenience init(temporary options: StoreOptions) throws {
    let directory = FileManager.default.temporaryDirectory.path + "/naru-\(UUID().uuidString)"
    try self.init(path: directory + "/naru.db", temporary: directory, options: options)
  }

  private init(path: String, temporary: String?, options: StoreOptions) throws {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    directory = folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder
    self.path = path
    temporaryDirectory = temporary
    if !FileManager.default.fileExists(atPath: directory) {
      do {
        try FileManager.default.createDirectory(
          atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      } catch {
        throw StoreError(sqlite: 14)
      }
    }
    var configuration = Configuration()
    configuration.label = "naru.store"
    configuration.busyMode = .timeout(options.busyTimeout)
    configuration.maximumReaderCount = 4
    configuration.persistentReadOnlyConnections = true
    let pages = options.cacheSize / 8192
    configuration.prepareDatabase { database in
      if !database.configuration.readonly { try database.execute(sql: "PRAGMA page_size = 8192") }
      try database.execute(sql: "PRAGMA cache_size = \(pages)")
      try database.execute(sql: "PRAGMA temp_store = FILE")
      try database.execute(sql: "PRAGMA secure_delete = OFF")
      // Once for the connection: a table that is made within a transaction costs every statement its preparation.
      if !database.configuration.readonly { try AffectedMembers.prepare(database) }
    }
    try makePrivate(path)
    pool = try DatabasePool(path: path, configuration: configuration)
    try pool.writeWithoutTransaction { database in
      // Here and not above: a pool sets NORMAL itself when it sets up the write-ahead log, with which a commit that was
      // confirmed may be gone after a power cut.
      try database.execute(sql: "PRAGMA synchronous = FULL")
      // SQLite moves the log into the database whenever it has 1,000 pages, 8 MiB; with more it could fill a small disk by itself. What
      // it became while somebody read for long goes back to the disk.
      try database.execute(sql: "PRAGMA journal_size_limit = \(16 << 20)")
    }
    try Schema.migrate(pool)
  }

  /// Runs blocking work on the store's own threads and suspends the caller meanwhile.
  public func perform<Result: Sendable>(
    _ body: @escaping @Sendable (Store) throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Swift.Result { try body(self) }) }
    }
  }

  /// Moves what is left in the write-ahead log into the database and ends all connections; a temporary store's files are deleted.
  /// Calls after this fail.
  public func close() {
    pool.invalidateReadOnlyConnections()
    checkpoint(.truncate)
    try? pool.close()
    if let temporaryDirectory { try? FileManager.default.removeItem(atPath: temporaryDirectory) }
  }

  deinit { close() }

  /// Returns when something was written and is on disk, which no full one lets through.
  public func checkWritable() throws(StoreError) {
    try write { try $0.execute(sql: "UPDATE writable SET checks = checks + 1") }
  }

  /// Runs `body` in one write transaction; everything or nothing. Within the transaction of an import (its `finish`) it joins that.
  func write<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
    do {
      return try pool.unsafeReentrantWrite { database in
        if database.isInsideTransaction { return try body(database) }
        var result: Result?
        try database.inTransaction(.immediate) {
          result = try body(database)
          return .commit
        }
        guard let result else { throw StoreError(sqlite: 4) }
        return result
      }
    } catch {
      let error = StoreError(error)
      // So that the next writer begins the log anew: where the log itself has filled the disk nothing else ever would, since only a
      // commit that succeeds looks at its length. Where the database would have to grow, this fails too.
      if error.code == .full { checkpoint(.passive) }
      throw error
    }
  }

  /// A checkpoint now, not within a transaction: moves the write-ahead log into the database. False when readers, another process or the room on the
  /// disk were in the way of some of it.
  @discardableResult
  func checkpoint(_ kind: Database.CheckpointMode) -> Bool {
    let isDone = try? pool.unsafeReentrantWrite { database in
      // Of a connection that was closed SQLite asks nothing before it looks into it.
      guard !database.isInsideTransaction, database.sqliteConnection != nil else { return false }
      let pages = try database.checkpoint(kind)
      return pages.walFrameCount == pages.checkpointedFrameCount
    }
    return isDone ?? false
  }

  /// Empties the log after something was erased: it still holds pages as they were. When that can not be done now,
  /// ``finishErasing()`` does it.
  func emptyLogOfErased() {
    logHoldsErased.store(true, ordering: .sequentiallyConsistent)
    finishErasing()
  }

  /// Empties the log where an erasure could not. To be called now and then.
  public func finishErasing() {
    guard logHoldsErased.load(ordering: .sequentiallyConsistent) else { return }
    if checkpoint(.truncate) { logHoldsErased.store(false, ordering: .sequentiallyConsistent) }
  }

  /// Like ``write(_:)``, for what is done again when it is lost: the commit is on disk with the next one that is, so that a power
  /// cut may take it back, whole, together with all that came after it. A crash of the process takes nothing back.
  func writeUnsynced<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
    do {
      return try pool.unsafeReentrantWrite { database in
        if database.isInsideTransaction { return try body(database) }
        try database.execute(sql: "PRAGMA synchronous = NORMAL")
        let result = Swift.Result { try write(body) }
        try database.execute(sql: "PRAGMA synchronous = FULL")
        return try result.get()
      }
    } catch {
      throw StoreError(error)
    }
  }

  /// Runs calls of this store in one transaction: all that they store, or on any error nothing.
  public func together<Result>(_ body: (Store) throws -> Result) throws(StoreError) -> Result {
    try write { _ in try body(self) }
  }

  /// Runs `body` on one consistent state.
  func read<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
    do {
      return try pool.read(body)
    } catch {
      throw StoreError(error)
    }
  }
}

/// How a store is opened.
public struct StoreOptions: Sendable {
  /// Seconds that a writer waits for another process; 5 by default.
  public var busyTimeout: Double
  /// Bytes of page cache of the writing connection; 16 MiB by default.
  public var cacheSize: Int

  /// The defaults, or others.
  public init(busyTimeout: Double = 5, cacheSize: Int = 16 << 20) {
    self.busyTimeout = busyTimeout
    self.cacheSize = cacheSize
  }
}

/// Personal data is for the owner's eyes: the database is 0600, and SQLite gives its logs the same mode.
private func makePrivate(_ path: String) throws {
  let descriptor = open(path, O_CREAT | O_CLOEXEC | O_RDWR, 0o600)
  guard descriptor >= 0 else { throw StoreError(sqlite: errno == ENOSPC ? 13 : 14) }
  fchmod(descriptor, 0o600)
  close(descriptor)
}
