import CommonValues
import Foundation
import Ingest
import NaruTestSupport
import ShopAdapters
import ShopModel
import Store
import Testing

@Suite("A zip of exports")
struct ZipImportTests {
  private static let members = "아이디,이름\nflower01,김하나\nrose02,박둘\n"
  private static let orders = "주문번호,회원아이디,결제금액\no1,flower01,1000\n"

  private func zip(_ entries: [(String, String)]) -> [UInt8] {
    Archive.zip(entries.map { ($0.0, Array($0.1.utf8)) })
  }

  private func take(_ fixture: Fixture, _ bytes: [UInt8], _ change: (inout ImportRequest) -> Void = { _ in }) throws
    -> [ImportReport]
  {
    try fixture.takeAll(bytes, name: "export.zip", Fixture.request(change))
  }

  @Test("gives a report and a run for each entry, with the entry's name in every message")
  func entries() throws {
    let fixture = try Fixture()
    let reports = try take(
      fixture, zip([("회원.csv", ZipImportTests.members + ",이름만\n"), ("sub/orders.csv", ZipImportTests.orders)]))
    #expect(reports.map(\.file) == ["export.zip/회원.csv", "export.zip/sub/orders.csv"])
    #expect(reports.map(\.kind) == [.members, .orders] && reports.map(\.records) == [2, 1])
    #expect(reports.map(\.runID) == [1, 2])
    #expect(try fixture.quarantined().map(\.file) == ["export.zip/회원.csv"])
    #expect(try fixture.store.runs(of: Fixture.shop).allSatisfy { $0.outcome == .succeeded })
  }

  @Test("is refused as a whole when one entry is, wherever it stands", arguments: [0, 1, 2])
  func oneBad(place: Int) throws {
    let fixture = try Fixture()
    var entries = [("a.csv", ZipImportTests.members), ("b.csv", ZipImportTests.orders)]
    entries.insert(("bad.csv", "이름,메모\n김하나,x\n"), at: place)
    let before = try fixture.contents()
    #expect(fixture.refusal { _ = try take(fixture, zip(entries)) }?.code == "no-id-column")
    #expect(try fixture.contents() == before)
    #expect(try fixture.store.runs(of: Fixture.shop).allSatisfy { $0.outcome == .failed })
  }

  @Test("cut anywhere, it is refused and nothing is stored")
  func cut() throws {
    let fixture = try Fixture()
    let bytes = zip([("a.csv", ZipImportTests.members), ("b.csv", ZipImportTests.orders)])
    let before = try fixture.contents()
    for length in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: Diagnostic.self) { try take(fixture, Array(bytes[..<length])) }
    }
    #expect(try fixture.contents() == before)
  }

  @Test("several files of members in it withdraw nobody, although they are called complete")
  func complete() throws {
    let fixture = try Fixture()
    try fixture.take("아이디\n" + (1...50).map { "m\($0)\n" }.joined(), asOf: "2026-10-01T00:00:00+09:00")
    let halves = [
      ("1.csv", "아이디\n" + (1...25).map { "m\($0)\n" }.joined()),
      ("2.csv", "아이디\n" + (26...50).map { "m\($0)\n" }.joined()),
    ]
    let reports = try take(fixture, zip(halves)) {
      $0.complete = true
      $0.confirmed = true
    }
    #expect(reports.allSatisfy { $0.absentKept && $0.withdrawn == 0 })
    #expect(reports.flatMap(\.findings).count { $0.code == "absent-not-withdrawn" } == 2)
    let one = try take(
      fixture, zip([("1.csv", "아이디\n" + (1...49).map { "m\($0)\n" }.joined()), ("o.csv", ZipImportTests.orders)])
    ) {
      $0.complete = true
      $0.asOf = Fixture.time("2026-11-11T00:00:00+09:00")
    }
    #expect(one[0].withdrawn == 1)
  }

  @Test("names that lead out of a folder are names and nothing else")
  func slip() throws {
    let fixture = try Fixture()
    let reports = try? take(fixture, zip([("../../../../tmp/naru-slip.csv", ZipImportTests.members)]))
    // Refused or taken as a name: in neither case is there such a file.
    #expect(reports == nil || reports?.first?.records == 2)
    #expect(!FileManager.default.fileExists(atPath: "/tmp/naru-slip.csv"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: fixture.directory).allSatisfy { $0.hasPrefix("naru.db") })
  }

  @Test("an entry that withdraws half the shop is held back like a file of its own")
  func shrink() throws {
    let fixture = try Fixture()
    try fixture.take("아이디\n" + (1...50).map { "m\($0)\n" }.joined(), asOf: "2026-10-01T00:00:00+09:00")
    let reports = try take(fixture, zip([("m.csv", "아이디\nm1\n")])) { $0.complete = true }
    #expect(reports[0].absentKept && reports[0].withdrawn == 0)
  }
}
