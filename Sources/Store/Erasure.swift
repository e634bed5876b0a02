public import CommonValues
import GRDB
public import ShopModel

extension Store {
  /// Ends a Kakao user's link and deletes what Kakao said about the user: profile, evidence, relations, tokens, sessions, hand-offs.
  ///
  /// The member, being the shop's, stays without a Kakao identity; the next plan takes the user out of every customer file. That the
  /// user was unlinked, and when, is kept, so that older statements do not bring the link back. The link's history is kept too when
  /// Kakao unlinked the user, and goes when the shop did.
  /// - Returns: the receipt, which is stored; nil when there was nothing of the user and the unlink is no news.
  public func unlinkKakaoUser(
    _ user: Int64, in shop: ShopID, at: Timestamp, reason: ErasureReceipt.Reason, unlinkedAtKakao: Bool? = nil
  ) throws(StoreError) -> ErasureReceipt? {
    try erasing { database in
      var row = try ShopRow.make(database, shop)
      var receipt = ErasureReceipt(reason, at: at)
      receipt.unlinkedAtKakao = unlinkedAtKakao
      receipt.links = try Store.holdingLink(ofKakaoUser: user, database, row) == nil ? 0 : 1
      receipt.customerFileRows = try Store.confirmedRows(ofKakaoUser: user, database, row)
      let isNews = try self.apply([.accountUnlinked(kakaoUserID: user, at: at)], in: shop, sourceTime: at)
      row = try ShopRow.make(database, shop)
      receipt.add(try Store.forgetKakaoSide(user, database, row))
      if reason != .unlinkedByKakao { _ = try Store.delete("account_links", ofKakaoUser: user, database, row) }
      guard isNews || !receipt.isEmpty else { return nil }
      try receipt.save(database, row)
      return receipt
    }
  }

  /// Erases a person everywhere in the store: the member's record and orders, the Kakao users that are nobody else's, their links,
  /// and rows in quarantine that name the member, the phone number or the e-mail address.
  ///
  /// The next plan removes the person from every customer file. Give the member, a Kakao user, or both. What is deleted is overwritten
  /// on the disk; an earlier version of a row may stay in an unused part of the file. An export that is imported later and still holds the member brings the member back.
  /// - Returns: the receipt, which is stored; nil when nothing is known of the person.
  public func erase(
    member: String?, kakaoUser: Int64?, in shop: ShopID, at: Timestamp, unlinkedAtKakao: Bool? = nil
  ) throws(StoreError) -> ErasureReceipt? {
    // Looked for outside the transaction, which others wait for.
    var deliveries = try deliveries(naming: member, kakaoUser, in: shop)
    return try erasing { database in
      var row = try ShopRow.make(database, shop)
      // Meanwhile some may have come, and been worked on with what they say.
      try deliveries.lookAgain(database, row)
      try Store.eraseDeliveries(deliveries.found, database)
      var receipt = ErasureReceipt(.erased, at: at)
      receipt.unlinkedAtKakao = unlinkedAtKakao
      let person = try Store.person(member, kakaoUser, database, row)
      for user in person.users {
        receipt.customerFileRows += try Store.confirmedRows(ofKakaoUser: user, database, row)
        _ = try self.apply([.accountUnlinked(kakaoUserID: user, at: at)], in: shop, sourceTime: at)
        row = try ShopRow.make(database, shop)
        receipt.add(try Store.forgetKakaoSide(user, database, row))
        receipt.links += try Store.delete("account_links", ofKakaoUser: user, database, row)
        _ = try Store.delete("unlinked_users", ofKakaoUser: user, database, row)
      }
      for member in person.members { try Store.eraseMember(member, database, &row, &receipt) }
      guard !receipt.isEmpty else { return nil }
      try receipt.save(database, row)
      return receipt
    }
  }

