public import CommonValues
import GRDB
public import ShopModel

extension Store {
  /// Applies one event. `sourceTime` is when its source said it; an older statement never undoes a newer one.
  ///
  /// - Returns: whether anything that is known has changed.
  public func apply(
    _ event: ShopEvent, in shop: ShopID, sourceTime: Timestamp, rules: OrderRules = OrderRules()
  ) throws(StoreError) -> Bool {
    try apply([event], in: shop, sourceTime: sourceTime, rules: rules)
  }

  /// Applies events in their order, in one transaction: all of them, or on any error none.
  ///
  /// - Returns: whether anything that is known has changed.
  public func apply(
    _ events: [ShopEvent], in shop: ShopID, sourceTime: Timestamp, rules: OrderRules = OrderRules()
  ) throws(StoreError) -> Bool {
    guard !events.isEmpty else { return false }
    defer { advanceIdentityVersion() }
    return try write { database in
      var row = try ShopRow.make(database, shop)
      row.seq += 1
      var feed = ChangeFeed()
      let affected = try AffectedMembers(database)
      var isNews = false
      // An order's sums are computed again even when it says what it said before, so its own outcome tells whether it is news.
      var mayMatchGuests = false
      for event in events {
        switch event {
        case .member(let member):
          let time = member.updatedAt ?? sourceTime
          var fields = FieldRecordWriter()
          MemberRecord.write(member, to: &fields)
          try Store.apply(database, &row, &feed, member: member.id, fields, at: time)
          mayMatchGuests = true
        case .memberWithdrawn(let id, let at):
          var fields = FieldRecordWriter()
          fields.integer(FieldRecord.withdrawnAtTag, at.milliseconds)
          try Store.apply(database, &row, &feed, member: id, fields, at: at)
          mayMatchGuests = true
        case .order(let order):
          if row.orderCount == 0 { feed.addEverybody(isNews: false) }
          let outcome = try Store.apply(database, &row, order, rules, affected, at: order.updatedAt ?? sourceTime)
          isNews = isNews || outcome != .unchanged
          mayMatchGuests = true
        case .accountLinked(let memberID, let kakaoUserID, let at):
          try AccountLinks(database: database, shop: row).link(memberID, kakaoUserID, at, &feed)
        case .accountUnlinked(let kakaoUserID, let at):
          try AccountLinks(database: database, shop: row).unlink(kakaoUserID, at, &feed)
        case .channelRelation(let relation):
          try ChannelRelations(database: database, shop: row).apply(relation, &feed)
        }
      }
      isNews = isNews || feed.hasNews
      if mayMatchGuests, row.orderCount > 0 {
        try Store.finishOrders(database, &row, rules, affected, &feed)
      } else {
        try feed.save(database, shop: &row)
        try row.save(database)
      }
      return isNews
    }
  }

  private static func apply(
    _ database: Database, _ shop: inout ShopRow, _ feed: inout ChangeFeed, member id: String,
    _ fields: FieldRecordWriter, at time: Timestamp
  ) throws {
    let members = try MemberTable(database, shop: shop, seq: shop.seq)
    let confirmations = try Confirmations(database, shop: shop, kind: "member")
    var id = id
    try id.withUTF8 { key in
      let outcome = try withRecord(key, fields, at: time) { try members.apply($0, confirmations: confirmations) }
      feed.add(key, isNews: outcome != .unchanged)
    }
    shop.memberCount += members.inserted
  }

  private static func apply(
    _ database: Database, _ shop: inout ShopRow, _ order: Order, _ rules: OrderRules, _ affected: AffectedMembers,
    at time: Timestamp
  ) throws -> MemberTable.Outcome {
    var fields = FieldRecordWriter()
    OrderRecord.write(order, to: &fields)
    let orders = try OrderTable(database, shop: shop, seq: shop.seq, rules: rules, affected: affected)
    var id = order.id
    let outcome = try id.withUTF8 { key in try withRecord(key, fields, at: time) { try orders.apply($0) } }
    shop.orderCount += orders.inserted
    return outcome
  }

  private static func withRecord<Result>(
    _ key: ByteSlice, _ fields: FieldRecordWriter, at time: Timestamp, _ body: (StagedRecord) throws -> Result
  ) rethrows -> Result {
    try fields.bytes.withUnsafeBufferPointer { bytes in
      try body(
        StagedRecord(
          key: key, sourceTime: time.milliseconds, contentHash: ContentHash.hash(bytes), line: 0, fields: bytes))
    }
  }
}
