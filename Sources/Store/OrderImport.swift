import CommonValues
import GRDB
public import ShopModel

extension Store {
  /// Applies a staged file of orders in one transaction: all of it, or on any error nothing.
  ///
  /// `combine` makes one order's fields of the rows that carry its id, in the order of the file; false leaves the order out.
  /// `finish` is called at the end of the transaction; what it writes to this store belongs to it, and what it throws undoes all.
  /// Within the `finish` of another import the orders belong to that transaction, and a dry run is that one's to undo.
  public func applyOrders(
    _ stage: RecordStage, in shop: ShopID, rules: OrderRules, options: ApplyOptions,
    observer: ApplyObserver = ApplyObserver(), finish: (ApplyCounts) throws -> Void = { _ in },
    combine: (borrowing RecordGroup, inout FieldRecordWriter) -> Bool
  ) throws(StoreError) -> ApplyCounts {
    do {
      return try pool.unsafeReentrantWrite { database in
        var counts = ApplyCounts()
        if database.isInsideTransaction {
          counts = try Store.apply(
            stage, database, shop: shop, rules: rules, options: options, observer: observer, combine: combine)
          try finish(counts)
          return counts
        }
        try database.inTransaction(.immediate) {
          counts = try Store.apply(
            stage, database, shop: shop, rules: rules, options: options, observer: observer, combine: combine)
          try finish(counts)
          return options.dryRun ? .rollback : .commit
        }
        return counts
      }
    } catch {
      throw StoreError(error)
    }
  }

  private static func apply(
    _ stage: RecordStage, _ database: Database, shop name: ShopID, rules: OrderRules, options: ApplyOptions,
    observer: ApplyObserver, combine: (borrowing RecordGroup, inout FieldRecordWriter) -> Bool
  ) throws -> ApplyCounts {
    var counts = ApplyCounts()
    var shop = try ShopRow.make(database, name)
    shop.seq += 1
    let affected = try AffectedMembers(database)
    let guests = GuestNews(rules, isEverything: shop.orderCount == 0)
    let orders = try OrderTable(
      database, shop: shop, seq: shop.seq, rules: rules, affected: affected, guests: guests)
    var groups = try RecordGroups(stage)
    var writer = FieldRecordWriter(capacity: 4096)
    while try groups.next({ group in
      counts.records += 1
      if counts.records % 4096 == 0 {
        observer.progress(counts.records)
        if observer.shouldStop() { throw CancellationError() }
      }
      writer.bytes.removeAll(keepingCapacity: true)
      guard combine(group, &writer) else {
        counts.rejected += 1
        return
      }
      var time = group[0].sourceTime
      for index in 1..<max(group.count, 1) { time = max(time, group[index].sourceTime) }
      let outcome = try writer.bytes.withUnsafeBufferPointer { fields in
        try orders.apply(
          StagedRecord(
            key: group[0].key, sourceTime: time, contentHash: ContentHash.hash(fields), line: group[0].line,
            fields: fields))
      }
      switch outcome {
      case .inserted: counts.inserted += 1
      case .changed: counts.changed += 1
      case .unchanged: counts.unchanged += 1
      }
    }) {}
    var feed = ChangeFeed(limit: options.listedChanges)
    if shop.orderCount == 0, orders.inserted > 0 { feed.addEverybody() }
    shop.orderCount += orders.inserted
    try WaitingRefetches(database, shop).closeAnswered(.order)
    try finishOrders(database, &shop, rules, affected, guests, &feed)
    return counts
  }

  /// Whether the next change of members or orders has all orders looked at, as after a change of the rules.
  static func looksAtAllOrders(_ database: Database, _ shop: ShopRow, _ rules: OrderRules) throws -> Bool {
    guard shop.orderCount > 0 else { return false }
    if shop.orderRules != rules.countingKey { return true }
    guard shop.guestRules != rules.matchingKey else { return false }
    let any = try RawStatement(database, GuestOrders.all + " LIMIT 1")
    any.bind(1, shop.id)
    return try any.step()
  }

  /// Whatever follows a change of members or orders: guests are matched, sums computed, members listed for the next plan.
  static func finishOrders(
    _ database: Database, _ shop: inout ShopRow, _ rules: OrderRules, _ affected: AffectedMembers, _ guests: GuestNews,
    _ feed: inout ChangeFeed
  ) throws {
    let summing = OrderSumming(database: database, shop: shop)
    if shop.orderRules != rules.countingKey {
      try summing.recount(rules, affected)
      shop.orderRules = rules.countingKey
    }
    try GuestOrders(database: database, rules: rules, affected: affected, news: guests).match(&shop)
    try summing.update(&feed)
    try feed.save(database, shop: &shop)
    try shop.save(database)
  }
}
