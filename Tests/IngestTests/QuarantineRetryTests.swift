import CommonValues
import Ingest
import Records
import ShopAdapters
import ShopModel
import Store
import Testing

@Suite("Mapping quarantined rows again")
struct QuarantineRetryTests {
  private func retry(
    _ fixture: Fixture, _ ids: Set<Int64>? = nil, importer: Importer? = nil,
    _ change: (inout ImportRequest) -> Void = { _ in }
  ) throws -> RetryReport {
    try (importer ?? fixture.importer()).retryQuarantine(
      ids, Fixture.request(change), now: Fixture.time("2026-12-01T00:00:00+09:00"))
  }

  /// `shop-export` as it would be after its maker taught it a further column or word.
  private func fixed(_ old: String, _ new: String) throws -> DeclarativeAdapter {
    let plain = try Fixture.shopExport()
    let adapter = try Fixture.shopExport { $0.replacing(old, with: new) }
    #expect(adapter.manifest.descriptor.id == plain.manifest.descriptor.id)
    return adapter
  }

  @Test("nothing in quarantine: nothing is tried")
  func nothing() throws {
    let fixture = try Fixture()
    #expect(try retry(fixture) == RetryReport())
    try fixture.take("아이디\nflower01\n")
    #expect(try retry(fixture) == RetryReport())
  }

