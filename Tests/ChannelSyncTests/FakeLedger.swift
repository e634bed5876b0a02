import CommonValues
import ShopModel
import Synchronization

@testable import ChannelSync
@testable import Store

/// The store's ledger in memory, as simple as it can be said.
final class FakeLedger: CustomerFileLedger {
  struct Row: Equatable {
    var memberID: String?
    var wanted: Int64?
    /// What was sent without a known outcome; 0: a removal.
    var sent: Int64?
    var confirmed: Int64?
    var isPending: Bool { wanted != confirmed || sent != nil }
  }

  struct RunRecord {
    var outcome: Run.Outcome?
    var summary = ""
  }

  struct State {
    var members: [String: MemberFacts] = [:]
    var files: [LedgerFile] = []
    var rows: [Int64: [Int64: Row]] = [:]
    var evaluated: [Int64: [String: (facts: MemberFacts, evaluation: RowEvaluation)]] = [:]
    var plannedHash: [Int64: Int64] = [:]
    var lease: (token: Int64, until: Timestamp)?
    var lastToken: Int64 = 0
    var renewals = 0
    var runs: [RunRecord] = []
    /// Members evaluated by the last replan of each file.
    var evaluations = 0
  }

  let state = Mutex(State())
  let faults: FaultPlan

  init(faults: FaultPlan = FaultPlan()) { self.faults = faults }

  func put(_ facts: MemberFacts...) {
    state.withLock { state in for facts in facts { state.members[facts.member.id] = facts } }
  }

  private func step<Value>(_ body: (inout sending State) throws -> sending Value) throws -> Value {
    try faults.around { try state.withLock { try body(&$0) } }
  }

  static func isOlder(_ first: MemberFacts, _ second: MemberFacts) -> Bool {
    first.recordTime != second.recordTime
      ? first.recordTime < second.recordTime
      : first.member.id.utf8.lexicographicallyPrecedes(second.member.id.utf8)
  }

  func memberFacts(_ ids: [String], in shop: ShopID) async throws -> [MemberFacts] {
    try step { state in ids.compactMap { state.members[$0] } }
  }

  func memberIDs(withPhone phone: PhoneNumber, in shop: ShopID) async throws -> [String] {
    try step { state in state.members.values.filter { $0.member.phone.value == phone }.map(\.member.id) }
  }

  func memberIDs(withKakaoUser user: Int64, in shop: ShopID) async throws -> [String] {
    try step { state in
      state.members.values.filter { $0.member.kakaoUserID.value == user || $0.link?.kakaoUserID == user }.map(
        \.member.id)
    }
  }

  func ledgerFiles(of shop: ShopID) async throws -> [LedgerFile] { try step { $0.files } }

  func save(_ file: LedgerFile) async throws -> LedgerFile {
    try step { state in
      if let index = state.files.firstIndex(where: { $0.id == file.id }) {
        state.files[index] = file
        return file
      }
      precondition(!state.files.contains { $0.channel == file.channel && $0.name == file.name })
      var saved = file
      saved.id = Int64(state.files.count + 1)
      state.files.append(saved)
      return saved
    }
  }

  func replan(
    _ file: LedgerFile, today: CalendarDate, evaluate: @escaping @Sendable (MemberFacts) -> RowEvaluation
  ) async throws -> PlanCounts {
    try step { state in
      if state.plannedHash[file.id] != file.definitionHash { state.evaluated[file.id] = [:] }
      state.plannedHash[file.id] = file.definitionHash
      var stands: [Int64: (facts: MemberFacts, hash: Int64?)] = [:]
      state.evaluations = 0
      if file.state == .active {
        for facts in state.members.values {
          var evaluation: RowEvaluation
          if let held = state.evaluated[file.id]?[facts.member.id], held.facts == facts,
            held.evaluation.dueOn.map({ $0 > today }) ?? true
          {
            evaluation = held.evaluation
          } else {
            evaluation = evaluate(facts)
            state.evaluations += 1
            state.evaluated[file.id, default: [:]][facts.member.id] = (facts, evaluation)
          }
          guard let target = evaluation.target else { continue }
          if let other = stands[target], FakeLedger.isOlder(facts, other.facts) { continue }
          stands[target] = (facts, evaluation.contentHash)
        }
      }
      var rows = state.rows[file.id] ?? [:]
      for target in rows.keys {
        rows[target]?.wanted = nil
        rows[target]?.memberID = nil
      }
      for (target, stand) in stands {
        guard let hash = stand.hash else { continue }
        rows[target, default: Row()].wanted = hash
        rows[target]?.memberID = stand.facts.member.id
      }
      rows = rows.filter { $0.value != Row() }
      state.rows[file.id] = rows
      return FakeLedger.counts(rows)
    }
  }

