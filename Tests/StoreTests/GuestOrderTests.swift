import CommonValues
import NaruTestSupport
import ShopModel
import Testing

@testable import Store

@Suite("Orders of guests")
struct GuestOrderTests {
  private static let phone: Int64 = 821_012_345_678
  private static let byBoth = OrderRules(match: [.phone, .email])

  @Test("a guest's order goes to the one member whose phone or e-mail it carries, where the shop says so")
  func match() throws {
    var mailed = member("b")
    mailed.email = .value("Hana@Example.com")
    let members = [member("a", phone: Self.phone), mailed]
    let orders = [
      order("1", phone: Self.phone), order("2", email: "hana@example.COM"), order("3", email: "x@example.com"),
    ]
    for (rules, expected) in [
      (OrderRules(), [0, 0]), (OrderRules(match: [.phone]), [1, 0]), (OrderRules(match: [.email]), [0, 1]),
      (Self.byBoth, [1, 1]),
    ] {
      #expect(try counts(members, orders, rules) == expected, "\(rules.match)")
    }
  }

  @Test("the first way that fits one member decides")
  func firstThatFits() throws {
    var mailed = member("b")
    mailed.email = .value("hana@example.com")
    let both = order("1", phone: Self.phone, email: "hana@example.com")
    let members = [member("a", phone: Self.phone), mailed]
    #expect(try counts(members, [both], Self.byBoth) == [1, 0])
    #expect(try counts(members, [both], OrderRules(match: [.email, .phone])) == [0, 1])
    #expect(try counts([member("a"), mailed], [both], Self.byBoth) == [0, 1])
  }

  @Test("of two members with one phone or e-mail none fits, unless the other one has left")
  func ambiguous() throws {
    func pair(_ status: MemberStatus?) -> [Member] {
      ["a", "b"].map { id in
        var row = member(id, phone: Self.phone)
        row.email = .value("hana@example.com")
        if id == "b" { row.status = Field(status) }
        return row
      }
    }
    let orders = [order("1", phone: Self.phone), order("2", email: "hana@example.com")]
    #expect(try counts(pair(nil), orders, Self.byBoth) == [0, 0])
    #expect(try counts(pair(.dormant), orders, Self.byBoth) == [0, 0])
    #expect(try counts(pair(.withdrawn), orders, Self.byBoth) == [2, 0])
  }

