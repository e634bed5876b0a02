public import CommonValues
import GRDB
public import ShopModel

/// Everything known about one member that decides about customer files.
public struct MemberFacts: Sendable, Hashable {
  /// The member as it stands.
  public var member: Member
  /// The newest source time of the record.
  public var recordTime: Timestamp
  /// The link that holds, if any.
  public var link: AccountLink?
  /// Kakao users that must never be taken for this member, with the time since when: their link ended, or they are another member's.
  public var endedKakaoUsers: [Int64: Timestamp]
  /// Sums over the orders; nil when nothing was ever known of the shop's orders.
  public var orders: OrderSums?
  /// By channel public id; of the Kakao user that the link or the export names.
  public var relations: [String: ChannelRelation]

  /// Facts about a member.
  public init(
    member: Member, recordTime: Timestamp, link: AccountLink? = nil, endedKakaoUsers: [Int64: Timestamp] = [:],
    orders: OrderSums? = nil, relations: [String: ChannelRelation] = [:]
  ) {
    self.member = member
    self.recordTime = recordTime
    self.link = link
    self.endedKakaoUsers = endedKakaoUsers
    self.orders = orders
    self.relations = relations
  }
}

/// Gathers facts, of one member after another or of all.
final class FactReader {
  private let database: Database
  private let shop: ShopRow
  private let confirmations: Confirmations
  private let member: RawStatement
  private let sums: RawStatement
  private let links: RawStatement
  private let unlinked: RawStatement
  private let otherLink: RawStatement
  private let relations: RawStatement
  private let hasLinks: Bool
  private let hasUnlinked: Bool
  private let hasRelations: Bool

  init(_ database: Database, shop: ShopRow) throws {
    self.database = database
    self.shop = shop
    confirmations = try Confirmations(database, shop: shop, kind: "member")
    member = try RawStatement(
      database,
      "SELECT member_id, source_time, content_hash, seq, record FROM members WHERE shop_id = ?1 AND member_id = ?2")
    sums = try RawStatement(
      database,
      """
      SELECT orders, total, first_paid_on, last_paid_on FROM order_sums WHERE shop_id = ?1 AND member_id = ?2
      """)
    links = try RawStatement(
      database,
      "SELECT kakao_user_id, linked_at, ended_at FROM account_links WHERE shop_id = ?1 AND member_id = ?2")
    unlinked = try RawStatement(
      database, "SELECT ended_at FROM unlinked_users WHERE shop_id = ?1 AND kakao_user_id = ?2")
    otherLink = try RawStatement(
      database,
      """
      SELECT linked_at FROM account_links
      WHERE shop_id = ?1 AND kakao_user_id = ?2 AND member_id <> ?3 AND ended_at IS NULL
      """)
    relations = try RawStatement(
      database,
      "SELECT channel, state, updated_at FROM channel_relations WHERE shop_id = ?1 AND kakao_user_id = ?2")
    for statement in [member, sums, links, unlinked, otherLink, relations] { statement.bind(1, shop.id) }
    func any(_ table: String) throws -> Bool {
      let statement = try RawStatement(database, "SELECT 1 FROM \(table) WHERE shop_id = ?1 LIMIT 1")
      statement.bind(1, shop.id)
      return try statement.step()
    }
    hasLinks = try any("account_links")
    hasUnlinked = try any("unlinked_users")
    hasRelations = try any("channel_relations")
  }

  /// The facts about one member, or nil when there is none of that id.
  func facts(_ id: ByteSlice) throws -> MemberFacts? {
    member.bind(2, text: id)
    defer { member.reset() }
    guard try member.step() else { return nil }
    sums.bind(2, text: id)
    defer { sums.reset() }
    let orders = shop.orderCount > 0 ? try sums.step() ? OrderSums(sums, from: 0) : OrderSums() : nil
    return try facts(member, orders: orders)
  }

  func facts(_ id: String) throws -> MemberFacts? {
    var id = id
    return try id.withUTF8 { try facts($0) }
  }

  /// Facts about every member in order of id, beside the sums in the same order.
  func readAll(_ body: (MemberFacts) throws -> Void) throws {
    let members = try RawStatement(
      database,
      """
      SELECT member_id, source_time, content_hash, seq, record FROM members WHERE shop_id = ?1 ORDER BY member_id
      """)
    members.bind(1, shop.id)
    let allSums = try RawStatement(
      database,
      """
      SELECT orders, total, first_paid_on, last_paid_on, member_id FROM order_sums WHERE shop_id = ?1 ORDER BY member_id
      """)
    allSums.bind(1, shop.id)
    var hasSums = shop.orderCount > 0 ? try allSums.step() : false
    while try members.step() {
      var orders: OrderSums? = shop.orderCount > 0 ? OrderSums() : nil
      while hasSums {
        let order = allSums.bytes(4).compared(to: members.bytes(0))
        if order > 0 { break }
        if order == 0 { orders = OrderSums(allSums, from: 0) }
        hasSums = try allSums.step()
      }
      try body(facts(members, orders: orders))
    }
  }

