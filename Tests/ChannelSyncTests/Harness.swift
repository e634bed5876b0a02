import CommonValues
import ShopModel
import Store
import Synchronization

@testable import ChannelSync

/// A shop with a ledger, a Kakao and a clock.
final class Harness: Sendable {
  let faults = FaultPlan()
  let ledger: FakeLedger
  let kakao: FakeKakao
  let settings: Mutex<CustomerFileSettings>
  let clock = Mutex(Sample.time("2026-11-21T09:00:00+09:00"))
  let batchSize: Int

  init(_ files: [CustomerFileDefinition], batchSize: Int = 2000) {
    ledger = FakeLedger(faults: faults)
    kakao = FakeKakao(faults: faults)
    settings = Mutex(Sample.settings(files))
    self.batchSize = batchSize
  }

  func configure(_ files: [CustomerFileDefinition]) { settings.withLock { $0 = Sample.settings(files) } }

  var now: Timestamp { clock.withLock { $0 } }
  var today: CalendarDate { now.seoulDate }
  func wait(seconds: Int64) { clock.withLock { $0 = $0.adding(milliseconds: seconds * 1000) } }

  func plan() async throws -> ShopPlan {
    try await CustomerFilePlanner(settings.withLock { $0 }, ledger: ledger).plan(today: today)
  }

  @discardableResult
  func sync(
    confirmed: Bool = false, file: String? = nil,
    sleep: @escaping @Sendable (Duration) async throws -> Void = { _ in throw CancellationError() },
    progress: @escaping @Sendable (SyncProgress) -> Void = { _ in }
  ) async throws -> SyncResult {
    let sync = CustomerFileSync(
      settings.withLock { $0 }, ledger: ledger, service: kakao, now: { self.now }, sleep: sleep, batchSize: batchSize)
    return try await sync.run(SyncOptions(confirmed: confirmed, file: file, holder: "test"), progress: progress)
  }

  func explain(_ id: String) async throws -> MemberExplanation {
    try await MemberExplainer(settings.withLock { $0 }, ledger: ledger).explain(memberID: id, today: today)
  }

  /// What a file should hold, worked out from the members alone.
  func wanted(_ definition: CustomerFileDefinition) -> [Int64: String] {
    let evaluator = RowEvaluator(definition, settings: settings.withLock { $0 }, today: today)
    let members = ledger.state.withLock { Array($0.members.values) }
    var wanted: [Int64: String] = [:]
    for facts in members.sorted(by: FakeLedger.isOlder) {
      let evaluation = evaluator.evaluate(facts)
      guard let target = evaluation.target else { continue }
      wanted[target] =
        evaluation.contentHash == nil ? nil : String(decoding: evaluator.projection.row(facts), as: UTF8.self)
    }
    return wanted
  }

  /// What Kakao holds under the file's name.
  func held(_ name: String = "전체회원") -> [Int64: String] { kakao.file(name)?.rows ?? [:] }
}
