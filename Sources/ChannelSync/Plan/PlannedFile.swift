import Store

/// One file of a plan with all that sending it takes.
struct PlannedFile: Sendable {
  var file: LedgerFile
  /// Nil for superseded files and orphans.
  let evaluator: RowEvaluator?
  var counts: PlanCounts
  var plan: FilePlan

  init(file: LedgerFile, evaluator: RowEvaluator?, counts: PlanCounts) {
    self.file = file
    self.evaluator = evaluator
    self.counts = counts
    let state: FilePlan.State =
      switch file.state {
      case .active: .active
      case .superseded: .superseded
      case .orphan: .orphan
      }
    plan = FilePlan(
      name: file.name, channel: file.channel, state: state, add: counts.add, update: counts.update,
      remove: counts.remove, unchanged: counts.unchanged,
      calls: FilePlan.calls(removals: counts.remove, additions: counts.add + counts.update))
  }

  /// Whether the two take turns for one definition.
  func isSameDefinition(as other: PlannedFile) -> Bool {
    file.channel == other.file.channel && file.configuredName == other.file.configuredName
  }
}