  /// The members and Kakao users that an erasure of one of them is about; nobody else's.
  public func person(member: String?, kakaoUser: Int64?, in shop: ShopID) throws(StoreError) -> ErasedPerson {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return ErasedPerson() }
      return try Store.person(member, kakaoUser, database, row)
    }
  }

  /// Receipts of erasures, the newest first.
  public func erasures(of shop: ShopID, limit: Int = 50) throws(StoreError) -> [ErasureReceipt] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let select = try RawStatement(
        database, "SELECT summary FROM erasures WHERE shop_id = ?1 ORDER BY erasure_id DESC LIMIT ?2")
      select.bind(1, row.id)
      select.bind(2, Int64(limit))
      var receipts: [ErasureReceipt] = []
      while try select.step() {
        if let receipt = ErasureReceipt(json: select.copiedBytes(0)) { receipts.append(receipt) }
      }
      return receipts
    }
  }

  /// One write transaction whose deletions are overwritten, in the database and in the log before it.
  private func erasing<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
    defer { advanceIdentityVersion() }
    let result = try write { database in
      try Store.setSecureDelete(true, database)
      defer { try? Store.setSecureDelete(false, database) }
      return try body(database)
    }
    emptyLogOfErased()
    return result
  }

  private static func setSecureDelete(_ isOn: Bool, _ database: Database) throws {
    let pragma = try RawStatement(database, "PRAGMA secure_delete = \(isOn ? "ON" : "OFF")")
    _ = try pragma.step()
  }
}

/// Whom an erasure is about.
public struct ErasedPerson: Sendable, Hashable {
  /// Ids of members.
  public var members: [String] = []
  /// Kakao users that belong to nobody else.
  public var users: [Int64] = []
}

// MARK: Parts

extension Store {
  static func person(
    _ member: String?, _ kakaoUser: Int64?, _ database: Database, _ shop: ShopRow
  ) throws -> ErasedPerson {
    var members: Set<String> = Set(member.map { [$0] } ?? [])
    var users: Set<Int64> = Set(kakaoUser.map { [$0] } ?? [])
    if member == nil, let kakaoUser, let known = try knownMember(kakaoUser, database, shop).memberID {
      members.insert(known)
    }
    let facts = try FactReader(database, shop: shop)
    for member in members {
      var candidates = Set(
        try links("member_id = ?2", database, shop) { $0.bind(2, text: member) }.map(\.kakaoUserID))
      if let stated = try facts.facts(member)?.member.kakaoUserID.value { candidates.insert(stated) }
      for user in candidates {
        let holder = try holdingLink(ofKakaoUser: user, database, shop)?.memberID
        let isOthers = try holder == nil && isStated(user, byOther: member, database, shop)
        if holder == member || (holder == nil && !isOthers) { users.insert(user) }
      }
    }
    return ErasedPerson(members: members.sorted(), users: users.sorted())
  }

  private static func isStated(
    _ user: Int64, byOther member: String, _ database: Database, _ shop: ShopRow
  ) throws -> Bool {
    let other = try RawStatement(
      database, "SELECT 1 FROM members WHERE shop_id = ?1 AND kakao_user_id = ?2 AND member_id <> ?3 LIMIT 1")
    other.bind(1, shop.id)
    other.bind(2, user)
    other.bind(3, text: member)
    return try other.step()
  }

  /// Deletes everything that came from Kakao about a user; the links are somebody else's to end.
  static func forgetKakaoSide(
    _ user: Int64, _ database: Database, _ shop: ShopRow
  ) throws -> ErasureReceipt {
    var receipt = ErasureReceipt(.erased, at: Timestamp(milliseconds: 0))
    receipt.kakaoUsers = try delete("kakao_users", ofKakaoUser: user, database, shop)
    try forgetAnswers(database, shop)
    _ = try delete("kakao_evidence", ofKakaoUser: user, database, shop)
    _ = try delete("pending_signups", ofKakaoUser: user, database, shop)
    receipt.relations = try delete("channel_relations", ofKakaoUser: user, database, shop)
    receipt.sessions = try delete("sessions", ofKakaoUser: user, database, shop)
    receipt.tokens = try delete("sealed_tokens", ofKakaoUser: user, database, shop)
    receipt.handoffs = try delete("handoffs", ofKakaoUser: user, database, shop)
    return receipt
  }

  /// Rows of customer files by app user id that Kakao has, or may have, of a user.
  private static func confirmedRows(ofKakaoUser user: Int64, _ database: Database, _ shop: ShopRow) throws -> Int {
    let count = try RawStatement(
      database,
      """
      SELECT count(*) FROM file_rows AS r JOIN customer_files AS f ON f.shop_id = r.shop_id AND f.file_id = r.file_id
      WHERE r.shop_id = ?1 AND f.users = 'app' AND r.target = ?2 AND (r.confirmed IS NOT NULL OR r.sent IS NOT NULL)
      """)
    count.bind(1, shop.id)
    count.bind(2, user)
    return try count.step() ? Int(count.integer(0)) : 0
  }

