public import CommonValues
import GRDB
public import ShopModel

extension Store {
  /// How many calls to Kakao were counted for a shop in the period that began at `start`; 0 for another period.
  public func kakaoCalls(since start: Timestamp, of shop: ShopID) throws(StoreError) -> Int {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return 0 }
      let select = try RawStatement(
        database, "SELECT calls FROM kakao_calls WHERE shop_id = ?1 AND period_start = ?2")
      select.bind(1, row.id)
      select.bind(2, start.milliseconds)
      return try select.step() ? Int(select.integer(0)) : 0
    }
  }

  /// Adds calls to a period's count. An earlier period is forgotten when a later one begins, and never counted again.
  ///
  /// - Returns: the calls of the period, those of other processes among them.
  public func addKakaoCalls(_ calls: Int, since start: Timestamp, of shop: ShopID) throws(StoreError) -> Int {
    try write { database in
      let row = try ShopRow.make(database, shop)
      let add = try RawStatement(
        database,
        """
        INSERT INTO kakao_calls (shop_id, period_start, calls) VALUES (?1, ?2, ?3)
        ON CONFLICT (shop_id) DO UPDATE SET
          calls = CASE WHEN period_start = excluded.period_start THEN calls + excluded.calls ELSE excluded.calls END,
          period_start = excluded.period_start
        WHERE period_start <= excluded.period_start
        RETURNING calls
        """)
      add.bind(1, row.id)
      add.bind(2, start.milliseconds)
      add.bind(3, Int64(calls))
      guard try add.step() else { return calls }
      let total = Int(add.integer(0))
      while try add.step() {}
      return total
    }
  }
}
