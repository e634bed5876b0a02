import CommonValues
import Ingest
import Records
import ShopAdapters
import ShopModel
import Store
import Testing

@Suite("Personal data stays out of messages")
struct PrivacyTests {
  /// Each is in every cell that can hold it, good or bad.
  private static let marks = ["marked77", "김표시", "marked@example.com", "5550199", "표시동"]

  private func check(_ texts: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(!texts.isEmpty, sourceLocation: sourceLocation)
    for mark in PrivacyTests.marks {
      #expect(!texts.contains { $0.contains(mark) }, "\(mark)", sourceLocation: sourceLocation)
    }
  }

  private func messages(_ diagnostics: [Diagnostic]) -> [String] {
    diagnostics.flatMap { [$0.message(in: .korean), $0.message(in: .english), $0.code] }
  }

  @Test("neither findings, nor quarantine's reasons, nor run summaries hold a value of the file")
  func imports() throws {
    let fixture = try Fixture()
    let members = """
      아이디,이름,휴대폰번호,이메일,생년월일,성별,적립금,회원상태,카카오 회원번호,SMS 수신여부,가입일시,수정일시,지역
      marked77,김표시,010-5550199x,marked@example.com@,표시동,김표시,김표시,김표시,marked77,김표시,김표시,김표시,표시동
      marked77,김표시,010-5550199x,marked@example.com@,표시동,김표시,김표시,김표시,marked77,김표시,김표시,김표시,표시동
      ,김표시,5550199,marked@example.com,,,,,,,,,
      marked77,김표시
      marked77,"김표시"표시동,,,,,,,,,,,
      marked77,김표시\u{0},,,,,,,,,,,
      \(String(repeating: "marked77", count: 100)),김표시,,,,,,,,,,,
      marked77,김표시,5550199
      """
    let report = try fixture.take(members) { $0.complete = true }
    #expect(report.quarantined == 6 && report.warnings > 9)
    let orders = """
      주문번호,주문자 아이디,주문자명,주문자 휴대전화,주문자 이메일,결제일시,주문상태,통화,결제금액,상품명,수량
      marked77,marked77,김표시,5550199x,marked@,김표시,김표시,표시동,김표시,김표시,김표시
      marked77,marked77,김표시,5550199x,marked@,2026-11-02,결제완료,KRW,100,김표시,1
      A,marked77,김표시,5550199x,marked@,2026-11-02,표시동,KRW,100,김표시,1
      A,김표시,김표시,5550199x,marked@,2026-11-02,표시동,KRW,100,김표시,1
      """
    let second = try fixture.take(orders, name: "orders.csv")
    let retry = try fixture.importer().retryQuarantine(nil, Fixture.request(), now: Fixture.now)
    check(messages(report.findings + second.findings + retry.findings))
    check(messages(try fixture.quarantined().map(\.diagnostic)))
    check(try fixture.store.runs(of: Fixture.shop).map(\.summary))
    #expect(try fixture.quarantined().contains { $0.raw.contains("김표시") }, "the row itself is kept")
  }

  @Test(
    "a row of somebody's data that stands for the header is masked",
    arguments: [
      "marked77\t김표시\t010-5550199\tmarked@example.com\n", "아이디,010-5550199,marked@example.com\nflower01,x,y\n",
    ])
  func header(text: String) throws {
    let fixture = try Fixture()
    var found: [Diagnostic] = []
    do {
      found = try fixture.take(text).findings
    } catch let error as Diagnostic {
      found = [error]
    }
    let texts = messages(found) + (try fixture.store.runs(of: Fixture.shop).map(\.summary))
    #expect(!texts.contains { $0.contains("5550199") || $0.contains("marked@example.com") })
  }
}
