import CommonValues
import GRDB
import ShopModel

/// Gives orders that name no member to the one member whose phone or e-mail they carry, where the shop's rules say so.
///
/// It looks at every guest order each time, so that the outcome is the same in whatever order members and orders arrived.
struct GuestOrders {
  let database: Database
  let shop: ShopRow
  let rules: OrderRules
  let affected: AffectedMembers

  func match() throws {
    let count = try RawStatement(
      database, "SELECT 1 FROM orders WHERE shop_id = ?1 AND stated_member_id IS NULL LIMIT 1")
    count.bind(1, shop.id)
    guard try count.step() else { return }
    count.reset()
    if rules.match.contains(.email) { try collectEmails() }
    let byPhone = try RawStatement(
      database, "SELECT member_id, record, source_time FROM members WHERE shop_id = ?1 AND phone = ?2")
    byPhone.bind(1, shop.id)
    let byEmail =
      rules.match.contains(.email)
      ? try RawStatement(database, "SELECT member_id FROM temp.guest_emails WHERE email = ?1 AND members = 1") : nil
    let guests = try RawStatement(
      database,
      """
      SELECT order_id, buyer_phone, buyer_email, member_id FROM orders WHERE shop_id = ?1 AND stated_member_id IS NULL
      """)
    guests.bind(1, shop.id)
    var changes: [(order: [UInt8], member: String?)] = []
    while try guests.step() {
      var found: String?
      for key in rules.match where found == nil {
        switch key {
        case .phone: found = try guests.optionalInteger(1).flatMap { try onlyMember(byPhone, $0) }
        case .email where !guests.isNull(2):
          guard let byEmail else { continue }
          byEmail.bind(1, text: guests.bytes(2))
          if try byEmail.step() { found = byEmail.text(0) }
          byEmail.reset()
        case .email: break
        }
      }
      let before = guests.isNull(3) ? nil : guests.text(3)
      if before != found {
        changes.append((Array(guests.bytes(0)), found))
        if let before { try affected.add(before) }
        if let found { try affected.add(found) }
      }
    }
    let update = try RawStatement(database, "UPDATE orders SET member_id = ?3 WHERE shop_id = ?1 AND order_id = ?2")
    update.bind(1, shop.id)
    for change in changes {
      try change.order.withUnsafeBufferPointer { id in
        update.bind(2, text: id)
        update.bind(3, text: change.member)
        try update.run()
      }
    }
  }

  /// The member with that phone, when there is exactly one who has not left.
  private func onlyMember(_ statement: RawStatement, _ phone: Int64) throws -> String? {
    statement.bind(2, phone)
    defer { statement.reset() }
    var found: String?
    while try statement.step() {
      let member = MemberRecord.read(
        id: statement.text(0), statement.bytes(1), sourceTime: Timestamp(milliseconds: statement.integer(2)))
      guard member.status.value != .withdrawn else { continue }
      if found != nil { return nil }
      found = member.id
    }
    return found
  }

  /// One pass over the members for the e-mail addresses that guests gave.
  private func collectEmails() throws {
    try database.execute(sql: "DROP TABLE IF EXISTS temp.guest_emails")
    try database.execute(
      sql: """
        CREATE TEMP TABLE guest_emails (
          email TEXT NOT NULL PRIMARY KEY, member_id TEXT, members INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID
        """)
    let collect = try RawStatement(
      database,
      """
      INSERT INTO temp.guest_emails (email)
      SELECT DISTINCT buyer_email FROM orders
      WHERE shop_id = ?1 AND stated_member_id IS NULL AND buyer_email IS NOT NULL
      """)
    collect.bind(1, shop.id)
    try collect.run()
    let note = try RawStatement(
      database, "UPDATE temp.guest_emails SET member_id = ?2, members = members + 1 WHERE email = ?1")
    let members = try RawStatement(database, "SELECT member_id, record, source_time FROM members WHERE shop_id = ?1")
    members.bind(1, shop.id)
    while try members.step() {
      var cursor = FieldCursor(members.bytes(1))
      while let entry = cursor.next(), entry.tag <= MemberField.email.rawValue {
        guard entry.tag == MemberField.email.rawValue, !entry.isEmpty else { continue }
        let member = MemberRecord.read(
          id: members.text(0), members.bytes(1), sourceTime: Timestamp(milliseconds: members.integer(2)))
        guard member.status.value != .withdrawn else { break }
        note.bind(1, text: entry.text.lowercased())
        note.bind(2, text: member.id)
        try note.run()
      }
    }
  }
}
