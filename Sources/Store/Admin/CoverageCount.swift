public import CommonValues
import GRDB
public import ShopModel

extension Store {
  /// Counts a shop's coverage anew and keeps it as the day's; nil when nothing was ever stored of the shop.
  ///
  /// It reads every member, in a few milliseconds for ten thousand. Nothing is read when neither data nor basis have changed since the
  /// last count; then that one is the day's, too. Days older than 400 are forgotten.
  @discardableResult
  public func takeCoverage(
    of shop: ShopID, _ basis: CoverageBasis, now: Timestamp
  ) throws(StoreError) -> CoverageDay? {
    let known = try coverage(of: shop, since: CalendarDate(daysSinceEpoch: 0), limit: 1).last
    let counted: CoverageDay? = try read { database in
      guard let row = try ShopRow.find(database, shop) else { return nil }
      var day = CoverageDay(
        day: now.seoulDate, takenAt: now, coverage: Coverage(), seq: row.seq, basis: basis.text)
      if let known, known.isCurrent(ShopState(row), basis) {
        day.coverage = known.coverage
      } else {
        day.coverage = try CoverageCount(database, row, basis).count()
      }
      return day
    }
    guard let counted else { return nil }
    try keep(counted, of: shop)
    return counted
  }

  /// The coverage of a shop's days, the newest `limit` from `since` on, in their order.
  public func coverage(
    of shop: ShopID, since: CalendarDate, limit: Int = 400
  ) throws(StoreError) -> [CoverageDay] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      return try Store.coverage(database, row, since: since, limit: limit)
    }
  }

  static func coverage(
    _ database: Database, _ shop: ShopRow, since: CalendarDate, limit: Int
  ) throws -> [CoverageDay] {
    let select = try RawStatement(
      database,
      """
      SELECT day, taken_at, seq, basis, active, dormant, withdrawn, linked, stated, ended, no_phone, no_consent, not_yet,
        mobile
      FROM coverage_days WHERE shop_id = ?1 AND day >= ?2 ORDER BY day DESC LIMIT ?3
      """)
    select.bind(1, shop.id)
    select.bind(2, Int64(since.daysSinceEpoch))
    select.bind(3, Int64(limit))
    var days: [CoverageDay] = []
    while try select.step() {
      var coverage = Coverage()
      for (index, field) in Coverage.stored.enumerated() {
        coverage[keyPath: field] = Int(select.integer(Int32(4 + index)))
      }
      days.append(
        CoverageDay(
          day: CalendarDate(daysSinceEpoch: Int(select.integer(0))), takenAt: select.time(1), coverage: coverage,
          seq: select.integer(2), basis: select.text(3)))
    }
    return days.reversed()
  }

  private func keep(_ day: CoverageDay, of shop: ShopID) throws(StoreError) {
    try write { database in
      let row = try ShopRow.make(database, shop)
      let insert = try RawStatement(
        database,
        """
        INSERT OR REPLACE INTO coverage_days (shop_id, day, taken_at, seq, basis, active, dormant, withdrawn, linked, stated,
          ended, no_phone, no_consent, not_yet, mobile)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
        """)
      insert.bind(1, row.id)
      insert.bind(2, Int64(day.day.daysSinceEpoch))
      insert.bind(3, day.takenAt.milliseconds)
      insert.bind(4, day.seq)
      insert.bind(5, text: day.basis)
      for (index, field) in Coverage.stored.enumerated() {
        insert.bind(Int32(6 + index), Int64(day.coverage[keyPath: field]))
      }
      try insert.run()
      let forget = try RawStatement(database, "DELETE FROM coverage_days WHERE shop_id = ?1 AND day < ?2")
      forget.bind(1, row.id)
      forget.bind(2, Int64(day.day.daysSinceEpoch - 400))
      try forget.run()
    }
  }
}

extension Coverage {
  /// In the order of the columns.
  fileprivate static var stored: [WritableKeyPath<Coverage, Int>] {
    [
      \.active, \.dormant, \.withdrawn, \.linked, \.stated, \.ended, \.noPhone, \.noConsent, \.notYet, \.mobile,
    ]
  }
}

