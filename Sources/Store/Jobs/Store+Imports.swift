public import CommonValues
import GRDB
public import ShopModel

extension Store {
  /// The folder beside the database where accepted files lie until they were imported.
  public var spoolDirectory: String { path + "-spool" }

  /// Accepts a file: when this returns, it is imported sooner or later, also after the end of the process and of the machine's power.
  ///
  /// - Returns: its number within the shop.
  public func accept(_ new: NewImport) throws(StoreError) -> Int64 {
    try write { database in
      let row = try ShopRow.make(database, new.shop)
      let insert = try RawStatement(
        database,
        """
        INSERT INTO imports
          (shop_id, import_id, source, file, origin, spool, bytes, options, received_at, state, finished_at, result)
        SELECT ?1, next, ?2, coalesce(?3, 'upload-' || next), ?4, ?5, ?6, ?7, ?8, ?9, ?10, coalesce(?11, '{}')
        FROM (SELECT coalesce(max(import_id), 0) + 1 AS next FROM imports WHERE shop_id = ?1)
        RETURNING import_id
        """)
      insert.bind(1, row.id)
      insert.bind(2, text: new.source.rawValue)
      insert.bind(3, text: new.file)
      insert.bind(4, text: new.origin)
      insert.bind(5, text: new.refusal == nil ? new.spool : nil)
      insert.bind(6, new.bytes)
      insert.bind(7, text: new.options)
      insert.bind(8, new.receivedAt.milliseconds)
      insert.bind(9, new.refusal == nil ? AcceptedImport.State.waiting.rawValue : AcceptedImport.State.failed.rawValue)
      insert.bind(10, new.refusal == nil ? nil : new.receivedAt.milliseconds)
      insert.bind(11, text: new.refusal)
      _ = try insert.step()
      let id = insert.integer(0)
      while try insert.step() {}
      return id
    }
  }

  /// One accepted file.
  public func acceptedImport(_ id: Int64, of shop: ShopID) throws(StoreError) -> AcceptedImport? {
    try imports(shop, "AND import_id = ?2") { $0.bind(2, id) }.first
  }

  /// Accepted files of a shop, the newest first.
  ///
  /// - Parameter before: only those with a smaller number, for the next page.
  public func acceptedImports(
    of shop: ShopID, before: Int64? = nil, limit: Int = 50
  ) throws(StoreError) -> [AcceptedImport] {
    try imports(shop, "AND import_id < ?2 ORDER BY import_id DESC LIMIT ?3") {
      $0.bind(2, before ?? .max)
      $0.bind(3, Int64(limit))
    }
  }

  /// The newest file of that origin.
  public func acceptedImport(origin: String, of shop: ShopID) throws(StoreError) -> AcceptedImport? {
    try imports(shop, "AND origin = ?2 ORDER BY import_id DESC LIMIT 1") { $0.bind(2, text: origin) }.first
  }

  /// The newest file whose origin begins so.
  public func newestImport(originPrefix prefix: String, of shop: ShopID) throws(StoreError) -> AcceptedImport? {
    try imports(shop, "AND substr(origin, 1, length(?2)) = ?2 ORDER BY import_id DESC LIMIT 1") {
      $0.bind(2, text: prefix)
    }.first
  }

  /// Files of a watched folder that came to their end and were not put away.
  public func unfiledImports(of shop: ShopID) throws(StoreError) -> [AcceptedImport] {
    try imports(shop, "AND origin IS NOT NULL AND filed = 0 AND state >= 2 ORDER BY import_id") { _ in }
  }

  /// The shops that have a file waiting, in the order of their names.
  public func shopsWithImports() throws(StoreError) -> [ShopID] {
    try read { database in
      let statement = try RawStatement(
        database,
        """
        SELECT name FROM shops WHERE EXISTS (
          SELECT 1 FROM imports WHERE imports.shop_id = shops.shop_id AND state < 2 AND state = 0) ORDER BY name
        """)
      var shops: [ShopID] = []
      while try statement.step() {
        if let shop = ShopID(statement.text(0)) { shops.append(shop) }
      }
      return shops
    }
  }

  /// Begins the oldest file of a shop that waits; nil when there is none, or when one of the shop's is running.
  public func beginImport(of shop: ShopID, at now: Timestamp) throws(StoreError) -> AcceptedImport? {
    let begun: Int64? = try write { database in
      guard let row = try ShopRow.find(database, shop) else { return nil }
      let begin = try RawStatement(
        database,
        """
        UPDATE imports SET state = 1, attempts = attempts + 1, started_at = ?2
        WHERE shop_id = ?1 AND import_id = (
            SELECT min(import_id) FROM imports WHERE shop_id = ?1 AND state < 2 AND state = 0)
          AND NOT EXISTS (SELECT 1 FROM imports WHERE shop_id = ?1 AND state < 2 AND state = 1)
        RETURNING import_id
        """)
      begin.bind(1, row.id)
      begin.bind(2, now.milliseconds)
      guard try begin.step() else { return nil }
      let id = begin.integer(0)
      while try begin.step() {}
      return id
    }
    guard let begun else { return nil }
    return try acceptedImport(begun, of: shop)
  }

  /// Notes that a file is imported with a run of that number.
  public func noteRun(_ run: Int64, ofImport id: Int64, in shop: ShopID) throws(StoreError) {
    try change(shop, id, "runs = runs || ?3 || ' '") { $0.bind(3, text: String(run)) }
  }

