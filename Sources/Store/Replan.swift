public import CommonValues
import GRDB
import ShopModel

extension Store {
  /// Brings what is wanted in a file up to date, and counts the difference from what was confirmed.
  ///
  /// Everybody is evaluated when the definition's hash differs from the last time or very much has changed; otherwise only those of
  /// whom something changed, and those who are due by `today`. Of several members with one target the newest record stands for it,
  /// also when it is kept out. `evaluate` must depend on its argument and `today` alone. For a file that is not active nothing is
  /// wanted and `evaluate` is not called.
  public func replan(
    _ file: LedgerFile, today: CalendarDate, evaluate: @escaping @Sendable (MemberFacts) -> RowEvaluation
  ) throws(StoreError) -> PlanCounts {
    try write { database in
      guard let shop = try ShopRow.find(database, file.shop) else { return PlanCounts() }
      let replan = try Replan(database, shop: shop, file: file, today: today, evaluate: evaluate)
      if file.state != .active {
        try replan.wantNothing()
      } else if try replan.mustSeeEverybody() {
        try replan.everybody(RecordStage(directory: directory))
      } else {
        try replan.changed()
      }
      try replan.finish()
      return try Ledger.counts(database, shop: shop, file: file)
    }
  }
}

/// One round of planning of one file.
private final class Replan {
  private let database: Database
  private let shop: ShopRow
  private let file: LedgerFile
  private let today: CalendarDate
  private let evaluate: @Sendable (MemberFacts) -> RowEvaluation
  private let facts: FactReader
  private let upsert: RawStatement
  private let drop: RawStatement
  private let due: RawStatement
  private let undue: RawStatement

  init(
    _ database: Database, shop: ShopRow, file: LedgerFile, today: CalendarDate,
    evaluate: @escaping @Sendable (MemberFacts) -> RowEvaluation
  ) throws {
    self.database = database
    self.shop = shop
    self.file = file
    self.today = today
    self.evaluate = evaluate
    facts = try FactReader(database, shop: shop)
    upsert = try RawStatement(
      database,
      """
      INSERT INTO file_rows (shop_id, file_id, target, member_id, wanted) VALUES (?1, ?2, ?3, ?4, ?5)
      ON CONFLICT (shop_id, file_id, target) DO UPDATE SET member_id = excluded.member_id, wanted = excluded.wanted
      """)
    drop = try RawStatement(
      database,
      """
      DELETE FROM file_rows WHERE shop_id = ?1 AND file_id = ?2 AND target = ?3
        AND wanted IS NULL AND confirmed IS NULL AND sent IS NULL
      """)
    due = try RawStatement(
      database,
      """
      INSERT INTO file_due (shop_id, file_id, member_id, due_on) VALUES (?1, ?2, ?3, ?4)
      ON CONFLICT (shop_id, file_id, member_id) DO UPDATE SET due_on = excluded.due_on
      """)
    undue = try RawStatement(
      database, "DELETE FROM file_due WHERE shop_id = ?1 AND file_id = ?2 AND member_id = ?3")
    for statement in [upsert, drop, due, undue] {
      statement.bind(1, shop.id)
      statement.bind(2, file.id)
    }
  }

  private func statement(_ sql: String) throws -> RawStatement {
    let statement = try RawStatement(database, sql)
    statement.bind(1, shop.id)
    statement.bind(2, file.id)
    return statement
  }

  func mustSeeEverybody() throws -> Bool {
    let planned = try statement(
      "SELECT planned_hash, planned_seq FROM customer_files WHERE shop_id = ?1 AND file_id = ?2")
    guard try planned.step() else { throw StoreError(sqlite: 11) }
    return planned.optionalInteger(0) != file.definitionHash || planned.integer(1) < shop.replanSeq
  }

  func wantNothing() throws {
    try statement("UPDATE file_rows SET wanted = NULL, member_id = NULL WHERE shop_id = ?1 AND file_id = ?2").run()
    try statement(
      """
      DELETE FROM file_rows
      WHERE shop_id = ?1 AND file_id = ?2 AND wanted IS NULL AND confirmed IS NULL AND sent IS NULL
      """
    ).run()
    try statement("DELETE FROM file_due WHERE shop_id = ?1 AND file_id = ?2").run()
  }

  /// Notes up to where this plan has seen, and forgets changes that every file has seen.
  func finish() throws {
    let done = try statement(
      "UPDATE customer_files SET planned_hash = ?3, planned_seq = ?4 WHERE shop_id = ?1 AND file_id = ?2")
    // A file that comes back is planned as a new one, also under the definition that it had.
    done.bind(3, file.state == .active ? file.definitionHash : nil)
    done.bind(4, shop.seq)
    try done.run()
    let forget = try RawStatement(
      database,
      """
      DELETE FROM member_changes WHERE shop_id = ?1 AND seq <= (
        SELECT min(planned_seq) FROM customer_files WHERE shop_id = ?1 AND state = 'active')
      """)
    forget.bind(1, shop.id)
    try forget.run()
  }

  // MARK: everybody

  /// Evaluates all members, sorts them by target and walks beside the rows of the file.
  func everybody(_ stage: RecordStage) throws {
    try statement("DELETE FROM file_due WHERE shop_id = ?1 AND file_id = ?2").run()
    var writer = RecordStage.Writer(stage)
    try facts.readAll { facts in
      let evaluation = evaluate(facts)
      var id = facts.member.id
      try id.withUTF8 { id in
        if let dueOn = evaluation.dueOn { try setDue(id, dueOn) }
        guard let target = evaluation.target else { return }
        try withUnsafeBytes(of: (UInt64(bitPattern: target) ^ 1 << 63).bigEndian) { key in
          try writer.append(
            key: key.bindMemory(to: UInt8.self), sourceTime: facts.recordTime.milliseconds,
            contentHash: evaluation.contentHash ?? 0, line: 0, fields: id)
        }
      }
    }
    try writer.finish()
    try walk(RecordGroups(stage))
  }