extension ShopState {
  init(_ row: ShopRow) { self.init(seq: row.seq, members: row.memberCount, orders: row.orderCount) }
}

/// One walk over a shop's members, beside its links.
private struct CoverageCount {
  let database: Database
  let shop: ShopRow
  let basis: CoverageBasis
  let confirmations: Confirmations
  private let hasClaims: Bool

  init(_ database: Database, _ shop: ShopRow, _ basis: CoverageBasis) throws {
    self.database = database
    self.shop = shop
    self.basis = basis
    confirmations = try Confirmations(database, shop: shop, kind: "member")
    let any = try RawStatement(
      database,
      """
      SELECT EXISTS (SELECT 1 FROM account_links WHERE shop_id = ?1) OR EXISTS (
        SELECT 1 FROM unlinked_users WHERE shop_id = ?1)
      """)
    any.bind(1, shop.id)
    _ = try any.step()
    hasClaims = any.integer(0) != 0
  }

  func count() throws -> Coverage {
    var coverage = Coverage()
    let members = try RawStatement(
      database,
      """
      SELECT member_id, phone, kakao_user_id, source_time, content_hash, seq, record FROM members WHERE shop_id = ?1
      ORDER BY member_id
      """)
    members.bind(1, shop.id)
    // Links by member, in the same order; a member's ended ones count only where none holds.
    let links = try RawStatement(
      database,
      """
      SELECT member_id, max(ended_at IS NULL) FROM account_links WHERE shop_id = ?1 GROUP BY member_id ORDER BY member_id
      """)
    links.bind(1, shop.id)
    let claim = try RawStatement(
      database,
      """
      SELECT EXISTS (SELECT 1 FROM unlinked_users WHERE shop_id = ?1 AND kakao_user_id = ?2)
        OR EXISTS (
          SELECT 1 FROM account_links WHERE shop_id = ?1 AND kakao_user_id = ?2
            AND ((member_id = ?3 AND ended_at IS NOT NULL) OR (member_id <> ?3 AND ended_at IS NULL)))
      """)
    claim.bind(1, shop.id)
    var hasLink = hasClaims ? try links.step() : false
    while try members.step() {
      var isLinked: Bool?
      while hasLink {
        let order = links.bytes(0).compared(to: members.bytes(0))
        if order > 0 { break }
        if order == 0 { isLinked = links.integer(1) != 0 }
        hasLink = try links.step()
      }
      let member = MemberOutline(members.bytes(6)) {
        Timestamp(
          milliseconds: confirmations.time(
            of: members.bytes(0), seq: members.integer(5), written: members.integer(3), hash: members.integer(4)))
      }
      switch member.status {
      case .withdrawn: coverage.withdrawn += 1
      case .dormant: coverage.dormant += 1
      case .active: try add(member, members, isLinked: isLinked, claim, to: &coverage)
      }
    }
    return coverage
  }

  private func add(
    _ member: MemberOutline, _ row: RawStatement, isLinked: Bool?, _ claim: RawStatement, to coverage: inout Coverage
  ) throws {
    coverage.active += 1
    let isMobile = row.optionalInteger(1).flatMap(PhoneNumber.init(digits:))?.isKoreanMobile ?? false
    if isMobile { coverage.mobile += 1 }
    if isLinked == true {
      coverage.linked += 1
      return
    }
    if let user = row.optionalInteger(2), user > 0 {
      var isEnded = false
      if hasClaims {
        claim.bind(2, user)
        claim.bind(3, text: row.bytes(0))
        defer { claim.reset() }
        isEnded = try claim.step() && claim.integer(0) != 0
      }
      if isEnded { coverage.ended += 1 } else { coverage.stated += 1 }
    } else if isLinked == false {
      coverage.ended += 1
    } else if !isMobile {
      coverage.noPhone += 1
    } else if !basis.allows(member) {
      coverage.noConsent += 1
    } else {
      coverage.notYet += 1
    }
  }
}
