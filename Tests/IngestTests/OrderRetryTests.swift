import CommonValues
import Ingest
import Records
import ShopAdapters
import ShopModel
import Store
import Testing

@Suite("Mapping quarantined orders again")
struct OrderRetryTests {
  private static let header = "주문번호,주문자 아이디,결제일시,주문상태,품목실결제가,상품명,환불금액\n"

  private func retry(_ fixture: Fixture, _ ids: Set<Int64>? = nil, importer: Importer? = nil) throws -> RetryReport {
    try (importer ?? fixture.importer()).retryQuarantine(ids, Fixture.request(), now: Fixture.now)
  }

  /// An adapter that takes the item's amount from another column.
  private func otherColumn() throws -> DeclarativeAdapter {
    try Fixture.shopExport { $0.replacing("total: [품목실결제가,", with: "total: [다른금액,") }
  }

  private let text = """
    주문번호,주문자 아이디,결제일시,주문상태,품목실결제가,다른금액,상품명
    A,flower01,2026-11-02,결제완료,100,100,장미
    A,flower01,2026-11-02,결제완료,이백,200,백합
    B,flower01,2026-11-02,결제완료,50,50,튤립

    """

  @Test("a spoiled order is taken as a whole once its rows can be read, whichever was asked for", arguments: [0, 1])
  func spoiled(entry: Int) throws {
    let fixture = try Fixture()
    try fixture.take("아이디,이름\nflower01,김하나\n")
    try fixture.take(text, name: "orders.csv", importer: fixture.importer(workers: 1, blockBytes: 1))
    #expect(try fixture.quarantineList() == ["2 order-has-bad-row -", "3 unreadable-amount items.total"])
    let id = try fixture.quarantined()[entry].id
    let still = try retry(fixture, [id])
    #expect(still.tried == 2 && still.changed == 0 && still.remaining == 2)
    #expect(try fixture.order("A") == nil)
    #expect(try fixture.quarantineList() == ["2 order-has-bad-row -", "3 unreadable-amount items.total"])
    let again = try fixture.quarantined()[entry].id
    let report = try retry(fixture, [again], importer: fixture.importer(adapter: try otherColumn()))
    #expect(report.tried == 2 && report.changed == 1 && report.remaining == 0)
    #expect(try fixture.order("A")?.total == DecimalNumber(300))
    #expect(try fixture.order("A")?.items.map(\.name) == ["장미", "백합"])
    #expect(try fixture.facts("flower01")?.orders?.totalPaid == DecimalNumber(350))
    #expect(try fixture.quarantined().isEmpty)
  }

  @Test("a note on one row of an order does not replace the order by that row")
  func note() throws {
    let fixture = try Fixture()
    try fixture.take(
      OrderRetryTests.header + "A,flower01,2026-11-02,결제완료,100,장미,\nA,flower01,2026-11-02,이상한말,200,백합,\n",
      name: "orders.csv")
    #expect(try fixture.quarantineList() == ["3 unknown-status status"])
    let before = try fixture.order("A")
    let report = try retry(fixture)
    #expect(report.tried == 0 && report.remaining == 1 && report.findings.map(\.code) == ["row-needs-file"])
    #expect(try fixture.order("A") == before && before?.total == DecimalNumber(300))
    #expect(try fixture.quarantined().count == 1)
  }

  @Test("an order of which one row was cut is not taken without it")
  func cut() throws {
    let fixture = try Fixture()
    let long = String(repeating: "장", count: 6000)
    try fixture.take(
      text.replacing("100,100,장미", with: "100,100,\(long)"), name: "orders.csv")
    let report = try retry(fixture, importer: fixture.importer(adapter: try otherColumn()))
    #expect(report.tried == 0 && report.remaining == 2)
    #expect(report.findings.map(\.code) == ["row-too-long-to-retry", "row-needs-file"])
    #expect(try fixture.order("A") == nil)
  }

  @Test("notes on the rows of a spoiled order go and come with their rows")
  func notesOfSpoiled() throws {
    let fixture = try Fixture()
    let text = text.replacing("100,100,장미", with: "100,100,장미").replacing(
      "A,flower01,2026-11-02,결제완료,100", with: "A,flower01,2026-11-02,이상한말,100")
    try fixture.take(text, name: "orders.csv")
    #expect(try fixture.quarantined().count == 3)
    let report = try retry(fixture, importer: fixture.importer(adapter: try otherColumn()))
    #expect(report.tried == 2 && report.changed == 1 && report.remaining == 1)
    #expect(try fixture.quarantineList() == ["2 unknown-status status"])
  }
}
