import CommonValues
import Foundation
import ShopModel
import Store
import Testing

@testable import ChannelSync

@Suite("Projection")
struct ProjectionTests {
  private func full() throws -> MemberFacts {
    let points = try #require(DecimalNumber("1200.5"))
    let total = try #require(DecimalNumber("100000"))
    return Sample.facts {
      $0.member.name = .value("김하나")
      $0.member.phone = Field(PhoneNumber("010-1234-5678"))
      $0.member.email = .value("hana@example.com")
      $0.member.gender = .value(.female)
      $0.member.birthDate = .value(Sample.day("1990-01-31"))
      $0.member.grade = .value("VIP")
      $0.member.region = .value("서울")
      $0.member.points = .value(points)
      $0.member.joinedAt = .value(Sample.time("2024-03-01T15:30:00Z"))
      $0.member.lastLoginAt = .value(Sample.time("2026-11-01T08:00:00+09:00"))
      $0.member.status = .value(.active)
      $0.member.attributes = ["추천인": .value("rose02"), "구두사이즈": .value("235"), "없음": .empty]
      $0.link = Sample.link(1001, at: "2026-01-04T20:00:00Z")
      $0.relations = Sample.relation(.added)
      $0.orders = OrderSums(
        count: 3, totalPaid: total, firstPaidOn: Sample.day("2025-02-03"), lastPaidOn: Sample.day("2026-11-02"))
    }
  }

