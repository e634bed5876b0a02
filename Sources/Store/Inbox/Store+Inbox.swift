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
        database, "SELECT inbox_id, received_at FROM inbox WHERE shop_id = ?1 AND source = ?2 AND dedup = ?3")
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
        try delivery.keep(insert)
        if insert.changes > 0 { return .stored(id: database.lastInsertedRowID) }
        find.bind(1, shop)
        find.bind(2, text: delivery.source)
        let (id, receivedAt) = try delivery.dedup.withUnsafeBufferPointer { dedup in
          find.bind(3, blob: dedup)
          defer { find.reset() }
          guard try find.step() else { throw StoreError(sqlite: 11) }
          return (find.integer(0), find.integer(1))
        }
        guard let window = delivery.repeatWindow, receivedAt + window <= delivery.receivedAt.milliseconds else {
          return .seen(id: id)
        }
        // It is too long ago to be the same: the earlier one makes room, under a name that nothing else has.
        let rename = try RawStatement(
          database, "UPDATE inbox SET dedup = CAST('earlier/' || inbox_id AS BLOB) WHERE inbox_id = ?1")
        rename.bind(1, id)
        try rename.run()
        try delivery.keep(insert)
        return .stored(id: database.lastInsertedRowID)
      }
    }
  }

  /// The shops that have deliveries which may be worked on at `now`, in the order of their names.
  public func shopsWithWork(now: Timestamp) throws(StoreError) -> [ShopID] {
    try read { database in
      let statement = try RawStatement(
        database,
        """
        SELECT name FROM shops WHERE EXISTS (
          SELECT 1 FROM inbox WHERE inbox.shop_id = shops.shop_id AND state = 0 AND due_at <= ?1 AND NOT EXISTS (
            SELECT 1 FROM inbox AS earlier WHERE earlier.shop_id = inbox.shop_id AND earlier.state = 0
              AND earlier.subject = inbox.subject AND earlier.inbox_id < inbox.inbox_id)) ORDER BY name
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
  ///
  /// - Parameter after: looks past what is due by then, such as what stands behind another delivery of its subject.
  public func nextInboxDue(after: Timestamp? = nil) throws(StoreError) -> Timestamp? {
    try read { database in
      let statement = try RawStatement(
        database,
        "SELECT min(due_at) FROM inbox WHERE state = 0 \(after == nil ? "" : "AND due_at > 0 AND due_at > ?1")")
      if let after { statement.bind(1, after.milliseconds) }
      guard try statement.step() else { return nil }
      return statement.optionalInteger(0).map(Timestamp.init(milliseconds:))
    }
  }

  /// The deliveries of a shop that may be worked on at `now`: of each subject only the first that waits, and only when it is due.
  public func inboxWork(of shop: ShopID, now: Timestamp, limit: Int) throws(StoreError) -> [InboxEntry] {
    try inboxEntries(
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
      try Store.note(InboxWork(id, outcome), database, at: now)
    }
  }

  /// Notes how tries of one shop's entries ended, and applies what they say, in their order and in one transaction: all or nothing.
  ///
  /// It is not waited for until the disk has it: a power cut takes back the word that an entry is done together with what it said, and
  /// the entry, which is on disk, is worked on again.
  public func finish(
    _ works: [InboxWork], in shop: ShopID, rules: OrderRules, at now: Timestamp
  ) throws(StoreError) {
    try writeUnsynced { database in
      _ = try self.apply(works.flatMap(\.events), in: shop, rules: rules)
      for work in works {
        try work.also?(self)
        try Store.note(work, database, at: now)
      }
    }
  }

  private static func note(_ work: InboxWork, _ database: Database, at now: Timestamp) throws {
    let state: InboxEntry.State
    var (due, kind, problem): (Int64, String?, Diagnostic?) = (0, nil, nil)
    switch work.outcome {
    case .done(let found, let without): (state, kind, problem) = (.done, found, without)
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
    statement.bind(1, work.id)
    statement.bind(2, state.rawValue)
    statement.bind(3, due)
    statement.bind(4, state == .waiting ? nil : now.milliseconds)
    statement.bind(5, text: kind)
    statement.bind(6, text: try problem.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) })
    try statement.run()
  }
}

extension InboxDelivery {
  /// Runs an insertion of this delivery into a shop.
  fileprivate func keep(_ insert: RawStatement) throws {
    insert.bind(2, text: source)
    insert.bind(4, text: subject)
    insert.bind(5, receivedAt.milliseconds)
    try dedup.withUnsafeBufferPointer { dedup in
      try head.withUnsafeBufferPointer { head in
        try body.withUnsafeBufferPointer { body in
          insert.bind(3, blob: dedup)
          insert.bind(6, blob: head)
          insert.bind(7, blob: body)
          try insert.run()
        }
      }
    }
  }
}
