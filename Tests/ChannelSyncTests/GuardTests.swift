import CommonValues
import ShopModel
import Store
import Synchronization
import Testing

@testable import ChannelSync

@Suite("Guards")
struct GuardTests {
  @Test(
    "exactly as much as the limit passes, one more stops; nothing confirmed is no limit",
    arguments: [
      (RemovalLimit.percent(20), 20, 100, true), (.percent(20), 21, 100, false), (.percent(20), 1, 4, false),
      (.percent(20), 1, 5, true), (.percent(0), 0, 100, true), (.percent(0), 1, 100, false),
      (.percent(100), 100, 100, true), (.percent(0.1), 3, 3000, true), (.percent(0.1), 4, 3000, false),
      (.percent(5.7), 57, 1000, true), (.percent(5.7), 58, 1000, false), (.percent(33.3), 333, 1000, true),
      (.percent(33.3), 334, 1000, false), (.percent(-1), 0, 10, true), (.percent(-1), 1, 10, false),
      (.rows(5), 5, 10, true), (.rows(5), 6, 10, false), (.rows(0), 1, 10, false), (.percent(0), 3, 0, true),
      (.rows(0), 3, 0, true), (.percent(20), 200_000, 1_000_000, true), (.percent(20), 200_001, 1_000_000, false),
    ])
  func limits(_ limit: RemovalLimit, _ removed: Int, _ confirmed: Int, _ expected: Bool) {
    #expect(limit.allows(removing: removed, ofConfirmed: confirmed) == expected)
  }

  private func shop(removing count: Int) async throws -> Harness {
    let shop = SyncTests.shop(10, Sample.file(columns: SyncTests.columns, maxRemoval: .percent(20)))
    try await shop.sync()
    for number in 1...count {
      shop.ledger.put(SyncTests.member(number).with { $0.member.status = .value(.withdrawn) })
    }
    return shop
  }

  @Test("a plan that removes more than max_removal sends nothing without a yes")
  func tooMany() async throws {
    let shop = try await shop(removing: 3)
    shop.ledger.put(SyncTests.member(11))
    let stop = try #require(try await shop.plan().files[0].stop)
    #expect(stop.code == .maxRemoval && stop.reason.english.contains("3 of 10") && stop.reason.korean.contains("20%"))
    let calls = shop.kakao.calls.count
    let result = try await shop.sync()
    #expect(result.ending == .guarded && result.exitCode == 2)
    #expect(shop.kakao.calls.count == calls && shop.held().count == 10)
    #expect(shop.ledger.state.withLock { $0.runs.last?.outcome } == .stopped)
    #expect(try await shop.sync(confirmed: true).ending == .complete)
    #expect(shop.held().count == 8)
  }

  @Test("as much as max_removal passes")
  func asMuch() async throws {
    let shop = try await shop(removing: 2)
    #expect(try await shop.plan().files[0].stop == nil)
    #expect(try await shop.sync().ending == .complete)
    #expect(shop.held().count == 8)
  }

  @Test("without max_removal in the config there is no limit")
  func noLimit() async throws {
    let shop = SyncTests.shop(3)
    try await shop.sync()
    for number in 1...3 { shop.ledger.put(SyncTests.member(number).with { $0.member.status = .value(.withdrawn) }) }
    #expect(try await shop.sync().ending == .complete)
    #expect(shop.held().isEmpty)
  }

  @Test("one file's guard does not keep the others back")
  func otherFiles() async throws {
    let guarded = Sample.file("가", columns: SyncTests.columns, maxRemoval: .rows(0))
    let free = Sample.file("나", columns: SyncTests.columns)
    let shop = Harness([guarded, free])
    shop.ledger.put(SyncTests.member(1), SyncTests.member(2))
    try await shop.sync()
    shop.ledger.put(SyncTests.member(1).with { $0.member.status = .value(.withdrawn) })
    let result = try await shop.sync()
    #expect(result.ending == .guarded)
    #expect(shop.held("가").count == 2 && shop.held("나").count == 1)
  }
}
