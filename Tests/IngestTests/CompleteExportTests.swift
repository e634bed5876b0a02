import CommonValues
import Ingest
import Records
import ShopAdapters
import ShopModel
import Store
import Testing

@Suite("Complete exports")
struct CompleteExportTests {
  private func file(_ ids: some Sequence<Int>, _ last: String = "") -> String {
    "아이디,이름\n" + ids.map { "m\($0),김하나\n" }.joined() + last
  }

  /// A shop with members m100 to m199.
  private func filled() throws -> Fixture {
    let fixture = try Fixture()
    try fixture.take(file(100..<200), asOf: "2026-11-01T00:00:00+09:00", importer: fixture.importer(blockBytes: 512))
    return fixture
  }

  private func take(
    _ fixture: Fixture, _ text: String, _ change: (inout ImportRequest) -> Void = { _ in }
  ) throws -> ImportReport {
    try fixture.take(text, asOf: "2026-11-02T00:00:00+09:00", importer: fixture.importer(blockBytes: 512)) {
      $0.complete = true
      change(&$0)
    }
  }

  private func withdrawn(_ fixture: Fixture) throws -> Int {
    try fixture.store.members(of: Fixture.shop, limit: .max).count { $0.status == .value(.withdrawn) }
  }

  @Test("whoever is absent has left, as of the file; whoever is named has not")
  func absent() throws {
    let fixture = try filled()
    let report = try take(fixture, file(105..<200, "m900,새회원\n"))
    #expect(report.withdrawn == 5 && !report.absentKept && report.changed == 1 && report.unchanged == 95)
    #expect(try withdrawn(fixture) == 5)
    let left = try #require(try fixture.member("m104"))
    #expect(left.status == .value(.withdrawn) && left.withdrawnAt == Fixture.time("2026-11-02T00:00:00+09:00"))
    #expect(try fixture.member("m105")?.status != .value(.withdrawn))
  }

  @Test("an export that is not called complete makes nobody withdrawn")
  func notComplete() throws {
    let fixture = try filled()
    let report = try take(fixture, file(199..<200)) { $0.complete = false }
    #expect(report.withdrawn == 0 && !report.absentKept)
    #expect(try withdrawn(fixture) == 0)
  }

  @Test("with more absent than allowed the rows are taken and nobody is withdrawn, until it is confirmed")
  func maxAbsent() throws {
    let fixture = try filled()
    let text = file(106..<200, "m900,새회원\n")
    let stopped = try take(fixture, text)
    #expect(stopped.absentKept && stopped.withdrawn == 0 && stopped.changed == 1)
    let finding = try #require(stopped.findings.first { $0.code == "absent-not-withdrawn" })
    #expect(finding.reason.english.contains("6 are absent") && finding.fix?.english.contains("--yes") == true)
    #expect(try withdrawn(fixture) == 0 && fixture.member("m900") != nil)
    let confirmed = try take(fixture, text) { $0.confirmed = true }
    #expect(confirmed.withdrawn == 6 && !confirmed.absentKept)
    #expect(try withdrawn(fixture) == 6)
  }

  @Test("the share is of the members who have not left")
  func share() throws {
    let fixture = try filled()
    _ = try take(fixture, file(190..<200)) { $0.confirmed = true }
    #expect(try withdrawn(fixture) == 90)
    let report = try fixture.take(file(191..<200), asOf: "2026-11-03T00:00:00+09:00") { $0.complete = true }
    #expect(report.absentKept && report.withdrawn == 0, "one of ten is more than 5 %")
    #expect(try withdrawn(fixture) == 90)
  }

  @Test("another share may be allowed", arguments: [20.0, 19.0, 0.0], [false, true])
  func share(of percent: Double, dryRun: Bool) throws {
    let fixture = try filled()
    let expected = percent == 20 ? 20 : 0
    let report = try take(fixture, file(120..<200)) {
      $0.maxAbsent = percent
      $0.dryRun = dryRun
    }
    #expect(report.withdrawn == expected && report.absentKept == (expected == 0))
    #expect(try withdrawn(fixture) == (dryRun ? 0 : expected))
  }

  @Test("more than 1 % of the rows in quarantine: nobody is withdrawn, until it is confirmed")
  func quarantined() throws {
    let fixture = try filled()
    let justEnough = try take(fixture, file(101..<200, ",누구\n"))
    #expect(justEnough.withdrawn == 1 && !justEnough.absentKept, "1 of 100")
    let second = try filled()
    let text = file(102..<200, ",누구\n,누구\n")
    let stopped = try take(second, text)
    #expect(stopped.absentKept && stopped.withdrawn == 0 && stopped.quarantined == 2)
    #expect(stopped.findings.contains { $0.code == "absent-not-withdrawn" && $0.fix?.korean.contains("--yes") == true })
    #expect(try take(second, text) { $0.confirmed = true }.withdrawn == 2)
  }

  @Test(
    "a file that was cut makes nobody withdrawn, confirmed or not",
    arguments: ["m199", "m199,\"김하", "m199,김\u{0}"], [false, true])
  func truncated(last: String, confirmed: Bool) throws {
    let fixture = try filled()
    let report = try take(fixture, file(101..<199, last)) { $0.confirmed = confirmed }
    #expect(report.absentKept && report.withdrawn == 0 && report.quarantined == 1)
    let finding = try #require(report.findings.first { $0.code == "absent-not-withdrawn" })
    #expect(finding.fix?.english.contains("--yes") == false)
    #expect(try withdrawn(fixture) == 0)
  }

  @Test("an empty complete export makes nobody withdrawn")
  func headerOnly() throws {
    let fixture = try filled()
    let report = try take(fixture, "아이디,이름\n")
    #expect(report.absentKept && report.withdrawn == 0 && report.rows == 0)
    #expect(try withdrawn(fixture) == 0)
  }

  @Test("a complete export that arrives late withdraws nobody who joined since")
  func late() throws {
    let fixture = try filled()
    try fixture.take("아이디,이름,가입일\nm300,새회원,2026-11-04\n", asOf: "2026-11-05T00:00:00+09:00")
    #expect(try !take(fixture, file(101..<200)).absentKept)
    #expect(try fixture.member("m300")?.status != .value(.withdrawn))
    #expect(try fixture.member("m100")?.status == .value(.withdrawn))
  }

  @Test("orders withdraw nobody")
  func orders() throws {
    let fixture = try filled()
    let orders = try fixture.take("주문번호,주문자 아이디\nA,m150\n", name: "orders.csv") { $0.complete = true }
    #expect(orders.withdrawn == 0 && orders.kind == .orders)
  }

  @Test("the last row may lack its line end")
  func noLineEnd() throws {
    let fixture = try filled()
    #expect(try take(fixture, file(101..<199, "m199,김하나")).withdrawn == 1)
  }
}
