import CommonValues
import GRDB
import ShopModel

/// Which members have an e-mail address, by a hash of it; kept for shops that match guests' orders by e-mail, and for no other.
///
/// What has the hash is only a candidate: the member's record decides. ``MemberTable`` keeps it in step.
final class MemberEmails {
  private let insert: RawStatement
  private let delete: RawStatement

  init(_ database: Database, _ shop: ShopRow) throws {
    insert = try RawStatement(
      database,
      """
      INSERT INTO member_emails (shop_id, email_hash, member_id) VALUES (?1, ?2, ?3)
      ON CONFLICT (shop_id, email_hash, member_id) DO NOTHING
      """)
    delete = try RawStatement(
      database, "DELETE FROM member_emails WHERE shop_id = ?1 AND email_hash = ?2 AND member_id = ?3")
    insert.bind(1, shop.id)
    delete.bind(1, shop.id)
  }

  /// A member's record has become another one.
  func replace(_ old: ByteSlice? = nil, by fields: ByteSlice, of member: ByteSlice) throws {
    let before = old.flatMap(MemberColumns.email).map(MemberEmails.hash)
    let after = MemberColumns.email(fields).map(MemberEmails.hash)
    guard before != after else { return }
    for (statement, hash) in [(delete, before), (insert, after)] {
      guard let hash else { continue }
      statement.bind(2, hash)
      statement.bind(3, text: member)
      try statement.run()
    }
  }

  static func hash(_ email: String) -> Int64 {
    var email = email
    return email.withUTF8 { ContentHash.hash($0) }
  }

  /// Has the table filled for shops whose rules need it, and empty for the others.
  static func keep(_ wanted: Bool, _ database: Database, _ shop: inout ShopRow) throws {
    guard wanted != shop.keepsEmails else { return }
    let clear = try RawStatement(database, "DELETE FROM member_emails WHERE shop_id = ?1")
    clear.bind(1, shop.id)
    try clear.run()
    shop.keepsEmails = wanted
    guard wanted else { return }
    let emails = try MemberEmails(database, shop)
    let members = try RawStatement(database, "SELECT member_id, record FROM members WHERE shop_id = ?1")
    members.bind(1, shop.id)
    while try members.step() { try emails.replace(by: members.bytes(1), of: members.bytes(0)) }
  }
}
