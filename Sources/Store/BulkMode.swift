import GRDB

/// How the database writes while a large file is applied.
///
/// Into a store that holds nothing yet, the rows go straight to the database file under a rollback journal, which has nothing to save
/// of pages that are new; a write-ahead log would write every page twice. Only whoever is alone can do so; with other connections or
/// rows in place the write-ahead log stays, and the disk is kept busy with it while rows are still being computed.
struct BulkMode {
  private let database: Database
  private let flusher: WALFlusher?
  private let isDirect: Bool

  /// Rows from which the first import is written directly.
  static let threshold = 20_000

  init(_ store: Store, _ database: Database, rows: Int, dryRun: Bool) throws {
    self.database = database
    if !dryRun, rows >= BulkMode.threshold, try database.isEmpty("members"), try database.isEmpty("orders") {
      store.pool.invalidateReadOnlyConnections()
      isDirect = (try? String.fetchOne(database, sql: "PRAGMA journal_mode = TRUNCATE")) == "truncate"
    } else {
      isDirect = false
    }
    flusher = isDirect || dryRun || rows < BulkMode.threshold ? nil : WALFlusher(path: store.path)
  }

  /// Back to the write-ahead log.
  func end() {
    flusher?.stop()
    if isDirect { _ = try? String.fetchOne(database, sql: "PRAGMA journal_mode = WAL") }
  }
}
