package import ChannelSync

/// The JSON of `naru sync`.
package struct SyncView: Codable, Sendable, Hashable {
  package var runID: String
  /// `complete`, `guarded`, `quota`, `failed` or `interrupted`.
  package var outcome: String
  package var files: [FileSyncView]

  package enum CodingKeys: String, CodingKey {
    case outcome, files
    case runID = "run_id"
  }
}

/// What a sync did to one customer file.
package struct FileSyncView: Codable, Sendable, Hashable {
  package var name: String
  package var add: Int64
  package var update: Int64
  package var remove: Int64
  package var unchanged: Int64
  package var calls: Int64
  package var `guard`: GuardView?
  /// Rows that Kakao confirmed.
  package var sent: Int64
  /// Rows that it did not.
  package var failed: Int64

  /// Writes every key, `guard` as `null` when there is none.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(add, forKey: .add)
    try container.encode(update, forKey: .update)
    try container.encode(remove, forKey: .remove)
    try container.encode(unchanged, forKey: .unchanged)
    try container.encode(calls, forKey: .calls)
    try container.encode(`guard`, forKey: .guard)
    try container.encode(sent, forKey: .sent)
    try container.encode(failed, forKey: .failed)
  }
}

extension SyncView {
  /// The library's result as it is printed.
  package init(_ result: SyncResult) {
    self.init(
      runID: "\(result.runID)", outcome: result.ending.rawValue,
      files: result.files.map { file in
        let plan = FilePlanView(file.plan)
        return FileSyncView(
          name: plan.name, add: plan.add, update: plan.update, remove: plan.remove, unchanged: plan.unchanged,
          calls: plan.calls, guard: plan.guard, sent: Int64(file.sent), failed: Int64(file.failed))
      })
  }
}
