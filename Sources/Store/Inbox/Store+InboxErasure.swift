import CommonValues
import GRDB
import ShopModel

extension Store {
  /// Deliveries that have come to an end and name one of the persons whom an erasure is about: by id, phone number or e-mail address as a
  /// whole word, or by the Kakao user id.
  func deliveries(naming member: String?, _ kakaoUser: Int64?, in shop: ShopID) throws(StoreError) -> [Int64] {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return [] }
      let person = try Store.person(member, kakaoUser, database, row)
      let facts = try FactReader(database, shop: row)
      var words = try person.members.map { id in
        let known = try facts.facts(id)?.member
        return QuarantineWords(id: id, phone: known?.phone.value, email: known?.email.value)
      }
      words += person.users.map { QuarantineWords(id: "\($0)", phone: nil, email: nil) }
      guard !words.isEmpty else { return [] }
      let subjects = person.members.map { "member:\($0)" } + person.users.map { "kakao-user:\($0)" }
      let entries = try RawStatement(
        database,
        "SELECT inbox_id, body, head, state, subject FROM inbox WHERE shop_id = ?1 AND state <> 0 AND length(body) > 0")
      entries.bind(1, row.id)
      var found: [Int64] = []
      while try entries.step() {
        let (body, head) = (entries.bytes(1), entries.bytes(2))
        // What was not applied yet goes only when it is about the person: a short id also stands where it means something else.
        let isAbout = subjects.contains(entries.text(4))
        let isApplied = entries.integer(3) != InboxEntry.State.dead.rawValue
        if isAbout || isApplied && words.contains(where: { $0.occur(in: body) || $0.occur(in: head) }) {
          found.append(entries.integer(0))
        }
      }
      return found
    }
  }

  /// Empties deliveries: that they came is still known, what they said is not, and they are not worked on again.
  static func eraseDeliveries(_ entries: [Int64], _ database: Database) throws {
    guard !entries.isEmpty else { return }
    let empty = try RawStatement(
      database,
      """
      UPDATE inbox SET head = x'', body = x'', subject = '', problem = NULL, state = CASE state WHEN 2 THEN 1 ELSE state END
      WHERE inbox_id = ?1 AND state <> 0
      """)
    for entry in entries {
      empty.bind(1, entry)
      try empty.run()
    }
  }

  /// Empties a delivery that is being worked on, since it asks for the erasure of whom it names.
  public func emptyDelivery(_ entry: Int64) throws(StoreError) {
    try write { database in
      let empty = try RawStatement(
        database, "UPDATE inbox SET head = x'', body = x'', subject = '' WHERE inbox_id = ?1")
      empty.bind(1, entry)
      try empty.run()
    }
  }
}
