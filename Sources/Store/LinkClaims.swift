public import CommonValues
import GRDB
public import ShopModel

/// What became of the wish to join a member and a Kakao user.
public enum LinkClaim: Sendable, Hashable {
  /// They are linked; `isNew` is false when they were before.
  case linked(AccountLink, isNew: Bool)
  /// The Kakao user is another member's.
  case userTaken(by: AccountLink)
  /// The member has another Kakao user.
  case memberTaken(by: AccountLink)
}

extension Store {
  /// Joins a member and a Kakao user, unless one of them is joined elsewhere; with `replacing` the links in the way end. The link of a
  /// member who has left is in nobody's way: as whom the user signs up again, it ends.
  ///
  /// The pending signup of the user is over with it. What was not changed is not written.
  public func claimLink(
    member: String, kakaoUser user: Int64, in shop: ShopID, now: Timestamp, replacing: Bool = false
  ) throws(StoreError) -> LinkClaim {
    defer { advanceIdentityVersion() }
    return try write { database in
      let row = try ShopRow.make(database, shop)
      var ofUser = try Store.holdingLink(ofKakaoUser: user, database, row)
      if let ofUser, ofUser.memberID == member {
        _ = try Store.delete("pending_signups", ofKakaoUser: user, database, row)
        return .linked(ofUser, isNew: false)
      }
      if let link = ofUser, try Store.hasLeft(link.memberID, database, row) { ofUser = nil }
      let ofMember = try Store.holdingLink(ofMember: member, database, row)
      if !replacing {
        if let ofUser { return .userTaken(by: ofUser) }
        if let ofMember { return .memberTaken(by: ofMember) }
      }
      let at = try Store.timeForLink(user, member, now, database, row)
      _ = try self.apply(
        [.accountLinked(memberID: member, kakaoUserID: user, at: at)], in: shop, sourceTime: now)
      _ = try Store.delete("pending_signups", ofKakaoUser: user, database, row)
      // Who was logged in as the one is not the other.
      if let ofMember { _ = try Store.delete("sessions", ofKakaoUser: ofMember.kakaoUserID, database, row) }
      if ofUser != nil { _ = try Store.delete("sessions", ofKakaoUser: user, database, row) }
      return .linked(AccountLink(memberID: member, kakaoUserID: user, linkedAt: at), isNew: true)
    }
  }

  /// A time for a new link at which it holds: after whatever link or unlink of both sides is known, also one of a clock that ran ahead.
  static func timeForLink(
    _ user: Int64, _ member: String, _ now: Timestamp, _ database: Database, _ shop: ShopRow
  ) throws -> Timestamp {
    let latest = try RawStatement(
      database,
      """
      SELECT max(t) FROM (
        SELECT max(linked_at) AS t FROM account_links WHERE shop_id = ?1 AND kakao_user_id = ?2
        UNION ALL SELECT max(linked_at) FROM account_links WHERE shop_id = ?1 AND member_id = ?3
        UNION ALL SELECT ended_at FROM unlinked_users WHERE shop_id = ?1 AND kakao_user_id = ?2)
      """)
    latest.bind(1, shop.id)
    latest.bind(2, user)
    latest.bind(3, text: member)
    guard try latest.step(), let last = latest.optionalTime(0), last >= now else { return now }
    return last.adding(milliseconds: 1)
  }
}
