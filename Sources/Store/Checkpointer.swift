import Dispatch
import GRDB
import GRDBSQLite
import Synchronization

/// Moves what the write-ahead log has gathered into the database beside the commits, so that none of them pays for it: SQLite itself lets
/// every commit that finds the log long enough do so before it returns, which takes many times as long as the commit.
///
/// It begins at ``early`` pages. Where commits come faster than they are moved, one moves the rest as SQLite does at ``late`` pages, but
/// while a round in the background is still at it.
///
/// Each time it opens a connection of its own and closes it again: while there is one, an import can not leave the log (``BulkMode``).
final class Checkpointer: Sendable {
  /// Pages of the log from which they are moved in the background: 4 MiB.
  static let early: Int32 = 500
  /// Pages of the log from which a commit moves them: SQLite's own number, 8 MiB.
  static let late: Int32 = 1_000
  /// Pages that the log has to grow by before another round is worth its two syncs.
  private static let step: Int32 = 100

  private let path: String
  private let queue = DispatchQueue(label: "naru.store.checkpoint")
  private let isUnderWay = Atomic<Bool>(false)
  /// How long the log was when the last round began.
  private let seen = Atomic<Int32>(0)

  init(path: String) { self.path = path }

  /// Looks at the log after every commit of this connection, which must be closed before the checkpointer is gone.
  func watch(_ database: Database) {
    sqlite3_wal_hook(
      database.sqliteConnection,
      { context, connection, name, pages in
        guard let context else { return SQLITE_OK }
        if pages >= Checkpointer.late {
          // Whoever is at it already does it; the commit itself is as good as any.
          sqlite3_wal_checkpoint_v2(connection, name, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        } else {
          Unmanaged<Checkpointer>.fromOpaque(context).takeUnretainedValue().logHas(pages)
        }
        return SQLITE_OK
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Returns when nothing is being moved.
  func settle() { queue.sync {} }

  private func logHas(_ pages: Int32) {
    let before = seen.load(ordering: .relaxed)
    // A log that is shorter than it was has begun anew.
    if pages < before { seen.store(0, ordering: .relaxed) }
    guard pages >= Checkpointer.early, pages < before || pages >= before + Checkpointer.step,
      !isUnderWay.exchange(true, ordering: .acquiring)
    else { return }
    seen.store(pages, ordering: .relaxed)
    queue.async { [self] in
      move()
      isUnderWay.store(false, ordering: .releasing)
    }
  }

  /// What fails here is done by a later round, or by a commit.
  private func move() {
    var connection: OpaquePointer?
    // A connection that has read nothing does not know yet that there is a log.
    if sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK,
      sqlite3_exec(connection, "PRAGMA schema_version", nil, nil, nil) == SQLITE_OK
    {
      sqlite3_wal_checkpoint_v2(connection, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
    }
    sqlite3_close(connection)
  }
}
