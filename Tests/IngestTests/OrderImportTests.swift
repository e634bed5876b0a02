import CommonValues
import Ingest
import Records
import ShopAdapters
import ShopModel
import Store
import Testing

@Suite("Importing orders")
struct OrderImportTests {
  private static let header = "주문번호,주문자 아이디,주문자명,주문자 휴대전화,주문일시,결제일시,주문상태,실결제금액,상품명,수량,판매가\n"

  @Test("one row per item becomes one order, and a member's sums")
  func items() throws {
    let fixture = try Fixture()
    try fixture.take("아이디,이름\nflower01,김하나\nrose02,박둘\n")
    let report = try fixture.take(
      OrderImportTests.header + """
        20261102-1,flower01,김하나,010-1234-5678,2026-11-02 09:00:00,2026-11-02 09:01:00,결제완료,"24,680원",장미,2,"10,000"
        20261102-1,flower01,김하나,010-1234-5678,2026-11-02 09:00:00,2026-11-02 09:01:00,결제완료,"24,680원",백합,1,"4,680"
        20261103-1,flower01,김하나,010-1234-5678,2026-11-03 09:00:00,2026-11-03 23:30:00,배송완료,"1,000",튤립,1,"1,000"
        20261104-1,flower01,김하나,010-1234-5678,2026-11-04 09:00:00,2026-11-04 09:01:00,취소완료,"9,999",튤립,1,"9,999"
        20261105-1,비회원,이손님,010-0000-0001,2026-11-05 09:00:00,2026-11-05 09:00:00,결제완료,500,튤립,1,500

        """, name: "orders.csv", importer: fixture.importer(blockBytes: 1))
    #expect(report.kind == .orders && report.rows == 5 && report.records == 4 && report.changed == 4)
    let order = try #require(try fixture.order("20261102-1"))
    #expect(order.memberID == "flower01" && order.buyer.name == "김하나" && order.status == .paid)
    #expect(order.buyer.phone == PhoneNumber("+821012345678"))
    #expect(order.total == DecimalNumber(24680))
    #expect(order.items.map(\.name) == ["장미", "백합"] && order.items.map(\.quantity) == [2, 1])
    #expect(order.paidAt == Fixture.time("2026-11-02T09:01:00+09:00"))
    #expect(try fixture.order("20261105-1")?.memberID == nil)
    let sums = try #require(try fixture.facts("flower01")?.orders)
    #expect(sums.count == 2 && sums.totalPaid == DecimalNumber(25680))
    #expect(sums.firstPaidOn?.description == "2026-11-02" && sums.lastPaidOn?.description == "2026-11-03")
    #expect(try fixture.facts("rose02")?.orders == OrderSums())
  }

  @Test("orders come before their members, or after: the sums are the same")
  func anyOrder() throws {
    let members = "아이디,이름\nflower01,김하나\n"
    let orders = OrderImportTests.header + "1,flower01,,,2026-11-02,2026-11-02,결제완료,100,장미,1,100\n"
    let (first, second) = (try Fixture(), try Fixture())
    try first.take(members)
    try first.take(orders, name: "orders.csv")
    try second.take(orders, name: "orders.csv")
    try second.take(members)
    #expect(try first.facts("flower01")?.orders == second.facts("flower01")?.orders)
    #expect(try first.facts("flower01")?.orders?.totalPaid == DecimalNumber(100))
  }

  @Test("one unreadable row leaves out its whole order, and no other", arguments: [1, 2])
  func spoiled(workers: Int) throws {
    let fixture = try Fixture()
    let report = try fixture.take(
      OrderImportTests.header + """
        A,flower01,,,2026-11-02,2026-11-02,결제완료,100,장미,1,50
        B,flower01,,,2026-11-02,2026-11-02,결제완료,300,장미,1,300
        A,flower01,,,2026-11-02,2026-11-02,결제완료,백원,백합,1,50
        A,flower01,,,2026-11-02,2026-11-02,결제완료,100,튤립,1,0
        C,flower01,,,2026-11-02,작년 여름,결제완료,700,튤립,1,0

        """, name: "orders.csv", importer: fixture.importer(workers: workers, blockBytes: 1))
    #expect(report.rows == 5 && report.quarantined == 4 && report.records == 1 && report.changed == 1)
    #expect(try fixture.order("A") == nil && fixture.order("C") == nil)
    #expect(try fixture.order("B")?.total == DecimalNumber(300))
    #expect(
      try fixture.quarantineList() == [
        "2 order-has-bad-row -", "4 unreadable-amount total", "5 order-has-bad-row -", "6 unreadable-time paid_at",
      ])
    #expect(try fixture.quarantined().first?.raw == "A,flower01,,,2026-11-02,2026-11-02,결제완료,100,장미,1,50")
  }

  @Test("an order that is spoiled in a later file stays as it was")
  func spoiledLater() throws {
    let fixture = try Fixture()
    let row = "A,flower01,,,2026-11-02,2026-11-02,결제완료,100,장미,1,100\n"
    try fixture.take(OrderImportTests.header + row, name: "1.csv", asOf: "2026-11-03T00:00:00+09:00")
    try fixture.take(
      OrderImportTests.header + row + "A,flower01,,,2026-11-02,2026-11-02,결제완료,??,장미,1,100\n", name: "2.csv",
      asOf: "2026-11-04T00:00:00+09:00")
    #expect(try fixture.order("A")?.total == DecimalNumber(100))
    #expect(try fixture.order("A")?.items.count == 1)
  }

  @Test("rows of one order that disagree are taken and reported")
  func conflict() throws {
    let fixture = try Fixture()
    let report = try fixture.take(
      OrderImportTests.header + """
        A,flower01,,,2026-11-02,2026-11-02,결제완료,100,장미,1,50
        A,flower01,,,2026-11-02,2026-11-02,결제완료,200,백합,1,50

        """, name: "orders.csv")
    #expect(report.warnings == 1 && report.quarantined == 0)
    #expect(try fixture.order("A")?.total == DecimalNumber(100))
    #expect(try fixture.quarantineList() == ["2 conflicting-rows total"])
  }

  @Test("a guest's order goes to the one member with that phone, where the shop says so")
  func guests() throws {
    let fixture = try Fixture()
    try fixture.take("아이디,휴대폰번호\nflower01,010-1234-5678\n")
    try fixture.take(
      OrderImportTests.header + "A,,김하나,01012345678,2026-11-02,2026-11-02,결제완료,100,장미,1,100\n", name: "orders.csv"
    ) { $0.rules.match = [.phone] }
    #expect(try fixture.facts("flower01")?.orders?.totalPaid == DecimalNumber(100))
  }
}
