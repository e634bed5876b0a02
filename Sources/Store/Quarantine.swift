import CommonValues
import GRDB
public import ShopModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Store {
  /// Adds rows in their order.
  public func quarantine(_ rows: [QuarantinedRow], in shop: ShopID) throws(StoreError) {
    guard !rows.isEmpty else { return }
    try write { database in
      let row = try ShopRow.make(database, shop)
      let insert = try RawStatement(
        database,
        """
        INSERT INTO quarantine (shop_id, quarantine_id, run_id, kind, file, line, field, code, diagnostic, raw)
        SELECT ?1, coalesce(max(quarantine_id), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM quarantine WHERE shop_id = ?1
        """)
      insert.bind(1, row.id)
      for quarantined in rows {
        let json = try JSONEncoder().encode(quarantined.diagnostic)
        insert.bind(2, quarantined.runID)
        insert.bind(3, text: quarantined.kind)
        insert.bind(4, text: quarantined.file)
        insert.bind(5, Int64(quarantined.line))
        insert.bind(6, text: quarantined.diagnostic.place.field)
        insert.bind(7, text: quarantined.diagnostic.code)
        insert.bind(8, text: String(decoding: json, as: UTF8.self))
        insert.bind(9, text: quarantined.raw)
        try insert.run()
      }
    }
  }

  /// Drops what earlier imports of a file left, because the file was read anew.
  public func clearQuarantine(file: String, kind: String, in shop: ShopID) throws(StoreError) {
    try write { database in
      let row = try ShopRow.make(database, shop)
      let drop = try RawStatement(database, "DELETE FROM quarantine WHERE shop_id = ?1 AND file = ?2 AND kind = ?3")
      drop.bind(1, row.id)
      drop.bind(2, text: file)
      drop.bind(3, text: kind)
      try drop.run()
      try Store.dropUnusedSources(database, row)
    }
  }

  /// Drops rows that were taken after all.
  public func removeQuarantined(_ ids: [Int64], in shop: ShopID) throws(StoreError) {
    try write { database in
      let row = try ShopRow.make(database, shop)
      let drop = try RawStatement(database, "DELETE FROM quarantine WHERE shop_id = ?1 AND quarantine_id = ?2")
      drop.bind(1, row.id)
      for id in ids {
        drop.bind(2, id)
        try drop.run()
      }
      try Store.dropUnusedSources(database, row)
    }
  }

  private static func dropUnusedSources(_ database: Database, _ shop: ShopRow) throws {
    let drop = try RawStatement(
      database,
      """
      DELETE FROM quarantine_sources WHERE shop_id = ?1
        AND run_id NOT IN (SELECT run_id FROM quarantine WHERE shop_id = ?1)
      """)
    drop.bind(1, shop.id)
    try drop.run()
  }

  /// Notes what it takes to read the rows of an import again.
  public func save(_ source: QuarantineSource, run: Int64, in shop: ShopID) throws(StoreError) {
    try write { database in
      let row = try ShopRow.make(database, shop)
      let insert = try RawStatement(
        database,
        """
        INSERT INTO quarantine_sources (shop_id, run_id, header, source_time) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (shop_id, run_id) DO UPDATE SET header = excluded.header, source_time = excluded.source_time
        """)
      insert.bind(1, row.id)
      insert.bind(2, run)
      insert.bind(3, text: String(decoding: try JSONEncoder().encode(source.labels), as: UTF8.self))
      insert.bind(4, source.sourceTime.milliseconds)
      try insert.run()
    }
  }

  /// What it takes to read the rows of an import again; nil when none of them is left.
  public func quarantineSource(run: Int64, in shop: ShopID) throws(StoreError) -> QuarantineSource? {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return nil }
      let statement = try RawStatement(
        database, "SELECT header, source_time FROM quarantine_sources WHERE shop_id = ?1 AND run_id = ?2")
      statement.bind(1, row.id)
      statement.bind(2, run)
      guard try statement.step() else { return nil }
      return QuarantineSource(
        labels: try JSONDecoder().decode([String].self, from: Data(statement.bytes(0))),
        sourceTime: Timestamp(milliseconds: statement.integer(1)))
    }
  }

  /// Quarantined rows: those of the newest import first, each import's in the order of its file.
  public func quarantinedRows(
    of shop: ShopID, run: Int64? = nil, limit: Int = 50
  ) throws(StoreError) -> [QuarantinedRow] {
    try quarantined(
      shop, "AND (?2 IS NULL OR run_id = ?2) ORDER BY run_id DESC, line, quarantine_id LIMIT ?3"
    ) {
      $0.bind(2, run)
      $0.bind(3, Int64(limit))
    }
  }

  /// One quarantined row.
  public func quarantinedRow(_ id: Int64, of shop: ShopID) throws(StoreError) -> QuarantinedRow? {
    try quarantined(shop, "AND quarantine_id = ?2") { $0.bind(2, id) }.first
  }

  private func quarantined(
    _ shop: ShopID, _ rest: String, _ bind: (RawStatement) -> Void
  ) throws(StoreError) -> [QuarantinedRow] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let statement = try RawStatement(
        database,
        "SELECT quarantine_id, run_id, kind, file, line, diagnostic, raw FROM quarantine WHERE shop_id = ?1 \(rest)")
      statement.bind(1, row.id)
      bind(statement)
      var rows: [QuarantinedRow] = []
      while try statement.step() {
        let diagnostic = try JSONDecoder().decode(Diagnostic.self, from: Data(statement.bytes(5)))
        var quarantined = QuarantinedRow(
          runID: statement.integer(1), kind: statement.text(2), file: statement.text(3),
          line: Int(statement.integer(4)),
          diagnostic: diagnostic, raw: statement.text(6))
        quarantined.id = statement.integer(0)
        rows.append(quarantined)
      }
      return rows
    }
  }

  /// How many entries are in quarantine.
  public func quarantineCount(of shop: ShopID) throws(StoreError) -> Int {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return 0 }
      let statement = try RawStatement(database, "SELECT count(*) FROM quarantine WHERE shop_id = ?1")
      statement.bind(1, row.id)
      _ = try statement.step()
      return Int(statement.integer(0))
    }
  }
}
