import CommonValues
import Ingest
import Records
import ShopAdapters
import ShopModel
import Store
import Testing

@Suite("Importing members")
struct MemberImportTests {
  @Test("every field of a member goes from the file into the store")
  func values() throws {
    let fixture = try Fixture()
    let report = try fixture.take(
      """
      아이디,이름,휴대폰번호,이메일,성별,생년월일,회원등급,지역,적립금,가입일시,최종접속일시,회원상태,카카오 회원번호,SMS 수신여부,SMS 수신동의일,이메일 수신여부,추천인,메모
      flower01,김하나,010-1234-5678,Hana@Example.COM,여,1990-01-31,VIP,서울,"1,200",2024-03-02 10:15:00,2026-11-01 08:00:00,정상,1376016924429759228,Y,2025-06-01,N,rose02,x

      """, asOf: "2026-11-02T00:00:00+09:00", importer: fixture.importer(attributes: [AttributeMapping(name: "추천인")]))
    #expect(report.rows == 1 && report.records == 1 && report.changed == 1 && report.unchanged == 0)
    #expect(report.quarantined == 0 && report.warnings == 0 && report.runID == 1 && report.kind == .members)
    #expect(report.findings.map(\.code) == ["unused-columns"])
    let member = try #require(try fixture.member("flower01"))
    #expect(member.name == .value("김하나"))
    #expect(member.phone.value == PhoneNumber("+821012345678"))
    #expect(member.email == .value("Hana@example.com"))
    #expect(member.gender == .value(.female))
    #expect(member.birthDate.value?.description == "1990-01-31")
    #expect(member.grade == .value("VIP") && member.region == .value("서울"))
    #expect(member.points.value == DecimalNumber(1200))
    #expect(member.joinedAt == .value(Fixture.time("2024-03-02T10:15:00+09:00")))
    #expect(member.lastLoginAt == .value(Fixture.time("2026-11-01T08:00:00+09:00")))
    #expect(member.status == .value(.active))
    #expect(member.kakaoUserID == .value(1_376_016_924_429_759_228))
    #expect(member.consent(.sms) == Consent(.sms, .granted, at: Fixture.time("2025-06-01T00:00:00+09:00")))
    #expect(member.consent(.email) == Consent(.email, .denied))
    #expect(member.consents.count == 2, "no kind implies another")
    #expect(member.attributes == ["추천인": .value("rose02")], "only what is declared")
  }

  private static let text = "아이디,이름,SMS 수신여부\r\nflower01,김하나,Y\r\nrose02,\"박,둘\",N\r\n똠방각하,샾펲,\r\n"

  private static let encodings: [(String, mark: [UInt8])] = [
    ("UTF-8", []), ("UTF-8", [0xEF, 0xBB, 0xBF]), ("CP949", []), ("UTF-16LE", [0xFF, 0xFE]), ("UTF-16LE", []),
    ("UTF-16BE", [0xFE, 0xFF]),
  ]

  @Test("the same file in any encoding gives the same store", arguments: encodings)
  func everyEncoding(encoding: String, mark: [UInt8]) throws {
    let fixture = try Fixture()
    let report = try fixture.take(mark + MemberImportTests.text.encoded(encoding))
    #expect(report.records == 3 && report.quarantined == 0)
    #expect(try fixture.member("flower01")?.name == .value("김하나"))
    #expect(try fixture.member("rose02")?.name == .value("박,둘"))
    #expect(try fixture.member("rose02")?.consent(.sms)?.state == .denied)
    #expect(try fixture.member("똠방각하")?.name == .value("샾펲"))
    #expect(try fixture.member("똠방각하")?.consents == [], "blank is not a consent")
  }

  @Test("title rows stand above the header and lines are counted with them")
  func titleRows() throws {
    let fixture = try Fixture()
    let report = try fixture.take(
      "플라워샵 회원 목록,,\n2026-11-02 내려받음,,\n,,\n아이디,이름,휴대폰번호\nflower01,김하나,010-1234-5678\n,박둘,\n")
    #expect(report.rows == 2 && report.records == 1)
    #expect(try fixture.quarantineList() == ["6 no-id id"])
  }

