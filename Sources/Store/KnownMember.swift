import CommonValues
import GRDB
public import ShopModel

/// Who a Kakao user is to a shop.
public enum KnownMember: Sendable, Hashable {
  /// The link that holds says so.
  case linked(AccountLink)
  /// The shop's own records name the user for exactly one member, and no link says otherwise.
  case stated(memberID: String)
  /// The shop's own records name the user for several members: nobody is taken for either.
  case disputed
  /// Nobody.
  case none

  /// The one member, when there is one.
  public var memberID: String? {
    switch self {
    case .linked(let link): link.memberID
    case .stated(let id): id
    case .disputed, .none: nil
    }
  }
}

extension Store {
  /// Who a Kakao user is to a shop. A member who has left is nobody.
  public func knownMember(ofKakaoUser user: Int64, in shop: ShopID) throws(StoreError) -> KnownMember {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return .none }
      return try Store.knownMember(user, database, row)
    }
  }

  /// Every link that a Kakao user ever had, in the order in which they were made.
  public func linkHistory(ofKakaoUser user: Int64, in shop: ShopID) throws(StoreError) -> [AccountLink] {
    try links("kakao_user_id = ?2", in: shop) { $0.bind(2, user) }
  }

  /// Every link that a member ever had, in the order in which they were made.
  public func linkHistory(ofMember member: String, in shop: ShopID) throws(StoreError) -> [AccountLink] {
    try links("member_id = ?2", in: shop) { $0.bind(2, text: member) }
  }

  private func links(
    _ condition: String, in shop: ShopID, _ bind: (RawStatement) -> Void
  ) throws(StoreError) -> [AccountLink] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      return try Store.links(condition, database, row, bind)
    }
  }

  static func links(
    _ condition: String, _ database: Database, _ shop: ShopRow, _ bind: (RawStatement) -> Void
  ) throws -> [AccountLink] {
    let select = try RawStatement(
      database,
      """
      SELECT member_id, kakao_user_id, linked_at, ended_at FROM account_links
      WHERE shop_id = ?1 AND \(condition) ORDER BY linked_at, kakao_user_id, member_id
      """)
    select.bind(1, shop.id)
    bind(select)
    var links: [AccountLink] = []
    while try select.step() {
      links.append(
        AccountLink(
          memberID: select.text(0), kakaoUserID: select.integer(1), linkedAt: select.time(2),
          endedAt: select.optionalTime(3)))
    }
    return links
  }

  static func holdingLink(ofKakaoUser user: Int64, _ database: Database, _ shop: ShopRow) throws -> AccountLink? {
    try links("kakao_user_id = ?2 AND ended_at IS NULL", database, shop) { $0.bind(2, user) }.last
  }

  static func holdingLink(ofMember member: String, _ database: Database, _ shop: ShopRow) throws -> AccountLink? {
    try links("member_id = ?2 AND ended_at IS NULL", database, shop) { $0.bind(2, text: member) }.last
  }

  /// Whether the shop's records say that a member has left. One of whom no record came yet is the back end's word alone, which is enough.
  static func hasLeft(_ member: String, _ database: Database, _ shop: ShopRow) throws -> Bool {
    try FactReader(database, shop: shop).facts(member)?.member.status.value == .withdrawn
  }

  static func knownMember(_ user: Int64, _ database: Database, _ shop: ShopRow) throws -> KnownMember {
    if let link = try holdingLink(ofKakaoUser: user, database, shop) {
      return try hasLeft(link.memberID, database, shop) ? .none : .linked(link)
    }
    let facts = try FactReader(database, shop: shop)
    let named = try RawStatement(
      database, "SELECT member_id FROM members WHERE shop_id = ?1 AND kakao_user_id = ?2 ORDER BY member_id")
    named.bind(1, shop.id)
    named.bind(2, user)
    var found: [String] = []
    while try named.step() {
      let id = named.text(0)
      guard let facts = try facts.facts(id), facts.member.status.value != .withdrawn, facts.link == nil,
        facts.endedKakaoUsers[user] == nil
      else { continue }
      found.append(id)
    }
    return found.count > 1 ? .disputed : found.first.map { .stated(memberID: $0) } ?? .none
  }
}
