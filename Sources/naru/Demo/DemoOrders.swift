import CommonValues

/// The orders of the sample shop, one row an item; what is paid for the whole order stands on each of its rows.
///
/// | order | fault | what must happen |
/// |---|---|---|
/// | 0005 | cancelled | not counted |
/// | 0006 | refunded | not counted |
/// | 0007 | returned | not counted |
/// | 0008 | a guest with the phone number of `tulip11` | joined to that member by phone |
/// | 0009 | a guest whom nobody knows | kept without a member |
/// | 0010, two rows | the amount says `증정` on one row | both rows are quarantined |
/// | 0011 | a status that nobody knows, no time of payment | unpaid, so not counted; a warning |
/// | 0012 | the time as Korean spreadsheets write it (`2026. 10. 3 오후 3:05`) | an ordinary time |
/// | 0013 | `35,000원` | 35000 |
/// | 0014 | not paid yet | not counted |
/// | 0015 | a time of order that can not be read | the row is quarantined |
struct DemoOrders {
  static let labels = [
    "주문번호", "품목별 주문번호", "주문일시", "결제일시", "주문상태", "회원아이디", "주문자명", "주문자 휴대전화", "주문자 이메일", "상품명", "수량", "판매가",
    "실결제금액",
  ]

  private static let products = ["장미 한 다발", "튤립 바구니", "수국 화분", "안개꽃", "꽃 구독 1개월", "카네이션 브로치"]

  /// The day the export was made; the orders lie before it.
  let today: CalendarDate

  /// The rows in the order of the export.
  func rows() -> [[String]] {
    let members = DemoRoster.rows()
    var rows: [[String]] = []
    for number in 1...40 {
      let member = members[number * 7 % 60]
      let days = number * 9 % 300 + 1
      var row = Row(
        number: number, date: today.adding(days: -days).description,
        memberID: member.id.isEmpty || member.damage != nil ? "rose01" : member.id, buyer: member.name,
        phone: member.phone, email: member.email)
      row.amount = "\(15_000 + number * 1_300 % 60_000)"
      edit(&row, number)
      rows += row.lines(items: number % 4 == 2 ? 2 : 1, products: Self.products)
    }
    return rows
  }

  private func edit(_ row: inout Row, _ number: Int) {
    switch number {
    case 5: row.status = "취소완료"
    case 6: row.status = "환불완료"
    case 7: row.status = "반품완료"
    case 8:
      row.memberID = ""
      row.buyer = "손님"
      row.phone = "01012341011"
      row.email = ""
    case 9:
      row.memberID = ""
      row.buyer = "손님"
      row.phone = "010-1234-9999"
      row.email = "guest@example.com"
    case 10: row.amountOfLastItem = "증정"
    case 11:
      row.status = "확인필요"
      row.isPaid = false
    case 12:
      let (year, month, day) = today.adding(days: -30).parts
      row.time = "\(year). \(month). \(day) 오후 3:05"
    case 13: row.amount = "35,000원"
    case 14:
      row.status = "입금대기"
      row.isPaid = false
    case 15: row.time = "어제쯤"
    default: break
    }
  }

  private struct Row {
    var number: Int
    var date: String
    var memberID: String
    var buyer: String
    var phone: String
    var email: String
    var amount = ""
    var amountOfLastItem: String?
    var status = "배송완료"
    var isPaid = true
    var time: String?

    func lines(items: Int, products: [String]) -> [[String]] {
      let id = "20261102-00" + (number < 10 ? "0\(number)" : "\(number)")
      let placed = time ?? "\(date) 09:\(10 + number):00"
      return (1...items).map { item in
        [
          id, "\(id)-0\(item)", placed, isPaid && time == nil ? "\(date) 09:\(10 + number):30" : "", status, memberID,
          buyer,
          phone, email, products[(number + item) % products.count], "\(item)", "15000",
          item == items ? amountOfLastItem ?? amount : amount,
        ]
      }
    }
  }
}
