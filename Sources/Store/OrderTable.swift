import CommonValues
import GRDB
import ShopModel

/// The one place where a statement about an order meets what is stored.
final class OrderTable {
  let shop: ShopRow
  private let seq: Int64
  private let rules: OrderRules
  private let insert: RawStatement
  private let update: RawStatement
  private let find: RawStatement
  private var writer = FieldRecordWriter(capacity: 1024)
  private(set) var inserted = 0
  /// Members whose sums may have changed.
  let affected: AffectedMembers
  private let guests: GuestNews

  init(
    _ database: Database, shop: ShopRow, seq: Int64, rules: OrderRules, affected: AffectedMembers, guests: GuestNews
  ) throws {
    self.shop = shop
    self.seq = seq
    self.rules = rules
    self.affected = affected
    self.guests = guests
    insert = try RawStatement(
      database,
      """
      INSERT INTO orders (shop_id, order_id, stated_member_id, member_id, buyer_phone, buyer_email, counted, paid_on,
        source_time, content_hash, seq, record)
      VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
      """)
    update = try RawStatement(
      database,
      """
      UPDATE orders SET stated_member_id = ?3, member_id = coalesce(?3, CASE WHEN stated_member_id IS NULL THEN member_id END),
        buyer_phone = ?4, buyer_email = ?5, counted = ?6, paid_on = ?7, source_time = ?8, content_hash = ?9, seq = ?10,
        record = ?11
      WHERE shop_id = ?1 AND order_id = ?2
      """)
    find = try RawStatement(
      database,
      """
      SELECT source_time, content_hash, seq, record, member_id FROM orders WHERE shop_id = ?1 AND order_id = ?2
      """)
    insert.bind(1, shop.id)
    update.bind(1, shop.id)
    find.bind(1, shop.id)
  }

  /// Joins a statement with whatever is stored under its key.
  func apply(_ record: StagedRecord) throws -> MemberTable.Outcome {
    find.bind(2, text: record.key)
    defer { find.reset() }
    guard try find.step() else {
      try write(insert, record.key, record.fields, time: record.sourceTime, hash: record.contentHash, seq: seq)
      inserted += 1
      return .inserted
    }
    let storedTime = find.integer(0)
    if find.integer(1) == record.contentHash, storedTime >= record.sourceTime { return .unchanged }
    writer.bytes.removeAll(keepingCapacity: true)
    let merge = FieldRecordMerge(
      stored: find.bytes(3), storedTime: storedTime, incoming: record.fields, incomingTime: record.sourceTime,
      into: &writer)
    let hash = merge.incomingHolds ? record.contentHash : 0
    if !find.isNull(4) { try affected.add(find.bytes(4)) }
    let storedSeq = find.integer(2)
    try writer.bytes.withUnsafeBufferPointer { bytes in
      try write(update, record.key, bytes, time: merge.time, hash: hash, seq: merge.changed ? seq : storedSeq)
    }
    return merge.changed ? .changed : .unchanged
  }

  private func write(
    _ statement: RawStatement, _ key: ByteSlice, _ fields: ByteSlice, time: Int64, hash: Int64, seq: Int64
  ) throws {
    let order = OrderRecord.read(id: "", fields)
    let counted = rules.counted(order)
    statement.bind(2, text: key)
    statement.bind(3, text: order.memberID)
    statement.bind(4, order.buyer.phone?.digits)
    statement.bind(5, text: order.buyer.email?.lowercased())
    statement.bind(6, counted?.amount.tenThousandths)
    statement.bind(7, (counted?.paidOn?.daysSinceEpoch).map(Int64.init))
    statement.bind(8, time)
    statement.bind(9, hash)
    statement.bind(10, seq)
    statement.bind(11, blob: fields)
    try statement.run()
    if let memberID = order.memberID { try affected.add(memberID) } else { guests.add(order: key) }
  }
}

/// The members whose order sums have to be computed anew, each once.
final class AffectedMembers {
  private let insert: RawStatement

  /// Readies a connection that writes.
  static func prepare(_ database: Database) throws {
    try database.execute(
      sql: "CREATE TEMP TABLE affected_members (member_id TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID")
  }

  /// Nobody yet.
  init(_ database: Database) throws {
    try RawStatement(database, "DELETE FROM temp.affected_members").run()
    insert = try RawStatement(
      database, "INSERT INTO temp.affected_members (member_id) VALUES (?1) ON CONFLICT (member_id) DO NOTHING")
  }

  func add(_ id: ByteSlice) throws {
    insert.bind(1, text: id)
    try insert.run()
  }

  func add(_ id: String) throws {
    insert.bind(1, text: id)
    try insert.run()
  }
}
