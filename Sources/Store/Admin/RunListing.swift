public import CommonValues
import GRDB
public import ShopModel

/// How many runs of a kind ended in a way on one day.
public struct RunDay: Sendable, Hashable {
  /// The day in Seoul on which they began.
  public var day: CalendarDate
  /// What they did, as it is stored: `import`, `sync` or what a later version adds.
  public var kind: String
  /// How they ended; nil: they have not.
  public var outcome: Run.Outcome?
  /// How many.
  public var count: Int
}

extension Run {
  static let columns = "run_id, kind, started_at, finished_at, outcome, summary"

  /// From ``columns``.
  init(_ row: RawStatement) {
    self.init(
      id: row.integer(0), kind: .init(rawValue: row.text(1)) ?? .import, startedAt: row.time(2),
      finishedAt: row.optionalTime(3), outcome: .init(rawValue: row.text(4)), summary: row.text(5))
  }
}

extension Store {
  /// The newest runs of one kind first, those before `before` when given.
  public func runs(
    of shop: ShopID, kind: Run.Kind, before: Int64? = nil, limit: Int = 50
  ) throws(StoreError) -> [Run] {
    try listedRuns(shop, "kind = ?2 AND run_id < ?3 ORDER BY run_id DESC LIMIT ?4") {
      $0.bind(2, text: kind.rawValue)
      $0.bind(3, before ?? .max)
      $0.bind(4, Int64(limit))
    }
  }

  /// Of the newest thousand runs those in which a call to Kakao failed, the newest first; at most a hundred.
  public func runsWithKakaoFaults(of shop: ShopID) throws(StoreError) -> [Run] {
    try listedRuns(
      shop,
      """
      run_id > (SELECT coalesce(max(run_id), 0) - 1000 FROM runs WHERE shop_id = ?1)
        AND kind <> 'import' AND outcome IS NOT 'succeeded' AND instr(summary, '"kakao-') > 0
      ORDER BY run_id DESC LIMIT 100
      """)
  }

  /// How many runs began on each day from `since` on, of the newest 5,000.
  public func runDays(of shop: ShopID, since: CalendarDate) throws(StoreError) -> [RunDay] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let select = try RawStatement(
        database,
        """
        SELECT (started_at + 32400000) / 86400000, kind, outcome, count(*) FROM (
          SELECT started_at, kind, outcome FROM runs WHERE shop_id = ?1 ORDER BY run_id DESC LIMIT 5000)
        WHERE started_at >= ?2 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        """)
      select.bind(1, row.id)
      select.bind(2, Timestamp(startOf: since).milliseconds)
      var days: [RunDay] = []
      while try select.step() {
        days.append(
          RunDay(
            day: CalendarDate(daysSinceEpoch: Int(select.integer(0))), kind: select.text(1),
            outcome: .init(rawValue: select.text(2)), count: Int(select.integer(3))))
      }
      return days
    }
  }

  private func listedRuns(
    _ shop: ShopID, _ rest: String, _ bind: (RawStatement) -> Void = { _ in }
  ) throws(StoreError) -> [Run] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let select = try RawStatement(database, "SELECT \(Run.columns) FROM runs WHERE shop_id = ?1 AND \(rest)")
      select.bind(1, row.id)
      bind(select)
      var runs: [Run] = []
      while try select.step() { runs.append(Run(select)) }
      return runs
    }
  }
}
