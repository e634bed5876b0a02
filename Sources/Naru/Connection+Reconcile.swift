import ChannelSync
import CommonValues
import KakaoAPI
import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Connection {
  /// Holds what is known against what Kakao says, for what no webhook told: users who unlinked lose their link, as their webhook would have
  /// done; relations to channels are asked for anew; customer files that are gone are made again by the next sync.
  ///
  /// It reads Kakao's list of the app's users, 100 a call and 100 calls a minute, and asks about each known user who is not in it before its
  /// link ends. When more are missing than is plausible (`kakao.max_missing`, 5 % unless said, and more than a handful, or Kakao lists nobody) nobody is ended without
  /// `confirmed`. It runs under the shop's lease, never beside a sync. One that was interrupted goes on where it was, for a day.
  /// Cancelling the task ends it after the call in flight.
  ///
  /// - Parameter begun: told the run's number as soon as it is recorded.
  /// - Throws: ``NaruError`` when it could not begin; everything else is in the result.
  public func reconcile(
    confirmed: Bool = false, progress: @escaping @Sendable (ReconcileProgress) -> Void = { _ in },
    begun: @escaping @Sendable (Int64) -> Void = { _ in }
  ) async throws(NaruError) -> ReconcileResult {
    let client = try naru.kakao(shop).forRun()
    let holder = ShopLeaseHolder(naru.store, shop: shop.id, holder: ProcessName.current, now: naru.now)
    do {
      return try await holder.run { lease, check in
        try await reconcile(client, lease, check, confirmed: confirmed, begun, progress)
      }
    } catch {
      throw NaruError(error)
    }
  }

  private func reconcile(
    _ client: KakaoAPIClient, _ lease: Lease, _ check: @escaping @Sendable () throws -> Void, confirmed: Bool,
    _ begun: @Sendable (Int64) -> Void, _ progress: @escaping @Sendable (ReconcileProgress) -> Void
  ) async throws -> ReconcileResult {
    let (id, now, store) = (shop.id, naru.now(), naru.store)
    let run = try await store.perform { try $0.beginRun(.reconcile, in: id, at: now) }
    begun(run)
    let stored = try await store.perform { try $0.reconciliation(of: id) }
    // A yes that was missing has to be asked for from the beginning.
    let position = ReconcilePosition(stored, now: now).flatMap { confirmed && $0.isGuarded ? nil : $0 }
    if position == nil { try await store.perform { try $0.save(nil, of: id) } }
    var work = Reconciliation(
      connection: self, client: client, lease: lease, check: check, confirmed: confirmed,
      startedAt: position == nil ? now : stored?.startedAt ?? now, progress: progress,
      position: position ?? ReconcilePosition(), result: ReconcileResult(runID: run))
    var isOver = true
    do {
      try await work.run()
    } catch {
      isOver = false
      work.result.end(with: Task.isCancelled && !(error is KakaoError) ? CancellationError() : error)
    }
    let (result, ended, forgets) = (work.result, naru.now(), isOver)
    // Also when the task is cancelled: what was begun is ended in the store.
    try await Task {
      try await store.perform { store in
        if forgets { try store.save(nil, of: id) }
        try store.finishRun(run, in: id, outcome: result.ending.outcome, summary: try result.summary(), at: ended)
      }
    }.value
    return result
  }
}

extension ReconcileResult {
  /// What is kept of the run.
  func summary() throws -> String {
    struct Summary: Encodable {
      var subject = ""
      var counts: [String: Int]
      var notices: [Diagnostic]
      var problem: Diagnostic?
    }
    let counts = [
      "listed": users.listed, "known": users.known, "missing": users.missing, "unlinked": users.unlinked,
      "still_linked": users.stillLinked, "asked": relations.asked, "changed": relations.changed,
      "files": files.checked, "vanished": files.vanished,
    ]
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let summary = Summary(counts: counts, notices: notices, problem: problem)
    return String(decoding: try encoder.encode(summary), as: UTF8.self)
  }

  /// Takes in the error that ended the run.
  mutating func end(with error: any Error) {
    var sync = SyncResult(runID: runID, ending: .complete, files: [], notices: [], problem: nil)
    switch error {
    case let error as KakaoError where error.reason == .cancelled: sync.end(with: CancellationError())
    case let error as KakaoError: sync.end(with: CustomerFileFault(error))
    default: sync.end(with: error)
    }
    (ending, problem) = (sync.ending, sync.problem)
  }
}
