public import CommonValues
import GRDB
public import ShopModel

/// An event, and when its source said it.
public struct DatedEvent: Sendable, Hashable {
  /// What was said.
  public var event: ShopEvent
  /// When; what the event itself says of its time goes before it.
  public var sourceTime: Timestamp

  /// An event of a time.
  public init(_ event: ShopEvent, at sourceTime: Timestamp) {
    self.event = event
    self.sourceTime = sourceTime
  }
}

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
    try apply(events.map { DatedEvent($0, at: sourceTime) }, in: shop, rules: rules).contains(true)
  }

  /// Applies events in their order, in one transaction: all of them, or on any error none.
  ///
  /// - Returns: for each whether it has changed anything that is known.
  public func apply(
    _ events: [DatedEvent], in shop: ShopID, rules: OrderRules = OrderRules()
  ) throws(StoreError) -> [Bool] {
    guard !events.isEmpty else { return [] }
    defer { advanceIdentityVersion() }
    return try write { database in
      let work = try EventWork(database, shop, rules)
      let news = try events.map { try work.apply($0) }
      try work.finish()
      return news
    }
  }
}

/// Events on their way into the tables, within one transaction. What they have in common is readied once.
private final class EventWork {
  private let database: Database
  private var shop: ShopRow
  private let rules: OrderRules
  private var feed = ChangeFeed()
  private let affected: AffectedMembers
  private let guests: GuestNews
  private let waiting: WaitingRefetches
  private var members: (table: MemberTable, confirmations: Confirmations)?
  private var orders: OrderTable?
  private var mayMatchGuests = false

  init(_ database: Database, _ shop: ShopID, _ rules: OrderRules) throws {
    self.database = database
    self.rules = rules
    self.shop = try ShopRow.make(database, shop)
    self.shop.seq += 1
    affected = try AffectedMembers(database)
    guests = GuestNews(rules)
    waiting = try WaitingRefetches(database, self.shop)
  }

  func apply(_ dated: DatedEvent) throws -> Bool {
    let before = feed.newsCount
    switch dated.event {
    case .member(let member):
      let time = member.updatedAt ?? dated.sourceTime
      var fields = FieldRecordWriter()
      MemberRecord.write(member, to: &fields)
      try apply(member: member.id, fields, at: time)
    case .memberWithdrawn(let id, let at):
      var fields = FieldRecordWriter()
      fields.integer(FieldRecord.withdrawnAtTag, at.milliseconds)
      try apply(member: id, fields, at: at)
    case .order(let order): return try apply(order, at: order.updatedAt ?? dated.sourceTime)
    case .accountLinked(let memberID, let kakaoUserID, let at):
      try AccountLinks(database: database, shop: shop).link(memberID, kakaoUserID, at, &feed)
    case .accountUnlinked(let kakaoUserID, let at):
      try AccountLinks(database: database, shop: shop).unlink(kakaoUserID, at, &feed)
    case .channelRelation(let relation):
      try ChannelRelations(database: database, shop: shop).apply(relation, &feed)
    }
    return feed.newsCount > before
  }

  private func apply(member id: String, _ fields: FieldRecordWriter, at time: Timestamp) throws {
    if members == nil {
      members = (
        try MemberTable(database, shop: shop, seq: shop.seq, guests: guests),
        try Confirmations(database, shop: shop, kind: "member")
      )
    }
    guard let members else { return }
    var key = id
    try key.withUTF8 { key in
      let outcome = try EventWork.withRecord(key, fields, at: time) {
        try members.table.apply($0, confirmations: members.confirmations)
      }
      feed.add(key, isNews: outcome != .unchanged)
    }
    try waiting.close(.member, id, at: time)
    mayMatchGuests = true
  }

  /// An order's sums are computed again even when it says what it said before, so its own outcome tells whether it is news.
  private func apply(_ order: Order, at time: Timestamp) throws -> Bool {
    if orders == nil {
      if shop.orderCount == 0 { feed.addEverybody(isNews: false) }
      orders = try OrderTable(database, shop: shop, seq: shop.seq, rules: rules, affected: affected, guests: guests)
    }
    guard let orders else { return false }
    var fields = FieldRecordWriter()
    OrderRecord.write(order, to: &fields)
    var key = order.id
    let outcome = try key.withUTF8 { key in
      try EventWork.withRecord(key, fields, at: time) { try orders.apply($0) }
    }
    try waiting.close(.order, order.id, at: time)
    mayMatchGuests = true
    return outcome != .unchanged
  }

  func finish() throws {
    shop.memberCount += members?.table.inserted ?? 0
    shop.orderCount += orders?.inserted ?? 0
    if mayMatchGuests, shop.orderCount > 0 {
      try Store.finishOrders(database, &shop, rules, affected, guests, &feed)
    } else {
      try feed.save(database, shop: &shop)
      try shop.save(database)
    }
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
