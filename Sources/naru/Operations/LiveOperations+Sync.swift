import ChannelSync
import CommonValues
import Naru
import ShopModel

extension LiveOperations {
  func plan(_ request: ShopRequest, _ context: OperationContext) async throws -> Outcome<PlanResult> {
    try await withShop(request.shop, context) { connection in
      let plan = try await connection.plan()
      let isHeld = plan.files.contains { $0.stop != nil }
      return Outcome(PlanResult(plan), status: plan.hasWork || isHeld ? .somethingToDo : .fine)
    }
  }

  func sync(_ request: SyncRequest, _ context: OperationContext) async throws -> Outcome<SyncResult> {
    try await withShop(request.shop, context) { connection in
      let result = try await sync(connection, confirmed: request.yes, file: request.file, context)
      var diagnostics = result.notices + result.files.compactMap(\.problem)
      if let problem = result.problem { diagnostics.append(problem) }
      return Outcome(
        SyncResult(result),
        status: result.ending == .interrupted ? .interrupted : ExitStatus(rawValue: result.exitCode),
        diagnostics: diagnostics)
    }
  }

  func reconcile(_ request: ReconcileRequest, _ context: OperationContext) async throws -> Outcome<ReconcileView> {
    try await withShop(request.shop, context) { connection in
      let observer = context.observer
      let result = try await stoppable(context) {
        try await connection.reconcile(confirmed: request.yes) { progress in
          observer.progress(ProgressUpdate(progress.step.text, done: Int64(progress.done), unit: .rows))
        }
      }
      return Outcome(
        ReconcileView(result),
        status: result.ending == .interrupted ? .interrupted : ExitStatus(rawValue: result.exitCode),
        diagnostics: result.notices + (result.problem.map { [$0] } ?? []))
    }
  }

  /// Runs a sync that Ctrl-C ends after the batch in flight.
  func sync(
    _ connection: Connection, confirmed: Bool, file: String?, _ context: OperationContext
  ) async throws -> ChannelSync.SyncResult {
    let observer = context.observer
    return try await stoppable(context) {
      try await connection.sync(confirmed: confirmed, file: file) { progress in
        observer.progress(
          ProgressUpdate(
            LocalizedText(ko: "‘\(progress.file)’ 보내는 중", en: "Sending ‘\(progress.file)’"),
            done: Int64(progress.done),
            total: Int64(progress.total), unit: .rows, isLast: progress.done == progress.total))
      }
    }
  }

  /// Runs work that Ctrl-C cancels, and waits for its end.
  private func stoppable<Result: Sendable>(
    _ context: OperationContext, _ work: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let stop = context.stop
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask { try await work() }
      group.addTask {
        await stop.wait()
        return nil
      }
      var finished: Result?
      while let next = try await group.next() {
        group.cancelAll()
        if let next { finished = next }
      }
      guard let finished else { throw CancellationError() }
      return finished
    }
  }
}

extension ReconcileProgress.Step {
  fileprivate var text: LocalizedText {
    switch self {
    case .list: LocalizedText(ko: "카카오의 사용자 목록 읽는 중", en: "Reading Kakao's list of users")
    case .missing: LocalizedText(ko: "목록에 없는 사용자 확인 중", en: "Asking about users who are not listed")
    case .relations: LocalizedText(ko: "채널 관계 확인 중", en: "Asking about channel relations")
    case .files: LocalizedText(ko: "고객 파일 확인 중", en: "Looking for customer files")
    }
  }
}
