import CommonValues
import GRDB
import ShopModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Keeps deliveries within one transaction, and finds out which of them may be worked on within it: those before which nothing of their
/// subject waits.
final class InboxKeeper {
  private struct Shop {
    let row: ShopRow
    /// Whether nothing has all orders looked at first; nil: nobody has asked.
    var isQuick: Bool?
    /// Whether anything of the shop's waited before.
    let hasWaiting: Bool
    /// Of what was kept since the subjects of those that wait.
    var waiting: Set<String> = []
  }

  private let database: Database
  private let insert: RawStatement
  private let find: RawStatement
  private let findWaiting: RawStatement
  private let findWaitingSubject: RawStatement
  private var shops: [ShopID: Shop] = [:]

  init(_ database: Database) throws {
    self.database = database
    insert = try RawStatement(
      database,
      """
      INSERT INTO inbox (shop_id, source, dedup, subject, received_at, head, body, state, attempts, finished_at, kind, problem)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT (shop_id, source, dedup) DO NOTHING
      """)
    find = try RawStatement(
      database, "SELECT inbox_id, received_at FROM inbox WHERE shop_id = ?1 AND source = ?2 AND dedup = ?3")
    findWaiting = try RawStatement(database, "SELECT 1 FROM inbox WHERE shop_id = ?1 AND state = 0 LIMIT 1")
    findWaitingSubject = try RawStatement(
      database, "SELECT 1 FROM inbox WHERE shop_id = ?1 AND subject = ?2 AND state = 0 LIMIT 1")
  }

  /// Whether a delivery may be worked on within this transaction: not behind another one of its subject, nor where everything about the
  /// shop's orders has to be looked at first.
  func mayWork(on delivery: InboxDelivery, _ rules: OrderRules) throws -> Bool {
    let shop = try shop(delivery.shop)
    let isQuick = try shop.isQuick ?? !Store.looksAtAllOrders(database, shop.row, rules)
    shops[delivery.shop]?.isQuick = isQuick
    return try isQuick && !isBehindAnother(delivery, shop)
  }

  /// Keeps one.
  ///
  /// - Parameters:
  ///   - work: what it came to; nil: it waits.
  ///   - now: when.
  func keep(_ delivery: InboxDelivery, _ work: InboxWork? = nil, at now: Timestamp? = nil) throws -> InboxKept {
    let shop = try shop(delivery.shop)
    let receipt = try receipt(delivery, shop, try work.map { try InboxEnd($0.outcome) }, at: now)
    guard case .stored(let id) = receipt else { return InboxKept(receipt) }
    guard var work else {
      shops[delivery.shop]?.waiting.insert(delivery.subject)
      return InboxKept(receipt)
    }
    work.id = id
    return InboxKept(receipt, work: work)
  }

  private func shop(_ name: ShopID) throws -> Shop {
    if let known = shops[name] { return known }
    let row = try ShopRow.make(database, name)
    findWaiting.bind(1, row.id)
    defer { findWaiting.reset() }
    let shop = Shop(row: row, hasWaiting: try findWaiting.step())
    shops[name] = shop
    return shop
  }

  private func isBehindAnother(_ delivery: InboxDelivery, _ shop: Shop) throws -> Bool {
    if shop.waiting.contains(delivery.subject) { return true }
    guard shop.hasWaiting else { return false }
    findWaitingSubject.bind(1, shop.row.id)
    findWaitingSubject.bind(2, text: delivery.subject)
    defer { findWaitingSubject.reset() }
    return try findWaitingSubject.step()
  }

  private func receipt(
    _ delivery: InboxDelivery, _ shop: Shop, _ end: InboxEnd?, at now: Timestamp?
  ) throws -> InboxReceipt {
    try add(delivery, shop, end, at: now)
    if insert.changes > 0 { return .stored(id: database.lastInsertedRowID) }
    let known = try seen(delivery, shop)
    guard let window = delivery.repeatWindow, known.receivedAt + window <= delivery.receivedAt.milliseconds else {
      return .seen(id: known.id)
    }
    // It is too long ago to be the same: the earlier one makes room, under a name that nothing else has.
    let rename = try RawStatement(
      database, "UPDATE inbox SET dedup = CAST('earlier/' || inbox_id AS BLOB) WHERE inbox_id = ?1")
    rename.bind(1, known.id)
    try rename.run()
    try add(delivery, shop, end, at: now)
    return .stored(id: database.lastInsertedRowID)
  }

  private func seen(_ delivery: InboxDelivery, _ shop: Shop) throws -> (id: Int64, receivedAt: Int64) {
    find.bind(1, shop.row.id)
    find.bind(2, text: delivery.source)
    return try delivery.dedup.withUnsafeBufferPointer { dedup in
      find.bind(3, blob: dedup)
      defer { find.reset() }
      guard try find.step() else { throw StoreError(sqlite: 11) }
      return (find.integer(0), find.integer(1))
    }
  }

  private func add(_ delivery: InboxDelivery, _ shop: Shop, _ end: InboxEnd?, at now: Timestamp?) throws {
    insert.bind(1, shop.row.id)
    insert.bind(2, text: delivery.source)
    insert.bind(4, text: delivery.subject)
    insert.bind(5, delivery.receivedAt.milliseconds)
    insert.bind(8, (end?.state ?? .waiting).rawValue)
    insert.bind(9, end == nil ? 0 : 1)
    insert.bind(10, end == nil ? nil : now?.milliseconds)
    insert.bind(11, text: end?.kind)
    insert.bind(12, text: end?.problem)
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
  }
}

/// The end of a try as the table holds it.
struct InboxEnd {
  let state: InboxEntry.State
  /// When it is tried again, in milliseconds; 0 when it is not.
  let due: Int64
  let kind: String?
  /// Why it failed, or what of it could not be used, as JSON.
  let problem: String?

  init(_ outcome: InboxOutcome) throws {
    var why: Diagnostic?
    switch outcome {
    case .done(let kind, let without): (state, due, self.kind, why) = (.done, 0, kind, without)
    case .unmapped(let kind): (state, due, self.kind) = (.unmapped, 0, kind)
    case .again(let dueAt, let problem): (state, due, kind, why) = (.waiting, dueAt.milliseconds, nil, problem)
    case .dead(let problem): (state, due, kind, why) = (.dead, 0, nil, problem)
    }
    problem = try why.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
  }
}
