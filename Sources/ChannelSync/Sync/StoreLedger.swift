import CommonValues
import ShopModel
import Store

/// The real ``CustomerFileLedger``: each call runs on the store's own threads.
struct StoreLedger: CustomerFileLedger {
  let store: Store

  func memberFacts(_ ids: [String], in shop: ShopID) async throws -> [MemberFacts] {
    try await store.perform { try $0.memberFacts(ids, in: shop) }
  }

  func memberIDs(withPhone phone: PhoneNumber, in shop: ShopID) async throws -> [String] {
    try await store.perform { try $0.memberIDs(withPhone: phone, in: shop) }
  }

  func memberIDs(withKakaoUser user: Int64, in shop: ShopID) async throws -> [String] {
    try await store.perform { try $0.memberIDs(withKakaoUser: user, in: shop) }
  }

  func ledgerFiles(of shop: ShopID) async throws -> [LedgerFile] {
    try await store.perform { try $0.ledgerFiles(of: shop) }
  }

  func save(_ file: LedgerFile) async throws -> LedgerFile {
    try await store.perform { try $0.save(file) }
  }

  func replan(
    _ file: LedgerFile, today: CalendarDate, evaluate: @escaping @Sendable (MemberFacts) -> RowEvaluation
  ) async throws -> PlanCounts {
    try await store.perform { try $0.replan(file, today: today, evaluate: evaluate) }
  }

  func pendingRows(_ file: LedgerFile, removals: Bool, after target: Int64?, limit: Int) async throws -> [PendingRow] {
    try await store.perform { try $0.pendingRows(file, removals: removals, after: target, limit: limit) }
  }

  func rowsInDoubt(_ file: LedgerFile, _ targets: [Int64]) async throws -> Int {
    try await store.perform { store in
      try targets.count { target in
        try store.ledgerRow(file, target: target)?.isInDoubt ?? false
      }
    }
  }

  func markSent(_ file: LedgerFile, _ rows: [LedgerMark], lease: Lease) async throws {
    try await store.perform { try $0.markSent(file, rows.map { ($0.target, $0.hash) }, lease: lease) }
  }

  func markConfirmed(_ file: LedgerFile, _ rows: [LedgerMark], lease: Lease) async throws {
    try await store.perform { try $0.markConfirmed(file, rows.map { ($0.target, $0.hash) }, lease: lease) }
  }

  func forgetConfirmed(_ file: LedgerFile, lease: Lease) async throws {
    try await store.perform { try $0.forgetConfirmed(file, lease: lease) }
  }

  func acquireLease(_ shop: ShopID, holder: String, now: Timestamp, duration: Duration) async throws -> Lease? {
    try await store.perform { try $0.acquireLease(shop, holder: holder, now: now, duration: duration) }
  }

  func renew(_ lease: Lease, now: Timestamp, duration: Duration) async throws {
    try await store.perform { try $0.renew(lease, now: now, duration: duration) }
  }

  func release(_ lease: Lease) async throws {
    try await store.perform { try $0.release(lease) }
  }

  func beginRun(in shop: ShopID, at time: Timestamp) async throws -> Int64 {
    try await store.perform { try $0.beginRun(.sync, in: shop, at: time) }
  }

  func finishRun(_ id: Int64, in shop: ShopID, outcome: Run.Outcome, summary: String, at time: Timestamp) async throws {
    try await store.perform { try $0.finishRun(id, in: shop, outcome: outcome, summary: summary, at: time) }
  }
}
