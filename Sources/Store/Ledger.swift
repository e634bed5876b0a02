import CommonValues
import GRDB
import ShopModel

/// What Kakao holds, as far as we were told, and what it should hold.
///
/// A row is *wanted* with a content, *confirmed* with a content, or *sent*: a request went out and no answer has come. A row is pending
/// while wanted and confirmed differ or while it is in doubt.
enum Ledger {
  static let isPending = "(wanted IS DISTINCT FROM confirmed OR sent IS NOT NULL)"

  /// SQLite has no statistics here and would walk all rows of the file; another database decides by itself and gets nothing in its place.
  static let pendingIndex = "INDEXED BY file_rows_pending"

  static func counts(_ database: Database, shop: ShopRow, file: LedgerFile) throws -> PlanCounts {
    var counts = PlanCounts()
    let pending = try RawStatement(
      database,
      """
      SELECT count(*) FILTER (WHERE wanted IS NOT NULL AND confirmed IS NULL),
        count(*) FILTER (WHERE wanted IS NOT NULL AND confirmed IS NOT NULL),
        count(*) FILTER (WHERE wanted IS NULL), count(*) FILTER (WHERE confirmed IS NOT NULL),
        count(*) FILTER (WHERE sent IS NOT NULL), count(*) FILTER (WHERE sent IS NOT NULL AND confirmed IS NULL)
      FROM file_rows \(Ledger.pendingIndex) WHERE shop_id = ?1 AND file_id = ?2 AND \(isPending)
      """)
    pending.bind(1, shop.id)
    pending.bind(2, file.id)
    _ = try pending.step()
    counts.add = Int(pending.integer(0))
    counts.update = Int(pending.integer(1))
    counts.remove = Int(pending.integer(2))
    counts.inDoubt = Int(pending.integer(4))
    let all = try RawStatement(
      database, "SELECT count(*) FROM file_rows WHERE shop_id = ?1 AND file_id = ?2 AND confirmed IS NOT NULL")
    all.bind(1, shop.id)
    all.bind(2, file.id)
    _ = try all.step()
    let confirmed = Int(all.integer(0))
    counts.unchanged = confirmed - Int(pending.integer(3))
    counts.confirmed = confirmed + Int(pending.integer(5))
    return counts
  }

  /// Refuses to go on when the lease went to somebody else.
  static func check(_ lease: Lease, _ database: Database, _ shop: ShopRow) throws {
    let statement = try RawStatement(database, "SELECT token FROM leases WHERE shop_id = ?1")
    statement.bind(1, shop.id)
    guard try statement.step(), statement.integer(0) == lease.token else { throw StoreError.leaseLost }
  }
}

extension Store {
  /// Rows that a sync would send, in ascending order of target: those to remove, or those to add or update. `after` continues.
  public func pendingRows(
    _ file: LedgerFile, removals: Bool, after target: Int64? = nil, limit: Int
  ) throws(StoreError) -> [PendingRow] {
    try read { database in
      guard let shop = try ShopRow.find(database, file.shop) else { return [] }
      let statement = try RawStatement(
        database,
        """
        SELECT target, member_id, wanted, confirmed FROM file_rows \(Ledger.pendingIndex)
        WHERE shop_id = ?1 AND file_id = ?2 AND target > ?3 AND \(Ledger.isPending)
          AND wanted IS \(removals ? "" : "NOT ")NULL ORDER BY target LIMIT ?4
        """)
      statement.bind(1, shop.id)
      statement.bind(2, file.id)
      statement.bind(3, target ?? .min)
      statement.bind(4, Int64(limit))
      var rows: [PendingRow] = []
      while try statement.step() {
        rows.append(
          PendingRow(
            target: statement.integer(0), memberID: statement.isNull(1) ? nil : statement.text(1),
            action: removals ? .remove : statement.isNull(3) ? .add : .update,
            wantedHash: statement.optionalInteger(2)))
      }
      return rows
    }
  }

  /// Before the request goes out: from here on these rows may be at Kakao with this content (nil: may be gone).
  public func markSent(
    _ file: LedgerFile, _ rows: [(target: Int64, hash: Int64?)], lease: Lease
  ) throws(StoreError) {
    try mark(
      "UPDATE file_rows SET sent = coalesce(?4, 0) WHERE shop_id = ?1 AND file_id = ?2 AND target = ?3", file, rows,
      lease)
  }

  /// After the answer: these rows are at Kakao with this content (nil: are gone).
  public func markConfirmed(
    _ file: LedgerFile, _ rows: [(target: Int64, hash: Int64?)], lease: Lease
  ) throws(StoreError) {
    try mark(
      "UPDATE file_rows SET sent = NULL, confirmed = ?4 WHERE shop_id = ?1 AND file_id = ?2 AND target = ?3", file,
      rows, lease)
  }

  private func mark(
    _ sql: String, _ file: LedgerFile, _ rows: [(target: Int64, hash: Int64?)], _ lease: Lease
  ) throws(StoreError) {
    try write { database in
      let shop = try ShopRow.make(database, file.shop)
      try Ledger.check(lease, database, shop)
      let statement = try RawStatement(database, sql)
      let drop = try RawStatement(
        database,
        """
        DELETE FROM file_rows WHERE shop_id = ?1 AND file_id = ?2 AND target = ?3
          AND member_id IS NULL AND wanted IS NULL AND confirmed IS NULL AND sent IS NULL
        """)
      for prepared in [statement, drop] {
        prepared.bind(1, shop.id)
        prepared.bind(2, file.id)
      }
      for row in rows {
        statement.bind(3, row.target)
        statement.bind(4, row.hash)
        try statement.run()
        if row.hash == nil {
          drop.bind(3, row.target)
          try drop.run()
        }
      }
    }
  }

  /// What the ledger knows of one person in a file; nil: nothing.
  public func ledgerRow(_ file: LedgerFile, target: Int64) throws(StoreError) -> LedgerRow? {
    try read { database in
      guard let shop = try ShopRow.find(database, file.shop) else { return nil }
      let statement = try RawStatement(
        database,
        """
        SELECT member_id, wanted, sent, confirmed FROM file_rows WHERE shop_id = ?1 AND file_id = ?2 AND target = ?3
        """)
      statement.bind(1, shop.id)
      statement.bind(2, file.id)
      statement.bind(3, target)
      guard try statement.step() else { return nil }
      return LedgerRow(
        memberID: statement.isNull(0) ? nil : statement.text(0), wanted: statement.optionalInteger(1),
        isInDoubt: !statement.isNull(2), confirmed: statement.optionalInteger(3))
    }
  }

  /// The file at Kakao is gone, or a new one: nothing is confirmed any more.
  public func forgetConfirmed(_ file: LedgerFile, lease: Lease) throws(StoreError) {
    try write { database in
      let shop = try ShopRow.make(database, file.shop)
      try Ledger.check(lease, database, shop)
      for sql in [
        "UPDATE file_rows SET sent = NULL, confirmed = NULL WHERE shop_id = ?1 AND file_id = ?2",
        "DELETE FROM file_rows WHERE shop_id = ?1 AND file_id = ?2 AND wanted IS NULL AND member_id IS NULL",
      ] {
        let statement = try RawStatement(database, sql)
        statement.bind(1, shop.id)
        statement.bind(2, file.id)
        try statement.run()
      }
    }
  }
}
