import CommonValues
import ShopModel
import Testing

@testable import Store

@Suite("Importing orders")
struct OrderImportTests {
  @Test("the rows of one id become one order; one that the closure refuses is left out and counted as rejected")
  func combine() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load([member("a")], at: 1)
    func line(_ id: String, _ item: String, _ price: String) -> Order {
      var row = order(id, of: "a", total: price)
      row.items = [Order.Item(name: item, price: DecimalNumber(price))]
      return row
    }
    let rows = [line("1", "장미", "1000"), line("2", "튤립", "500"), line("1", "백합", "2000.5"), line("1", "국화", "3")]
    let counts = try fixture.load(orders: rows, at: 2) { group, writer in
      var joined = OrderRecord.read(id: "", group[0].fields)
      guard joined.items.first?.name != "튤립" else { return false }
      for index in 1..<max(group.count, 1) {
        let row = OrderRecord.read(id: "", group[index].fields)
        joined.items += row.items
        joined.total = row.total.flatMap { joined.total?.adding($0) }
      }
      OrderRecord.write(joined, to: &writer)
      return true
    }
    #expect(counts.records == 2 && counts.inserted == 1 && counts.rejected == 1 && counts.changed == 0)
    let stored = try #require(try fixture.store.order("1", of: fixture.shop))
    #expect(stored.items.map(\.name) == ["장미", "백합", "국화"])
    #expect(try fixture.store.order("2", of: fixture.shop) == nil)
    #expect(try fixture.sums()["a"]?.totalPaid == DecimalNumber("3003.5"))
    #expect(try fixture.store.counts(of: fixture.shop).orders == 1)
  }

  @Test("what was paid and stayed counts", arguments: OrderStatus.allCases)
  func status(status: OrderStatus) throws {
    let counts = [OrderStatus.paid, .preparing, .shipped, .delivered].contains(status)
    #expect(try sums(order("1", of: "a", status: status)).count == (counts ? 1 : 0))
  }

  @Test("an unknown status counts with a time of payment, or when the shop says so")
  func unknownStatus() throws {
    var row = order("1", of: "a", status: nil)
    #expect(try sums(row).count == 1)
    row.paidAt = nil
    row.placedAt = Timestamp("2026-11-01T23:59:59+09:00")
    #expect(try sums(row).count == 0)
    let paid = try sums(row, OrderRules(unknownStatusIsPaid: true))
    #expect(paid.count == 1 && paid.lastPaidOn == CalendarDate("2026-11-01"))
  }

  @Test("another currency does not count, the shop's own and an absent one do")
  func currency() throws {
    var row = order("1", of: "a")
    row.currency = "USD"
    #expect(try sums(row) == OrderSums())
    #expect(try sums(row, OrderRules(currency: "USD")).count == 1)
    row.currency = "KRW"
    #expect(try sums(row).count == 1)
    #expect(try sums(row, OrderRules(currency: "USD")) == OrderSums())
  }

  @Test("a paid order without a total counts as one of nothing")
  func noTotal() throws {
    let sums = try sums(order("1", of: "a", total: nil))
    #expect(sums.count == 1 && sums.totalPaid == .zero && sums.firstPaidOn == CalendarDate("2026-11-02"))
  }

  @Test("days are Seoul's: of paid_at, else of placed_at; without either there is none")
  func days() throws {
    var row = order("1", of: "a")
    row.paidAt = Timestamp("2026-11-01T15:00:00Z")
    row.placedAt = Timestamp("2026-10-01T00:00:00Z")
    #expect(try sums(row).firstPaidOn == CalendarDate("2026-11-02"))
    row.paidAt = Timestamp("2026-11-01T14:59:59Z")
    #expect(try sums(row).firstPaidOn == CalendarDate("2026-11-01"))
    row.paidAt = nil
    #expect(try sums(row).lastPaidOn == CalendarDate("2026-10-01"))
    row.placedAt = nil
    let undated = try sums(row)
    #expect(undated.count == 1 && undated.firstPaidOn == nil && undated.lastPaidOn == nil)
  }

  @Test("sums are exact, with first and last day, and follow a cancellation and a change of member")
  func follow() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load([member("a"), member("b")], at: 1)
    var late = order("2", of: "a", total: "0.0001")
    late.paidAt = Timestamp("2026-12-24T12:00:00+09:00")
    try fixture.load(orders: [order("1", of: "a", total: "900000000000000"), late], at: 2)
    let both = OrderSums(
      count: 2, totalPaid: try #require(DecimalNumber("900000000000000.0001")), firstPaidOn: CalendarDate("2026-11-02"),
      lastPaidOn: CalendarDate("2026-12-24"))
    #expect(try fixture.sums() == ["a": both, "b": OrderSums()])
    #expect(try fixture.load(orders: [order("1", of: "a", total: nil, status: .cancelled)], at: 3).changed == 1)
    #expect(try fixture.sums()["a"]?.totalPaid == DecimalNumber("0.0001"))
    try fixture.load(orders: [order("2", of: "b", total: nil)], at: 4)
    #expect(try fixture.sums()["a"] == OrderSums())
    #expect(try fixture.sums()["b"]?.totalPaid == DecimalNumber("0.0001"))
    // An older statement does not bring the cancelled one back.
    try fixture.load(orders: [order("1", of: "a")], at: 2)
    #expect(try fixture.sums()["a"] == OrderSums())
  }

  @Test("sums beyond the range stop at its end rather than failing the import")
  func beyondRange() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load([member("a"), member("b")], at: 1)
    let huge = (0..<3).map { order("\($0)", of: "a", total: "900000000000000") }
    let negative = (3..<6).map { order("\($0)", of: "b", total: "-900000000000000") }
    try fixture.load(orders: huge + negative, at: 2)
    #expect(try fixture.sums()["a"]?.totalPaid == DecimalNumber(tenThousandths: .max))
    #expect(try fixture.sums()["b"]?.totalPaid == DecimalNumber(tenThousandths: .min))
  }

  @Test("the first order ever gives everybody sums, and everybody is planned anew")
  func firstOrder() throws {
    for asEvent in [false, true] {
      let fixture = try StoreFixture()
      defer { fixture.remove() }
      try fixture.load([member("a"), member("b", phone: 821_012_345_678)], at: 1)
      let file = try fixture.file()
      let seen = Reports()
      try fixture.plan(file, seen)
      #expect(try fixture.sums() == [:])
      seen.clear()
      if asEvent {
        #expect(try fixture.apply(.order(order("1", of: "a")), at: 2))
      } else {
        try fixture.load(orders: [order("1", of: "a")], at: 2)
      }
      #expect(try fixture.sums().mapValues(\.count) == ["a": 1, "b": 0])
      try fixture.plan(file, seen)
      #expect(Set(seen.all) == ["a", "b"])
    }
  }

  @Test("a dry run counts orders and keeps nothing")
  func dryRun() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load([member("a")], at: 1)
    let counts = try fixture.load(orders: [order("1", of: "a"), order("2", of: "a")], at: 2, dryRun: true)
    #expect(counts.inserted == 2)
    #expect(try fixture.sums() == [:] && fixture.store.counts(of: fixture.shop).orders == 0)
    #expect(try fixture.store.order("1", of: fixture.shop) == nil)
    #expect(try fixture.load(orders: [order("1", of: "a")], at: 2).inserted == 1)
  }

  @Test("the same file again is unchanged, at the same time and later")
  func again() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load([member("a")], at: 1)
    let rows = [order("1", of: "a"), order("2", phone: 821_012_345_678)]
    try fixture.load(orders: rows, at: 2)
    for time in [2, 3, 1] as [Int64] {
      let counts = try fixture.load(orders: rows, at: time)
      #expect(counts.unchanged == 2 && counts.inserted == 0 && counts.changed == 0)
    }
    #expect(try fixture.sums()["a"]?.count == 1)
  }

  @Test("when more members are affected than are listed, everybody is counted and planned anew", arguments: [1, 2, 10])
  func manyAffected(limit: Int) throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load((0..<5).map { member("m\($0)", phone: 821_012_345_670 + Int64($0)) }, at: 1)
    try fixture.load(orders: (0..<5).map { order("\($0)", of: "m\($0)") }, at: 2)
    let file = try fixture.file()
    let seen = Reports()
    try fixture.plan(file, seen)
    seen.clear()
    let changes = (0..<3).map { order("\($0)", of: "m\($0)", total: "5") } + [order("9", of: "m0", total: "2")]
    try fixture.load(orders: changes, at: 3, listedChanges: limit)
    let totals = try fixture.sums().mapValues { $0.totalPaid.description }
    #expect(totals == ["m0": "7", "m1": "5", "m2": "5", "m3": "10000", "m4": "10000"])
    try fixture.plan(file, seen)
    #expect(Set(seen.all) == Set((0..<(limit < 3 ? 5 : 3)).map { "m\($0)" }))
  }

  @Test("an order's event says whether anything has changed")
  func eventNews() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load([member("a")], at: 1)
    #expect(try fixture.apply(.order(order("1", of: "a")), at: 2))
    #expect(try !fixture.apply(.order(order("1", of: "a")), at: 2))
    #expect(try !fixture.apply(.order(order("1", of: "a")), at: 3))
    #expect(try !fixture.apply(.order(order("1", of: "a", status: .cancelled)), at: 1))
    #expect(try fixture.apply(.order(order("1", of: "a", status: .cancelled)), at: 4))
    // Nobody's, and yet there is one order more.
    #expect(try fixture.apply(.order(order("2")), at: 5))
    #expect(try fixture.sums()["a"] == OrderSums())
  }

  /// The sums of a member "a" after one order.
  private func sums(_ order: Order, _ rules: OrderRules = OrderRules()) throws -> OrderSums {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load([member("a")], at: 1)
    try fixture.load(orders: [order], at: 2, rules: rules)
    return try #require(try fixture.sums()["a"])
  }
}
