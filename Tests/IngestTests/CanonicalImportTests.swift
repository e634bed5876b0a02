import CommonValues
import Ingest
import NaruTestSupport
import ShopAdapters
import ShopModel
import Store
import Synchronization
import Testing

@Suite("Canonical JSON in a file")
struct CanonicalImportTests {
  private static let mixed = """
    {"kind":"member","id":"flower01","name":"김하나","phone":"+821000001001","grade":"VIP","consents":[{"kind":"sms","state":"granted","at":"2025-06-01T00:00:00+09:00"}]}
    {"kind":"order","id":"o1","member_id":"flower01","status":"paid","paid_at":"2026-11-01T09:00:00+09:00","total":"24680","items":[{"name":"장미","quantity":1,"price":"24680"}]}
    {"kind":"member","id":"rose02","name":"박둘"}
    {"kind":"member_withdrawn","id":"flower01","at":"2026-11-02T00:00:00+09:00"}
    {"kind":"order","id":"o2","member_id":"rose02","total":"many"}
    {"kind":"refetch","entity":"member","ids":["lily03"]}
    {"kind":"visit","id":"x"}

    """

  private func take(_ fixture: Fixture, _ text: String, _ change: (inout ImportRequest) -> Void = { _ in }) throws
    -> [ImportReport]
  {
    var request = Fixture.request(change)
    request.asOf = Fixture.time("2026-11-03T00:00:00+09:00")
    return try fixture.takeAll(Array(text.utf8), name: "events.jsonl", request)
  }

  @Test("members, orders and withdrawals in one file are taken together, each counted as what it is")
  func mixed() throws {
    let fixture = try Fixture()
    let reports = try take(fixture, CanonicalImportTests.mixed)
    #expect(reports.map(\.kind) == [.members, .orders])
    #expect(Set(reports.map(\.runID)).count == 1)
    let (members, orders) = (reports[0], reports[1])
    #expect(members.records == 3 && members.changed == 3)
    #expect(orders.rows == 2 && orders.records == 1 && orders.changed == 1 && orders.quarantined == 1)
    let one = try #require(try fixture.member("flower01"))
    #expect(one.name == .value("김하나") && one.grade == .value("VIP"), "the withdrawal does not take the member's place")
    #expect(one.status == .value(.withdrawn))
    #expect(try fixture.order("o1")?.total == DecimalNumber(24_680))
    #expect(try fixture.order("o2") == nil)
    #expect(
      Set(try fixture.quarantineList()) == [
        "5 unreadable-amount total", "6 refetch-in-file kind", "7 unknown-kind kind",
      ])
    #expect(try fixture.store.runs(of: Fixture.shop).count == 1)
  }

  @Test(
    "one alone in a file is a record, whatever lists it holds",
    arguments: [
      #"{"kind":"member","id":"flower01","consents":[{"kind":"sms","state":"denied","at":"2026-11-01T00:00:00+09:00"}]}"#,
      #"{"kind":"order","id":"o1","items":[{"id":"i1","name":"장미","quantity":1,"price":"24680"}]}"#,
    ])
  func alone(record: String) throws {
    for text in [record, record + "\n"] {
      let fixture = try Fixture()
      let reports = try take(fixture, text)
      #expect(reports.map(\.changed).reduce(0, +) == 1)
      #expect(try fixture.member("flower01")?.consent(.sms)?.state == .denied || fixture.order("o1") != nil)
    }
  }

  @Test("the order of the lines does not matter, and a second time changes nothing", arguments: 0..<12)
  func anyOrder(seed: UInt64) throws {
    let lines = CanonicalImportTests.mixed.split(separator: "\n").map(String.init)
    var random = SplitMix64(seed: seed)
    let plain = try Fixture()
    _ = try take(plain, CanonicalImportTests.mixed)
    let fixture = try Fixture()
    _ = try take(fixture, lines.shuffled(using: &random).joined(separator: "\n"))
    let again = try take(fixture, lines.shuffled(using: &random).joined(separator: "\n"))
    #expect(again.allSatisfy { $0.changed == 0 })
    for id in ["flower01", "rose02"] { #expect(try fixture.member(id) == plain.member(id)) }
    #expect(try fixture.order("o1") == plain.order("o1"))
  }

  @Test("a dry run keeps nothing of either kind")
  func dryRun() throws {
    let fixture = try Fixture()
    let before = try fixture.contents()
    let reports = try take(fixture, CanonicalImportTests.mixed) { $0.dryRun = true }
    #expect(reports.map(\.changed) == [3, 1])
    #expect(try fixture.contents() == before)
  }

  @Test("asked to stop between members and orders, neither is kept")
  func stopped() throws {
    let fixture = try Fixture()
    let lines =
      (0..<9000).map { #"{"kind":"member","id":"m\#($0)","name":"김하나"}"# }
      + (0..<9000).map { #"{"kind":"order","id":"o\#($0)","member_id":"m\#($0)","total":"1000"}"# }
    let before = try fixture.contents()
    let orders = Flag()
    let observer = ImportObserver(
      progress: { if case .applying(let done, _) = $0, done > 12_000 { orders.set() } }, shouldStop: { orders.isSet })
    #expect(throws: CancellationError.self) {
      try fixture.takeAll(
        Array(lines.joined(separator: "\n").utf8), name: "a.jsonl", Fixture.request(),
        importer: fixture.importer(blockBytes: 1 << 16), observer: observer)
    }
    #expect(orders.isSet)
    #expect(try fixture.contents() == before)
  }

  @Test("orders alone give one report, of orders")
  func ordersAlone() throws {
    let fixture = try Fixture()
    let reports = try take(fixture, #"{"kind":"order","id":"o1","total":"1000"}"#)
    #expect(reports.map(\.kind) == [.orders] && reports[0].records == 1)
  }

  @Test("a complete list of members may stand in it, and those it says have left are not counted as missing twice")
  func complete() throws {
    let fixture = try Fixture()
    let all = (100..<200).map { #"{"kind":"member","id":"m\#($0)","name":"김하나"}"# }
    _ = try take(fixture, all.joined(separator: "\n"))
    var request = Fixture.request { $0.complete = true }
    request.asOf = Fixture.time("2026-11-05T00:00:00+09:00")
    let later = all.dropFirst(3) + [#"{"kind":"member_withdrawn","id":"m100","at":"2026-11-04T00:00:00+09:00"}"#]
    let reports = try fixture.takeAll(Array(later.joined(separator: "\n").utf8), name: "b.jsonl", request)
    #expect(reports.count == 1 && reports[0].withdrawn == 2 && !reports[0].absentKept)
    #expect(try fixture.member("m100")?.withdrawnAt == Fixture.time("2026-11-04T00:00:00+09:00"))
    #expect(try fixture.member("m101")?.status == .value(.withdrawn))
  }

  @Test("rows of both kinds are retried from quarantine")
  func retry() throws {
    let fixture = try Fixture()
    _ = try take(fixture, CanonicalImportTests.mixed)
    let report = try fixture.importer().retryQuarantine(nil, Fixture.request(), now: Fixture.now)
    #expect(report.tried == 3 && report.remaining == 3 && report.changed == 0)
    #expect(try fixture.quarantined().count == 3)
  }
}

/// Something that is set once, from any thread.
private final class Flag: Sendable {
  private let value = Atomic(false)
  var isSet: Bool { value.load(ordering: .relaxed) }
  func set() { value.store(true, ordering: .relaxed) }
}
