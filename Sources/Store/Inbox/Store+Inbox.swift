public import CommonValues
import GRDB
public import ShopModel

extension Store {
  /// Keeps deliveries, in one transaction: when this returns, they survive the end of the process and of the machine's power.
  ///
  /// - Returns: one receipt for each, in their order. A delivery whose shop, source and `dedup` are known is not kept again.
  public func receive(_ deliveries: [InboxDelivery]) throws(StoreError) -> [InboxReceipt] {
    try write { database in
      let keeper = try InboxKeeper(database, at: Timestamp(milliseconds: 0))
      return try deliveries.map { try keeper.keep($0) { _ in nil }.receipt }
    }
  }

  /// Keeps deliveries as ``receive(_:)`` does, and in the same transaction works on those that are new and before which nothing of
  /// their subject waits: they are on disk together with what they say.
  ///
  /// What can not be applied keeps nothing out: then all are kept, and wait.
  ///
  /// - Parameters:
  ///   - rules: how a shop's orders are counted.
  ///   - now: when they were worked on.
  ///   - working: how a delivery ends, whose number is not known yet, when that can be said at once; another try is none of its ends.
  public func receive(
    _ deliveries: [InboxDelivery], rules: (ShopID) -> OrderRules, at now: Timestamp,
    working: (InboxDelivery) -> InboxWork?
  ) throws(StoreError) -> [InboxKept] {
    do {
      return try write { database in
        let keeper = try InboxKeeper(database, at: now)
        let kept = try deliveries.map { try keeper.keep($0, working: working) }
        try self.apply(
          zip(deliveries, kept).compactMap { delivery, kept in kept.work.map { (delivery.shop, $0) } }, rules)
        return kept
      }
    } catch  where error.code != .busy && error.code != .full {
      return try receive(deliveries).map { InboxKept($0) }
    }
  }

  private func apply(_ works: [(shop: ShopID, work: InboxWork)], _ rules: (ShopID) -> OrderRules) throws {
    var order: [ShopID] = []
    var byShop: [ShopID: [InboxWork]] = [:]
    for (shop, work) in works {
      if byShop[shop] == nil { order.append(shop) }
      byShop[shop, default: []].append(work)
    }
    for shop in order {
      let works = byShop[shop] ?? []
      _ = try apply(works.flatMap(\.events), in: shop, rules: rules(shop))
      for work in works { try work.also?(self) }
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
      try InboxNote(database).take(InboxWork(id, outcome), at: now)
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
      let note = try InboxNote(database)
      for work in works {
        try work.also?(self)
        try note.take(work, at: now)
      }
    }
  }
}

/// Notes how tries ended.
private struct InboxNote {
  private let statement: RawStatement

  init(_ database: Database) throws {
    statement = try RawStatement(
      database,
      """
      UPDATE inbox SET state = ?2, attempts = attempts + 1, due_at = ?3, finished_at = ?4, kind = coalesce(?5, kind),
        problem = ?6
      WHERE inbox_id = ?1
      """)
  }

  func take(_ work: InboxWork, at now: Timestamp) throws {
    let end = try InboxEnd(work.outcome)
    statement.bind(1, work.id)
    statement.bind(2, end.state.rawValue)
    statement.bind(3, end.due)
    statement.bind(4, end.state == .waiting ? nil : now.milliseconds)
    statement.bind(5, text: end.kind)
    statement.bind(6, text: end.problem)
    try statement.run()
  }
}
