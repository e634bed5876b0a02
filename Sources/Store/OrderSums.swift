public import CommonValues
import GRDB
public import ShopModel

/// What a member's counted orders come to.
public struct OrderSums: Sendable, Hashable {
  /// How many.
  public var count: Int
  /// What was paid in all, in the shop's currency; beyond the range of ``DecimalNumber`` its end.
  public var totalPaid: DecimalNumber
  /// The day in Seoul of the first one; nil: none has a time.
  public var firstPaidOn: CalendarDate?
  /// The day in Seoul of the last one; nil: none has a time.
  public var lastPaidOn: CalendarDate?

  /// Sums; by default of no orders.
  public init(
    count: Int = 0, totalPaid: DecimalNumber = .zero, firstPaidOn: CalendarDate? = nil, lastPaidOn: CalendarDate? = nil
  ) {
    self.count = count
    self.totalPaid = totalPaid
    self.firstPaidOn = firstPaidOn
    self.lastPaidOn = lastPaidOn
  }

  /// From four columns: orders, total, first day, last day.
  init(_ statement: RawStatement, from column: Int32) {
    self.init(
      count: Int(statement.integer(column)),
      totalPaid: DecimalNumber(tenThousandths: statement.integer(column + 1)),
      firstPaidOn: statement.optionalInteger(column + 2).map { CalendarDate(daysSinceEpoch: Int($0)) },
      lastPaidOn: statement.optionalInteger(column + 3).map { CalendarDate(daysSinceEpoch: Int($0)) })
  }
}

/// Keeps `order_sums` in step with `orders`.
struct OrderSumming {
  let database: Database
  let shop: ShopRow

  /// SQLite's own sum() fails beyond 64 bits. In two halves it does not, and the cast ends at the range's end, so that one order of
  /// an absurd amount does not keep the others out.
  private static let sums = """
    SELECT shop_id, member_id, count(*), CAST(sum(counted >> 20) * 1048576 + sum(counted & 1048575) AS INTEGER),
      min(paid_on), max(paid_on) FROM orders
    WHERE shop_id = ?1 AND member_id IS NOT NULL AND counted IS NOT NULL
    """

  /// Computes the sums of the affected members, or of all when they are many; tells `feed` of whom.
  func update(_ feed: inout ChangeFeed) throws {
    let count = try RawStatement(database, "SELECT count(*) FROM temp.affected_members")
    _ = try count.step()
    let affected = count.integer(0)
    count.reset()
    guard affected > 0 else { return }
    let isAll = affected > feed.limit
    if isAll { feed.addEverybody() }
    let range = isAll ? "" : "AND member_id IN (SELECT member_id FROM temp.affected_members)"
    let delete = try RawStatement(database, "DELETE FROM order_sums WHERE shop_id = ?1 \(range)")
    delete.bind(1, shop.id)
    try delete.run()
    let insert = try RawStatement(
      database,
      """
      INSERT INTO order_sums (shop_id, member_id, orders, total, first_paid_on, last_paid_on)
      \(OrderSumming.sums) \(range) GROUP BY shop_id, member_id
      """)
    insert.bind(1, shop.id)
    try insert.run()
    if !isAll {
      let ids = try RawStatement(database, "SELECT member_id FROM temp.affected_members")
      while try ids.step() { feed.add(ids.bytes(0)) }
    }
  }

  /// Counts every stored order anew, after the shop's rules have changed.
  func recount(_ rules: OrderRules, _ affected: AffectedMembers) throws {
    let orders = try RawStatement(
      database, "SELECT order_id, record, counted, paid_on, member_id FROM orders WHERE shop_id = ?1")
    orders.bind(1, shop.id)
    var changes: [(id: [UInt8], counted: Int64?, paidOn: Int64?)] = []
    let update = try RawStatement(
      database, "UPDATE orders SET counted = ?3, paid_on = ?4 WHERE shop_id = ?1 AND order_id = ?2")
    update.bind(1, shop.id)
    while try orders.step() {
      let counted = rules.counted(OrderRecord.read(id: "", orders.bytes(1)))
      let amount = counted?.amount.tenThousandths
      let paidOn = (counted?.paidOn?.daysSinceEpoch).map(Int64.init)
      if amount != orders.optionalInteger(2) || paidOn != orders.optionalInteger(3) {
        changes.append((Array(orders.bytes(0)), amount, paidOn))
        if !orders.isNull(4) { try affected.add(orders.bytes(4)) }
      }
    }
    for change in changes {
      try change.id.withUnsafeBufferPointer { id in
        update.bind(2, text: id)
        update.bind(3, change.counted)
        update.bind(4, change.paidOn)
        try update.run()
      }
    }
  }
}