  private func facts(_ row: RawStatement, orders: OrderSums?) throws -> MemberFacts {
    let key = row.bytes(0)
    let time = confirmations.time(of: key, seq: row.integer(3), written: row.integer(1), hash: row.integer(2))
    var facts = MemberFacts(
      member: MemberRecord.read(
        id: String(decoding: key, as: UTF8.self), row.bytes(4), sourceTime: Timestamp(milliseconds: time)),
      recordTime: Timestamp(milliseconds: time), orders: orders)
    if hasLinks { try readLinks(key, &facts) }
    if let stated = facts.member.kakaoUserID.value { try readClaims(stated, key, &facts) }
    if hasRelations, let user = facts.link?.kakaoUserID ?? facts.member.kakaoUserID.value {
      try readRelations(user, &facts)
    }
    return facts
  }

  private func readLinks(_ key: ByteSlice, _ facts: inout MemberFacts) throws {
    links.bind(2, text: key)
    defer { links.reset() }
    while try links.step() {
      let user = links.integer(0)
      if let ended = links.optionalInteger(2) {
        facts.endedKakaoUsers[user] = max(
          facts.endedKakaoUsers[user] ?? Timestamp(milliseconds: .min), Timestamp(milliseconds: ended))
      } else {
        facts.link = AccountLink(
          memberID: facts.member.id, kakaoUserID: user, linkedAt: Timestamp(milliseconds: links.integer(1)))
      }
    }
    if let user = facts.link?.kakaoUserID { facts.endedKakaoUsers[user] = nil }
  }

  /// Whether the Kakao user that the shop's records name may be taken for this member.
  private func readClaims(_ stated: Int64, _ key: ByteSlice, _ facts: inout MemberFacts) throws {
    guard facts.link?.kakaoUserID != stated else { return }
    if hasUnlinked {
      unlinked.bind(2, stated)
      defer { unlinked.reset() }
      if try unlinked.step() { facts.endedKakaoUsers[stated] = Timestamp(milliseconds: unlinked.integer(0)) }
    }
    if hasLinks {
      otherLink.bind(2, stated)
      otherLink.bind(3, text: key)
      defer { otherLink.reset() }
      if try otherLink.step() { facts.endedKakaoUsers[stated] = Timestamp(milliseconds: otherLink.integer(0)) }
    }
  }

  private func readRelations(_ user: Int64, _ facts: inout MemberFacts) throws {
    relations.bind(2, user)
    defer { relations.reset() }
    while try relations.step() {
      let channel = relations.text(0)
      facts.relations[channel] = ChannelRelation(
        kakaoUserID: user, channel: channel, state: .init(rawValue: relations.text(1)),
        updatedAt: Timestamp(milliseconds: relations.integer(2)))
    }
  }
}

extension Store {
  /// The facts about members; ids of which nothing is known are left out.
  public func memberFacts(_ ids: [String], in shop: ShopID) throws(StoreError) -> [MemberFacts] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let reader = try FactReader(database, shop: row)
      return try ids.compactMap { try reader.facts($0) }
    }
  }

  /// Members that carry that phone number.
  public func memberIDs(withPhone phone: PhoneNumber, in shop: ShopID) throws(StoreError) -> [String] {
    try ids("SELECT member_id FROM members WHERE shop_id = ?1 AND phone = ?2 ORDER BY member_id", phone.digits, shop)
  }

  /// Members that are linked with that Kakao user, or of whom the shop's records say so.
  public func memberIDs(withKakaoUser user: Int64, in shop: ShopID) throws(StoreError) -> [String] {
    try ids(Store.membersOfKakaoUser, user, shop)
  }

  static let membersOfKakaoUser = """
    SELECT member_id FROM members WHERE shop_id = ?1 AND kakao_user_id = ?2
    UNION SELECT member_id FROM account_links WHERE shop_id = ?1 AND kakao_user_id = ?2 AND ended_at IS NULL
    ORDER BY 1
    """

  private func ids(_ sql: String, _ value: Int64, _ shop: ShopID) throws(StoreError) -> [String] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let statement = try RawStatement(database, sql)
      statement.bind(1, row.id)
      statement.bind(2, value)
      var ids: [String] = []
      while try statement.step() { ids.append(statement.text(0)) }
      return ids
    }
  }
}
