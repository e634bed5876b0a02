import CommonValues
import ShopModel
import Store

/// One run over the planned files of a shop, under a lease.
struct SyncRun {
  let ledger: any CustomerFileLedger
  let service: any CustomerFileService
  let lease: Lease
  let watch: LeaseWatch
  let today: CalendarDate
  let confirmed: Bool
  let batchSize: Int
  let progress: @Sendable (SyncProgress) -> Void
  var result: SyncResult

  /// Sends the files in turn; a superseded file only after the one that takes its place is confirmed. What is thrown ends the run;
  /// what was done so far is in ``result``.
  mutating func sync(_ planned: [PlannedFile]) async throws {
    result.files = planned.map { planned in
      var plan = planned.plan
      if confirmed { plan.stop = nil }
      return FileSyncResult(plan: plan)
    }
    for index in planned.indices {
      if planned[index].plan.stop != nil, !confirmed {
        if result.ending == .complete { result.ending = .guarded }
        continue
      }
      guard planned[index].plan.hasWork, try await isReady(planned[index], among: planned) else { continue }
      do {
        try await sync(planned[index], at: index)
      } catch let refusal as FileFinder.Refusal {
        result.files[index].problem = refusal.diagnostic
        result.ending = .failed
      }
    }
  }

  private func isReady(_ planned: PlannedFile, among all: [PlannedFile]) async throws -> Bool {
    guard planned.file.state == .superseded,
      let successor = all.first(where: { $0.evaluator != nil && $0.isSameDefinition(as: planned) })
    else { return true }
    let rest = try await CustomerFilePlanner.replan(successor.file, successor.evaluator, today: today, ledger)
    return rest.add + rest.update + rest.remove + rest.inDoubt == 0
  }

  private mutating func sync(_ planned: PlannedFile, at index: Int) async throws {
    var planned = planned
    var mayRepeat = true
    while true {
      do {
        try checkpoint()
        guard let batches = try await open(planned, isRepeated: !mayRepeat) else { return }
        planned.file = batches.file
        try await send(batches, planned, at: index)
        return
      } catch let failure as BatchSender.Failure {
        // A file that is gone is made again, once.
        guard failure.fault.kind == .unknownFile, mayRepeat else {
          result.files[index].failed += failure.rows
          throw failure.fault
        }
        mayRepeat = false
      }
    }
  }

  /// Finds or creates the file. Nil: a retired file that is gone.
  private mutating func open(_ planned: PlannedFile, isRepeated: Bool) async throws -> BatchSender? {
    let finder = FileFinder(ledger: ledger, service: service, lease: lease)
    let file = planned.file
    let found: FileFinder.Found
    if planned.evaluator == nil {
      guard let retired = try await shielded({ try await finder.findRetired(file) }) else {
        result.notices.append(SyncNotice.retiredVanished(file.name))
        return nil
      }
      found = retired
    } else {
      found = try await shielded { try await finder.find(file) }
    }
    result.notices += found.notices
    var counts = planned.counts
    if found.isForgotten {
      counts = try await CustomerFilePlanner.replan(found.file, planned.evaluator, today: today, ledger)
    }
    guard let id = found.file.kakaoFileID, let users = CustomerFileDefinition.Users(rawValue: file.users) else {
      return nil
    }
    return BatchSender(
      ledger: ledger, service: service, lease: lease, file: found.file,
      address: RemoteFileAddress(id: id, channel: file.channel, users: users), evaluator: planned.evaluator,
      mayHaveDoubt: isRepeated || counts.inDoubt > 0, size: batchSize)
  }

  /// Removals first: whoever refused is out before anybody else is in.
  private mutating func send(_ batches: BatchSender, _ planned: PlannedFile, at index: Int) async throws {
    var done = 0
    for removals in [true, false] {
      var isHopeless = false
      var after: Int64?
      while !isHopeless {
        try checkpoint()
        let start = after
        let next = try await shielded {
          removals ? try await batches.removeNext(after: start) : try await batches.addNext(after: start)
        }
        guard let step = next else { break }
        after = step.last
        done += step.rows
        isHopeless = step.isHopeless
        record(step, at: index)
        let plan = planned.plan
        progress(SyncProgress(file: plan.name, done: done, total: max(done, plan.add + plan.update + plan.remove)))
      }
    }
    if planned.evaluator == nil, result.files[index].failed == 0 {
      result.notices.append(SyncNotice.deleteByHand(planned.file.name))
    }
  }

  private mutating func record(_ step: BatchSender.Step, at index: Int) {
    result.files[index].sent += step.confirmed
    result.files[index].failed += step.failed
    if let notice = step.notice { result.notices.append(notice) }
    if step.failed > 0 { result.ending = .failed }
  }

  /// Between two batches: is the run still wanted, and still ours?
  private func checkpoint() throws {
    try watch.check()
    try Task.checkCancellation()
  }
}
