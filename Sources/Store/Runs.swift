public import CommonValues
import GRDB
public import ShopModel

/// One import, sync or reconciliation, as it is listed.
public struct Run: Sendable, Hashable, Codable, Identifiable {
  /// What a run does.
  public enum Kind: String, Sendable, Hashable, Codable {
    case `import`
    case sync
    case reconcile
  }

  /// How it ended.
  public enum Outcome: String, Sendable, Hashable, Codable {
    case succeeded
    case failed
    /// A guard, the quota or another process stopped it.
    case stopped
    /// It was asked to stop, or its process ended.
    case interrupted
  }

  /// Counts up per shop, from 1.
  public let id: Int64
  /// What it did.
  public let kind: Kind
  /// When it began.
  public let startedAt: Timestamp
  /// Nil while it runs, and when its process ended without a word.
  public let finishedAt: Timestamp?
  /// How it ended; nil while it runs.
  public let outcome: Outcome?
  /// The verb's result as JSON text; holds no personal data.
  public let summary: String

  private enum CodingKeys: String, CodingKey {
    case id = "run_id"
    case kind
    case startedAt = "started_at"
    case finishedAt = "finished_at"
    case outcome
    case summary
  }
}

extension Store {
  /// Notes that a run begins; returns its number within the shop.
  public func beginRun(_ kind: Run.Kind, in shop: ShopID, at now: Timestamp) throws(StoreError) -> Int64 {
    try write { database in
      let row = try ShopRow.make(database, shop)
      if kind != .import { try Store.endAbandoned(database, row, now) }
      let statement = try RawStatement(
        database,
        """
        INSERT INTO runs (shop_id, run_id, kind, started_at)
        SELECT ?1, coalesce(max(run_id), 0) + 1, ?2, ?3 FROM runs WHERE shop_id = ?1 RETURNING run_id
        """)
      statement.bind(1, row.id)
      statement.bind(2, text: kind.rawValue)
      statement.bind(3, now.milliseconds)
      _ = try statement.step()
      let id = statement.integer(0)
      while try statement.step() {}
      return id
    }
  }

  /// Who begins a sync or a reconciliation holds the shop's lease, so one that never ended has lost its process.
  private static func endAbandoned(_ database: Database, _ shop: ShopRow, _ now: Timestamp) throws {
    let end = try RawStatement(
      database,
      """
      UPDATE runs SET finished_at = ?2, outcome = 'interrupted'
      WHERE shop_id = ?1 AND kind IN ('sync', 'reconcile') AND finished_at IS NULL
      """)
    end.bind(1, shop.id)
    end.bind(2, now.milliseconds)
    try end.run()
  }

  /// Notes how a run ended. `summary` is JSON text without personal data.
  public func finishRun(
    _ id: Int64, in shop: ShopID, outcome: Run.Outcome, summary: String, at now: Timestamp
  ) throws(StoreError) {
    try write { database in
      let row = try ShopRow.make(database, shop)
      let statement = try RawStatement(
        database,
        "UPDATE runs SET finished_at = ?3, outcome = ?4, summary = ?5 WHERE shop_id = ?1 AND run_id = ?2")
      statement.bind(1, row.id)
      statement.bind(2, id)
      statement.bind(3, now.milliseconds)
      statement.bind(4, text: outcome.rawValue)
      statement.bind(5, text: summary)
      try statement.run()
    }
  }

  /// The newest runs first, those before `before` when given.
  public func runs(of shop: ShopID, before: Int64? = nil, limit: Int = 50) throws(StoreError) -> [Run] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let statement = try RawStatement(
        database,
        """
        SELECT run_id, kind, started_at, finished_at, outcome, summary FROM runs
        WHERE shop_id = ?1 AND run_id < ?2 ORDER BY run_id DESC LIMIT ?3
        """)
      statement.bind(1, row.id)
      statement.bind(2, before ?? .max)
      statement.bind(3, Int64(limit))
      var runs: [Run] = []
      while try statement.step() {
        runs.append(
          Run(
            id: statement.integer(0), kind: .init(rawValue: statement.text(1)) ?? .import,
            startedAt: Timestamp(milliseconds: statement.integer(2)),
            finishedAt: statement.optionalInteger(3).map(Timestamp.init(milliseconds:)),
            outcome: .init(rawValue: statement.text(4)), summary: statement.text(5)))
      }
      return runs
    }
  }

  /// The sync or reconciliation of a shop that runs, as far as is known: one of a process that was killed counts until the next begins.
  public func runningRun(of shop: ShopID) throws(StoreError) -> Int64? {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return nil }
      let statement = try RawStatement(
        database,
        """
        SELECT max(run_id) FROM runs
        WHERE shop_id = ?1 AND kind IN ('sync', 'reconcile') AND finished_at IS NULL
        """)
      statement.bind(1, row.id)
      return try statement.step() ? statement.optionalInteger(0) : nil
    }
  }

  /// Ends runs that lost their process; those that ended stay as they are.
  public func endRuns(_ ids: [Int64], in shop: ShopID, at now: Timestamp) throws(StoreError) {
    guard !ids.isEmpty else { return }
    try write { database in
      guard let row = try ShopRow.find(database, shop) else { return }
      let end = try RawStatement(
        database,
        """
        UPDATE runs SET finished_at = ?3, outcome = 'interrupted'
        WHERE shop_id = ?1 AND run_id = ?2 AND finished_at IS NULL
        """)
      for id in ids {
        end.bind(1, row.id)
        end.bind(2, id)
        end.bind(3, now.milliseconds)
        try end.run()
      }
    }
  }
}
