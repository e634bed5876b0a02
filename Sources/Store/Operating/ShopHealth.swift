public import CommonValues
import GRDB
public import ShopModel

/// How one shop is, as far as its tables tell at a glance.
public struct ShopHealth: Sendable, Hashable {
  /// Which shop.
  public var shop: ShopID
  /// Deliveries that wait to be worked on.
  public var waiting = 0
  /// When the oldest of them was received.
  public var oldestWaiting: Timestamp?
  /// Deliveries that failed for good.
  public var dead = 0
  /// Kept deliveries of kinds that nobody maps.
  public var unmapped = 0
  /// Files that were accepted and are not imported yet.
  public var waitingImports = 0
  /// When the shop was last heard of: the newest delivery that is not Kakao's, the newest import that succeeded, or what was noted.
  public var newestDelivery: Timestamp?

  /// A shop of which nothing is known.
  public init(shop: ShopID) { self.shop = shop }
}

/// How all shops are.
public struct StoreHealth: Sendable, Hashable {
  /// In the order of their names.
  public var shops: [ShopHealth]
  /// The number of the newest delivery, from which a later look can go on.
  public var newestEntry: Int64
}

extension Store {
  /// How every shop is. Counts are read from indexes alone.
  ///
  /// - Parameter entry: the ``StoreHealth/newestEntry`` of an earlier look. Then ``ShopHealth/newestDelivery`` tells of later
  ///   deliveries alone, and of imports, so that nothing is read twice.
  public func health(after entry: Int64 = 0) throws(StoreError) -> StoreHealth {
    try read { database in
      let newest = InboxEntry.State.allCases.map { state in
        """
        (SELECT received_at FROM inbox WHERE shop_id = s.shop_id AND state = \(state.rawValue) AND inbox_id > ?1
          AND source NOT LIKE 'kakao.%' ORDER BY inbox_id DESC LIMIT 1)
        """
      }
      let statement = try RawStatement(
        database,
        """
        SELECT name,
          (SELECT count(*) FROM inbox WHERE shop_id = s.shop_id AND state = 0),
          (SELECT received_at FROM inbox WHERE shop_id = s.shop_id AND state = 0 ORDER BY inbox_id LIMIT 1),
          (SELECT count(*) FROM inbox WHERE shop_id = s.shop_id AND state = 2),
          (SELECT count(*) FROM inbox WHERE shop_id = s.shop_id AND state = 3),
          (SELECT count(*) FROM imports WHERE shop_id = s.shop_id AND state < 2),
          (SELECT finished_at FROM runs WHERE shop_id = s.shop_id AND kind = 'import' AND outcome = 'succeeded'
            ORDER BY run_id DESC LIMIT 1),
          (SELECT heard_at FROM shops_heard WHERE shop_id = s.shop_id),
          \(newest.joined(separator: ",\n"))
        FROM shops AS s ORDER BY name
        """)
      statement.bind(1, entry)
      var shops: [ShopHealth] = []
      while try statement.step() {
        guard let shop = ShopID(statement.text(0)) else { continue }
        var health = ShopHealth(shop: shop)
        health.waiting = Int(statement.integer(1))
        health.oldestWaiting = statement.optionalTime(2)
        health.dead = Int(statement.integer(3))
        health.unmapped = Int(statement.integer(4))
        health.waitingImports = Int(statement.integer(5))
        health.newestDelivery = (6..<Int32(8 + newest.count)).compactMap { statement.optionalTime($0) }.max()
        shops.append(health)
      }
      let last = try RawStatement(database, "SELECT coalesce(max(inbox_id), 0) FROM inbox")
      return StoreHealth(shops: shops, newestEntry: try last.step() ? last.integer(0) : entry)
    }
  }

  /// Notes when shops were heard of otherwise than by deliveries and imports; an earlier time changes nothing.
  public func noteHeard(_ times: [ShopID: Timestamp]) throws(StoreError) {
    guard !times.isEmpty else { return }
    try write { database in
      let statement = try RawStatement(
        database,
        """
        INSERT INTO shops_heard (shop_id, heard_at) VALUES (?1, ?2)
        ON CONFLICT (shop_id) DO UPDATE SET heard_at = max(heard_at, excluded.heard_at)
        """)
      for (shop, time) in times {
        statement.bind(1, try ShopRow.make(database, shop).id)
        statement.bind(2, time.milliseconds)
        try statement.run()
      }
    }
  }
}
