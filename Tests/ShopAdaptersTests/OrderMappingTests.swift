import CommonValues
import ShopAdapters
import ShopModel
import Testing

@Suite("Rows of an order export become orders")
struct OrderMappingTests {
  @Test("Every field of the model is read")
  func everything() throws {
    let row = try Support.order([
      "회원아이디": "flower01", "주문자명": "김하나", "주문자 휴대전화": "010-1234-5678", "주문자 이메일": "hana@example.com",
      "주문일": "2026-11-02",
      "주문시간": "09:00", "결제일시": "2026-11-02 09:01:00", "주문상태": "결제 완료", "통화": "krw", "실결제금액": "24,680원", "상품명": "장미",
      "수량": "1", "판매가": "24680.00", "수정일시": "2026-11-02 09:02",
    ])
    #expect(row.problem == nil && row.warned.isEmpty)
    var order = Order(id: "o01")
    order.memberID = "flower01"
    order.buyer = Order.Buyer(name: "김하나", phone: PhoneNumber("010-1234-5678"), email: "hana@example.com")
    order.placedAt = time("2026-11-02T09:00:00+09:00")
    order.paidAt = time("2026-11-02T09:01:00+09:00")
    order.status = .paid
    order.currency = "KRW"
    order.total = DecimalNumber("24680")
    order.items = [Order.Item(name: "장미", quantity: 1, price: DecimalNumber("24680"))]
    #expect(Support.combine([row.bytes]).order == order)
    #expect(row.time == time("2026-11-02T09:02:00+09:00"))
  }

  @Test("The item's bytes are those that the model writes")
  func itemBytes() throws {
    let row = try Support.order(["상품명": "장미 한 송이", "수량": "3", "판매가": "1,000"])
    var order = Order(id: "o01")
    order.items = [Order.Item(name: "장미 한 송이", quantity: 3, price: DecimalNumber("1000"))]
    var writer = FieldRecordWriter()
    OrderRecord.write(order, to: &writer)
    #expect(row.bytes == writer.bytes)
  }

  @Test(
    "An amount or a time that can not be read quarantines the row, with its id",
    arguments: [
      ("실결제금액", "이만원", "unreadable-amount", "total"), ("실결제금액", "$12", "unreadable-amount", "total"),
      ("수량", "두 개", "unreadable-amount", "items.quantity"), ("수량", "1.5", "unreadable-amount", "items.quantity"),
      ("판매가", "x", "unreadable-amount", "items.price"), ("주문일시", "어제", "unreadable-time", "placed_at"),
      ("결제일시", "2026-13-01", "unreadable-time", "paid_at"), ("수정일시", "x", "unreadable-time", "updated_at"),
    ])
  func quarantined(label: String, cell: String, code: String, field: String) throws {
    let row = try Support.row([("주문번호", "o01"), (label, cell)], Support.shopExport)
    #expect(row.problem?.code == code)
    #expect(row.problem?.place == Diagnostic.Place(file: "test.csv", line: 2, field: field))
    #expect(row.id == "o01" && row.bytes.isEmpty)
  }

  @Test("A bad phone, e-mail or status leaves out the field alone")
  func warnings() throws {
    let row = try Support.order(["주문자 휴대전화": "x", "주문자 이메일": "x", "주문상태": "수상함"])
    #expect(row.problem == nil)
    #expect(row.warned == ["buyer.phone:bad-phone", "buyer.email:bad-email", "status:unknown-status"])
  }

  @Test(
    "Status words",
    arguments: [
      ("입금대기", OrderStatus.placed), ("결제완료", .paid), ("상품준비중", .preparing), ("배송 준비중", .preparing), ("배송중", .shipped),
      ("배송완료", .delivered), ("구매확정", .delivered), ("취소완료", .cancelled), ("반품완료", .returned), ("환불완료", .refunded),
      ("PAID", .paid),
    ])
  func status(word: String, status: OrderStatus) throws {
    #expect(try Support.order(["주문상태": word]).order.status == status)
  }

  @Test("A guest has no member id", arguments: ["비회원", "guest", "-", "", "(비회원)"])
  func guests(word: String) throws {
    let row = try Support.order(["회원아이디": word, "주문자명": "이둘"])
    #expect(row.order.memberID == nil && row.order.buyer.name == "이둘")
  }

  @Test("Refunds are taken off the total, whatever their sign")
  func refunds() throws {
    #expect(try Support.order(["결제금액": "10,000", "환불금액": "3,000"]).order.total == DecimalNumber(7000))
    #expect(try Support.order(["결제금액": "10,000", "환불금액": "-3,000"]).order.total == DecimalNumber(7000))
    #expect(try Support.order(["결제금액": "10,000", "환불금액": ""]).order.total == DecimalNumber(10_000))
    #expect(try Support.order(["결제금액": "10,000", "환불금액": "?"]).problem?.place.field == "refunded")
  }

