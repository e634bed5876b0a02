public import CommonValues
import GRDB
public import ShopModel

/// A shop's state at a glance. Everything is found by index, so that hundreds of shops are read in a few milliseconds.
public struct ShopGlance: Sendable, Hashable {
  /// Whose it is.
  public let shop: ShopID
  /// Where its data stands.
  public var state = ShopState.nothing
  /// When the newest delivery was received that is still kept; nil: none.
  public var newestEvent: Timestamp?
  /// Deliveries that wait, those that are tried again among them; not counted beyond ``limit``.
  public var waiting = 0
  /// Deliveries that have failed and are tried again.
  public var retrying = 0
  /// When the oldest delivery that waits was received.
  public var oldestWaiting: Timestamp?
  /// Deliveries that failed for good.
  public var dead = 0
  /// Rows in quarantine.
  public var quarantined = 0
  /// The newest import.
  public var lastImport: Run?
  /// The newest sync.
  public var lastSync: Run?
  /// The newest count of the coverage.
  public var coverage: CoverageDay?

  /// As many waiting deliveries, failed ones and rows in quarantine as are counted.
  public static let limit = 10_000

  init(shop: ShopID) { self.shop = shop }
}

extension Store {
  /// The state of shops, in the order in which they are asked for. Of a shop of which nothing is stored everything is empty.
  public func glances(of shops: [ShopID]) throws(StoreError) -> [ShopGlance] {
    try read { database in
      let reader = try GlanceReader(database)
      return try shops.map { shop in
        var glance = ShopGlance(shop: shop)
        if let row = try ShopRow.find(database, shop) { try reader.read(row, into: &glance) }
        return glance
      }
    }
  }
}

private struct GlanceReader {
  let database: Database
  let newest: RawStatement
  let waiting: RawStatement
  let dead: RawStatement
  let quarantined: RawStatement
  let run: RawStatement

  init(_ database: Database) throws {
    self.database = database
    newest = try RawStatement(
      database,
      "SELECT received_at FROM inbox WHERE shop_id = ?1 AND state = ?2 ORDER BY inbox_id DESC LIMIT 1")
    waiting = try RawStatement(
      database,
      """
      SELECT count(*), coalesce(sum(attempts > 0), 0), min(received_at) FROM (
        SELECT attempts, received_at FROM inbox INDEXED BY inbox_by_state WHERE shop_id = ?1 AND state = 0
        ORDER BY inbox_id LIMIT \(ShopGlance.limit))
      """)
    dead = try RawStatement(
      database,
      """
      SELECT count(*) FROM (
        SELECT 1 FROM inbox INDEXED BY inbox_by_state WHERE shop_id = ?1 AND state = 2 LIMIT \(ShopGlance.limit))
      """)
    quarantined = try RawStatement(
      database,
      """
      SELECT count(*) FROM (
        SELECT 1 FROM quarantine INDEXED BY quarantine_by_code WHERE shop_id = ?1 LIMIT \(ShopGlance.limit))
      """)
    run = try RawStatement(
      database, "SELECT \(Run.columns) FROM runs WHERE shop_id = ?1 AND kind = ?2 ORDER BY run_id DESC LIMIT 1")
  }

  func read(_ row: ShopRow, into glance: inout ShopGlance) throws {
    for statement in [newest, waiting, dead, quarantined, run] { statement.bind(1, row.id) }
    glance.state = ShopState(row)
    for state in InboxEntry.State.allCases {
      newest.bind(2, state.rawValue)
      if try newest.step() { glance.newestEvent = max(glance.newestEvent ?? newest.time(0), newest.time(0)) }
      newest.reset()
    }
    if try waiting.step() {
      glance.waiting = Int(waiting.integer(0))
      glance.retrying = Int(waiting.integer(1))
      glance.oldestWaiting = waiting.optionalTime(2)
    }
    waiting.reset()
    glance.dead = try count(dead)
    glance.quarantined = try count(quarantined)
    glance.lastImport = try newestRun(.import)
    glance.lastSync = try newestRun(.sync)
    glance.coverage = try Store.coverage(database, row, since: CalendarDate(daysSinceEpoch: 0), limit: 1).last
  }

  private func count(_ statement: RawStatement) throws -> Int {
    defer { statement.reset() }
    return try statement.step() ? Int(statement.integer(0)) : 0
  }

  private func newestRun(_ kind: Run.Kind) throws -> Run? {
    run.bind(2, text: kind.rawValue)
    defer { run.reset() }
    return try run.step() ? Run(run) : nil
  }
}
