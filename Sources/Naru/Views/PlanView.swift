package import ChannelSync
package import CommonValues

/// The JSON of `naru plan`.
package struct PlanView: Codable, Sendable, Hashable {
  package var files: [FilePlanView]
}

extension PlanView {
  /// The library's plan as it is printed.
  package init(_ plan: ShopPlan) { self.init(files: plan.files.map(FilePlanView.init)) }
}

/// What a sync would do to one customer file.
package struct FilePlanView: Codable, Sendable, Hashable {
  package var name: String
  package var add: Int64
  package var update: Int64
  package var remove: Int64
  package var unchanged: Int64
  /// Requests to Kakao.
  package var calls: Int64
  /// Nil when nothing stands in the way.
  package var `guard`: GuardView?

  /// Whether a sync would send nothing.
  package var isEmpty: Bool { add == 0 && update == 0 && remove == 0 }

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
  }
}

extension FilePlanView {
  package init(_ plan: FilePlan) {
    self.init(
      name: plan.name, add: Int64(plan.add), update: Int64(plan.update), remove: Int64(plan.remove),
      unchanged: Int64(plan.unchanged), calls: Int64(plan.calls), guard: plan.stop.map(GuardView.init))
  }
}

/// A guard that stands before a customer file.
package struct GuardView: Codable, Sendable, Hashable {
  /// `max_removal`, `columns_changed` or `orphan`.
  package var kind: String
  package var reason: LocalizedText
}

extension GuardView {
  package init(_ stop: FileGuard) { self.init(kind: stop.code.rawValue, reason: stop.reason) }
}