  private static func counts(_ rows: [Int64: Row]) -> PlanCounts {
    var counts = PlanCounts()
    for row in rows.values {
      if row.sent != nil { counts.inDoubt += 1 }
      if row.confirmed != nil || row.sent != nil { counts.confirmed += 1 }
      if !row.isPending {
        counts.unchanged += 1
      } else if row.wanted == nil {
        counts.remove += 1
      } else if row.confirmed == nil {
        counts.add += 1
      } else {
        counts.update += 1
      }
    }
    return counts
  }

  func pendingRows(_ file: LedgerFile, removals: Bool, after target: Int64?, limit: Int) async throws -> [PendingRow] {
    try step { state in
      (state.rows[file.id] ?? [:])
        .filter { $0.value.isPending && ($0.value.wanted == nil) == removals && $0.key > target ?? .min }
        .sorted { $0.key < $1.key }.prefix(limit)
        .map { target, row in
          PendingRow(
            target: target, memberID: row.memberID,
            action: removals ? .remove : row.confirmed == nil ? .add : .update, wantedHash: row.wanted)
        }
    }
  }

  func rowsInDoubt(_ file: LedgerFile, _ targets: [Int64]) async throws -> Int {
    try step { state in targets.count { state.rows[file.id]?[$0]?.sent != nil } }
  }

  func markSent(_ file: LedgerFile, _ rows: [LedgerMark], lease: Lease) async throws {
    try step { state in
      try FakeLedger.check(lease, state)
      for row in rows { state.rows[file.id]?[row.target]?.sent = row.hash ?? 0 }
    }
  }

  func markConfirmed(_ file: LedgerFile, _ rows: [LedgerMark], lease: Lease) async throws {
    try step { state in
      try FakeLedger.check(lease, state)
      for row in rows {
        state.rows[file.id]?[row.target]?.sent = nil
        state.rows[file.id]?[row.target]?.confirmed = row.hash
      }
    }
  }

  func forgetConfirmed(_ file: LedgerFile, lease: Lease) async throws {
    try step { state in
      try FakeLedger.check(lease, state)
      for target in (state.rows[file.id] ?? [:]).keys {
        state.rows[file.id]?[target]?.sent = nil
        state.rows[file.id]?[target]?.confirmed = nil
      }
    }
  }

  private static func check(_ lease: Lease, _ state: State) throws {
    guard state.lease?.token == lease.token else { throw leaseLost }
  }

  static let leaseLost = StoreError(.leaseLost, LocalizedText(ko: "임차를 잃었습니다.", en: "The lease is lost."))

  func acquireLease(_ shop: ShopID, holder: String, now: Timestamp, duration: Duration) async throws -> Lease? {
    try step { state in
      if let lease = state.lease, lease.until > now { return nil }
      state.lastToken += 1
      state.lease = (state.lastToken, now.adding(milliseconds: duration.components.seconds * 1000))
      return Lease(shop: shop, token: state.lastToken)
    }
  }

  func renew(_ lease: Lease, now: Timestamp, duration: Duration) async throws {
    try state.withLock { state in
      try FakeLedger.check(lease, state)
      state.renewals += 1
      state.lease?.until = now.adding(milliseconds: duration.components.seconds * 1000)
    }
  }

  func release(_ lease: Lease) async throws {
    try step { state in if state.lease?.token == lease.token { state.lease = nil } }
  }

  func beginRun(in shop: ShopID, at: Timestamp) async throws -> Int64 {
    try step { state in
      state.runs.append(RunRecord())
      return Int64(state.runs.count)
    }
  }

  func finishRun(
    _ id: Int64, in shop: ShopID, outcome: Run.Outcome, summary: String, at: Timestamp
  ) async throws {
    try step { state in state.runs[Int(id) - 1] = RunRecord(outcome: outcome, summary: summary) }
  }
}
