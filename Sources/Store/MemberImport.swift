import CommonValues
import GRDB
public import ShopModel

extension Store {
  /// A stage for one file of this store.
  public func makeStage() throws(StoreError) -> RecordStage { try RecordStage(directory: directory) }

  /// The folder for files that live as long as one import: on the same disk as the store.
  public var scratchDirectory: String { directory }

  /// Applies a staged file of members in one transaction: all of it, or on any error nothing.
  ///
  /// `finish` is called at the end of the transaction; what it writes to this store belongs to it, and what it throws undoes all.
  /// Within the `finish` of another import the members belong to that transaction, and a dry run is that one's to undo.
  public func applyMembers(
    _ stage: RecordStage, in shop: ShopID, rules: OrderRules = OrderRules(), options: ApplyOptions,
    observer: ApplyObserver = ApplyObserver(), finish: (ApplyCounts) throws -> Void = { _ in }
  ) throws(StoreError) -> ApplyCounts {
    defer { advanceIdentityVersion() }
    do {
      return try pool.unsafeReentrantWrite { database in
        var counts = ApplyCounts()
        if database.isInsideTransaction {
          let work = try MemberImport(database, shop: shop, rules: rules, options: options, observer: observer)
          counts = try work.run(stage)
          try finish(counts)
          return counts
        }
        let bulk = try BulkMode(self, database, rows: stage.count, dryRun: options.dryRun)
        defer { bulk.end() }
        try database.inTransaction(.immediate) {
          let work = try MemberImport(database, shop: shop, rules: rules, options: options, observer: observer)
          counts = try work.run(stage)
          try finish(counts)
          return options.dryRun ? .rollback : .commit
        }
        return counts
      }
    } catch {
      throw StoreError(error)
    }
  }
}

/// One pass over the staged rows in order of id, beside the stored members in the same order.
private final class MemberImport {
  private let database: Database
  private var shop: ShopRow
  private let rules: OrderRules
  private let options: ApplyOptions
  private let observer: ApplyObserver
  private var counts = ApplyCounts()
  private var feed: ChangeFeed
  private var confirmed = ConfirmationBuilder()
  /// Whether a record became newer without news.
  private var hasRefreshed = false
  /// Members that were active before the file; counted for complete files only.
  private var active = 0

  init(_ database: Database, shop: ShopID, rules: OrderRules, options: ApplyOptions, observer: ApplyObserver) throws {
    self.database = database
    self.shop = try ShopRow.make(database, shop)
    self.shop.seq += 1
    self.rules = rules
    self.options = options
    feed = ChangeFeed(limit: options.listedChanges)
    self.observer = observer
  }

  func run(_ stage: RecordStage) throws -> ApplyCounts {
    let table = try database.isEmpty("members")
    if table, stage.count > 10_000 { try dropIndexes() }
    let guests = GuestNews(rules, isEverything: shop.orderCount == 0)
    let members = try MemberTable(database, shop: shop, seq: shop.seq, guests: guests)
    var groups = try RecordGroups(stage)
    if shop.memberCount == 0 {
      try insertAll(&groups, into: members)
    } else if options.complete || stage.count > shop.memberCount / 20 {
      try walk(&groups, into: members)
    } else {
      try lookUp(&groups, into: members)
    }
    shop.memberCount += members.inserted
    counts.inserted = members.inserted
    if table, stage.count > 10_000 {
      for statement in Schema.memberIndexes { try database.execute(sql: statement) }
    }
    if options.complete { try withdrawAbsent(members) }
    if hasRefreshed { try addSharedTargets() }
    try confirmed.save(
      database, shop: shop, kind: "member", seq: shop.seq, time: options.fileTime.milliseconds)
    try WaitingRefetches(database, shop).closeAnswered(.member)
    if shop.orderCount > 0 {
      try Store.finishOrders(database, &shop, rules, AffectedMembers(database), guests, &feed)
    } else {
      try feed.save(database, shop: &shop)
      try shop.save(database)
    }
    return counts
  }

  /// Who says nothing new still has a newer record, and of members with one phone or Kakao user the newest stands for it.
  private func addSharedTargets() throws {
    for column in ["phone", "kakao_user_id"] {
      let shared = try RawStatement(
        database,
        """
        SELECT member_id FROM members WHERE shop_id = ?1 AND \(column) IN (
          SELECT \(column) FROM members WHERE shop_id = ?1 AND \(column) IS NOT NULL
          GROUP BY \(column) HAVING count(*) > 1)
        """)
      shared.bind(1, shop.id)
      while try shared.step() { feed.add(shared.bytes(0), isNews: false) }
    }
  }

  private func dropIndexes() throws {
    try database.execute(sql: "DROP INDEX IF EXISTS members_by_phone")
    try database.execute(sql: "DROP INDEX IF EXISTS members_by_kakao_user")
  }

  /// Hands over the row that counts of each group: the last, unless an earlier one is of a later source time.
  private func next(
    _ groups: inout RecordGroups, _ body: (StagedRecord) throws -> Void
  ) throws -> Bool {
    try groups.next { group in
      var kept = group[0]
      for index in 1..<max(group.count, 1) {
        let row = group[index]
        counts.duplicates += 1
        let replaced = row.sourceTime >= kept.sourceTime ? kept : row
        if row.sourceTime >= kept.sourceTime { kept = row }
        observer.duplicate(String(decoding: kept.key, as: UTF8.self), replaced.line, kept.line)
      }
      counts.records += 1
      if counts.records % 4096 == 0 {
        observer.progress(counts.records)
        if observer.shouldStop() { throw CancellationError() }
      }
      try body(kept)
    }
  }

  private func insertAll(_ groups: inout RecordGroups, into members: MemberTable) throws {
    while try next(
      &groups,
      { row in
        try members.applyNew(row)
        feed.add(row.key)
      })
    {}
  }

