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

  /// Runs a sync that Ctrl-C ends after the batch in flight.
  func sync(
    _ connection: Connection, confirmed: Bool, file: String?, _ context: OperationContext
  ) async throws -> ChannelSync.SyncResult {
    let (observer, stop) = (context.observer, context.stop)
    return try await withThrowingTaskGroup(of: ChannelSync.SyncResult?.self) { group in
      group.addTask {
        try await connection.sync(confirmed: confirmed, file: file) { progress in
          observer.progress(
            ProgressUpdate(
              LocalizedText(ko: "‘\(progress.file)’ 보내는 중", en: "Sending ‘\(progress.file)’"),
              done: Int64(progress.done),
              total: Int64(progress.total), unit: .rows, isLast: progress.done == progress.total))
        }
      }
      group.addTask {
        await stop.wait()
        return nil
      }
      var finished: ChannelSync.SyncResult?
      while let next = try await group.next() {
        group.cancelAll()
        if let next { finished = next }
      }
      guard let finished else { throw CancellationError() }
      return finished
    }
  }
}

extension PlanResult {
  /// The library's plan as it is printed.
  init(_ plan: ShopPlan) { self.init(files: plan.files.map(FilePlan.init)) }
}

extension FilePlan {
  init(_ plan: ChannelSync.FilePlan) {
    self.init(
      name: plan.name, add: Int64(plan.add), update: Int64(plan.update), remove: Int64(plan.remove),
      unchanged: Int64(plan.unchanged), calls: Int64(plan.calls), guard: plan.stop.map(GuardView.init))
  }
}

extension GuardView {
  init(_ stop: FileGuard) { self.init(kind: stop.code.rawValue, reason: stop.reason) }
}

extension SyncResult {
  /// The library's result as it is printed.
  init(_ result: ChannelSync.SyncResult) {
    self.init(
      runID: "\(result.runID)", outcome: result.ending.rawValue,
      files: result.files.map { file in
        let plan = FilePlan(file.plan)
        return FileSync(
          name: plan.name, add: plan.add, update: plan.update, remove: plan.remove, unchanged: plan.unchanged,
          calls: plan.calls, guard: plan.guard, sent: Int64(file.sent), failed: Int64(file.failed))
      })
  }
}

extension ExplainResult {
  /// The library's explanation as it is printed; the shop's columns tell which values are personal.
  init(_ explanation: MemberExplanation, _ shop: ShopConfiguration) {
    self.init(
      memberID: explanation.memberID,
      files: explanation.files.map { file in
        let columns = shop.customerFiles.first { $0.name == file.name }?.columns ?? []
        return FileExplanation(
          name: file.name, in: file.isIn,
          rules: file.rules.map { RuleView(rule: $0.rule, ok: $0.ok, because: $0.because) },
          row: file.row.map { row in
            RowView(
              columns.compactMap { column in
                row[column.name].map {
                  RowView.Cell(column: column.name, value: .init($0), isPersonal: column.source.isPersonal)
                }
              })
          })
      })
  }
}

extension RowView.Value {
  fileprivate init(_ value: RowValue) {
    switch value {
    case .text(let text): self = .text(text)
    case .number(let number): self = .number(number.description)
    }
  }
}
