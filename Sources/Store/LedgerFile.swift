import GRDB
public import ShopModel

/// A customer file as the ledger knows it.
public struct LedgerFile: Sendable, Hashable, Identifiable {
  /// What stands of it.
  public enum State: String, Sendable, Hashable {
    /// Kept in step with the shop.
    case active
    /// Replaced after a change of columns; emptied once its successor stands.
    case superseded
    /// No longer in the config.
    case orphan
  }

  /// Our number; 0 before it is saved for the first time.
  public var id: Int64 = 0
  /// Whose file it is.
  public let shop: ShopID
  /// The channel's public id.
  public var channel: String
  /// The name at Kakao: as configured, or `name (2)` after a change of columns.
  public var name: String
  /// The name in the config.
  public var configuredName: String
  /// `app` or `phone`.
  public var users: String
  /// Kakao's schema as JSON text, keys in sorted order.
  public var schema: String
  /// Kakao's number; nil before it is created there.
  public var kakaoFileID: Int64?
  /// What the file is to the config.
  public var state: State
  /// Of the whole definition; with another one everybody is evaluated anew.
  public var definitionHash: Int64

  /// A file.
  public init(
    shop: ShopID, channel: String, name: String, configuredName: String, users: String, schema: String,
    definitionHash: Int64, state: State = .active, kakaoFileID: Int64? = nil
  ) {
    self.shop = shop
    self.channel = channel
    self.name = name
    self.configuredName = configuredName
    self.users = users
    self.schema = schema
    self.definitionHash = definitionHash
    self.state = state
    self.kakaoFileID = kakaoFileID
  }
}

extension Store {
  /// The shop's files, in the order in which they came.
  public func ledgerFiles(of shop: ShopID) throws(StoreError) -> [LedgerFile] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let statement = try RawStatement(
        database,
        """
        SELECT file_id, channel, name, configured_name, users, schema, kakao_file_id, state, definition_hash
        FROM customer_files WHERE shop_id = ?1 ORDER BY file_id
        """)
      statement.bind(1, row.id)
      var files: [LedgerFile] = []
      while try statement.step() {
        var file = LedgerFile(
          shop: shop, channel: statement.text(1), name: statement.text(2), configuredName: statement.text(3),
          users: statement.text(4), schema: statement.text(5), definitionHash: statement.integer(8),
          state: .init(rawValue: statement.text(7)) ?? .orphan, kakaoFileID: statement.optionalInteger(6))
        file.id = statement.integer(0)
        files.append(file)
      }
      return files
    }
  }

  /// Adds a file (id 0) or changes it; returns it with its id.
  public func save(_ file: LedgerFile) throws(StoreError) -> LedgerFile {
    try write { database in
      let shop = try ShopRow.make(database, file.shop)
      var file = file
      if file.id == 0 {
        let next = try RawStatement(
          database, "SELECT coalesce(max(file_id), 0) + 1 FROM customer_files WHERE shop_id = ?1")
        next.bind(1, shop.id)
        _ = try next.step()
        file.id = next.integer(0)
      }
      let statement = try RawStatement(
        database,
        """
        INSERT INTO customer_files (shop_id, file_id, channel, name, configured_name, users, schema, kakao_file_id,
          state, definition_hash)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT (shop_id, file_id) DO UPDATE SET channel = excluded.channel, name = excluded.name,
          configured_name = excluded.configured_name, users = excluded.users, schema = excluded.schema,
          kakao_file_id = excluded.kakao_file_id, state = excluded.state, definition_hash = excluded.definition_hash
        """)
      statement.bind(1, shop.id)
      statement.bind(2, file.id)
      statement.bind(3, text: file.channel)
      statement.bind(4, text: file.name)
      statement.bind(5, text: file.configuredName)
      statement.bind(6, text: file.users)
      statement.bind(7, text: file.schema)
      statement.bind(8, file.kakaoFileID)
      statement.bind(9, text: file.state.rawValue)
      statement.bind(10, file.definitionHash)
      try statement.run()
      return file
    }
  }
}