  @Test("What was really paid comes before the sum of the goods")
  func totals() throws {
    #expect(try Support.order(["총결제금액": "12000", "실결제금액": "10000"]).order.total == DecimalNumber(10_000))
  }
}

@Suite("The rows of one order become one")
struct OrderRowCombinerTests {
  @Test("One row per item: the order's total counts once, the items add up")
  func perItem() throws {
    let file = try MappedFile(
      """
      주문번호,회원아이디,실결제금액,상품명,수량,판매가
      o1,rose,30000,장미,1,10000
      o2,lily,5000,백합,1,5000
      o1,rose,30000,튤립,2,10000
      """)
    let orders = file.orders
    #expect(orders.map(\.id) == ["o1", "o2"])
    #expect(orders[0].total == DecimalNumber(30_000))
    #expect(orders[0].items.map(\.name) == ["장미", "튤립"])
  }

  @Test("Order columns that stand only in the first row count for all")
  func filledDown() throws {
    let file = try MappedFile("주문번호,회원아이디,결제금액,결제일,상품명\no1,rose,30000,2026-11-02,장미\no1,,,,튤립\n")
    let order = try #require(file.orders.first)
    #expect(order.memberID == "rose" && order.total == DecimalNumber(30_000) && order.items.count == 2)
    #expect(order.paidAt == time("2026-11-02"))
  }

  @Test("The first of conflicting values counts and is reported")
  func conflicts() throws {
    let file = try MappedFile("주문번호,회원아이디,결제금액\no1,rose,30000\no1,lily,20000\n")
    let (order, warnings) = Support.combine(file.rows.map(\.bytes))
    #expect(order.memberID == "rose" && order.total == DecimalNumber(30_000))
    #expect(warnings == [FieldWarning("member_id", .conflict), FieldWarning("total", .conflict)])
  }

  @Test("An order of which one item was cancelled is not cancelled")
  func partlyCancelled() throws {
    let text = "주문번호,주문상태,상품명,품목실결제가\no1,취소완료,장미,10000\no1,배송완료,튤립,20000\no1,배송완료,백합,5000\n"
    let file = try MappedFile(text)
    let (order, warnings) = Support.combine(file.rows.map(\.bytes))
    #expect(order.status == .delivered && order.total == DecimalNumber(25_000) && order.items.count == 3)
    #expect(warnings.isEmpty)
  }

  @Test("An order of which every item was cancelled is cancelled")
  func cancelled() throws {
    let file = try MappedFile("주문번호,주문상태,품목실결제가\no1,취소,10000\no1,취소,20000\n")
    let (order, _) = Support.combine(file.rows.map(\.bytes))
    #expect(order.status == .cancelled && order.total == DecimalNumber(30_000))
  }

  @Test("An item that stands twice counts once, as it stands last")
  func repeatedItem() throws {
    let text = "주문번호,품목별 주문번호,상품명,품목실결제가\no1,i1,장미,10000\no1,i2,튤립,5000\no1,i1,장미 빨강,12000\n"
    let (order, warnings) = Support.combine(try MappedFile(text).rows.map(\.bytes))
    #expect(order.items.map(\.name) == ["튤립", "장미 빨강"] && order.total == DecimalNumber(17_000))
    #expect(warnings == [FieldWarning("items.id", .repeatedItem)])
  }

  @Test("Sums beyond the range leave out the total")
  func overflow() throws {
    let text = "주문번호,품목실결제가\no1,900000000000000\no1,900000000000000\n"
    let (order, warnings) = Support.combine(try MappedFile(text).rows.map(\.bytes))
    #expect(order.total == nil && warnings == [FieldWarning("total", .badNumber)])
  }

  @Test("A combined order is the same bytes as the model writes")
  func bytes() throws {
    let text = "주문번호,회원아이디,주문상태,상품명,품목실결제가,품목별 주문번호\no1,rose,배송중,장미,10000,i1\n"
    let row = try #require(try MappedFile(text).rows.first)
    let (order, _) = Support.combine([row.bytes])
    var expected = FieldRecordWriter()
    OrderRecord.write(order, to: &expected)
    var combiner = OrderRowCombiner()
    var writer = FieldRecordWriter()
    row.bytes.withUnsafeBufferPointer { bytes in combiner.combine(count: 1, row: { _ in bytes }, into: &writer) }
    #expect(writer.bytes == expected.bytes)
  }
}
