public import CommonValues
public import ShopModel

extension Store {
  /// Notes that members or orders have changed at `since`, and that it is not known how. What is known of a later time is not noted.
  ///
  /// - Returns: those that wait now.
  @discardableResult
  public func noteRefetch(
    _ entity: WaitingRefetch.Entity, _ ids: [String], in shop: ShopID, since: Timestamp, now: Timestamp
  ) throws(StoreError) -> [String] {
    guard !ids.isEmpty else { return [] }
    return try write { database in
      let row = try ShopRow.make(database, shop)
      let known = try StoredTimes(database, row, entity)
      let insert = try RawStatement(
        database,
        """
        INSERT INTO waiting_refetches (shop_id, entity, id, since, noted_at) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (shop_id, entity, id) DO UPDATE SET since = max(since, excluded.since)
        """)
      insert.bind(1, row.id)
      return try ids.filter { id in
        var key = id
        if let time = try key.withUTF8({ try known.time(of: $0) }), time > since.milliseconds { return false }
        insert.bind(2, text: entity.rawValue)
        insert.bind(3, text: id)
        insert.bind(4, since.milliseconds)
        insert.bind(5, now.milliseconds)
        try insert.run()
        return true
      }
    }
  }

  /// Closes the questions about members or orders that an answer of `time` was given to, whatever time stands in the answer.
  public func closeRefetch(
    _ entity: WaitingRefetch.Entity, _ ids: [String], in shop: ShopID, answeredAt time: Timestamp
  ) throws(StoreError) {
    guard !ids.isEmpty else { return }
    try write { database in
      let waiting = try WaitingRefetches(database, try ShopRow.make(database, shop))
      let after = time.adding(milliseconds: 1)
      for id in ids { try waiting.close(entity, id, at: after) }
    }
  }

  /// Which of these still wait.
  public func waiting(
    _ entity: WaitingRefetch.Entity, among ids: [String], in shop: ShopID
  ) throws(StoreError) -> [String] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let find = try RawStatement(
        database, "SELECT 1 FROM waiting_refetches WHERE shop_id = ?1 AND entity = ?2 AND id = ?3")
      find.bind(1, row.id)
      return try ids.filter { id in
        find.bind(2, text: entity.rawValue)
        find.bind(3, text: id)
        defer { find.reset() }
        return try find.step()
      }
    }
  }

  /// What waits, members first, in the order of ids.
  ///
  /// - Parameter after: only what comes after it, for the next page.
  public func waitingRefetches(
    of shop: ShopID, after: (entity: WaitingRefetch.Entity, id: String)? = nil, limit: Int = 50
  ) throws(StoreError) -> [WaitingRefetch] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let statement = try RawStatement(
        database,
        """
        SELECT entity, id, since, noted_at FROM waiting_refetches
        WHERE shop_id = ?1 AND (?2 IS NULL OR (entity, id) > (?2, ?3)) ORDER BY entity, id LIMIT ?4
        """)
      statement.bind(1, row.id)
      statement.bind(2, text: after?.entity.rawValue)
      statement.bind(3, text: after?.id)
      statement.bind(4, Int64(limit))
      var found: [WaitingRefetch] = []
      while try statement.step() {
        guard let entity = WaitingRefetch.Entity(rawValue: statement.text(0)) else { continue }
        found.append(
          WaitingRefetch(entity: entity, id: statement.text(1), since: statement.time(2), notedAt: statement.time(3)))
      }
      return found
    }
  }

  /// How many members and orders wait.
  public func waitingRefetchCount(of shop: ShopID) throws(StoreError) -> Int {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return 0 }
      let count = try RawStatement(database, "SELECT count(*) FROM waiting_refetches WHERE shop_id = ?1")
      count.bind(1, row.id)
      return try count.step() ? Int(count.integer(0)) : 0
    }
  }

  /// Keeps which Kakao app a platform's user ids belong to, as a digest of its REST API key; the newest word counts.
  public func notePlatformApp(_ digest: Int64, in shop: ShopID, toldAt time: Timestamp) throws(StoreError) {
    try write { database in
      let row = try ShopRow.make(database, shop)
      let upsert = try RawStatement(
        database,
        """
        INSERT INTO platform_apps (shop_id, app, told_at) VALUES (?1, ?2, ?3)
        ON CONFLICT (shop_id) DO UPDATE SET app = excluded.app, told_at = excluded.told_at
        WHERE excluded.told_at > platform_apps.told_at
          OR (excluded.told_at = platform_apps.told_at AND excluded.app > platform_apps.app)
        """)
      upsert.bind(1, row.id)
      upsert.bind(2, digest)
      upsert.bind(3, time.milliseconds)
      try upsert.run()
    }
  }

  /// The digest of the Kakao app that a platform's user ids belong to; nil when the platform never said.
  public func platformApp(of shop: ShopID) throws(StoreError) -> Int64? {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return nil }
      let find = try RawStatement(database, "SELECT app FROM platform_apps WHERE shop_id = ?1")
      find.bind(1, row.id)
      return try find.step() ? find.integer(0) : nil
    }
  }
}
