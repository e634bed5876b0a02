public import CommonValues
import GRDB

extension Store {
  /// A key that every process on this store shares; the first caller makes it.
  ///
  /// It lies in the database in the clear, so it protects what leaves the machine (cookies), not the database itself.
  /// - Parameter make: fresh random bytes, kept only when there is no key of that name yet.
  public func processKey(
    _ name: String, now: Timestamp, make: () -> [UInt8]
  ) throws(StoreError) -> Secret<[UInt8]> {
    if let key = try processKey(name) { return key }
    let fresh = make()
    try write { database in
      let insert = try RawStatement(
        database,
        "INSERT INTO process_keys (name, key, created_at) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO NOTHING")
      insert.bind(1, text: name)
      insert.bind(2, bytes: fresh)
      insert.bind(3, now.milliseconds)
      try insert.run()
    }
    return try processKey(name) ?? Secret(fresh)
  }

  private func processKey(_ name: String) throws(StoreError) -> Secret<[UInt8]>? {
    try read { database in
      let find = try RawStatement(database, "SELECT key FROM process_keys WHERE name = ?1")
      find.bind(1, text: name)
      return try find.step() ? Secret(find.copiedBytes(0)) : nil
    }
  }
}
