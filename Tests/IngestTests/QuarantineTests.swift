import CommonValues
import Ingest
import Records
import ShopAdapters
import ShopModel
import Store
import Testing

@Suite("Quarantine of an import")
struct QuarantineTests {
  private static let text = """
    아이디,이름,이메일,생년월일,성별,적립금
    flower01,김하나,hana@example.com,1990-01-31,여,10
    ,박둘,dul@example.com,,,
    rose02,"쉼표, ""따옴표"" 그리고
    줄바꿈",골뱅이 없음,2990-01-01,모름,많음
    lily03,넷
    2.02611E+15,다섯,,,,
    mum06,여섯,,,,,,,
    pine07,"일"곱,,,,

    """

  @Test(
    "rows and fields stand there with line, field, reason and the row as UTF-8, whatever the file was written in",
    arguments: ["UTF-8", "CP949", "UTF-16LE"], [1, 3])
  func entries(encoding: String, workers: Int) throws {
    let fixture = try Fixture()
    let report = try fixture.take(
      QuarantineTests.text.encoded(encoding), importer: fixture.importer(workers: workers, blockBytes: 1))
    #expect(report.rows == 7 && report.records == 2 && report.quarantined == 5 && report.warnings == 4)
    #expect(
      try fixture.quarantineList() == [
        "3 no-id id", "4 bad-email email", "4 unknown-gender gender", "4 bad-date birth_date", "4 bad-number points",
        "6 too-few-cells -", "7 rounded-id id", "8 too-many-cells -", "9 text-after-quote -",
      ])
    let rows = try fixture.quarantined()
    #expect(rows[0].raw == ",박둘,dul@example.com,,,")
    #expect(rows[1].raw == "rose02,\"쉼표, \"\"따옴표\"\" 그리고\n줄바꿈\",골뱅이 없음,2990-01-01,모름,많음")
    #expect(rows.last?.raw == "pine07,\"일\"곱,,,,")
    for row in rows {
      #expect(row.runID == report.runID && row.kind == "members" && row.file == "members.csv")
      #expect(row.diagnostic.place.file == "members.csv" && row.diagnostic.place.line == row.line)
      #expect(!row.diagnostic.reason.korean.isEmpty && !row.diagnostic.reason.english.isEmpty)
    }
    #expect(try fixture.member("rose02")?.name == .value("쉼표, \"따옴표\" 그리고\n줄바꿈"), "only the fields are left out")
    #expect(try fixture.member("rose02")?.email == .unknown, "neither a value nor known to be empty")
  }

  @Test("rows of a semicolon file are kept as comma-separated text")
  func otherDelimiter() throws {
    let fixture = try Fixture()
    try fixture.take("아이디;이름;이메일\nflower01;김,하나;x\n;박둘;y@example.com\n")
    #expect(try fixture.quarantined().map(\.raw) == ["flower01,\"김,하나\",x", ",박둘,y@example.com"])
  }

  @Test("undecodable bytes, NUL bytes and a cut last character cost their rows alone")
  func brokenBytes() throws {
    let fixture = try Fixture()
    var bytes = try "아이디,이름\nflower01,김하나\nrose02,박".encoded("CP949")
    bytes += [0x81, 0x20, 0x0A]
    bytes += try "lily03,이".encoded("CP949") + [0x00] + "셋\n".encoded("CP949")
    bytes += try "mum04,넷\npine05,다섯".encoded("CP949").dropLast()
    let report = try fixture.take(bytes)
    #expect(report.rows == 5 && report.records == 2 && report.quarantined == 3)
    #expect(try fixture.quarantineList() == ["3 undecodable-bytes -", "4 nul-byte -", "6 undecodable-bytes -"])
    #expect(try fixture.member("rose02") == nil && fixture.member("pine05") == nil)
    #expect(try fixture.member("flower01")?.name == .value("김하나"))
  }

  @Test("a long row is kept to 16 KiB, and a field over its limit costs its row")
  func longRows() throws {
    let fixture = try Fixture()
    let long = String(repeating: "가", count: 8000)
    let report = try fixture.take("아이디,이름\n,\(long.prefix(6000))\nflower01,\(long)\nrose02,박둘\n") {
      $0.limits.fieldBytes = 20_000
    }
    #expect(report.quarantined == 2 && report.records == 1)
    #expect(try fixture.quarantineList() == ["2 no-id id", "3 field-too-long -"])
    #expect(try fixture.quarantined().map { $0.raw.utf8.count / 1000 } == [16, 4])
  }

  @Test("the same file again replaces its entries; those of other files stay")
  func replaced() throws {
    let fixture = try Fixture()
    try fixture.take("아이디\n\nflower01\n", name: "other.csv")
    try fixture.take("아이디,이름\n,가\n,나\n", name: "a.csv", asOf: "2026-11-01T00:00:00+09:00")
    try fixture.take("아이디,이름\n,다\n", name: "b.csv", asOf: "2026-11-01T00:00:00+09:00")
    #expect(
      try fixture.quarantined().map { "\($0.file) \($0.raw)" }
        == ["b.csv \",다\"", "a.csv \",가\"", "a.csv \",나\""].map { $0.replacing("\"", with: "") })
    try fixture.take("아이디,이름\nrose02,가\n,나\n", name: "a.csv", asOf: "2026-11-02T00:00:00+09:00")
    #expect(try fixture.quarantined().map { "\($0.file) \($0.raw)" } == ["a.csv ,나", "b.csv ,다"])
    try fixture.take("아이디,이름\nrose02,가\n", name: "a.csv", asOf: "2026-11-03T00:00:00+09:00")
    #expect(try fixture.quarantined().map(\.file) == ["b.csv"])
  }

  @Test("a refused file leaves the entries of its last import")
  func refusedFile() throws {
    let fixture = try Fixture()
    try fixture.take("아이디,이름\n,가\n")
    #expect(throws: Diagnostic.self) { try fixture.take("이름\n김하나\n") }
    #expect(throws: Diagnostic.self) {
      try fixture.take("아이디,이름\n" + "flower01,\"" + String(repeating: "x", count: 4000)) {
        $0.limits.recordBytes = 1000
      }
    }
    #expect(try fixture.quarantineList() == ["2 no-id id"])
  }

  @Test("notes on fields are kept up to a number, counted beyond it, and the run says so")
  func fieldLimit() throws {
    let fixture = try Fixture()
    let rows = (0..<10_050).map { "m\($0),x\n" }.joined()
    let report = try fixture.take("아이디,이메일\n" + rows, importer: fixture.importer(blockBytes: 1 << 14))
    #expect(report.warnings == 10_050 && report.records == 10_050 && report.quarantined == 0)
    #expect(try fixture.store.quarantineCount(of: Fixture.shop) == 10_000)
    #expect(report.findings.map(\.code) == ["field-notes-not-kept"])
  }

  @Test("a file of which every row is bad is kept as a whole, in the order of the file")
  func allBad() throws {
    let fixture = try Fixture()
    let report = try fixture.take(
      "아이디,이름\n" + (0..<2500).map { ",n\($0)\n" }.joined(), importer: fixture.importer(workers: 4, blockBytes: 512))
    #expect(report.rows == 2500 && report.quarantined == 2500 && report.records == 0)
    #expect(try fixture.quarantined().map(\.raw) == (0..<2500).map { ",n\($0)" })
  }
}
