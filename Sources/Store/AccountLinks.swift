import CommonValues
import GRDB
import ShopModel

/// Which member is which Kakao user, with its history.
///
/// A member has at most one link that holds, and so has a Kakao user. Of two links that claim one side the later made holds, in
/// whatever order they became known; a link ends at the latest unlink that is not before it.
struct AccountLinks {
  let database: Database
  let shop: ShopRow

  func link(_ memberID: String, _ kakaoUserID: Int64, _ at: Timestamp, _ feed: inout ChangeFeed) throws {
    let insert = try statement(
      """
      INSERT INTO account_links (shop_id, kakao_user_id, linked_at, member_id, ended_at)
      VALUES (?1, ?2, ?3, ?4, (
        SELECT ended_at FROM unlinked_users WHERE shop_id = ?1 AND kakao_user_id = ?2 AND ended_at >= ?3))
      ON CONFLICT (shop_id, kakao_user_id, linked_at, member_id) DO NOTHING
      """)
    insert.bind(2, kakaoUserID)
    insert.bind(3, at.milliseconds)
    insert.bind(4, text: memberID)
    try insert.run()
    guard insert.changes > 0 else { return }
    try noteMembers(kakaoUserID, memberID, &feed)
    let end = try statement(
      """
      UPDATE account_links AS mine SET ended_at = (
        SELECT min(later.linked_at) FROM account_links AS later
        WHERE later.shop_id = ?1 AND (later.kakao_user_id = mine.kakao_user_id OR later.member_id = mine.member_id)
          AND (later.linked_at, later.kakao_user_id, later.member_id)
            > (mine.linked_at, mine.kakao_user_id, mine.member_id))
      WHERE shop_id = ?1 AND (kakao_user_id = ?2 OR member_id = ?3) AND EXISTS (
        SELECT 1 FROM account_links AS later
        WHERE later.shop_id = ?1 AND (later.kakao_user_id = mine.kakao_user_id OR later.member_id = mine.member_id)
          AND (later.linked_at, later.kakao_user_id, later.member_id)
            > (mine.linked_at, mine.kakao_user_id, mine.member_id)
          AND (mine.ended_at IS NULL OR later.linked_at < mine.ended_at))
      """)
    end.bind(2, kakaoUserID)
    end.bind(3, text: memberID)
    try end.run()
  }

  func unlink(_ kakaoUserID: Int64, _ at: Timestamp, _ feed: inout ChangeFeed) throws {
    let note = try statement(
      """
      INSERT INTO unlinked_users (shop_id, kakao_user_id, ended_at) VALUES (?1, ?2, ?3)
      ON CONFLICT (shop_id, kakao_user_id) DO UPDATE SET ended_at = excluded.ended_at
      WHERE excluded.ended_at > unlinked_users.ended_at
      """)
    note.bind(2, kakaoUserID)
    note.bind(3, at.milliseconds)
    try note.run()
    let isNews = note.changes > 0
    let end = try statement(
      """
      UPDATE account_links SET ended_at = ?3
      WHERE shop_id = ?1 AND kakao_user_id = ?2 AND linked_at <= ?3 AND (ended_at IS NULL OR ended_at > ?3)
      """)
    end.bind(2, kakaoUserID)
    end.bind(3, at.milliseconds)
    try end.run()
    if isNews || end.changes > 0 { try noteMembers(kakaoUserID, nil, &feed) }
  }

  /// Everybody whose identity the Kakao user takes part in.
  func noteMembers(_ kakaoUserID: Int64, _ memberID: String?, _ feed: inout ChangeFeed) throws {
    let members = try statement(
      """
      SELECT member_id FROM account_links WHERE shop_id = ?1 AND kakao_user_id = ?2
      UNION SELECT member_id FROM members WHERE shop_id = ?1 AND kakao_user_id = ?2
      """)
    members.bind(2, kakaoUserID)
    while try members.step() { feed.add(members.bytes(0)) }
    guard var memberID else { return }
    memberID.withUTF8 { feed.add($0) }
    // A link ends the member's earlier ones, and the Kakao users of those may be named by other members' records.
    let freed = try statement(
      """
      SELECT member_id FROM members WHERE shop_id = ?1 AND kakao_user_id IN (
        SELECT kakao_user_id FROM account_links WHERE shop_id = ?1 AND member_id = ?2)
      """)
    freed.bind(2, text: memberID)
    while try freed.step() { feed.add(freed.bytes(0)) }
  }

  private func statement(_ sql: String) throws -> RawStatement {
    let statement = try RawStatement(database, sql)
    statement.bind(1, shop.id)
    return statement
  }
}

/// How Kakao users stand to the shop's channels.
struct ChannelRelations {
  let database: Database
  let shop: ShopRow

  /// Keeps the newer of two; of equal times, blocked (DESIGN §9).
  func apply(_ relation: ChannelRelation, _ feed: inout ChangeFeed) throws {
    let before = try state(relation)
    let upsert = try RawStatement(
      database,
      """
      INSERT INTO channel_relations (shop_id, kakao_user_id, channel, state, updated_at) VALUES (?1, ?2, ?3, ?4, ?5)
      ON CONFLICT (shop_id, kakao_user_id, channel) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at
      WHERE excluded.updated_at > channel_relations.updated_at
        OR (excluded.updated_at = channel_relations.updated_at AND channel_relations.state <> 'BLOCKED'
          AND (excluded.state = 'BLOCKED' OR excluded.state > channel_relations.state))
      """)
    upsert.bind(1, shop.id)
    upsert.bind(2, relation.kakaoUserID)
    upsert.bind(3, text: relation.channel)
    upsert.bind(4, text: relation.state.rawValue)
    upsert.bind(5, relation.updatedAt.milliseconds)
    try upsert.run()
    if try upsert.changes > 0 && state(relation) != before {
      try AccountLinks(database: database, shop: shop).noteMembers(relation.kakaoUserID, nil, &feed)
    }
  }

  /// What is known of the same user and channel.
  private func state(_ relation: ChannelRelation) throws -> String? {
    let statement = try RawStatement(
      database,
      "SELECT state FROM channel_relations WHERE shop_id = ?1 AND kakao_user_id = ?2 AND channel = ?3")
    statement.bind(1, shop.id)
    statement.bind(2, relation.kakaoUserID)
    statement.bind(3, text: relation.channel)
    return try statement.step() ? statement.text(0) : nil
  }
}
