import CommonValues
import ShopModel
import Store

/// The part of the store that customer files need, off the cooperative pool. A seam so that each call can be made to fail.
protocol CustomerFileLedger: Sendable {
  func memberFacts(_ ids: [String], in shop: ShopID) async throws -> [MemberFacts]
  func memberIDs(withPhone phone: PhoneNumber, in shop: ShopID) async throws -> [String]
  func memberIDs(withKakaoUser user: Int64, in shop: ShopID) async throws -> [String]
  func ledgerFiles(of shop: ShopID) async throws -> [LedgerFile]
  func save(_ file: LedgerFile) async throws -> LedgerFile
  func replan(
    _ file: LedgerFile, today: CalendarDate, evaluate: @escaping @Sendable (MemberFacts) -> RowEvaluation
  ) async throws -> PlanCounts
  func pendingRows(_ file: LedgerFile, removals: Bool, after target: Int64?, limit: Int) async throws -> [PendingRow]
  /// How many of these rows were sent before without a known outcome.
  func rowsInDoubt(_ file: LedgerFile, _ targets: [Int64]) async throws -> Int
  func markSent(_ file: LedgerFile, _ rows: [LedgerMark], lease: Lease) async throws
  func markConfirmed(_ file: LedgerFile, _ rows: [LedgerMark], lease: Lease) async throws
  func forgetConfirmed(_ file: LedgerFile, lease: Lease) async throws
  func acquireLease(_ shop: ShopID, holder: String, now: Timestamp, duration: Duration) async throws -> Lease?
  func renew(_ lease: Lease, now: Timestamp, duration: Duration) async throws
  func release(_ lease: Lease) async throws
  func beginRun(in shop: ShopID, at: Timestamp) async throws -> Int64
  func finishRun(_ id: Int64, in shop: ShopID, outcome: Run.Outcome, summary: String, at: Timestamp) async throws
}

/// A row as it was sent, or found confirmed.
struct LedgerMark: Sendable, Hashable {
  let target: Int64
  /// Hash of the content; nil: the row was to go.
  let hash: Int64?
}
