import CommonValues
import GRDB
import ShopModel

/// The one place where a statement about a member meets what is stored: every event and every row of every import goes through
/// ``apply(_:existing:)``.
final class MemberTable {
  /// A stored member as it was read; its bytes are valid until the statement that gave them moves on.
  struct Existing {
    var sourceTime: Int64
    var contentHash: Int64
    var seq: Int64
    var record: ByteSlice
  }

  enum Outcome {
    case inserted
    case changed
    /// No value changed, and the same bytes arriving later could be skipped.
    case unchanged
  }

  let shop: ShopRow
  /// The sequence number that changed rows carry.
  let seq: Int64
  private let insert: RawStatement
  private let update: RawStatement
  private let touch: RawStatement
  private let find: RawStatement
  private var writer = FieldRecordWriter(capacity: 1024)
  private(set) var inserted = 0
  private let guests: GuestNews
  private let emails: MemberEmails?

  init(_ database: Database, shop: ShopRow, seq: Int64, guests: GuestNews) throws {
    self.shop = shop
    self.seq = seq
    self.guests = guests
    emails = shop.keepsEmails ? try MemberEmails(database, shop) : nil
    insert = try RawStatement(
      database,
      """
      INSERT INTO members (shop_id, member_id, phone, kakao_user_id, source_time, content_hash, seq, record)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """)
    update = try RawStatement(
      database,
      """
      UPDATE members SET phone = ?3, kakao_user_id = ?4, source_time = ?5, content_hash = ?6, seq = ?7, record = ?8
      WHERE shop_id = ?1 AND member_id = ?2
      """)
    touch = try RawStatement(
      database, "UPDATE members SET source_time = ?3 WHERE shop_id = ?1 AND member_id = ?2")
    find = try RawStatement(
      database,
      "SELECT source_time, content_hash, seq, record FROM members WHERE shop_id = ?1 AND member_id = ?2")
    insert.bind(1, shop.id)
    update.bind(1, shop.id)
    touch.bind(1, shop.id)
    find.bind(1, shop.id)
  }

  /// Applies a statement about a member of whom nothing is stored.
  func applyNew(_ record: StagedRecord) throws {
    let columns = MemberColumns(record.fields)
    insert.bind(2, text: record.key)
    insert.bind(3, columns.phone)
    insert.bind(4, columns.kakaoUserID)
    insert.bind(5, record.sourceTime)
    insert.bind(6, record.contentHash)
    insert.bind(7, seq)
    insert.bind(8, blob: record.fields)
    try insert.run()
    inserted += 1
    guests.add(member: record.fields)
    try emails?.replace(by: record.fields, of: record.key)
  }

  /// Joins a statement with the stored member, whose source time `time` may have been confirmed since it was written.
  func apply(_ record: StagedRecord, existing: Existing, time: Int64) throws -> Outcome {
    writer.bytes.removeAll(keepingCapacity: true)
    let merge = FieldRecordMerge(
      stored: existing.record, storedTime: time, incoming: record.fields, incomingTime: record.sourceTime, into: &writer
    )
    // What was stored beside the statement under the same time must not share in a later confirmation of the statement.
    let standsAlone =
      record.sourceTime > time || writer.bytes.withUnsafeBufferPointer { $0.compared(to: record.fields) == 0 }
    let hash = merge.incomingHolds && standsAlone ? record.contentHash : 0
    if !merge.changed, writer.bytes.withUnsafeBufferPointer({ $0.compared(to: existing.record) == 0 }),
      merge.time == existing.sourceTime, hash == existing.contentHash
    {
      return .unchanged
    }
    try writer.bytes.withUnsafeBufferPointer { bytes in
      let columns = MemberColumns(bytes)
      update.bind(2, text: record.key)
      update.bind(3, columns.phone)
      update.bind(4, columns.kakaoUserID)
      update.bind(5, merge.time)
      update.bind(6, hash)
      update.bind(7, merge.changed ? seq : existing.seq)
      update.bind(8, blob: bytes)
      // What was stored is looked at before it is written over.
      guests.add(member: existing.record)
      guests.add(member: bytes)
      try emails?.replace(existing.record, by: bytes, of: record.key)
      try update.run()
    }
    return merge.changed ? .changed : .unchanged
  }

  /// Applies a statement to whatever is stored under its key.
  func apply(_ record: StagedRecord, confirmations: Confirmations) throws -> Outcome {
    find.bind(2, text: record.key)
    defer { find.reset() }
    guard try find.step() else {
      find.reset()
      try applyNew(record)
      return .inserted
    }
    let existing = Existing(
      sourceTime: find.integer(0), contentHash: find.integer(1), seq: find.integer(2), record: find.bytes(3))
    let time = confirmations.time(
      of: record.key, seq: existing.seq, written: existing.sourceTime, hash: existing.contentHash)
    return try apply(record, existing: existing, time: time)
  }

  /// Notes that the stored content was said again at a later time, which may be the time of an undated leaving.
  func confirm(_ key: ByteSlice, _ record: ByteSlice, at time: Int64) throws {
    guests.add(member: record)
    touch.bind(2, text: key)
    touch.bind(3, time)
    try touch.run()
  }
}

/// What the columns beside a member's record repeat of it, for looking members up.
struct MemberColumns {
  var phone: Int64?
  var kakaoUserID: Int64?

  init(_ fields: ByteSlice) {
    var cursor = FieldCursor(fields)
    while let entry = cursor.next(), entry.tag <= MemberField.kakaoUserID.rawValue {
      if entry.isEmpty { continue }
      if entry.tag == MemberField.phone.rawValue { phone = entry.integer }
      if entry.tag == MemberField.kakaoUserID.rawValue { kakaoUserID = entry.integer }
    }
  }

  /// The e-mail address in lower case, which no column repeats.
  static func email(_ fields: ByteSlice) -> String? {
    var cursor = FieldCursor(fields)
    while let entry = cursor.next(), entry.tag <= MemberField.email.rawValue {
      if entry.tag == MemberField.email.rawValue { return entry.isEmpty ? nil : entry.text.lowercased() }
    }
    return nil
  }
}
