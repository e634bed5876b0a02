public import CommonValues
import GRDB
public import ShopModel

extension Store {
  /// Keeps deliveries, in one transaction: when this returns, they survive the end of the process and of the machine's power.
  ///
  /// - Returns: one receipt for each, in their order. A delivery whose shop, source and `dedup` are known is not kept again.
  public func receive(_ deliveries: [InboxDelivery]) throws(StoreError) -> [InboxReceipt] {
    guard !deliveries.isEmpty else { return [] }
    return try write { database in
      let keeper = try InboxKeeper(database)
      return try deliveries.map { try keeper.keep($0).receipt }
    }
  }

  /// Keeps deliveries as ``receive(_:)`` does, and in the same transaction works on those that are new and before which nothing of
  /// their subject waits: they are on disk together with what they say.
  ///
  /// What can not be applied keeps nothing out: then what came with it for that shop waits.
  ///
  /// - Parameters:
  ///   - rules: how a shop's orders are counted.
  ///   - now: when they were worked on.
  ///   - working: how a delivery ends, whose number is not known yet, when that can be said at once; another try is none of its ends.
  public func receive(
    _ deliveries: [InboxDelivery], rules: (ShopID) -> OrderRules, at now: Timestamp,
    working: (InboxDelivery) -> InboxWork?
  ) throws(StoreError) -> [InboxKept] {
    guard !deliveries.isEmpty else { return [] }
    // Asked once, since asking may use up what it knows.
    var works: [Int: InboxWork?] = [:]
    var without: Set<ShopID> = []
    while true {
      var failing: ShopID?
      do {
        return try write { database in
          let keeper = try InboxKeeper(database)
          let kept = try deliveries.enumerated().map { place, delivery in
            guard !without.contains(delivery.shop), try keeper.mayWork(on: delivery, rules(delivery.shop)) else {
              return try keeper.keep(delivery)
            }
            let work = works[place] ?? working(delivery).flatMap { $0.isEnd ? $0 : nil }
            works[place] = .some(work)
            return try keeper.keep(delivery, work, at: now)
          }
          for (shop, works) in Store.worked(deliveries, kept) {
            failing = shop
            _ = try self.apply(works.flatMap(\.events), in: shop, rules: rules(shop))
            for work in works { try work.also?(self) }
          }
          failing = nil
          return kept
        }
      } catch  where error.code != .busy {
        let shops = Set(deliveries.lazy.map(\.shop))
        if error.code == .full, without != shops, works.values.contains(where: { $0 != nil }) {
          // What is applied takes more room than what is kept, for which there may be enough.
          without = shops
        } else if let failing {
          // A savepoint for each shop would tell what is to be left out, too, but every batch would pay for it.
          without.insert(failing)
        } else {
          throw error
        }
      }
    }
  }

  /// What was worked on, by shop, in the order in which the shops come.
  private static func worked(_ deliveries: [InboxDelivery], _ kept: [InboxKept]) -> [(shop: ShopID, works: [InboxWork])]
  {
    var found: [(shop: ShopID, works: [InboxWork])] = []
    var numbers: [ShopID: Int] = [:]
    for (delivery, kept) in zip(deliveries, kept) {
      guard let work = kept.work else { continue }
      if let number = numbers[delivery.shop] {
        found[number].works.append(work)
      } else {
        numbers[delivery.shop] = found.count
        found.append((delivery.shop, [work]))
      }
    }
    return found
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

/// Notes how tries ended. What failed and is about nobody knows whom, so that its subject is its source, steps aside: it would hold up
/// everything of the shop's for as long as it is tried.
private struct InboxNote {
  private let statement: RawStatement

  init(_ database: Database) throws {
    statement = try RawStatement(
      database,
      """
      UPDATE inbox SET state = ?2, attempts = attempts + 1, due_at = ?3, finished_at = ?4, kind = coalesce(?5, kind),
        problem = ?6,
        subject = CASE WHEN ?2 = 0 AND subject = source THEN source || '/' || inbox_id ELSE subject END
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

extension InboxWork {
  /// Whether nothing more is tried after it.
  fileprivate var isEnd: Bool { if case .again = outcome { false } else { true } }
}
