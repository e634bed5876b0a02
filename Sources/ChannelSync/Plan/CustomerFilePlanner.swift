public import CommonValues
public import Store

/// Works out what Kakao's customer files should hold and how that differs from what was confirmed there.
public struct CustomerFilePlanner: Sendable {
  private let settings: CustomerFileSettings
  private let ledger: any CustomerFileLedger

  /// A planner for one shop.
  public init(_ settings: CustomerFileSettings, store: Store) {
    self.init(settings, ledger: StoreLedger(store: store))
  }

  init(_ settings: CustomerFileSettings, ledger: any CustomerFileLedger) {
    self.settings = settings
    self.ledger = ledger
  }

  /// The plan as of a day in Seoul. Asks nobody outside; it brings the ledger's wanted rows up to date and registers files, which
  /// changes nothing at Kakao. Throws what the store throws, and a ``Diagnostic`` for definitions that Kakao would refuse.
  public func plan(today: CalendarDate) async throws -> ShopPlan {
    ShopPlan(files: try await plannedFiles(today: today).map(\.plan))
  }

  /// The active files in the order of the config, then the retired ones that still have rows at Kakao.
  func plannedFiles(today: CalendarDate) async throws -> [PlannedFile] {
    if let refused = CustomerFileCheck.diagnostics(settings.files).first(where: { $0.severity == .error }) {
      throw refused
    }
    var planned: [PlannedFile] = []
    for entry in FileRegistry.entries(try await ledger.ledgerFiles(of: settings.shop), settings) {
      let file = entry.isChanged ? try await ledger.save(entry.file) : entry.file
      let evaluator = entry.definition.map { RowEvaluator($0, settings: settings, today: today) }
      let counts = try await CustomerFilePlanner.replan(file, evaluator, today: today, ledger)
      let isEmptied = evaluator == nil && counts.remove == 0
      if !isEmptied { planned.append(PlannedFile(file: file, evaluator: evaluator, counts: counts)) }
    }
    for index in planned.indices { planned[index].plan.stop = stop(planned[index], among: planned) }
    return planned
  }

  static func replan(
    _ file: LedgerFile, _ evaluator: RowEvaluator?, today: CalendarDate, _ ledger: any CustomerFileLedger
  ) async throws -> PlanCounts {
    try await ledger.replan(file, today: today) { facts in
      evaluator?.evaluate(facts) ?? RowEvaluation(target: nil, contentHash: nil, dueOn: nil)
    }
  }

  private func stop(_ planned: PlannedFile, among all: [PlannedFile]) -> FileGuard? {
    switch planned.file.state {
    case .orphan: return .orphan(planned.file.name)
    case .superseded:
      guard let successor = all.first(where: { $0.evaluator != nil && $0.isSameDefinition(as: planned) }) else {
        return nil
      }
      return columnsChanged(successor, all)
    case .active:
      if let guarded = columnsChanged(planned, all) { return guarded }
      guard
        let limit = planned.evaluator?.definition.maxRemoval,
        !limit.allows(removing: planned.counts.remove, ofConfirmed: planned.counts.confirmed)
      else { return nil }
      return .maxRemoval(planned.counts.remove, ofConfirmed: planned.counts.confirmed, limit: limit)
    }
  }

  /// A change of columns waits for a yes until the new file has its first confirmed row; from then on the yes was given.
  private func columnsChanged(_ successor: PlannedFile, _ all: [PlannedFile]) -> FileGuard? {
    guard successor.counts.confirmed == 0,
      let old = all.first(where: { $0.file.state == .superseded && $0.isSameDefinition(as: successor) })
    else { return nil }
    return .columnsChanged(old: old.file.name, new: successor.file.name)
  }
}
