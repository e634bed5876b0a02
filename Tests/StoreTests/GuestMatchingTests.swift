import CommonValues
import Foundation
import GRDB
import NaruTestSupport
import ShopModel
import Testing

@testable import Store

@Suite("Which guests' orders a write looks at")
struct GuestMatchingTests {
  private static let rules = OrderRules(match: [.phone, .email])

  @Test("those that carry what a member had or has, by indexes: another order is not looked at, however many there are")
  func onlyConcerned() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let orders = (0..<2_000).map { index in
      order("\(index)", phone: 821_000_001_000 + Int64(index), email: "guest\(index)@example.com")
    }
    try fixture.load([member("a", phone: 821_000_001_000), member("b")], at: 1, rules: Self.rules)
    try fixture.load(orders: orders, at: 2, rules: Self.rules)
    #expect(try owners(fixture) == ["0": "a"])
    // A mark that looking at the order would take away.
    try mark(fixture, order: "1999")
    var mailed = member("b")
    mailed.email = .value("Guest7@example.com")
    try apply(fixture, .member(mailed), at: 3)
    try apply(fixture, .member(member("a", phone: 821_000_001_003)), at: 3)
    try apply(fixture, .order(order("2000", phone: 821_000_001_003)), at: 3)
    try fixture.load([member("c", phone: 821_000_001_009)], at: 3, rules: Self.rules)
    try fixture.load(orders: [order("2001", email: "guest7@example.com")], at: 3, rules: Self.rules)
    #expect(
      try owners(fixture)
        == ["3": "a", "2000": "a", "7": "b", "2001": "b", "9": "c", "1999": "nobody"])
    // Other rules look at everything.
    try fixture.load([member("c", name: "박세나")], at: 4, rules: OrderRules(match: [.phone]))
    #expect(try owners(fixture) == ["3": "a", "2000": "a", "9": "c"])
  }

  @Test("each way to an order or a member goes through an index")
  func plans() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let steps = [
      (GuestOrders.all, ["SEARCH orders USING INDEX orders_of_guests (shop_id=?)"]),
      (GuestOrders.byOrder, ["SEARCH orders USING INDEX orders_of_guests (shop_id=? AND order_id=?)"]),
      (GuestOrders.byPhone, ["SEARCH orders USING INDEX guest_orders_by_phone (shop_id=? AND buyer_phone=?)"]),
      (GuestOrders.byEmail, ["SEARCH orders USING INDEX guest_orders_by_email (shop_id=? AND buyer_email=?)"]),
      (GuestOrders.membersByPhone, ["SEARCH members USING INDEX members_by_phone (shop_id=? AND phone=?)"]),
      (
        GuestOrders.membersByEmail,
        ["SEARCH e USING PRIMARY KEY (shop_id=? AND email_hash=?)", "SEARCH m USING PRIMARY KEY"]
      ),
    ]
    for (sql, allowed) in steps {
      let plan = try fixture.store.pool.read { database in
        try Row.fetchAll(
          database, sql: "EXPLAIN QUERY PLAN " + sql, arguments: sql.contains("?2") ? [1, 2] : [1]
        ).map { $0["detail"] as String }
      }
      #expect(!plan.isEmpty)
      for step in plan { #expect(allowed.contains { step.hasPrefix($0) }, "\(step)") }
    }
  }

  @Test("after every step each order is whose it is when all are looked at", arguments: 0..<40)
  func oracle(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let rules = [
      Self.rules, OrderRules(match: [.email, .phone]), OrderRules(match: [.email]), OrderRules(match: [.phone]),
    ]
    var current = rules[seed % 4]
    for time in 1...60 {
      if Int.random(in: 0..<20, using: &random) == 0 { current = rules[Int.random(in: 0..<4, using: &random)] }
      try step(fixture, current, at: Int64(time), &random)
      guard try fixture.store.counts(of: fixture.shop).orders > 0 else { continue }
      let (found, expected) = (try owners(fixture), try ownersByLookingAtAll(fixture, current))
      #expect(found == expected, "after step \(time)")
      if found != expected { return }
    }
  }

  @Test("very much news, and none that is kept, come to the same")
  func muchNews() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let count = GuestNews.limit + 10
    let members = (0..<count).map { member("m\($0)", phone: 821_000_001_000 + Int64($0)) }
    try fixture.load(members, at: 1, rules: Self.rules)
    try fixture.load(orders: [order("1", phone: 821_000_001_005)], at: 1, rules: Self.rules)
    let others = (0..<count).map { member("m\($0)", phone: 821_000_500_000 + Int64($0)) }
    let events = others.map { DatedEvent(.member($0), at: Timestamp(milliseconds: 2)) }
    _ = try fixture.store.apply(events, in: fixture.shop, rules: Self.rules)
    #expect(try owners(fixture) == [:])
    try fixture.load(members, at: 3, rules: Self.rules)
    #expect(try owners(fixture) == ["1": "m5"])
  }

  @Test("e-mail addresses are kept, as hashes, only where orders are matched by them, and go with whoever is erased")
  func emails() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    var mailed = member("a")
    mailed.email = .value("hana@example.com")
    let kept = {
      try fixture.store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM member_emails") } ?? -1
    }
    try apply(fixture, .member(mailed), at: 1)
    try apply(fixture, .order(order("1", email: "hana@example.com")), at: 1, rules: OrderRules(match: [.phone]))
    #expect(try kept() == 0)
    try apply(fixture, .member(member("b")), at: 2)
    #expect(try kept() == 1)
    _ = try fixture.store.erase(member: "a", kakaoUser: nil, in: fixture.shop, at: Timestamp(milliseconds: 3))
    #expect(try kept() == 0)
  }

  @Test("a store from before is matched as a whole by the first write after")
  func upgrade() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load([member("a", phone: 821_000_001_000)], at: 1, rules: Self.rules)
    try fixture.load(orders: [order("1", phone: 821_000_001_000)], at: 1, rules: Self.rules)
    try mark(fixture, order: "1")
    fixture.store.close()
    let queue = try DatabaseQueue(path: fixture.path)
    try queue.write { database in
      for sql in [
        "DROP INDEX guest_orders_by_phone", "DROP INDEX guest_orders_by_email", "DROP TABLE member_emails",
        "ALTER TABLE shops DROP COLUMN guest_rules", "ALTER TABLE shops DROP COLUMN keeps_emails",
        "DELETE FROM grdb_migrations WHERE identifier = '8'",
      ] {
        try database.execute(sql: sql)
      }
    }
    try queue.close()
    let again = try StoreFixture(folder: fixture.folder)
    defer { again.store.close() }
    #expect(try owners(again) == ["1": "nobody"])
    try apply(again, .member(member("b")), at: 2)
    #expect(try owners(again) == ["1": "a"])
  }

  // MARK: Steps

  private func step(
    _ fixture: StoreFixture, _ rules: OrderRules, at time: Int64, _ random: inout SplitMix64
  ) throws {
    func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
    func someMember() -> Member {
      var row = member("m\(pick(4))")
      if pick(4) > 0 { row.phone = Field(PhoneNumber(digits: 821_000_001_000 + Int64(pick(3)))) }
      switch pick(4) {
      case 0: row.email = .empty
      case 1, 2: row.email = .value("\(pick(2) == 0 ? "Guest" : "guest")\(pick(3))@Example.com")
      default: break
      }
      if pick(3) == 0 { row.status = .value(pick(2) == 0 ? .withdrawn : .active) }
      if pick(4) == 0 { row.joinedAt = .value(Timestamp(milliseconds: Int64(pick(60)))) }
      return row
    }
    func someOrder() -> Order {
      var row = order("\(pick(8))")
      if pick(4) == 0 { row.memberID = "m\(pick(4))" }
      if pick(2) == 0 { row.buyer.phone = PhoneNumber(digits: 821_000_001_000 + Int64(pick(3))) }
      if pick(2) == 0 { row.buyer.email = "guest\(pick(3))@example.com" }
      return row
    }
    // Now and then something older than what is known.
    let said = pick(5) == 0 ? max(1, time - 3) : time
    switch pick(8) {
    case 0, 1: try apply(fixture, .member(someMember()), at: said, rules: rules)
    case 2, 3: try apply(fixture, .order(someOrder()), at: said, rules: rules)
    case 4:
      try apply(
        fixture, .memberWithdrawn(id: "m\(pick(4))", at: Timestamp(milliseconds: said)), at: said, rules: rules)
    case 5: try fixture.load((0..<3).map { _ in someMember() }, at: said, complete: pick(2) == 0, rules: rules)
    case 6: try fixture.load(orders: (0..<3).map { _ in someOrder() }, at: said, rules: rules)
    default:
      _ = try fixture.store.erase(
        member: "m\(pick(4))", kakaoUser: nil, in: fixture.shop, at: Timestamp(milliseconds: time))
      // What follows from an erasure is seen to by the next write, as ever.
      try apply(fixture, .member(someMember()), at: said, rules: rules)
    }
  }

  private func apply(
    _ fixture: StoreFixture, _ event: ShopEvent, at time: Int64, rules: OrderRules = GuestMatchingTests.rules
  ) throws {
    _ = try fixture.store.apply(event, in: fixture.shop, sourceTime: Timestamp(milliseconds: time), rules: rules)
  }

  private func mark(_ fixture: StoreFixture, order: String) throws {
    try fixture.store.pool.write {
      try $0.execute(sql: "UPDATE orders SET member_id = 'nobody' WHERE order_id = ?", arguments: [order])
    }
  }

  /// Guests' orders that are somebody's.
  private func owners(_ fixture: StoreFixture) throws -> [String: String] {
    try fixture.store.pool.read { database in
      let rows = try Row.fetchAll(
        database, sql: "SELECT order_id, member_id FROM orders WHERE stated_member_id IS NULL AND member_id IS NOT NULL"
      )
      return Dictionary(uniqueKeysWithValues: rows.map { ($0["order_id"], $0["member_id"]) })
    }
  }

  /// What looking at every guest's order and every member gives.
  private func ownersByLookingAtAll(_ fixture: StoreFixture, _ rules: OrderRules) throws -> [String: String] {
    try fixture.store.pool.read { database in
      let members = try Row.fetchAll(database, sql: "SELECT member_id, record, source_time FROM members").map { row in
        let bytes: [UInt8] = Array(row["record"] as Data)
        return bytes.withUnsafeBufferPointer {
          MemberRecord.read(id: row["member_id"], $0, sourceTime: Timestamp(milliseconds: row["source_time"]))
        }
      }
      let present = members.filter { $0.status.value != .withdrawn }
      var owners: [String: String] = [:]
      let guests = try Row.fetchAll(
        database, sql: "SELECT order_id, buyer_phone, buyer_email FROM orders WHERE stated_member_id IS NULL")
      for guest in guests {
        for key in rules.match {
          let fitting = present.filter { member in
            switch key {
            case .phone: guest["buyer_phone"] != nil && member.phone.value?.digits == guest["buyer_phone"] as Int64?
            case .email:
              guest["buyer_email"] != nil && member.email.value?.lowercased() == guest["buyer_email"] as String?
            }
          }
          if fitting.count == 1 {
            owners[guest["order_id"]] = fitting[0].id
            break
          }
        }
      }
      return owners
    }
  }
}
