import CommonValues
import Ingest
import NaruTestSupport
import Records
import ShopAdapters
import ShopModel
import Store
import Testing

@Suite("Files of every format")
struct FormatImportTests {
  /// The same two members in each format; the bytes decide, not the name.
  static let files: [(name: String, bytes: [UInt8])] = {
    let csv = "아이디,이름,휴대폰,SMS 수신동의\nflower01,김하나,010-0000-1001,Y\nrose02,박둘,010-0000-1002,N\n"
    let rows = csv.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    let objects = rows.dropFirst().map { row in
      "{" + zip(rows[0], row).map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",") + "}"
    }
    let xml = """
      <?xml version="1.0" encoding="UTF-8"?>
      <members>
      \(rows.dropFirst().map { "<member><id>\($0[0])</id><name>\($0[1])</name><mobile>\($0[2])</mobile><sms_consent>\($0[3])</sms_consent></member>" }.joined(separator: "\n"))
      </members>
      """
    let html =
      "<html><head><meta charset=\"utf-8\"></head><body><table>"
      + rows.map { "<tr>" + $0.map { "<td>\($0)</td>" }.joined() + "</tr>" }.joined() + "</table></body></html>"
    let array = "[" + objects.joined(separator: ",\n") + "]"
    return [
      ("csv", Array(csv.utf8)), ("json lines", Array(objects.joined(separator: "\n").utf8)),
      ("json array", Array(array.utf8)),
      ("json object", Array("{\"page\":1,\"data\":\(array)}".utf8)), ("xml", Array(xml.utf8)),
      ("html", Array(html.utf8)),
      ("xlsx", Archive.workbook(rows)), ("gzip of csv", Archive.gzip(Array(csv.utf8))),
      ("gzip of json", Archive.gzip(Array(array.utf8))), ("zip", Archive.zip([("회원.csv", Array(csv.utf8))])),
    ]
  }()

  @Test("the same members come out of each", arguments: files.map(\.name))
  func same(name: String) throws {
    let bytes = try #require(FormatImportTests.files.first { $0.name == name }).bytes
    let fixture = try Fixture()
    let report = try fixture.take(bytes, name: "export.bin", asOf: "2026-11-01T00:00:00+09:00")
    #expect(report.rows == 2 && report.records == 2 && report.changed == 2 && report.kind == .members)
    let one = try #require(try fixture.member("flower01"))
    let phone = try #require(PhoneNumber("+821000001001"))
    #expect(one.name == .value("김하나") && one.phone == .value(phone))
    #expect(one.consents == [Consent(.sms, .granted)])
    #expect(try fixture.member("rose02")?.consents == [Consent(.sms, .denied)])
    let again = try fixture.take(bytes, name: "export.bin", asOf: "2026-11-01T00:00:00+09:00")
    #expect(again.changed == 0 && again.unchanged == 2)
  }

  @Test(
    "cut anywhere, a file loses at most its last row or is refused, and withdraws nobody", arguments: files.map(\.name))
  func cut(name: String) throws {
    let bytes = try #require(FormatImportTests.files.first { $0.name == name }).bytes
    let fixture = try Fixture()
    try fixture.take(bytes, asOf: "2026-11-01T00:00:00+09:00")
    // CSV and lines of JSON that end with a whole row can not be told from whole files.
    let mayLose = ["csv", "json lines"].contains(name)
    for length in stride(from: 1, to: bytes.count, by: max(1, bytes.count / 60)) {
      let report = try? fixture.take(Array(bytes[..<length]), asOf: "2026-11-02T00:00:00+09:00") {
        $0.complete = true
        $0.maxAbsent = 100
      }
      #expect(mayLose || report?.withdrawn ?? 0 == 0, "\(length)")
    }
    let all = try fixture.store.members(of: Fixture.shop, limit: .max)
    #expect(all.count == 2)
    #expect(mayLose || all.allSatisfy { $0.status != .value(.withdrawn) })
  }

  @Test("a header that grows is mapped anew, and records keep what they do not mention")
  func grows() throws {
    let fixture = try Fixture()
    var lines = (1...40).map { #"{"id":"m\#($0)","name":"김하나","grade":"VIP"}"# }
    lines += (41...80).map { #"{"id":"m\#($0)","email":"m\#($0)@example.com","phone":"010-0000-\#(1000 + $0)"}"# }
    let text = lines.joined(separator: "\n")
    let report = try fixture.take(
      text, name: "a.jsonl", asOf: "2026-11-01T00:00:00+09:00", importer: fixture.importer(workers: 3))
    #expect(report.rows == 80 && report.changed == 80 && report.quarantined == 0)
    let late = try #require(try fixture.member("m80"))
    #expect(late.email == .value("m80@example.com") && late.name == .unknown)
    #expect(try fixture.member("m1")?.email == .unknown)
    let more = #"{"id":"m1","grade":null}"#
    try fixture.take(more, name: "b.jsonl", asOf: "2026-11-02T00:00:00+09:00")
    let first = try #require(try fixture.member("m1"))
    #expect(first.grade == .empty && first.name == .value("김하나"), "null empties, absence leaves")
  }

  @Test("a header that grows into two columns for one field refuses the whole file")
  func growsWrong() throws {
    let fixture = try Fixture()
    var lines = (1...40).map { #"{"id":"m\#($0)","휴대폰":"010-0000-1001"}"# }
    lines.append(#"{"id":"m41","휴대폰번호":"010-0000-1002"}"#)
    let refusal = fixture.refusal { try fixture.take(lines.joined(separator: "\n"), name: "a.jsonl") }
    #expect(refusal?.code == "two-columns-for-field")
    #expect(try fixture.store.members(of: Fixture.shop, limit: .max).isEmpty)
  }

  @Test("rows of trees are retried from quarantine as they were, absent fields absent")
  func retry() throws {
    let fixture = try Fixture()
    let text = """
      {"id":"flower01","name":"김 \\"하\\"\\n나","gender":"숙녀","grade":"VIP"}
      {"id":"rose02","gender":"외계인","email":""}
      {"name":"이름만"}
      """
    try fixture.take("아이디,이메일,등급\nflower01,hana@example.com,일반\n", name: "old.csv", asOf: "2026-10-01T00:00:00+09:00")
    try fixture.take(text, name: "a.jsonl", asOf: "2026-11-01T00:00:00+09:00")
    #expect(try fixture.quarantineList() == ["1 unknown-gender gender", "2 unknown-gender gender", "3 no-id id"])
    #expect(try fixture.quarantined()[1].raw == #"{"id":"rose02","gender":"외계인","email":""}"#)
    let adapter = try Fixture.shopExport { $0.replacing("female: [여,", with: "female: [숙녀, 여,") }
    let report = try fixture.importer(adapter: adapter).retryQuarantine(nil, Fixture.request(), now: Fixture.now)
    #expect(report.tried == 3 && report.changed == 1 && report.remaining == 2)
    let one = try #require(try fixture.member("flower01"))
    #expect(one.gender == .value(.female) && one.name == .value("김 \"하\"\n나"))
    #expect(one.email == .value("hana@example.com"), "the record did not speak of it")
    #expect(try fixture.quarantineList() == ["2 unknown-gender gender", "3 no-id id"])
  }
}
