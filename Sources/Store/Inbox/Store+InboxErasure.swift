import CommonValues
import GRDB
import ShopModel

extension Store {
  /// Looks for the deliveries that name one of the persons whom an erasure is about, among all that there are.
  func deliveries(naming member: String?, _ kakaoUser: Int64?, in shop: ShopID) throws(StoreError) -> NamingDeliveries {
    try read { database in
      guard let row = try ShopRow.find(database, shop) else { return NamingDeliveries() }
      let person = try Store.person(member, kakaoUser, database, row)
      let facts = try FactReader(database, shop: row)
      var words = try person.members.map { id in
        let known = try facts.facts(id)?.member
        return QuarantineWords(id: id, phone: known?.phone.value, email: known?.email.value)
      }
      words += person.users.map { QuarantineWords(id: "\($0)", phone: nil, email: nil) }
      var naming = NamingDeliveries()
      naming.words = words
      naming.subjects = person.members.map { "member:\($0)" } + person.users.map { "kakao-user:\($0)" }
      try naming.look(database, row)
      return naming
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

/// The deliveries that have come to an end and name a person: by id, phone number or e-mail address as a whole word, or by the Kakao user
/// id.
struct NamingDeliveries {
  fileprivate var words: [QuarantineWords] = []
  fileprivate var subjects: [String] = []
  /// Their numbers.
  private(set) var found: [Int64] = []
  /// What was still waiting, and the last that there was.
  private var waiting: [Int64] = []
  private var last: Int64 = 0

  /// Looks at all of a shop's.
  fileprivate mutating func look(_ database: Database, _ shop: ShopRow) throws {
    guard !words.isEmpty else { return }
    let newest = try RawStatement(database, "SELECT max(inbox_id) FROM inbox WHERE shop_id = ?1")
    newest.bind(1, shop.id)
    if try newest.step() { last = newest.integer(0) }
    let open = try RawStatement(database, "SELECT inbox_id FROM inbox WHERE shop_id = ?1 AND state = 0")
    open.bind(1, shop.id)
    while try open.step() { waiting.append(open.integer(0)) }
    try add(database, shop, "inbox_id > ?2", 0)
  }

  /// Looks at those that have come to an end since, within the transaction that erases.
  mutating func lookAgain(_ database: Database, _ shop: ShopRow) throws {
    guard !words.isEmpty else { return }
    try add(database, shop, "inbox_id > ?2", last)
    for entry in waiting { try add(database, shop, "inbox_id = ?2", entry) }
  }

  private mutating func add(_ database: Database, _ shop: ShopRow, _ which: String, _ number: Int64) throws {
    let entries = try RawStatement(
      database,
      """
      SELECT inbox_id, body, head, state, subject FROM inbox
      WHERE shop_id = ?1 AND \(which) AND state <> 0 AND length(body) > 0
      """)
    entries.bind(1, shop.id)
    entries.bind(2, number)
    while try entries.step() {
      let (body, head) = (entries.bytes(1), entries.bytes(2))
      // What was not applied yet goes only when it is about the person: a short id also stands where it means something else.
      let isAbout = subjects.contains(entries.text(4))
      let isApplied = entries.integer(3) != InboxEntry.State.dead.rawValue
      if isAbout || isApplied && words.contains(where: { $0.occur(in: body) || $0.occur(in: head) }) {
        found.append(entries.integer(0))
      }
    }
  }
}
