public import CommonValues
import GRDB
public import ShopModel

extension Store {
  /// Marks a login attempt as used, for good; false when it was already.
  ///
  /// A crash of the process does not undo it. A power cut may: the code of that attempt was given to Kakao then, who takes it only once.
  ///
  /// - Parameter mark: a hash of the attempt's state, never the state itself.
  public func useAttempt(_ mark: [UInt8], of shop: ShopID, expiresAt: Timestamp) throws(StoreError) -> Bool {
    try writeUnsynced { database in
      let row = try ShopRow.make(database, shop)
      let insert = try RawStatement(
        database,
        """
        INSERT INTO used_attempts (shop_id, mark, expires_at) VALUES (?1, ?2, ?3)
        ON CONFLICT (shop_id, mark) DO NOTHING
        """)
      insert.bind(1, row.id)
      insert.bind(2, bytes: mark)
      insert.bind(3, expiresAt.milliseconds)
      try insert.run()
      return insert.changes > 0
    }
  }
}