  @Test("date and time of day in two columns become one time")
  func twoColumns() throws {
    let fixture = try Fixture()
    try fixture.take(
      "아이디,가입일,가입시간\nflower01,2024-03-02,오후 3:05\nrose02,2024.03.02,\nlily03,,10:00\n")
    #expect(try fixture.member("flower01")?.joinedAt == .value(Fixture.time("2024-03-02T15:05:00+09:00")))
    #expect(try fixture.member("rose02")?.joinedAt == .value(Fixture.time("2024-03-02T00:00:00+09:00")))
    #expect(try fixture.member("lily03")?.joinedAt == .empty)
  }

  @Test("a blank cell empties a field, but neither a consent nor a Kakao user id; an absent column leaves everything")
  func blanks() throws {
    let fixture = try Fixture()
    try fixture.take(
      "아이디,이름,회원등급,휴대폰번호,카카오 회원번호,SMS 수신여부\nflower01,김하나,VIP,010-1234-5678,77,Y\n",
      asOf: "2026-11-01T00:00:00+09:00")
    try fixture.take(
      "아이디,휴대폰번호,카카오 회원번호,SMS 수신여부\nflower01,0000-00-00,,-\n", asOf: "2026-11-02T00:00:00+09:00")
    let member = try #require(try fixture.member("flower01"))
    #expect(member.name == .value("김하나") && member.grade == .value("VIP"))
    #expect(member.phone == .empty)
    #expect(member.kakaoUserID == .value(77))
    #expect(member.consent(.sms)?.state == .granted)
  }

  @Test("of an id that stands twice the last row counts, and both lines are reported")
  func duplicates() throws {
    let fixture = try Fixture()
    let report = try fixture.take(
      "아이디,이름\nflower01,처음\nrose02,박둘\nflower01,중간\nflower01,끝\n", importer: fixture.importer(blockBytes: 1))
    #expect(report.rows == 4 && report.records == 2 && report.changed == 2 && report.warnings == 2)
    #expect(try fixture.member("flower01")?.name == .value("끝"))
    let found = report.findings.filter { $0.code == "duplicate-id" }
    #expect(found.map(\.place.line) == [2, 4])
    #expect(found.allSatisfy { $0.reason.english.contains("line") && $0.place.file == "members.csv" })
    #expect(!found.description.contains("flower01"), "an id is the member's")
  }

  @Test("of an id that stands twice the row that was changed later counts")
  func duplicatesWithTimes() throws {
    let fixture = try Fixture()
    try fixture.take("아이디,이름,수정일시\nflower01,새것,2026-11-05 00:00:00\nflower01,옛것,2026-11-01 00:00:00\n")
    #expect(try fixture.member("flower01")?.name == .value("새것"))
  }

  @Test("a header and no rows imports nothing, and says so", arguments: ["아이디,이름\n", "아이디,이름", "아이디,이름\n\n\n,\n"])
  func headerOnly(text: String) throws {
    let fixture = try Fixture()
    let report = try fixture.take(text)
    #expect(report.rows == 0 && report.records == 0 && report.changed == 0 && report.quarantined == 0)
    #expect(try fixture.store.runs(of: Fixture.shop).map(\.outcome) == [.succeeded])
  }

  @Test("a dry run counts all of it and keeps nothing, not even the run")
  func dryRun() throws {
    let fixture = try Fixture()
    try fixture.take("아이디,이름\nflower01,김하나\nrose02,박둘\n", asOf: "2026-11-01T00:00:00+09:00")
    let before = try fixture.dump(without: [])
    let report = try fixture.take(
      "아이디,이름\nflower01,김하나\nrose02,바뀜\nlily03,새로\n,없음\n", asOf: "2026-11-02T00:00:00+09:00"
    ) { $0.dryRun = true }
    #expect(report.dryRun && report.runID == 0)
    #expect(report.rows == 4 && report.changed == 2 && report.unchanged == 1 && report.quarantined == 1)
    #expect(try fixture.dump(without: []) == before)
  }

  @Test("more workers than blocks, and fewer than one, read the whole file", arguments: [-1, 0, 1, 9])
  func workers(count: Int) throws {
    let fixture = try Fixture()
    let report = try fixture.take("아이디\nflower01\nrose02\n", importer: fixture.importer(workers: count))
    #expect(report.records == 2)
    #expect(try fixture.store.counts(of: Fixture.shop).members == 2)
  }
}