  private func walk(_ groups: consuming RecordGroups) throws {
    let rows = try statement(
      "SELECT target, member_id, wanted FROM file_rows WHERE shop_id = ?1 AND file_id = ?2 ORDER BY target")
    var hasRow = try rows.step()
    while try groups.next({ group in
      let key = group[0].key
      let target = Int64(bitPattern: StagedRecord.prefix(of: key) ^ 1 << 63)
      var winner = group[0]
      for index in 1..<max(group.count, 1) where Replan.stands(group[index], before: winner) { winner = group[index] }
      while hasRow, rows.integer(0) < target {
        try unwant(rows)
        hasRow = try rows.step()
      }
      let wanted = winner.contentHash == 0 ? nil : winner.contentHash
      if hasRow, rows.integer(0) == target {
        let isSame = rows.optionalInteger(2) == wanted && rows.bytes(1).compared(to: winner.fields) == 0
        if !isSame { try want(target, winner.fields, wanted, isShared: group.count > 1) }
        hasRow = try rows.step()
      } else if wanted != nil || group.count > 1 {
        try want(target, winner.fields, wanted, isShared: group.count > 1)
      }
    }) {}
    while hasRow {
      try unwant(rows)
      hasRow = try rows.step()
    }
  }

  /// The newest record stands for a target; of equals, the greater id, so that the outcome never depends on order.
  private static func stands(_ first: StagedRecord, before second: StagedRecord) -> Bool {
    first.sourceTime != second.sourceTime
      ? first.sourceTime > second.sourceTime : first.fields.compared(to: second.fields) > 0
  }

  private func unwant(_ rows: RawStatement) throws {
    if rows.isNull(1), rows.isNull(2) { return }
    try want(rows.integer(0), nil, nil)
  }

  /// A row that nobody wants goes, unless it says who of several keeps the others out: when that one leaves, they are found by it.
  private func want(_ target: Int64, _ member: ByteSlice?, _ wanted: Int64?, isShared: Bool = false) throws {
    upsert.bind(3, target)
    if let member { upsert.bind(4, text: member) } else { upsert.bind(4, nil as Int64?) }
    upsert.bind(5, wanted)
    try upsert.run()
    if wanted == nil, !isShared {
      drop.bind(3, target)
      try drop.run()
    }
  }

  private func setDue(_ member: ByteSlice, _ day: CalendarDate) throws {
    due.bind(3, text: member)
    due.bind(4, Int64(day.daysSinceEpoch))
    try due.run()
  }

  // MARK: those who changed

  func changed() throws {
    try database.execute(sql: "DROP TABLE IF EXISTS temp.touched_targets")
    try database.execute(sql: "CREATE TEMP TABLE touched_targets (target INTEGER PRIMARY KEY)")
    let touch = try RawStatement(
      database, "INSERT INTO temp.touched_targets (target) VALUES (?1) ON CONFLICT (target) DO NOTHING")
    let touchOld = try statement(
      """
      INSERT INTO temp.touched_targets (target)
      SELECT target FROM file_rows WHERE shop_id = ?1 AND file_id = ?2 AND member_id = ?3
      ON CONFLICT (target) DO NOTHING
      """)
    let ids = try statement(
      """
      SELECT member_id FROM member_changes WHERE shop_id = ?1 AND seq > (
        SELECT planned_seq FROM customer_files WHERE shop_id = ?1 AND file_id = ?2)
      UNION
      SELECT member_id FROM file_due WHERE shop_id = ?1 AND file_id = ?2 AND due_on <= ?3
      """)
    ids.bind(3, Int64(today.daysSinceEpoch))
    while try ids.step() {
      let id = ids.bytes(0)
      touchOld.bind(3, text: id)
      try touchOld.run()
      undue.bind(3, text: id)
      try undue.run()
      guard let facts = try facts.facts(id) else { continue }
      let evaluation = evaluate(facts)
      if let dueOn = evaluation.dueOn { try setDue(id, dueOn) }
      if let target = evaluation.target {
        touch.bind(1, target)
        try touch.run()
      }
    }
    ids.reset()
    try settleTouched()
  }

  /// Decides anew who stands for each target that a changed member had or has.
  private func settleTouched() throws {
    let claimants = try RawStatement(
      database,
      file.users == "phone"
        ? "SELECT member_id FROM members WHERE shop_id = ?1 AND phone = ?2 ORDER BY member_id"
        : Store.membersOfKakaoUser)
    claimants.bind(1, shop.id)
    let targets = try RawStatement(database, "SELECT target FROM temp.touched_targets ORDER BY target")
    while try targets.step() {
      let target = targets.integer(0)
      var winner: (id: [UInt8], time: Timestamp, hash: Int64?)?
      var claims = 0
      claimants.bind(2, target)
      while try claimants.step() {
        let id = Array(claimants.bytes(0))
        guard let facts = try facts.facts(claimants.bytes(0)) else { continue }
        let evaluation = evaluate(facts)
        guard evaluation.target == target else { continue }
        claims += 1
        if let known = winner, facts.recordTime < known.time { continue }
        winner = (id, facts.recordTime, evaluation.contentHash)
      }
      claimants.reset()
      if let winner {
        try winner.id.withUnsafeBufferPointer { try want(target, $0, winner.hash, isShared: claims > 1) }
      } else {
        try want(target, nil, nil)
      }
    }
  }
}
