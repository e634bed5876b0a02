public import CommonValues
import GRDB
public import ShopModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Store {
  /// Keeps deliveries, in one transaction: when this returns, they survive the end of the process and of the machine's power.
  ///
  /// - Returns: one receipt for each, in their order. A delivery whose shop, source and `dedup` are known is not kept again.
  public func receive(_ deliveries: [InboxDelivery]) throws(StoreError) -> [InboxReceipt] {
    guard !deliveries.isEmpty else { return [] }
    return try write { database in
      let insert = try RawStatement(
        database,
        """
        INSERT INTO inbox (shop_id, source, dedup, subject, received_at, head, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (shop_id, source, dedup) DO NOTHING
        """)
      let find = try RawStatement(
        database, "SELECT inbox_id FROM inbox WHERE shop_id = ?1 AND source = ?2 AND dedup = ?3")
      var shops: [ShopID: Int64] = [:]
      return try deliveries.map { delivery in
        let shop: Int64
        if let known = shops[delivery.shop] {
          shop = known
        } else {
          shop = try ShopRow.make(database, delivery.shop).id
          shops[delivery.shop] = shop
        }
        insert.bind(1, shop)
        insert.bind(2, text: delivery.source)
        insert.bind(4, text: delivery.subject)
        insert.bind(5, delivery.receivedAt.milliseconds)
        try delivery.dedup.withUnsafeBufferPointer { dedup in
          try delivery.head.withUnsafeBufferPointer { head in
            try delivery.body.withUnsafeBufferPointer { body in
              insert.bind(3, blob: dedup)
              insert.bind(6, blob: head)
              insert.bind(7, blob: body)
              try insert.run()
            }
          }
        }
        if insert.changes > 0 { return .stored(id: database.lastInsertedRowID) }
        find.bind(1, shop)
        find.bind(2, text: delivery.source)
        let id = try delivery.dedup.withUnsafeBufferPointer { dedup in
          find.bind(3, blob: dedup)
          defer { find.reset() }
          guard try find.step() else { throw StoreError(sqlite: 11) }
          return find.integer(0)
        }
        return .seen(id: id)
      }
    }
  }

  /// The shops that have deliveries to work on at `now`, in the order of their names.
  public func shopsWithWork(now: Timestamp) throws(StoreError) -> [ShopID] {
    try read { database in
      let statement = try RawStatement(
        database,
        """
        SELECT name FROM shops WHERE EXISTS (
          SELECT 1 FROM inbox WHERE inbox.shop_id = shops.shop_id AND state = 0 AND due_at <= ?1) ORDER BY name
        """)
      statement.bind(1, now.milliseconds)
      var shops: [ShopID] = []
      while try statement.step() {
        if let shop = ShopID(statement.text(0)) { shops.append(shop) }
      }
      return shops
    }
  }

  /// When the next delivery that waits is due; nil when none waits.
  public func nextInboxDue() throws(StoreError) -> Timestamp? {
    try read { database in
      let statement = try RawStatement(database, "SELECT min(due_at) FROM inbox WHERE state = 0")
      guard try statement.step() else { return nil }
      return statement.optionalInteger(0).map(Timestamp.init(milliseconds:))
    }
  }

  /// The deliveries of a shop that may be worked on at `now`: of each subject only the first that waits, and only when it is due.
  public func inboxWork(of shop: ShopID, now: Timestamp, limit: Int) throws(StoreError) -> [InboxEntry] {
    try entries(
      shop,
      """
      AND state = 0 AND due_at <= ?2 AND NOT EXISTS (
        SELECT 1 FROM inbox AS earlier WHERE earlier.shop_id = inbox.shop_id AND earlier.state = 0
          AND earlier.subject = inbox.subject AND earlier.inbox_id < inbox.inbox_id)
      ORDER BY inbox_id LIMIT ?3
      """
    ) {
      $0.bind(2, now.milliseconds)
      $0.bind(3, Int64(limit))
    }
  }

  /// Notes how a try ended, together with whatever `applying` stores: both or neither.
  ///
  /// - Parameter applying: runs within the transaction; calls of this store join it.
  public func finish(
    _ id: Int64, _ outcome: InboxOutcome, at now: Timestamp, applying: () throws -> Void = {}
  ) throws(StoreError) {
    try write { database in
      try applying()
      let state: InboxEntry.State
      var (due, kind, problem): (Int64, String?, Diagnostic?) = (0, nil, nil)
      switch outcome {
      case .done(let found): (state, kind) = (.done, found)
      case .unmapped(let found): (state, kind) = (.unmapped, found)
      case .again(let dueAt, let why): (state, due, problem) = (.waiting, dueAt.milliseconds, why)
      case .dead(let why): (state, problem) = (.dead, why)
      }
      let statement = try RawStatement(
        database,
        """
        UPDATE inbox SET state = ?2, attempts = attempts + 1, due_at = ?3, finished_at = ?4, kind = coalesce(?5, kind),
          problem = ?6
        WHERE inbox_id = ?1
        """)
      statement.bind(1, id)
      statement.bind(2, state.rawValue)
      statement.bind(3, due)
      statement.bind(4, state == .waiting ? nil : now.milliseconds)
      statement.bind(5, text: kind)
      statement.bind(6, text: try problem.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) })
      try statement.run()
    }
  }

  /// Entries of a shop, the newest first.
  ///
  /// - Parameter before: only those with a smaller number, for the next page.
  public func inbox(
    of shop: ShopID, state: InboxEntry.State? = nil, before: Int64? = nil, limit: Int = 50
  ) throws(StoreError) -> [InboxEntry] {
    try entries(
      shop, "AND (?2 IS NULL OR state = ?2) AND (?3 IS NULL OR inbox_id < ?3) ORDER BY inbox_id DESC LIMIT ?4"
    ) {
      $0.bind(2, state?.rawValue)
      $0.bind(3, before)
      $0.bind(4, Int64(limit))
    }
  }

  /// One entry.
  public func inboxEntry(_ id: Int64, of shop: ShopID) throws(StoreError) -> InboxEntry? {
    try entries(shop, "AND inbox_id = ?2") { $0.bind(2, id) }.first
  }

  /// Puts entries that have come to an end back to the beginning: dead ones, or all that were received in a span of time.
  ///
  /// - Returns: how many.
  public func retryInbox(of shop: ShopID, _ which: InboxSelection, now: Timestamp) throws(StoreError) -> Int {
    try write { database in
      guard let row = try ShopRow.find(database, shop) else { return 0 }
      let (condition, bind): (String, (RawStatement, Int64) -> Void) =
        switch which {
        case .dead: ("state = 2", { _, _ in })
        case .entries: ("inbox_id = ?3", { $0.bind(3, $1) })
        case .received(let from, let to):
          (
            "received_at >= ?3 AND received_at < ?4",
            {
              $0.bind(3, from.milliseconds)
              $0.bind(4, to.milliseconds)
              _ = $1
            }
          )
        }
      let statement = try RawStatement(
        database,
        """
        UPDATE inbox SET state = 0, attempts = 0, due_at = ?2, finished_at = NULL, problem = NULL
        WHERE shop_id = ?1 AND state <> 0 AND \(condition)
        """)
      statement.bind(1, row.id)
      statement.bind(2, now.milliseconds)
      var ids: [Int64] = [0]
      if case .entries(let chosen) = which { ids = chosen }
      var count = 0
      for id in ids {
        bind(statement, id)
        try statement.run()
        count += statement.changes
      }
      return count
    }
  }

  /// How many entries a shop has in each state.
  public func inboxCounts(of shop: ShopID) throws(StoreError) -> InboxCounts {
    try read { database in
      var counts = InboxCounts()
      guard let row = try ShopRow.find(database, shop) else { return counts }
      let statement = try RawStatement(
        database,
        "SELECT state, count(*), min(received_at), max(received_at) FROM inbox WHERE shop_id = ?1 GROUP BY state")
      statement.bind(1, row.id)
      while try statement.step() {
        guard let state = InboxEntry.State(rawValue: statement.integer(0)) else { continue }
        counts.byState[state] = Int(statement.integer(1))
        if state == .waiting { counts.oldestWaiting = Timestamp(milliseconds: statement.integer(2)) }
        let newest = Timestamp(milliseconds: statement.integer(3))
        counts.newest = max(counts.newest ?? newest, newest)
      }
      return counts
    }
  }

  /// Forgets entries that came to an end before a time, dead ones excepted, at most `limit`.
  ///
  /// - Returns: how many; fewer than `limit` when all are gone.
  public func sweepInbox(finishedBefore time: Timestamp, limit: Int = 1_000) throws(StoreError) -> Int {
    try write { database in
      let statement = try RawStatement(
        database,
        """
        DELETE FROM inbox WHERE inbox_id IN (
          SELECT inbox_id FROM inbox WHERE finished_at < ?1 AND state <> 2 LIMIT ?2)
        """)
      statement.bind(1, time.milliseconds)
      statement.bind(2, Int64(limit))
      try statement.run()
      return statement.changes
    }
  }

  private func entries(
    _ shop: ShopID, _ rest: String, _ bind: (RawStatement) -> Void
  ) throws(StoreError) -> [InboxEntry] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let statement = try RawStatement(
        database,
        """
        SELECT inbox_id, source, dedup, subject, received_at, state, attempts, due_at, finished_at, kind, problem, head, body
        FROM inbox WHERE shop_id = ?1 \(rest)
        """)
      statement.bind(1, row.id)
      bind(statement)
      var entries: [InboxEntry] = []
      while try statement.step() { entries.append(try InboxEntry(statement, shop)) }
      return entries
    }
  }
}

/// Which entries are put back to the beginning.
public enum InboxSelection: Sendable, Hashable {
  /// Those that failed for good.
  case dead
  /// These.
  case entries([Int64])
  /// Everything received from a time on and before another.
  case received(from: Timestamp, to: Timestamp)
}

extension InboxEntry {
  fileprivate init(_ row: RawStatement, _ shop: ShopID) throws {
    id = row.integer(0)
    delivery = InboxDelivery(
      shop: shop, source: row.text(1), dedup: Array(row.bytes(2)), subject: row.text(3),
      receivedAt: Timestamp(milliseconds: row.integer(4)), head: Array(row.bytes(11)), body: Array(row.bytes(12)))
    state = State(rawValue: row.integer(5)) ?? .dead
    attempts = Int(row.integer(6))
    dueAt = Timestamp(milliseconds: row.integer(7))
    finishedAt = row.optionalInteger(8).map(Timestamp.init(milliseconds:))
    kind = row.isNull(9) ? nil : row.text(9)
    problem = row.isNull(10) ? nil : try JSONDecoder().decode(Diagnostic.self, from: Data(row.bytes(10)))
  }
}