  @Test("other rules count everything anew, also what the same file says once more", arguments: [false, true])
  func otherRules(asEvents: Bool) throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    var unknown = order("1", status: nil, phone: Self.phone)
    unknown.paidAt = nil
    var foreign = order("2", of: "b")
    foreign.currency = "USD"
    try fixture.load([member("a", phone: Self.phone), member("b")], at: 1)
    try give(fixture, [], [unknown, foreign], asEvents: asEvents, at: 2)
    #expect(try fixture.sums().mapValues(\.count) == ["a": 0, "b": 0])
    let other = OrderRules(currency: "USD", unknownStatusIsPaid: true, match: [.phone])
    try give(fixture, [], [unknown, foreign], asEvents: asEvents, at: 3, rules: other)
    #expect(try fixture.sums().mapValues(\.count) == ["a": 1, "b": 1])
    // Nothing of the orders arrives: the rules alone have changed.
    try give(fixture, [member("a", name: "김하나")], [], asEvents: asEvents, at: 4, rules: Self.byBoth)
    #expect(try fixture.sums().mapValues(\.count) == ["a": 0, "b": 0])
  }

  @Test("members and orders end in the same sums in any order of arrival", arguments: 0..<2)
  func converges(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let (members, orders) = (statements(&random), orders(&random))
    var outcome: [String: OrderSums]?
    for asEvents in [false, true] {
      for order in permutations(Array(0..<4)) {
        let fixture = try StoreFixture()
        defer { fixture.remove() }
        for step in order {
          try give(fixture, step < 2 ? [members[step]] : [], step < 2 ? [] : [orders[step - 2]], asEvents: asEvents)
        }
        let found = try fixture.sums()
        if let outcome { #expect(found == outcome, "\(order)") } else { outcome = found }
      }
    }
  }

  @Test("after every step the sums are those of counting everything from scratch", arguments: 0..<10)
  func oracle(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let choices = [
      OrderRules(), Self.byBoth, OrderRules(currency: "USD", match: [.phone]),
      OrderRules(unknownStatusIsPaid: true, match: [.email]),
    ]
    var rules = choices[1]
    for time in 1...15 {
      if Int.random(in: 0..<4, using: &random) == 0 { rules = choices[Int.random(in: 0..<4, using: &random)] }
      // Half of the time a statement is one that was made before: only its time and the rules are new.
      var content = Bool.random(using: &random) ? SplitMix64(seed: UInt64(seed)) : random
      let (members, orders) = (statements(&content), orders(&content))
      _ = random.next()
      let asEvents = Bool.random(using: &random)
      try give(
        fixture, Bool.random(using: &random) ? members : [], orders, asEvents: asEvents, at: Int64(time), rules: rules)
      let found = try fixture.sums()
      guard try fixture.store.counts(of: fixture.shop).orders > 0 else { continue }
      let expected = try sumsFromScratch(fixture, rules)
      #expect(found == expected, "after step \(time)")
      if found != expected { return }
    }
  }

  private func sumsFromScratch(_ fixture: StoreFixture, _ rules: OrderRules) throws -> [String: OrderSums] {
    let members = try fixture.everybody().map(\.member)
    var sums = Dictionary(uniqueKeysWithValues: members.map { ($0.id, OrderSums()) })
    let present = members.filter { $0.status.value != .withdrawn }
    func only(_ fits: (Member) -> Bool) -> String? {
      let found = present.filter(fits)
      return found.count == 1 ? found[0].id : nil
    }
    for id in 0..<6 {
      guard let order = try fixture.store.order("\(id)", of: fixture.shop) else { continue }
      var owner = order.memberID
      for key in rules.match where owner == nil {
        switch key {
        case .phone: if let phone = order.buyer.phone { owner = only { $0.phone.value == phone } }
        case .email: if let email = order.buyer.email { owner = only { $0.email.value == email } }
        }
      }
      guard let owner, let counted = rules.counted(order), var sum = sums[owner] else { continue }
      sum.count += 1
      sum.totalPaid = try #require(sum.totalPaid.adding(counted.amount))
      sum.firstPaidOn = [sum.firstPaidOn, counted.paidOn].compactMap(\.self).min()
      sum.lastPaidOn = [sum.lastPaidOn, counted.paidOn].compactMap(\.self).max()
      sums[owner] = sum
    }
    return sums
  }

  private func give(
    _ fixture: StoreFixture, _ members: [Member], _ orders: [Order], asEvents: Bool, at time: Int64 = 1,
    rules: OrderRules = GuestOrderTests.byBoth
  ) throws {
    if asEvents {
      for event in members.map(ShopEvent.member) + orders.map(ShopEvent.order) {
        _ = try fixture.store.apply(event, in: fixture.shop, sourceTime: Timestamp(milliseconds: time), rules: rules)
      }
    } else {
      if !members.isEmpty { try fixture.load(members, at: time, rules: rules) }
      if !orders.isEmpty { try fixture.load(orders: orders, at: time, rules: rules) }
    }
  }

  private func statements(_ random: inout SplitMix64) -> [Member] {
    (0..<3).map { index in
      var row = member("m\(index)", phone: 821_012_345_670 + Int64.random(in: 0..<3, using: &random))
      if Bool.random(using: &random) { row.email = .value("\(Int.random(in: 0..<2, using: &random))@example.com") }
      if Int.random(in: 0..<4, using: &random) == 0 { row.status = .value(.withdrawn) }
      return row
    }
  }

  private func orders(_ random: inout SplitMix64) -> [Order] {
    (0..<Int.random(in: 2...4, using: &random)).map { _ in
      var row = order("\(Int.random(in: 0..<6, using: &random))")
      switch Int.random(in: 0..<3, using: &random) {
      case 0: row.memberID = "m\(Int.random(in: 0..<3, using: &random))"
      case 1: row.buyer.phone = PhoneNumber(digits: 821_012_345_670 + Int64.random(in: 0..<3, using: &random))
      default: row.buyer.email = "\(Int.random(in: 0..<2, using: &random))@example.com"
      }
      row.total = DecimalNumber(tenThousandths: Int64.random(in: 1...100_000, using: &random))
      row.status = [nil, .paid, .delivered, .refunded, .placed][Int.random(in: 0..<5, using: &random)]
      if Bool.random(using: &random) { row.currency = Bool.random(using: &random) ? "KRW" : "USD" }
      row.paidAt =
        Bool.random(using: &random) ? nil : Timestamp(seconds: Int64.random(in: 0...1_000_000, using: &random))
      row.placedAt = Timestamp(seconds: Int64.random(in: 0...1_000_000, using: &random))
      return row
    }
  }

  /// How many orders "a" and "b" have.
  private func counts(_ members: [Member], _ orders: [Order], _ rules: OrderRules) throws -> [Int] {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load(members, at: 1)
    try fixture.load(orders: orders, at: 2, rules: rules)
    return try fixture.everybody().compactMap(\.orders?.count)
  }
}
