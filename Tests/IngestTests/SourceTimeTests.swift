import CommonValues
import Foundation
import Ingest
import Records
import ShopAdapters
import ShopModel
import Store
import Testing

@Suite("Source time and repetition")
struct SourceTimeTests {
  private static let old = "2026-11-01T00:00:00+09:00"
  private static let middle = "2026-11-02T00:00:00+09:00"
  private static let new = "2026-11-03T00:00:00+09:00"

  @Test("what was asked for goes before the file's last change, that before the time of receipt")
  func precedence() throws {
    let fixture = try Fixture()
    let importer = fixture.importer()
    func asOf(_ asked: String?, _ modified: String?) throws -> Timestamp {
      var request = Fixture.request()
      request.asOf = asked.map(Fixture.time)
      let report = try importer.run(
        MemorySource("아이디\nflower01\n", name: "a.csv"), request, modifiedAt: modified.map(Fixture.time),
        now: Fixture.now)
      return report[0].asOf
    }
    #expect(try asOf(SourceTimeTests.old, SourceTimeTests.middle) == Fixture.time(SourceTimeTests.old))
    #expect(try asOf(nil, SourceTimeTests.middle) == Fixture.time(SourceTimeTests.middle))
    #expect(try asOf(nil, nil) == Fixture.now)
    #expect(try fixture.facts("flower01")?.recordTime == Fixture.now)
  }

  @Test("a record's own time goes before all of these")
  func recordTime() throws {
    let fixture = try Fixture()
    try fixture.take(
      "아이디,이름,수정일시\nflower01,이천,2026-11-02 00:00:00\nrose02,없음,\n", asOf: SourceTimeTests.new)
    try fixture.take("아이디,이름\nflower01,중간\nrose02,중간\n", asOf: "2026-11-02T12:00:00+09:00")
    #expect(try fixture.member("flower01")?.name == .value("중간"), "newer than the record, older than the file")
    #expect(try fixture.member("rose02")?.name == .value("없음"))
  }

  @Test("the newest statement holds, in whatever order the files came")
  func anyOrder() throws {
    let files = [
      (SourceTimeTests.old, "아이디,이름,등급\nflower01,하나,일\nrose02,둘,일\n"),
      (SourceTimeTests.middle, "아이디,이름,등급\nflower01,하나,\nlily03,셋,이\n"),
      (SourceTimeTests.new, "아이디,이름\nflower01,하나\nrose02,두울\n"),
    ]
    var outcomes: Set<[Member]> = []
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      let fixture = try Fixture()
      for index in order { try fixture.take(files[index].1, asOf: files[index].0) }
      outcomes.insert(try fixture.store.members(of: Fixture.shop))
    }
    #expect(outcomes.count == 1)
    #expect(outcomes.first?.map(\.grade) == [.empty, .value("이"), .value("일")])
  }

  @Test("the same file twice changes nothing", arguments: ["members", "orders"])
  func twice(kind: String) throws {
    let text =
      kind == "members"
      ? "아이디,이름,수정일시,SMS 수신여부\nflower01,김하나,,Y\nrose02,박둘,2026-10-01 00:00:00,N\nflower01,끝,,Y\n,x,,\n"
      : "주문번호,주문자 아이디,주문상태,결제금액,상품명\nA,flower01,결제완료,100,장미\nA,flower01,결제완료,100,백합\nB,,취소,x,\n"
    let fixture = try Fixture()
    let first = try fixture.take(text, asOf: SourceTimeTests.middle)
    let before = try fixture.contents()
    let second = try fixture.take(text, asOf: SourceTimeTests.middle)
    #expect(second.changed == 0 && second.unchanged == first.changed && second.rows == first.rows)
    #expect(second.quarantined == first.quarantined && second.warnings == first.warnings)
    #expect(try fixture.contents() == before)
    #expect(try fixture.quarantined().allSatisfy { $0.runID == 2 })
  }

  @Test("the same content under a newer time is unchanged, and a file from between then loses", arguments: [1, 300])
  func confirmed(count: Int) throws {
    let fixture = try Fixture()
    let importer = fixture.importer(blockBytes: 512)
    func file(_ name: String, _ ids: Range<Int>) -> String {
      "아이디,이름\n" + ids.map { "m\(1000 + $0),\(name)\n" }.joined()
    }
    try fixture.take(file("하나", 0..<count), asOf: SourceTimeTests.old, importer: importer)
    let again = try fixture.take(file("하나", 0..<count), asOf: SourceTimeTests.new, importer: importer)
    #expect(again.changed == 0 && again.unchanged == count)
    let between = try fixture.take(file("두울", 0..<count), asOf: SourceTimeTests.middle, importer: importer)
    #expect(between.changed == 0 && between.unchanged == count)
    let few = try fixture.take(file("세엣", 0..<1), asOf: SourceTimeTests.middle, importer: importer)
    #expect(few.changed == 0, "looked up one by one")
    #expect(try fixture.member("m1000")?.name == .value("하나"))
    #expect(try fixture.facts("m1000")?.recordTime == Fixture.time(SourceTimeTests.new))
  }

  @Test("the same name with other content is another import")
  func sameName() throws {
    let fixture = try Fixture()
    try fixture.take("아이디,이름\nflower01,하나\n", asOf: SourceTimeTests.old)
    #expect(try fixture.take("아이디,이름\nflower01,두울\n", asOf: SourceTimeTests.new).changed == 1)
    #expect(try fixture.member("flower01")?.name == .value("두울"))
  }

  @Test("the time of a file on disk is that of its last change")
  func fileTime() throws {
    let fixture = try Fixture()
    let path = fixture.directory + "/회원.csv"
    try "아이디\nflower01\n".write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_790_000_000)], ofItemAtPath: path)
    let source = try FileSource(path: path)
    let report = try fixture.importer().run(
      source, Fixture.request(), modifiedAt: source.modifiedAt.map { Timestamp(seconds: $0) }, now: Fixture.now)
    #expect(report.map(\.asOf) == [Timestamp(seconds: 1_790_000_000)] && report.map(\.file) == [path])
  }
}
