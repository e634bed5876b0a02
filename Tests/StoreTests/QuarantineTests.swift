import CommonValues
import ShopModel
import Testing

@testable import Store

@Suite("Quarantine")
struct QuarantineTests {
  private func row(_ run: Int64, _ line: Int, file: String = "members.csv", kind: String = "members") -> QuarantinedRow
  {
    QuarantinedRow(
      runID: run, kind: kind, file: file, line: line,
      diagnostic: Diagnostic(
        .error, code: "no-id", place: .init(file: file, line: line, field: line % 2 == 0 ? "phone" : nil),
        reason: LocalizedText(ko: "아이디가 없습니다.", en: "There is no id."),
        fix: LocalizedText(ko: "아이디를 채우십시오.", en: "Fill in the id.")),
      raw: "김하나,\"010-1234-5678\"\n\u{0}끝")
  }

  @Test("rows come back as they were given: the newest import first, each in the order of its file")
  func order() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.store.quarantine([row(1, 5), row(1, 7)], in: fixture.shop)
    try fixture.store.quarantine([row(2, 9), row(2, 3)], in: fixture.shop)
    try fixture.store.quarantine([row(1, 8)], in: fixture.shop)
    try fixture.store.quarantine([], in: fixture.shop)
    let rows = try fixture.store.quarantinedRows(of: fixture.shop)
    #expect(rows.map(\.line) == [3, 9, 5, 7, 8] && rows.map(\.id) == [4, 3, 1, 2, 5])
    var expected = row(2, 9)
    expected.id = 3
    #expect(rows[1] == expected)
    #expect(try fixture.store.quarantinedRow(3, of: fixture.shop) == expected)
    #expect(try fixture.store.quarantinedRow(6, of: fixture.shop) == nil)
    #expect(try fixture.store.quarantinedRows(of: fixture.shop, limit: 3).map(\.line) == [3, 9, 5])
    #expect(try fixture.store.quarantinedRows(of: fixture.shop, run: 1).map(\.line) == [5, 7, 8])
    #expect(try fixture.store.quarantineCount(of: fixture.shop) == 5)
    #expect(try fixture.store.counts(of: fixture.shop).quarantined == 5)
    let other = try #require(ShopID("other"))
    #expect(try fixture.store.quarantinedRow(3, of: other) == nil)
    #expect(try fixture.store.quarantineCount(of: other) == 0)
  }

  @Test("what it takes to read rows again is kept as long as one of the import's rows is")
  func sources() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let source = QuarantineSource(labels: ["아이디", "휴대폰, 집", ""], sourceTime: Timestamp(milliseconds: -5))
    for run in [1, 2] as [Int64] {
      try fixture.store.quarantine([row(run, 2), row(run, 3)], in: fixture.shop)
      try fixture.store.save(source, run: run, in: fixture.shop)
    }
    #expect(try fixture.store.quarantineSource(run: 1, in: fixture.shop) == source)
    try fixture.store.removeQuarantined([1], in: fixture.shop)
    #expect(try fixture.store.quarantineSource(run: 1, in: fixture.shop) == source)
    try fixture.store.removeQuarantined([2, 99], in: fixture.shop)
    #expect(try fixture.store.quarantineSource(run: 1, in: fixture.shop) == nil)
    #expect(try fixture.store.quarantineSource(run: 2, in: fixture.shop) == source)
    #expect(try fixture.store.quarantinedRows(of: fixture.shop).map(\.id) == [3, 4])
  }

  @Test("reading a file anew drops what its earlier imports left, of that file and kind alone")
  func clear() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let source = QuarantineSource(labels: ["아이디"], sourceTime: Timestamp(milliseconds: 5))
    let rows = [row(1, 1), row(2, 2), row(3, 3, file: "other.csv"), row(4, 4, kind: "orders")]
    try fixture.store.quarantine(rows, in: fixture.shop)
    for row in rows { try fixture.store.save(source, run: row.runID, in: fixture.shop) }
    try fixture.store.clearQuarantine(file: "members.csv", kind: "members", in: fixture.shop)
    #expect(try fixture.store.quarantinedRows(of: fixture.shop).map(\.runID) == [4, 3])
    let left = try (1...4).filter { try fixture.store.quarantineSource(run: $0, in: fixture.shop) != nil }
    #expect(left == [3, 4])
  }
}
