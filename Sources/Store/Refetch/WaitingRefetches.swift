import CommonValues
import GRDB
import ShopModel

/// The open questions of one shop within a transaction.
///
/// One is open as long as nothing is stored of a source time after it, so that events and answers may come in any order.
struct WaitingRefetches {
  private let database: Database
  private let shop: ShopRow
  /// Usually there is none, and nothing has to be looked up for what arrives.
  let isEmpty: Bool

  init(_ database: Database, _ shop: ShopRow) throws {
    self.database = database
    self.shop = shop
    let any = try RawStatement(database, "SELECT 1 FROM waiting_refetches WHERE shop_id = ?1 LIMIT 1")
    any.bind(1, shop.id)
    isEmpty = try !any.step()
  }

  /// Closes the question about one, if what was said of it is newer.
  func close(_ entity: WaitingRefetch.Entity, _ id: String, at time: Timestamp) throws {
    guard !isEmpty else { return }
    let delete = try RawStatement(
      database, "DELETE FROM waiting_refetches WHERE shop_id = ?1 AND entity = ?2 AND id = ?3 AND since < ?4")
    delete.bind(1, shop.id)
    delete.bind(2, text: entity.rawValue)
    delete.bind(3, text: id)
    delete.bind(4, time.milliseconds)
    try delete.run()
  }

  /// Closes every question to which the answer is stored, as after an import.
  func closeAnswered(_ entity: WaitingRefetch.Entity) throws {
    guard !isEmpty else { return }
    let answers = try StoredTimes(database, shop, entity)
    let waiting = try RawStatement(
      database, "SELECT id, since FROM waiting_refetches WHERE shop_id = ?1 AND entity = ?2")
    waiting.bind(1, shop.id)
    waiting.bind(2, text: entity.rawValue)
    var answered: [String] = []
    while try waiting.step() {
      if let time = try answers.time(of: waiting.bytes(0)), time > waiting.integer(1) {
        answered.append(waiting.text(0))
      }
    }
    let delete = try RawStatement(
      database, "DELETE FROM waiting_refetches WHERE shop_id = ?1 AND entity = ?2 AND id = ?3")
    delete.bind(1, shop.id)
    for id in answered {
      delete.bind(2, text: entity.rawValue)
      delete.bind(3, text: id)
      try delete.run()
    }
  }
}

/// Of what source time the newest statement about each member or order is.
struct StoredTimes {
  private let find: RawStatement
  private let confirmations: Confirmations

  init(_ database: Database, _ shop: ShopRow, _ entity: WaitingRefetch.Entity) throws {
    let isMember = entity == .member
    find = try RawStatement(
      database,
      """
      SELECT source_time, content_hash, seq FROM \(isMember ? "members" : "orders")
      WHERE shop_id = ?1 AND \(isMember ? "member_id" : "order_id") = ?2
      """)
    find.bind(1, shop.id)
    confirmations = isMember ? try Confirmations(database, shop: shop, kind: "member") : Confirmations()
  }

  /// In milliseconds; nil when nothing is known.
  func time(of id: ByteSlice) throws -> Int64? {
    find.bind(2, text: id)
    defer { find.reset() }
    guard try find.step() else { return nil }
    return confirmations.time(of: id, seq: find.integer(2), written: find.integer(0), hash: find.integer(1))
  }
}
