public import CommonValues
import GRDB
public import ShopModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Store {
  /// Entries of a shop, the newest first.
  ///
  /// - Parameter before: only those with a smaller number, for the next page.
  public func inbox(
    of shop: ShopID, state: InboxEntry.State? = nil, before: Int64? = nil, limit: Int = 50
  ) throws(StoreError) -> [InboxEntry] {
    var filter = InboxFilter()
    filter.states = state.map { [$0] }
    filter.before = before
    return try inbox(of: shop, filter, limit: limit)
  }

  /// Entries of a shop that a filter lets through, the newest first.
  public func inbox(of shop: ShopID, _ filter: InboxFilter, limit: Int = 50) throws(StoreError) -> [InboxEntry] {
    let states = (filter.states ?? Set(InboxEntry.State.allCases)).map { "\($0.rawValue)" }.sorted()
    return try inboxEntries(
      shop,
      """
      AND state IN (\(states.joined(separator: ", "))) AND (?2 IS NULL OR source = ?2) AND (?3 IS NULL OR inbox_id < ?3)
      \(filter.failedOnly ? "AND state = 0 AND problem IS NOT NULL" : "") ORDER BY inbox_id DESC LIMIT ?4
      """
    ) {
      $0.bind(2, text: filter.source)
      $0.bind(3, filter.before)
      $0.bind(4, Int64(limit))
    }
  }

  /// One entry.
  public func inboxEntry(_ id: Int64, of shop: ShopID) throws(StoreError) -> InboxEntry? {
    try inboxEntries(shop, "AND inbox_id = ?2") { $0.bind(2, id) }.first
  }

  /// Puts entries that have come to an end back to the beginning: dead ones, or all that were received in a span of time. Those whose
  /// content was erased with a person stay as they are.
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
        WHERE shop_id = ?1 AND state <> 0 AND length(body) > 0 AND \(condition)
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

  /// Forgets entries that came to an end before a time, dead ones before another, at most `limit` of each.
  ///
  /// - Returns: how many of each; fewer than `limit` when all are gone.
  public func sweepInbox(
    finishedBefore time: Timestamp, deadBefore: Timestamp? = nil, limit: Int = 1_000
  ) throws(StoreError) -> (finished: Int, dead: Int) {
    try write { database in
      func sweep(_ condition: String, before: Timestamp) throws -> Int {
        let statement = try RawStatement(
          database,
          """
          DELETE FROM inbox WHERE inbox_id IN (
            SELECT inbox_id FROM inbox WHERE finished_at < ?1 AND \(condition) LIMIT ?2)
          """)
        statement.bind(1, before.milliseconds)
        statement.bind(2, Int64(limit))
        try statement.run()
        return statement.changes
      }
      let finished = try sweep("state <> 2", before: time)
      return (finished, try deadBefore.map { try sweep("state = 2", before: $0) } ?? 0)
    }
  }

  func inboxEntries(
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