  private static func eraseMember(
    _ member: String, _ database: Database, _ shop: inout ShopRow, _ receipt: inout ErasureReceipt
  ) throws {
    try forgetAnswers(database, shop)
    let facts = try FactReader(database, shop: shop).facts(member)
    receipt.quarantined += try eraseQuarantine(member, facts?.member, database, shop)
    func statement(_ sql: String) throws -> RawStatement {
      let statement = try RawStatement(database, sql)
      statement.bind(1, shop.id)
      statement.bind(2, text: member)
      return statement
    }
    let files = try statement(
      """
      SELECT count(*) FROM file_rows AS r JOIN customer_files AS f ON f.shop_id = r.shop_id AND f.file_id = r.file_id
      WHERE r.shop_id = ?1 AND r.member_id = ?2 AND f.users <> 'app' AND (r.confirmed IS NOT NULL OR r.sent IS NOT NULL)
      """)
    if try files.step() { receipt.customerFileRows += Int(files.integer(0)) }
    func delete(_ sql: String) throws -> Int {
      let delete = try statement(sql)
      try delete.run()
      return delete.changes
    }
    receipt.links += try delete("DELETE FROM account_links WHERE shop_id = ?1 AND member_id = ?2")
    let orders = try delete("DELETE FROM orders WHERE shop_id = ?1 AND (member_id = ?2 OR stated_member_id = ?2)")
    _ = try delete("DELETE FROM order_sums WHERE shop_id = ?1 AND member_id = ?2")
    _ = try delete("DELETE FROM member_emails WHERE shop_id = ?1 AND member_id = ?2")
    _ = try delete("DELETE FROM waiting_refetches WHERE shop_id = ?1 AND entity = 'member' AND id = ?2")
    let members = try delete("DELETE FROM members WHERE shop_id = ?1 AND member_id = ?2")
    // Ranges of confirmed rows begin and end with ids; those of others take the place of this one.
    for (bound, nearest, isBeyond) in [("first_id", "min", ">"), ("last_id", "max", "<")] {
      let other = """
        (SELECT \(nearest)(member_id) FROM members WHERE shop_id = ?1 AND member_id \(isBeyond) ?2
          AND member_id BETWEEN confirmations.first_id AND confirmations.last_id)
        """
      let mine = "WHERE shop_id = ?1 AND kind = 'member' AND \(bound) = ?2"
      _ = try delete("DELETE FROM confirmations \(mine) AND \(other) IS NULL")
      try statement("UPDATE confirmations SET \(bound) = \(other) \(mine)").run()
    }
    receipt.orders += orders
    receipt.members += members
    shop.seq += 1
    shop.memberCount -= members
    shop.orderCount -= orders
    // Whoever shares the number or the address may now be the only one who has it.
    shop.guestRules = ""
    var feed = ChangeFeed()
    var id = member
    id.withUTF8 { feed.add($0) }
    if orders > 0, shop.orderCount == 0 { feed.addEverybody() }
    try feed.save(database, shop: &shop)
    try shop.save(database)
  }

  /// Deletes quarantined rows that name the member, the phone number or the e-mail address as a whole word.
  private static func eraseQuarantine(
    _ id: String, _ member: Member?, _ database: Database, _ shop: ShopRow
  ) throws -> Int {
    let words = QuarantineWords(id: id, phone: member?.phone.value, email: member?.email.value)
    let rows = try RawStatement(database, "SELECT quarantine_id, raw FROM quarantine WHERE shop_id = ?1")
    rows.bind(1, shop.id)
    var found: [Int64] = []
    while try rows.step() {
      if words.occur(in: rows.bytes(1)) { found.append(rows.integer(0)) }
    }
    let delete = try RawStatement(database, "DELETE FROM quarantine WHERE shop_id = ?1 AND quarantine_id = ?2")
    delete.bind(1, shop.id)
    for entry in found {
      delete.bind(2, entry)
      try delete.run()
    }
    return found.count
  }
}