  @Test(
    "after the adapter was taught the missing words, rows and fields are taken; what is still bad stays with its line")
  func fixedAdapter() throws {
    let fixture = try Fixture()
    try fixture.take(
      """
      회원번호,메모,이름,성별,이메일
      1,"두
      줄",김하나,숙녀,hana@example.com
      2,,박둘,숙녀,x
      ,,이름만,,
      3,,이셋,외계인,
      4,,사넷,남,

      """.encoded("CP949"), asOf: "2026-11-01T00:00:00+09:00", importer: fixture.importer(workers: 3, blockBytes: 1))
    #expect(
      try fixture.quarantineList() == [
        "2 unknown-gender gender", "4 bad-email email", "4 unknown-gender gender", "5 no-id id",
        "6 unknown-gender gender",
      ])
    let importer = fixture.importer(adapter: try fixed("female: [여,", "female: [숙녀, 여,"))
    let report = try retry(fixture, importer: importer)
    #expect(report.tried == 4 && report.changed == 2 && report.unchanged == 1 && report.remaining == 3)
    #expect(try fixture.member("1")?.gender == .value(.female) && fixture.member("2")?.gender == .value(.female))
    #expect(try fixture.quarantineList() == ["4 bad-email email", "5 no-id id", "6 unknown-gender gender"])
    #expect(try fixture.quarantined().map(\.diagnostic.place.line) == [4, 5, 6])
    #expect(try fixture.quarantined().last?.raw == "3,,이셋,외계인,")
    let before = try fixture.contents()
    let list = try fixture.quarantineList()
    let again = try retry(fixture, importer: importer)
    #expect(again.tried == 3 && again.changed == 0 && again.remaining == 3)
    #expect(try fixture.contents() == before && fixture.quarantineList() == list, "twice is harmless")
  }

  @Test("an attribute that was declared since is filled")
  func newAttribute() throws {
    let fixture = try Fixture()
    try fixture.take("아이디,이메일,추천인\nflower01,x,rose02\n")
    let report = try retry(fixture, importer: fixture.importer(attributes: [AttributeMapping(name: "추천인")]))
    #expect(report.changed == 1 && report.remaining == 1)
    #expect(try fixture.member("flower01")?.attributes == ["추천인": .value("rose02")])
  }

  @Test("a row counts as of its file's time, so that what is known since stays")
  func sourceTime() throws {
    let fixture = try Fixture()
    try fixture.take("아이디,등급,성별\nflower01,옛등급,숙녀\n", name: "1.csv", asOf: "2026-11-01T00:00:00+09:00")
    try fixture.take("아이디,등급\nflower01,새등급\n", name: "2.csv", asOf: "2026-11-02T00:00:00+09:00")
    _ = try retry(fixture, importer: fixture.importer(adapter: try fixed("female: [여,", "female: [숙녀, 여,")))
    #expect(try fixture.member("flower01")?.grade == .value("새등급"))
    #expect(try fixture.member("flower01")?.gender == .value(.female))
  }

  @Test("only the entries that were asked for are tried, and a row's other entries do not double")
  func someEntries() throws {
    let fixture = try Fixture()
    try fixture.take("아이디,성별,이메일\nflower01,숙녀,x\nrose02,숙녀,x\n")
    let first = try #require(try fixture.quarantined().first)
    let report = try retry(fixture, [first.id])
    #expect(report.tried == 1 && report.remaining == 2)
    #expect(try fixture.quarantined().count == 4)
    #expect(try retry(fixture, [-1]) == RetryReport())
  }

  @Test("a dry run counts and changes nothing")
  func dryRun() throws {
    let fixture = try Fixture()
    try fixture.take("아이디,성별\nflower01,숙녀\n,여\n")
    let before = try fixture.dump(without: [])
    let importer = fixture.importer(adapter: try fixed("female: [여,", "female: [숙녀, 여,"))
    let report = try retry(fixture, importer: importer) { $0.dryRun = true }
    #expect(report.changed == 1 && report.remaining == 1)
    #expect(try fixture.dump(without: []) == before)
  }

  @Test(
    "a row that was cut, one that was never taken apart, one with characters lost: each stays and asks for the file")
  func needFile() throws {
    let fixture = try Fixture()
    var bytes = Array("아이디,이름\n,\(String(repeating: "x", count: 20_000))\nflower01,김\n".utf8)
    bytes += Array("rose02,박".utf8) + [0xFF] + Array("둘\nlily03,\"이\"셋\nmum04\npine05,\"열린".utf8)
    try fixture.take(bytes)
    let before = try fixture.dump(without: [])
    let report = try retry(fixture)
    #expect(report.tried == 0 && report.remaining == 5)
    #expect(
      report.findings.map { "\($0.place.line ?? 0) \($0.code)" } == [
        "2 row-too-long-to-retry", "4 row-needs-file", "5 row-needs-file", "6 row-needs-file", "7 row-needs-file",
      ])
    #expect(try fixture.dump(without: []) == before)
    #expect(try fixture.member("rose02") == nil, "not with a replacement character in the name")
  }

  @Test("cells under blank labels at the end, quotes and lone line ends come back as they were")
  func oddRows() throws {
    let fixture = try Fixture()
    let text = "회원 목록,,,,,\n아이디,,이름,성별,,\nflower01,사이,\"김 \"\"하\"\"\r나\",숙녀,끝,\nrose02,,박둘,숙녀,,\n"
    try fixture.take(text)
    #expect(try fixture.quarantineList() == ["3 unknown-gender gender", "5 unknown-gender gender"])
    let report = try retry(fixture, importer: fixture.importer(adapter: try fixed("female: [여,", "female: [숙녀, 여,")))
    #expect(report.tried == 2 && report.changed == 2 && report.remaining == 0)
    #expect(try fixture.member("flower01")?.name == .value("김 \"하\"\r나"))
    let second = try Fixture()
    try second.take(text)
    _ = try retry(second)
    #expect(try second.quarantineList() == ["3 unknown-gender gender", "5 unknown-gender gender"])
  }

  @Test("of one id in two rows the later still wins, with the lines of the file")
  func duplicates() throws {
    let fixture = try Fixture()
    try fixture.take("학번,이름\n\n1,처음\n1,끝\n".replacing("학번", with: "아이디,학번").replacing("1,", with: ",1,"))
    let report = try retry(fixture, importer: fixture.importer(adapter: try fixed("- [아이디,", "- [학번]\n      - [아이디,")))
    #expect(report.tried == 2)
    #expect(try fixture.member("1")?.name == .value("끝"))
    let found = try #require(report.findings.first { $0.code == "duplicate-id" })
    #expect(found.place.line == 3 && found.reason.english.contains("line 4"))
  }
}