  private func lookUp(_ groups: inout RecordGroups, into members: MemberTable) throws {
    let confirmations = try Confirmations(database, shop: shop, kind: "member")
    while try next(
      &groups,
      { row in count(try members.apply(row, confirmations: confirmations), row.key) })
    {}
  }

  private func count(_ outcome: MemberTable.Outcome, _ key: ByteSlice) {
    switch outcome {
    case .inserted: feed.add(key)
    case .changed:
      counts.changed += 1
      feed.add(key)
    case .unchanged:
      counts.unchanged += 1
      hasRefreshed = true
    }
  }

  /// Both in order of id, side by side.
  private func walk(_ groups: inout RecordGroups, into members: MemberTable) throws {
    let confirmations = try Confirmations(database, shop: shop, kind: "member")
    let stored = try RawStatement(
      database,
      """
      SELECT member_id, source_time, content_hash, seq, record FROM members WHERE shop_id = ?1 ORDER BY member_id
      """)
    stored.bind(1, shop.id)
    let absent = options.complete ? try AbsentTable(database) : nil
    var hasStored = try stored.step()
    while try next(
      &groups,
      { row in
        while hasStored {
          let order = stored.bytes(0).compared(to: row.key)
          if order >= 0 {
            if order == 0 {
              try meet(row, stored, members, confirmations)
              hasStored = try stored.step()
              return
            }
            break
          }
          try miss(stored, absent)
          hasStored = try stored.step()
        }
        try members.applyNew(row)
        feed.add(row.key)
      })
    {}
    while hasStored {
      try miss(stored, absent)
      hasStored = try stored.step()
    }
  }

  /// A stored member of whom the file speaks.
  private func meet(
    _ row: StagedRecord, _ stored: RawStatement, _ members: MemberTable, _ confirmations: Confirmations
  ) throws {
    if options.complete, isActive(stored) { active += 1 }
    let hash = stored.integer(2)
    let existing = MemberTable.Existing(
      sourceTime: stored.integer(1), contentHash: hash, seq: stored.integer(3), record: stored.bytes(4))
    let fileTime = options.fileTime.milliseconds
    if hash == row.contentHash {
      counts.unchanged += 1
      hasRefreshed = hasRefreshed || row.sourceTime > existing.sourceTime
      if row.sourceTime == fileTime {
        if existing.sourceTime >= fileTime || confirmed.canExtend {
          confirmed.extend(row.key)
        } else {
          try members.confirm(row.key, existing.record, at: fileTime)
        }
      } else {
        confirmed.interrupt()
        if row.sourceTime > existing.sourceTime { try members.confirm(row.key, existing.record, at: row.sourceTime) }
      }
      return
    }
    if row.sourceTime != fileTime { confirmed.interrupt() }
    let time = confirmations.time(of: row.key, seq: existing.seq, written: existing.sourceTime, hash: hash)
    count(try members.apply(row, existing: existing, time: time), row.key)
  }

  /// A stored member of whom the file says nothing.
  private func miss(_ stored: RawStatement, _ absent: AbsentTable?) throws {
    confirmed.interrupt()
    guard options.complete else { return }
    guard isActive(stored) else { return }
    active += 1
    counts.absent += 1
    try absent?.add(stored.bytes(0))
  }

  private func isActive(_ stored: RawStatement) -> Bool {
    var cursor = FieldCursor(stored.bytes(4))
    while let entry = cursor.next(), entry.tag <= FieldRecord.withdrawnAtTag {
      guard entry.tag == FieldRecord.withdrawnAtTag else { continue }
      let time = Timestamp(milliseconds: stored.integer(1))
      return MemberRecord.read(id: "", stored.bytes(4), sourceTime: time).status.value != .withdrawn
    }
    return true
  }

  /// Sets who was absent to withdrawn, as of the file's time, unless there are too many.
  private func withdrawAbsent(_ members: MemberTable) throws {
    guard counts.absent > 0 else { return }
    if let limit = options.maxAbsent, Double(counts.absent) > Double(active) * limit / 100 {
      counts.absentGuardStopped = true
      return
    }
    let confirmations = try Confirmations(database, shop: shop, kind: "member")
    var fields = FieldRecordWriter(capacity: 16)
    fields.integer(FieldRecord.withdrawnAtTag, options.fileTime.milliseconds)
    let hash = fields.bytes.withUnsafeBufferPointer { ContentHash.hash($0) }
    let ids = try RawStatement(database, "SELECT member_id FROM temp.absent_members")
    while try ids.step() {
      let key = ids.bytes(0)
      let outcome = try fields.bytes.withUnsafeBufferPointer { bytes in
        try members.apply(
          StagedRecord(
            key: key, sourceTime: options.fileTime.milliseconds, contentHash: hash, line: 0, fields: bytes),
          confirmations: confirmations)
      }
      if case .changed = outcome {
        counts.withdrawn += 1
        feed.add(key)
      }
    }
  }
}

/// The ids of the absent, on disk rather than in memory.
private final class AbsentTable {
  private let insert: RawStatement

  init(_ database: Database) throws {
    try database.execute(sql: "DROP TABLE IF EXISTS temp.absent_members")
    try database.execute(sql: "CREATE TEMP TABLE absent_members (member_id TEXT NOT NULL)")
    insert = try RawStatement(database, "INSERT INTO temp.absent_members (member_id) VALUES (?1)")
  }

  func add(_ id: ByteSlice) throws {
    insert.bind(1, text: id)
    try insert.run()
  }
}

extension Database {
  func isEmpty(_ table: String) throws -> Bool {
    let statement = try RawStatement(self, "SELECT 1 FROM \(table) LIMIT 1")
    return try !statement.step()
  }
}