  /// Puts a file that was begun back in line, as if it had not been.
  public func postponeImport(_ id: Int64, in shop: ShopID) throws(StoreError) {
    try change(shop, id, "state = 0, attempts = max(0, attempts - 1)") { _ in }
  }

  /// Puts what was begun back in line; for whoever knows that nobody is at it any more.
  ///
  /// - Parameter isLost: whether that is so of the entry of a shop and number.
  /// - Returns: what it is, with the runs that have lost their process.
  public func recoverImports(
    _ isLost: (ShopID, Int64) -> Bool = { _, _ in true }
  ) throws(StoreError) -> [AcceptedImport] {
    let shops: [ShopID] = try read { database in
      let statement = try RawStatement(
        database,
        """
        SELECT name FROM shops WHERE EXISTS (
          SELECT 1 FROM imports WHERE imports.shop_id = shops.shop_id AND state < 2 AND state = 1) ORDER BY name
        """)
      var shops: [ShopID] = []
      while try statement.step() {
        if let shop = ShopID(statement.text(0)) { shops.append(shop) }
      }
      return shops
    }
    var recovered: [AcceptedImport] = []
    for shop in shops {
      for lost in try imports(shop, "AND state < 2 AND state = 1 ORDER BY import_id", { _ in })
      where isLost(shop, lost.id) {
        try change(shop, lost.id, "state = 0") { _ in }
        recovered.append(lost)
      }
    }
    return recovered
  }

  /// Notes what came of a file. Its spool file is nobody's any more.
  public func finishImport(
    _ id: Int64, in shop: ShopID, _ state: AcceptedImport.State, result: String, at now: Timestamp
  ) throws(StoreError) {
    try change(shop, id, "state = ?3, result = ?4, finished_at = ?5, spool = NULL") {
      $0.bind(3, state.rawValue)
      $0.bind(4, text: result)
      $0.bind(5, now.milliseconds)
    }
  }

  /// Notes that a file of a watched folder was put away.
  public func noteFiled(_ id: Int64, in shop: ShopID) throws(StoreError) {
    try change(shop, id, "filed = 1") { _ in }
  }

  /// The names of all spool files that somebody still needs.
  public func spoolFiles() throws(StoreError) -> Set<String> {
    try read { database in
      let statement = try RawStatement(database, "SELECT spool FROM imports WHERE spool IS NOT NULL")
      var names: Set<String> = []
      while try statement.step() { names.insert(statement.text(0)) }
      return names
    }
  }

  /// Forgets files that came to their end before a time and were put away, the newest of each shop excepted, at most `limit`.
  ///
  /// - Returns: how many.
  @discardableResult
  public func sweepImports(finishedBefore time: Timestamp, limit: Int = 1_000) throws(StoreError) -> Int {
    try write { database in
      let statement = try RawStatement(
        database,
        """
        DELETE FROM imports WHERE (shop_id, import_id) IN (
          SELECT shop_id, import_id FROM imports AS old
          WHERE finished_at < ?1 AND (origin IS NULL OR filed = 1 OR source = 'fetch')
            AND import_id < (SELECT max(import_id) FROM imports WHERE shop_id = old.shop_id)
          LIMIT ?2)
        """)
      statement.bind(1, time.milliseconds)
      statement.bind(2, Int64(limit))
      try statement.run()
      return statement.changes
    }
  }

  private func change(
    _ shop: ShopID, _ id: Int64, _ assignments: String, _ bind: (RawStatement) -> Void
  ) throws(StoreError) {
    try write { database in
      guard let row = try ShopRow.find(database, shop) else { return }
      let statement = try RawStatement(
        database, "UPDATE imports SET \(assignments) WHERE shop_id = ?1 AND import_id = ?2")
      statement.bind(1, row.id)
      statement.bind(2, id)
      bind(statement)
      try statement.run()
    }
  }

  private func imports(
    _ shop: ShopID, _ rest: String, _ bind: (RawStatement) -> Void
  ) throws(StoreError) -> [AcceptedImport] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let statement = try RawStatement(
        database,
        """
        SELECT import_id, source, file, origin, spool, bytes, options, state, attempts, received_at, started_at,
          finished_at, runs, result, filed
        FROM imports WHERE shop_id = ?1 \(rest)
        """)
      statement.bind(1, row.id)
      bind(statement)
      var found: [AcceptedImport] = []
      while try statement.step() { found.append(AcceptedImport(statement, shop)) }
      return found
    }
  }
}

extension AcceptedImport {
  fileprivate init(_ row: RawStatement, _ shop: ShopID) {
    self.init(
      id: row.integer(0), shop: shop, source: Source(rawValue: row.text(1)) ?? .upload, file: row.text(2),
      origin: row.isNull(3) ? nil : row.text(3), spool: row.isNull(4) ? nil : row.text(4), bytes: row.integer(5),
      options: row.text(6), state: State(rawValue: row.integer(7)) ?? .failed, attempts: Int(row.integer(8)),
      receivedAt: row.time(9), startedAt: row.optionalTime(10), finishedAt: row.optionalTime(11),
      runs: row.text(12).split(separator: " ").compactMap { Int64($0) }, result: row.text(13),
      isFiled: row.integer(14) != 0)
  }
}