  @Test(
    "each source writes its value in Kakao's form",
    arguments: [
      ("member.name", #""김하나""#), ("member.phone", #""+821012345678""#), ("member.email", #""hana@example.com""#),
      ("member.gender", #""여자""#), ("member.birth_date", #""1990-01-31""#), ("member.grade", #""VIP""#),
      ("member.region", #""서울""#), ("member.points", "1200.5"), ("member.joined_at", #""2024-03-02""#),
      ("member.last_login_at", #""2026-11-01""#), ("member.status", #""active""#),
      ("member.attributes.추천인", #""rose02""#), ("member.age", "36"), ("member.age_band", #""30대""#),
      ("orders.count", "3"), ("orders.total_paid", "100000"), ("orders.average_paid", "33333"),
      ("orders.first_paid_on", #""2025-02-03""#), ("orders.last_paid_on", #""2026-11-02""#),
      ("kakao.linked_on", #""2026-01-05""#), ("kakao.channel_relation", #""ADDED""#),
    ])
  func sources(_ source: String, _ expected: String) throws {
    let column = Column(name: "열", source: try #require(ColumnSource(source)))
    #expect(try Sample.row(full(), [column]) == #"{"열":\#(expected)}"#)
  }

  @Test("every source that the config knows is in the table above or an attribute")
  func allSources() {
    #expect(ColumnSource.names.count == 20)
  }

  @Test("a column without a value is left out", arguments: ColumnSource.names + ["member.attributes.추천인"])
  func absent(_ source: String) throws {
    let column = Column(name: "열", source: try #require(ColumnSource(source)))
    #expect(Sample.row(Sample.facts(), [column]) == "{}")
    #expect(Sample.row(Sample.facts(), [column, Column(name: "가", source: .constant("나"))]) == #"{"가":"나"}"#)
  }

  @Test("once the shop has orders, a member without one has zero sums, no average and no days")
  func zeroOrders() {
    let columns = [
      Column(name: "a", source: .orderCount), Column(name: "b", source: .orderTotalPaid),
      Column(name: "c", source: .orderAveragePaid), Column(name: "d", source: .orderLastPaidOn),
    ]
    #expect(Sample.row(Sample.facts { $0.orders = OrderSums() }, columns) == #"{"a":0,"b":0}"#)
  }

  @Test(
    "an average is rounded half up to whole won, to hundredths of other money",
    arguments: [
      ("1", 2, "KRW", "1"), ("1", 3, "KRW", "0"), ("5", 3, "KRW", "2"), ("3", 2, "KRW", "2"),
      ("0.01", 2, "USD", "0.01"), ("10", 3, "USD", "3.33"), ("20", 3, "USD", "6.67"),
    ])
  func average(_ total: String, _ count: Int, _ currency: String, _ expected: String) throws {
    let sum = try #require(DecimalNumber(total))
    let facts = Sample.facts { $0.orders = OrderSums(count: count, totalPaid: sum) }
    let row = Sample.row(facts, [Column(name: "a", source: .orderAveragePaid)], currency: currency)
    #expect(row == #"{"a":\#(expected)}"#)
  }

  @Test("type: string writes a number as text; type: number takes text that is a number, and leaves out what is none")
  func types() throws {
    let facts = try full()
    #expect(Sample.row(facts, [Column(name: "a", source: .orderCount, kind: .string)]) == #"{"a":"3"}"#)
    #expect(Sample.row(facts, [Column(name: "a", source: .member(.points), kind: .string)]) == #"{"a":"1200.5"}"#)
    #expect(Sample.row(facts, [Column(name: "a", source: .attribute("구두사이즈"), kind: .number)]) == #"{"a":235}"#)
    #expect(Sample.row(facts, [Column(name: "a", source: .attribute("추천인"), kind: .number)]) == "{}")
    #expect(Sample.row(facts, [Column(name: "a", source: .member(.birthDate), kind: .number)]) == "{}")
    #expect(Sample.row(facts, [Column(name: "a", source: .constant("-1.50"), kind: .number)]) == #"{"a":-1.5}"#)
  }

  @Test(
    "age bands",
    arguments: [
      (0, "10세 미만"), (9, "10세 미만"), (10, "10대"), (19, "10대"), (80, "80대"), (89, "80대"), (90, "90대 이상"), (123, "90대 이상"),
    ])
  func bands(_ age: Int, _ expected: String) { #expect(ColumnSource.band(ofAge: age) == expected) }

  @Test("text is escaped as JSON wants it and read back the same")
  func escaping() throws {
    let text = "a\"b\\c/\n\r\t\u{8}\u{C}\u{0}\u{1F}\u{7F}é한😀\u{2028}끝"
    let facts = Sample.facts { $0.member.name = .value(text) }
    let row = Sample.row(facts, [Column(name: "이\"름", source: .member(.name))])
    let read = try JSONDecoder().decode([String: String].self, from: Data(row.utf8))
    #expect(read == ["이\"름": text])
    #expect(row.contains(#"\u0000"#) && row.contains(#"\u001f"#))
  }

  @Test("text is written in NFC, names of columns too")
  func composed() {
    let decomposed = "\u{1112}\u{1161}\u{11AB} e\u{301} か\u{3099} \u{F900}"
    let facts = Sample.facts { $0.member.name = .value(decomposed) }
    let row = Sample.row(facts, [Column(name: "\u{1100}\u{1161}", source: .member(.name))])
    #expect(Array(row.utf8) == Array("{\"가\":\"한 é が \u{8C48}\"}".utf8))
  }

  @Test("what the quick look takes for composed is composed, scalar by scalar and in pairs")
  func quickLook() {
    var wrong: [UInt32] = []
    for value in UInt32(0)...0x1FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for text in [String(scalar), "가" + String(scalar), "か" + String(scalar)] {
        var copy = text
        let isCertain = copy.withUTF8 { ComposedText.isCertain($0) }
        if isCertain, !ComposedText.composed(text).utf8.elementsEqual(text.utf8) { wrong.append(value) }
      }
    }
    #expect(wrong.isEmpty)
    var usual = "김하나 VIP 010-1234 é 花 ガ 😀"
    #expect(usual.withUTF8 { ComposedText.isCertain($0) })
  }

  @Test("the order of the columns in the config changes no row and no schema")
  func order() throws {
    let columns = [
      Column(name: "성별", source: .member(.gender)), Column(name: "나이", source: .age),
      Column(name: "a", source: .constant("b")),
    ]
    let facts = try full()
    #expect(Sample.row(facts, columns) == Sample.row(facts, columns.reversed()))
    #expect(FileSchema.text(columns) == FileSchema.text(columns.reversed()))
    #expect(FileSchema.text(columns) == #"{"a":"string","나이":"number","성별":"string"}"#)
    #expect(FileSchema.columns(FileSchema.text(columns)) == ["a": "string", "나이": "number", "성별": "string"])
  }

  @Test(
    "rows of any length are whole, around the size of the usual buffer too",
    arguments: [0, 1000, 1010, 1011, 1012, 1013, 1014, 1015, 1016, 5000])
  func longRows(_ length: Int) {
    let text = String(repeating: "가", count: length / 3) + String(repeating: "x", count: length % 3)
    let facts = Sample.facts { $0.member.attributes = ["a": .value(text)] }
    let expected = length == 0 ? "{}" : #"{"a":"\#(text)"}"#
    #expect(Sample.row(facts, [Column(name: "a", source: .attribute("a"))]) == expected)
  }

  @Test("the hash is the hash of the row's bytes")
  func hash() throws {
    let facts = try full()
    let evaluator = Sample.evaluator(Sample.file(columns: [Column(name: "a", source: .member(.name))]))
    let expected = evaluator.projection.row(facts).withUnsafeBufferPointer { ContentHash.hash($0) }
    #expect(evaluator.evaluate(facts).contentHash == expected)
  }
}
