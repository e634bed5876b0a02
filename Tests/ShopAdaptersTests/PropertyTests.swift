import CommonValues
import NaruTestSupport
import Records
import ShopModel
import Testing

@testable import ShopAdapters

@Suite("The byte form and the event form say the same")
struct PropertyTests {
  /// Cells that are likely to be told apart wrongly.
  static let cells = [
    "", " ", "-", "없음", "NULL", "0000-00-00", "0000-00-00 00:00:00", "1970-01-01", "1970-01-01 09:00", "2024-03-02",
    "2024-03-02 10:15:00", "2024.3.2", "2026-13-40", "10:15", "오후 3:05", "101500", "25:00", "010-1234-5678",
    "01012345678", "1012345678",
    "+82 10-1234-5678", "02-123-4567", "Hana@Example.COM", "hana@", "@", "김하나", "\u{3000}김하나 ", "여", "남", "F", "M", "Y",
    "N", "T",
    "동의", "수신 안함", "탈퇴", "정상", "휴면", "1,200", "1,200P", "24680.00", "12,000원", "-5", "9e99", "=\"007\"", "2.02611E+15",
    "1.5",
    "1376016924429759228", "99999999999999999999", "결제완료", "취소", "배송 중", "비회원", "krw", "원", "o1", "o2", "😀", "<script>",
    "=1+1",
    "\"", "a\nb", "'; DROP TABLE--", "가나다라마바사아자차카타파하", "0", "1",
  ]

  private func file(_ labels: [String], rows: Int, random: inout SplitMix64) throws -> MappedFile {
    var shuffled = labels
    shuffled.shuffle(using: &random)
    var text = Support.line(shuffled)
    for _ in 0..<rows {
      text += Support.line(
        shuffled.map { label in
          (label == "아이디" || label == "주문번호") && !UInt8.random(in: 0...9, using: &random).isMultiple(of: 10)
            ? "id\(Int.random(in: 0..<(rows / 2), using: &random))"
            : PropertyTests.cells.randomElement(using: &random) ?? ""
        })
    }
    return try MappedFile(text, attributes: [AttributeMapping(name: "메모"), AttributeMapping(name: "나이")])
  }

  @Test("Members", arguments: 0..<12)
  func members(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let labels = [
      "아이디", "이름", "휴대폰번호", "전화번호", "이메일", "성별", "생년월일", "회원등급", "지역", "적립금", "포인트", "가입일시", "가입일", "가입시간", "최종접속일",
      "회원상태", "탈퇴여부", "탈퇴일", "휴면여부", "휴면처리일", "휴면해제일", "카카오 회원번호", "SMS 수신여부", "SMS 수신동의일", "SMS 수신거부일",
      "이메일 수신여부", "이메일 수신여부 변경일", "마케팅 동의", "수정일", "메모", "나이", "비고",
    ]
    let file = try file(labels, rows: 150, random: &random)
    for (row, line) in zip(file.rows, file.lines) {
      switch file.mapping.event(cells: line.cells, line: line.line) {
      case .failure(let problem): #expect(row.problem == problem)
      case .success(let event):
        #expect(row.problem == nil && row.time == event.recordTime)
        #expect(Set(row.warnings) == Set(event.warnings) && row.warnings.count == event.warnings.count)
        guard case .member(let member) = event.event else { continue }
        var writer = FieldRecordWriter()
        MemberRecord.write(member, to: &writer)
        #expect(row.bytes == writer.bytes && row.id == member.id)
      }
    }
  }

  @Test("Orders", arguments: 0..<12)
  func orders(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed) &+ 1000)
    var labels = [
      "주문번호", "회원아이디", "주문자명", "주문자 휴대폰", "주문자 연락처", "주문자 이메일", "주문일", "주문시간", "결제일시", "주문상태", "통화", "상품명",
      "수량", "판매가", "품목별 주문번호", "품목실결제가", "비고",
    ]
    if seed.isMultiple(of: 2) { labels += ["실결제금액", "환불금액"] }
    if seed.isMultiple(of: 3) { labels.removeAll { ["수량", "판매가", "주문일", "결제일시"].contains($0) } }
    let file = try file(labels, rows: 150, random: &random)
    let events = file.mapping.events(rows: file.lines)
    #expect(events.quarantined == file.rows.compactMap(\.problem))
    #expect(events.events == file.orders.map(ShopEvent.order))
  }

  @Test("Hostile and huge texts pass or are refused, and nothing else")
  func hostile() throws {
    let texts = [
      String(repeating: "가", count: 20_000), String(repeating: "9", count: 60_000),
      String(repeating: "a", count: 300) + "@example.com",
      String(repeating: ".", count: 1000), "\u{202E}evil", "=cmd|' /C calc'!A0", String(repeating: "(", count: 5000),
      "=\"", "=\"\"",
      "\u{FEFF}Y", "-\u{200B}", String(repeating: "0", count: 40),
    ]
    for text in texts {
      for label in ["이름", "휴대폰번호", "이메일", "생년월일", "적립금", "가입일", "가입시간", "카카오 회원번호", "SMS 수신여부", "회원상태"] {
        let cells = [("아이디", "a"), (label, text)]
        let row = try Support.row(cells, Support.shopExport)
        #expect(row.problem == nil)
        guard label == "이름" else { continue }
        #expect(row.member.name == .value(text == "=\"\"" ? "=\"\"" : text) || row.member.name == .empty)
      }
    }
  }

  @Test("Several mappers of one mapping work at the same time")
  func threads() async throws {
    let text =
      Support.line(["아이디", "이름", "SMS 수신여부"]) + (0..<500).map { Support.line(["id\($0)", "김하나", "Y"]) }.joined()
    let reader = try CSVReader(MemorySource(text))
    let options = ExportOptions(file: "a", sourceTime: sourceTime)
    let mapping = try Support.shopExport.mapping(for: reader.format.header, options)
    let results = await withTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<4 {
        group.addTask {
          let mapper = mapping.makeMapper()
          var writer = FieldRecordWriter()
          guard let reader = try? CSVReader(MemorySource(text)) else { return [] }
          try? reader.forEach {
            _ = mapper.map($0, into: &writer)
          } malformed: { _ in
          }
          return writer.bytes
        }
      }
      return await group.reduce(into: [[UInt8]]()) { $0.append($1) }
    }
    #expect(Set(results).count == 1 && results[0].count > 500 * 10)
  }
}
