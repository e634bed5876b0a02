import CommonValues
import Ingest
import NaruTestSupport
import Records
import ShopAdapters
import ShopModel
import Store
import Testing

@Suite("Several workers and one")
struct WorkerTests {
  private static let names = ["김하나", "박둘", "\"쉼,표\"", "\"줄\n바꿈\"", "", "-", "Hana", "샾펲 똠방"]

  /// A row of a member export, now and then with a fault.
  private static func memberRow(_ random: inout SplitMix64) -> String {
    let id = "m\(Int.random(in: 0..<120, using: &random))"
    let name = names.randomElement(using: &random) ?? ""
    let phone = ["010-1234-5678", "01000000001", "전화 없음", "", "0000-00-00"].randomElement(using: &random) ?? ""
    let day = Int.random(in: 1...28, using: &random)
    let changed = ["", "", "2026-10-\(day < 10 ? "0" : "")\(day) 00:00:00", "언젠가"].randomElement(using: &random) ?? ""
    let consent = ["Y", "N", "", "글쎄"].randomElement(using: &random) ?? ""
    switch Int.random(in: 0..<20, using: &random) {
    case 0: return "\(id),\(name)"
    case 1: return "\(id),\(name),\(phone),\(changed),\(consent),너무,많음"
    case 2: return ",\(name),\(phone),\(changed),\(consent)"
    case 3: return "\(id),\"열\"린,\(phone),\(changed),\(consent)"
    case 4: return "\(id),이\u{0}름,\(phone),\(changed),\(consent)"
    case 5: return "2.0E+15,\(name),\(phone),\(changed),\(consent)"
    case 6: return ""
    default: return "\(id),\(name),\(phone),\(changed),\(consent)"
    }
  }

  private static func orderRow(_ random: inout SplitMix64) -> String {
    let id = "o\(Int.random(in: 0..<60, using: &random))"
    let status = ["결제완료", "취소", "배송중", "모름", ""].randomElement(using: &random) ?? ""
    let amount = ["100", "\"1,000원\"", "", "-50", "백원"].randomElement(using: &random) ?? ""
    let fields = "\(id),m\(Int.random(in: 0..<9, using: &random)),\(status)"
    switch Int.random(in: 0..<25, using: &random) {
    case 0: return fields
    case 1: return "\(fields),100,장미,10개"
    default: return "\(fields),\(amount),장미,2"
    }
  }

  @Test("give the same store, counts and findings for any file, however it is cut into blocks", arguments: 0..<24)
  func same(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let isOrders = seed % 3 == 0
    let rows = (0..<Int.random(in: 1...250, using: &random)).map { _ in
      isOrders ? WorkerTests.orderRow(&random) : WorkerTests.memberRow(&random)
    }
    let header = isOrders ? "주문번호,주문자 아이디,주문상태,품목실결제가,상품명,수량" : "아이디,이름,휴대폰번호,수정일시,SMS 수신여부"
    let encoding = ["UTF-8", "CP949", "UTF-16LE"][Int(seed % 3 + seed / 3) % 3]
    let ending = ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
    let bytes = try (([header] + rows).joined(separator: ending) + ending).encoded(encoding)
    let sizes = [1, 7, 64, 1 << 20].shuffled(using: &random)
    var first: (contents: [String], report: ImportReport, entries: [String])?
    for (workers, size) in zip([1, 2, 3, 5], sizes) {
      let fixture = try Fixture()
      var report = try fixture.take(
        bytes, asOf: "2026-11-01T00:00:00+09:00", importer: fixture.importer(workers: workers, blockBytes: size))
      report.findings.sort { $0.message(in: .english) < $1.message(in: .english) }
      let entries = try fixture.quarantined().map { "\($0.line) \($0.diagnostic.message(in: .korean)) \($0.raw)" }
        .sorted()
      if let first {
        #expect(try fixture.contents() == first.contents)
        #expect(report == first.report)
        #expect(entries == first.entries)
      } else {
        first = (try fixture.contents(), report, entries)
      }
    }
  }
}
