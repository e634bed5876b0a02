public import CommonValues
import ShopModel
public import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Makes Kakao's customer files of one shop hold what they should.
///
/// The difference between what is wanted and what was confirmed goes out in batches of at most 2,000 rows, removals first. Rows are
/// marked in the store before a request leaves and confirmed after its answer, so that a crash at any point costs at most a repeated
/// request. One process at a time syncs a shop.
public struct CustomerFileSync: Sendable {
  /// How long the lease lives without being renewed; it is renewed three times as often.
  static let leaseDuration = Duration.seconds(60)

  private let settings: CustomerFileSettings
  private let ledger: any CustomerFileLedger
  private let service: any CustomerFileService
  private let now: @Sendable () -> Timestamp
  private let sleep: @Sendable (Duration) async throws -> Void
  private let batchSize: Int

  /// A sync of one shop. `now` is the time; `sleep` waits between renewals of the lease and must end when its task is cancelled.
  public init(
    _ settings: CustomerFileSettings, store: Store, service: any CustomerFileService,
    now: @escaping @Sendable () -> Timestamp,
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.init(settings, ledger: StoreLedger(store: store), service: service, now: now, sleep: sleep)
  }

  init(
    _ settings: CustomerFileSettings, ledger: any CustomerFileLedger, service: any CustomerFileService,
    now: @escaping @Sendable () -> Timestamp, sleep: @escaping @Sendable (Duration) async throws -> Void,
    batchSize: Int = CustomerFileCheck.maximumRows
  ) {
    self.settings = settings
    self.ledger = ledger
    self.service = service
    self.now = now
    self.sleep = sleep
    self.batchSize = batchSize
  }

  /// Plans and sends. Cancelling the task ends the run after the batch in flight.
  ///
  /// - Parameter begun: told the run's number as soon as it is recorded, before anything is sent.
  ///
  /// Throws ``SyncError`` when another process holds the lease or `options.file` names no file, and what the store throws when the
  /// run can not be recorded. Everything else is in the result.
  public func run(
    _ options: SyncOptions, progress: @escaping @Sendable (SyncProgress) -> Void = { _ in },
    begun: @escaping @Sendable (Int64) -> Void = { _ in }
  ) async throws -> SyncResult {
    let (ledger, now, sleep) = (ledger, now, sleep)
    guard
      let lease = try await ledger.acquireLease(
        settings.shop, holder: options.holder, now: now(), duration: CustomerFileSync.leaseDuration)
    else { throw SyncError.leaseTaken }
    let watch = LeaseWatch()
    let renewal = Task {
      await watch.keep(
        {
          try await ledger.renew(lease, now: now(), duration: CustomerFileSync.leaseDuration)
        }, every: { try await sleep(CustomerFileSync.leaseDuration / 3) })
    }
    // Nobody renews any more what is given back.
    func end() async {
      renewal.cancel()
      await renewal.value
      await release(lease)
    }
    do {
      let result = try await run(options, lease, watch, begun, progress)
      await end()
      return result
    } catch {
      await end()
      throw error
    }
  }

  /// A lease that can not be given back runs out by itself.
  private func release(_ lease: Lease) async {
    let ledger = ledger
    try? await shielded { try await ledger.release(lease) }
  }

  private func run(
    _ options: SyncOptions, _ lease: Lease, _ watch: LeaseWatch, _ begun: @Sendable (Int64) -> Void,
    _ progress: @escaping @Sendable (SyncProgress) -> Void
  ) async throws -> SyncResult {
    let started = now()
    let runID = try await ledger.beginRun(in: settings.shop, at: started)
    begun(runID)
    var run = SyncRun(
      ledger: ledger, service: service, lease: lease, watch: watch, today: started.seoulDate,
      confirmed: options.confirmed, batchSize: batchSize, progress: progress,
      result: SyncResult(runID: runID, ending: .complete, files: [], notices: [], problem: nil))
    var refusal: SyncError?
    do {
      try await run.sync(try await chosen(options.file, today: started.seoulDate))
    } catch {
      refusal = error as? SyncError
      run.result.end(with: Task.isCancelled && !(error is CustomerFileFault) ? CancellationError() : error)
    }
    let (ledger, shop, ended, result) = (ledger, settings.shop, now(), run.result)
    try await shielded {
      try await ledger.finishRun(
        runID, in: shop, outcome: result.ending.outcome, summary: try result.summary(), at: ended)
    }
    if let refusal { throw refusal }
    return result
  }

  private func chosen(_ name: String?, today: CalendarDate) async throws -> [PlannedFile] {
    let planned = try await CustomerFilePlanner(settings, ledger: ledger).plannedFiles(today: today)
    guard let name else { return planned }
    let chosen = planned.filter { $0.file.configuredName == name || $0.file.name == name }
    guard !chosen.isEmpty else { throw SyncError.unknownFile(name) }
    return chosen
  }
}

extension SyncResult.Ending {
  /// How the store records it.
  package var outcome: Run.Outcome {
    switch self {
    case .complete: .succeeded
    case .guarded, .quota: .stopped
    case .failed: .failed
    case .interrupted: .interrupted
    }
  }
}

extension SyncResult {
  func summary() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Takes in the error that ended the run.
  package mutating func end(with error: any Error) {
    switch error {
    case is CancellationError:
      ending = .interrupted
      problem = Diagnostic(
        .warning, code: "interrupted",
        reason: LocalizedText(ko: "중단 요청을 받아 멈췄습니다.", en: "Stopped as asked."),
        fix: LocalizedText(ko: "다시 실행하면 남은 것을 보냅니다.", en: "Run again to send the rest."))
    case let fault as CustomerFileFault:
      ending = fault.kind == .quota ? .quota : .failed
      problem = fault.diagnostic
    case let error as StoreError:
      ending = .failed
      problem = error.diagnostic
    case let error as SyncError:
      ending = .failed
      problem = error.diagnostic
    case let diagnostic as Diagnostic:
      ending = .failed
      problem = diagnostic
    default:
      ending = .failed
      problem = Diagnostic(
        .error, code: "sync-failed",
        reason: LocalizedText(
          ko: "예상하지 못한 오류로 멈췄습니다(\(type(of: error))).", en: "Stopped by an unexpected error (\(type(of: error)))."))
    }
  }
}
