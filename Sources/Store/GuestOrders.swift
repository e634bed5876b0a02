import CommonValues
import GRDB
import ShopModel

/// Gives orders that name no member to the one member whose phone or e-mail they carry, where the shop's rules say so.
///
/// It looks at those that the transaction's news may concern; at all of them when the rules are not those of the last time, after an
/// erasure, and when there is very much news. The outcome is that of looking at all of them each time, so that it is the same in whatever
/// order members and orders arrived.
struct GuestOrders {
  let database: Database
  let rules: OrderRules
  let affected: AffectedMembers
  let news: GuestNews

  /// The ways to orders of guests, to all of them and to those that one piece of news may concern. Each names its index: without
  /// statistics SQLite takes all rows of a shop for as few as those of one phone number, and would look at every order.
  static let all = guests(by: "orders_of_guests")
  static let byOrder = guests(by: "orders_of_guests") + " AND order_id = ?2"
  static let byPhone = guests(by: "guest_orders_by_phone") + " AND buyer_phone = ?2"
  static let byEmail = guests(by: "guest_orders_by_email") + " AND buyer_email = ?2"
  /// The ways to the members that an order may belong to.
  static let membersByPhone = """
    SELECT member_id, record, source_time FROM members INDEXED BY members_by_phone WHERE shop_id = ?1 AND phone = ?2
    """
  static let membersByEmail = """
    SELECT m.member_id, m.record, m.source_time FROM member_emails AS e
    CROSS JOIN members AS m ON m.shop_id = e.shop_id AND m.member_id = e.member_id
    WHERE e.shop_id = ?1 AND e.email_hash = ?2
    """

  private static func guests(by index: String) -> String {
    """
    SELECT order_id, buyer_phone, buyer_email, member_id FROM orders INDEXED BY \(index)
    WHERE shop_id = ?1 AND stated_member_id IS NULL
    """
  }

  func match(_ shop: inout ShopRow) throws {
    let any = try statement(GuestOrders.all + " LIMIT 1", shop)
    guard try any.step() else { return }
    any.reset()
    try MemberEmails.keep(rules.match.contains(.email), database, &shop)
    let owners = try OrderOwners(
      rules, byPhone: statement(GuestOrders.membersByPhone, shop), byEmail: statement(GuestOrders.membersByEmail, shop))
    var changes: [(order: [UInt8], member: String?)] = []
    func look(_ guests: RawStatement) throws {
      defer { guests.reset() }
      while try guests.step() {
        let found = try owners.owner(
          phone: guests.optionalInteger(1), email: guests.isNull(2) ? nil : guests.text(2))
        let before = guests.isNull(3) ? nil : guests.text(3)
        guard before != found else { continue }
        changes.append((Array(guests.bytes(0)), found))
        if let before { try affected.add(before) }
        if let found { try affected.add(found) }
      }
    }
    if news.isEverything || shop.guestRules != rules.matchingKey {
      try look(statement(GuestOrders.all, shop))
      shop.guestRules = rules.matchingKey
    } else {
      let (byOrder, byPhone) = (try statement(GuestOrders.byOrder, shop), try statement(GuestOrders.byPhone, shop))
      let byEmail = try statement(GuestOrders.byEmail, shop)
      for order in news.orders {
        try order.withUnsafeBufferPointer { id in
          byOrder.bind(2, text: id)
          try look(byOrder)
        }
      }
      for phone in news.phones {
        byPhone.bind(2, phone)
        try look(byPhone)
      }
      for email in news.emails {
        byEmail.bind(2, text: email)
        try look(byEmail)
      }
    }
    let update = try statement("UPDATE orders SET member_id = ?3 WHERE shop_id = ?1 AND order_id = ?2", shop)
    for change in changes {
      try change.order.withUnsafeBufferPointer { id in
        update.bind(2, text: id)
        update.bind(3, text: change.member)
        try update.run()
      }
    }
  }

  private func statement(_ sql: String, _ shop: ShopRow) throws -> RawStatement {
    let statement = try RawStatement(database, sql)
    statement.bind(1, shop.id)
    return statement
  }
}

/// Finds the member to whom a guest's order belongs.
private struct OrderOwners {
  private let rules: OrderRules
  private let byPhone: RawStatement
  private let byEmail: RawStatement

  init(_ rules: OrderRules, byPhone: RawStatement, byEmail: RawStatement) {
    self.rules = rules
    self.byPhone = byPhone
    self.byEmail = byEmail
  }

  func owner(phone: Int64?, email: String?) throws -> String? {
    for key in rules.match {
      switch key {
      case .phone:
        guard let phone else { continue }
        byPhone.bind(2, phone)
        if let found = try onlyMember(byPhone, { _ in true }) { return found }
      case .email:
        guard let email else { continue }
        byEmail.bind(2, MemberEmails.hash(email))
        if let found = try onlyMember(byEmail, { $0.email.value?.lowercased() == email }) { return found }
      }
    }
    return nil
  }

  /// The member who fits, when there is exactly one who has not left.
  private func onlyMember(_ statement: RawStatement, _ fits: (Member) -> Bool) throws -> String? {
    defer { statement.reset() }
    var found: String?
    while try statement.step() {
      let member = MemberRecord.read(
        id: statement.text(0), statement.bytes(1), sourceTime: Timestamp(milliseconds: statement.integer(2)))
      guard member.status.value != .withdrawn, fits(member) else { continue }
      if found != nil { return nil }
      found = member.id
    }
    return found
  }
}
