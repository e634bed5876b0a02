import CommonValues
import ShopModel
import Store

@testable import ChannelSync

/// The real ledger, of which any call can be made to fail.
struct FaultyLedger: CustomerFileLedger {
  let base: StoreLedger
  let faults: FaultPlan

  private func step<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
    let fails = try faults.enter()
    let value = try await body()
    if fails { throw FaultPlan.Crash() }
    return value
  }

  func memberFacts(_ ids: [String], in shop: ShopID) async throws -> [MemberFacts] {
    try await step { try await base.memberFacts(ids, in: shop) }
  }

  func memberIDs(withPhone phone: PhoneNumber, in shop: ShopID) async throws -> [String] {
    try await step { try await base.memberIDs(withPhone: phone, in: shop) }
  }

  func memberIDs(withKakaoUser user: Int64, in shop: ShopID) async throws -> [String] {
    try await step { try await base.memberIDs(withKakaoUser: user, in: shop) }
  }

  func ledgerFiles(of shop: ShopID) async throws -> [LedgerFile] {
    try await step { try await base.ledgerFiles(of: shop) }
  }

  func save(_ file: LedgerFile) async throws -> LedgerFile { try await step { try await base.save(file) } }

  func replan(
    _ file: LedgerFile, today: CalendarDate, evaluate: @escaping @Sendable (MemberFacts) -> RowEvaluation
  ) async throws -> PlanCounts {
    try await step { try await base.replan(file, today: today, evaluate: evaluate) }
  }

  func pendingRows(_ file: LedgerFile, removals: Bool, after target: Int64?, limit: Int) async throws -> [PendingRow] {
    try await step { try await base.pendingRows(file, removals: removals, after: target, limit: limit) }
  }

  func rowsInDoubt(_ file: LedgerFile, _ targets: [Int64]) async throws -> Int {
    try await step { try await base.rowsInDoubt(file, targets) }
  }

  func markSent(_ file: LedgerFile, _ rows: [LedgerMark], lease: Lease) async throws {
    try await step { try await base.markSent(file, rows, lease: lease) }
  }

  func markConfirmed(_ file: LedgerFile, _ rows: [LedgerMark], lease: Lease) async throws {
    try await step { try await base.markConfirmed(file, rows, lease: lease) }
  }

  func forgetConfirmed(_ file: LedgerFile, lease: Lease) async throws {
    try await step { try await base.forgetConfirmed(file, lease: lease) }
  }

  func acquireLease(_ shop: ShopID, holder: String, now: Timestamp, duration: Duration) async throws -> Lease? {
    try await step { try await base.acquireLease(shop, holder: holder, now: now, duration: duration) }
  }

  func renew(_ lease: Lease, now: Timestamp, duration: Duration) async throws {
    try await base.renew(lease, now: now, duration: duration)
  }

  func release(_ lease: Lease) async throws { try await step { try await base.release(lease) } }

  func beginRun(in shop: ShopID, at time: Timestamp) async throws -> Int64 {
    try await step { try await base.beginRun(in: shop, at: time) }
  }

  func finishRun(
    _ id: Int64, in shop: ShopID, outcome: Run.Outcome, summary: String, at time: Timestamp
  ) async throws {
    try await step { try await base.finishRun(id, in: shop, outcome: outcome, summary: summary, at: time) }
  }
}
