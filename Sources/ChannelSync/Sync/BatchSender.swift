import CommonValues
import ShopModel
import Store

/// Sends one batch of one file: durable mark, call, comparison of counts, durable confirmation.
struct BatchSender: Sendable {
  /// What became of a batch.
  struct Step: Sendable {
    /// Where the next batch begins.
    var last: Int64
    /// Rows that the ledger handed out.
    var rows: Int
    var confirmed = 0
    var failed = 0
    /// Rows whose member changed since the plan so that they no longer belong in the file, or that another member stands for.
    var skipped = 0
    var notice: Diagnostic?
    /// Kakao took nothing: there is no point in sending more of the kind to this file.
    var isHopeless = false
  }

  /// The call failed after the rows were marked as sent.
  struct Failure: Error {
    let rows: Int
    let fault: CustomerFileFault
  }

  let ledger: any CustomerFileLedger
  let service: any CustomerFileService
  let lease: Lease
  let file: LedgerFile
  let address: RemoteFileAddress
  let evaluator: RowEvaluator?
  /// Whether some rows were sent before without a known outcome.
  let mayHaveDoubt: Bool
  /// Rows of a call, at most ``CustomerFileCheck/maximumRows``.
  let size: Int

  /// Takes out the next people who must go; nil: there are none.
  func removeNext(after target: Int64?) async throws -> Step? {
    let rows = try await ledger.pendingRows(
      file, removals: true, after: target, limit: size)
    guard let last = rows.last?.target else { return nil }
    let targets = rows.map(\.target)
    let doubtful = mayHaveDoubt ? try await ledger.rowsInDoubt(file, targets) : 0
    let marks = targets.map { LedgerMark(target: $0, hash: nil) }
    try await ledger.markSent(file, marks, lease: lease)
    let counts = try await call(rows.count) { try await service.remove(targets, from: address) }
    var step = Step(last: last, rows: rows.count)
    judgeRemoval(counts, doubtful: doubtful, &step)
    if step.failed == 0 { try await ledger.markConfirmed(file, marks, lease: lease) }
    return step
  }

  /// Adds or replaces the next people; nil: there are none. Rows are projected from what the store knows at this moment.
  func addNext(after target: Int64?) async throws -> Step? {
    let rows = try await ledger.pendingRows(
      file, removals: false, after: target, limit: size)
    guard let last = rows.last?.target, let evaluator else { return nil }
    var step = Step(last: last, rows: rows.count)
    let (entries, marks) = try await project(rows, evaluator)
    step.skipped = rows.count - entries.count
    guard !entries.isEmpty else { return step }
    try await ledger.markSent(file, marks, lease: lease)
    let counts = try await call(entries.count) { try await service.add(entries, to: address) }
    judgeAddition(counts, sent: entries.count, &step)
    if step.failed == 0 { try await ledger.markConfirmed(file, marks, lease: lease) }
    return step
  }

  private func project(
    _ rows: [PendingRow], _ evaluator: RowEvaluator
  ) async throws -> ([CustomerFileEntry], [LedgerMark]) {
    let facts = try await ledger.memberFacts(rows.compactMap(\.memberID), in: file.shop)
    let byID = Dictionary(facts.map { ($0.member.id, $0) }, uniquingKeysWith: { first, _ in first })
    var entries: [CustomerFileEntry] = []
    var marks: [LedgerMark] = []
    entries.reserveCapacity(rows.count)
    marks.reserveCapacity(rows.count)
    for row in rows {
      guard let id = row.memberID, let facts = byID[id] else { continue }
      let evaluation = evaluator.evaluate(facts)
      guard evaluation.target == row.target, let hash = evaluation.contentHash else { continue }
      entries.append(CustomerFileEntry(target: row.target, fields: evaluator.projection.row(facts)))
      marks.append(LedgerMark(target: row.target, hash: hash))
    }
    return (entries, marks)
  }

  private func call(_ rows: Int, _ body: () async throws -> RowCounts) async throws -> RowCounts {
    do {
      return try await body()
    } catch let fault as CustomerFileFault {
      throw Failure(rows: rows, fault: fault)
    }
  }

  /// Every row must be counted: an answer without counts confirms nothing.
  private func judgeAddition(_ counts: RowCounts, sent: Int, _ step: inout Step) {
    if counts.succeeded == sent, counts.requested == nil || counts.requested == sent {
      step.confirmed = sent
      return
    }
    step.failed = sent
    step.isHopeless = counts.succeeded == 0
    step.notice =
      step.isHopeless
      ? SyncNotice.nothingAccepted(file.name, sent: sent) : SyncNotice.countsDiffer(file.name, sent: sent, counts)
  }

  /// Whether Kakao counts a removal that finds nobody is not published. A row that was sent before may be gone already, so it may be
  /// missing from the count; the answer to a removal need not have counts.
  private func judgeRemoval(_ counts: RowCounts, doubtful: Int, _ step: inout Step) {
    let sent = step.rows
    let succeeded = counts.succeeded ?? sent
    if counts.requested == nil || counts.requested == sent, succeeded <= sent, succeeded >= sent - doubtful {
      step.confirmed = sent
      if succeeded < sent { step.notice = SyncNotice.goneAlready(file.name, sent - succeeded) }
      return
    }
    step.failed = sent
    step.isHopeless = succeeded == 0
    step.notice =
      step.isHopeless
      ? SyncNotice.nothingAccepted(file.name, sent: sent) : SyncNotice.countsDiffer(file.name, sent: sent, counts)
  }
}
