import CommonValues
import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where a reconciliation is, so that one that was interrupted goes on there.
struct ReconcilePosition: Codable, Sendable, Hashable {
  /// After so long one that was interrupted begins anew, in milliseconds.
  static let lifetime: Int64 = 86_400_000

  var step = ReconcileProgress.Step.list
  /// The last Kakao user of the step.
  var user: Int64?
  /// The last member of the step.
  var member: String?
  var users = ReconcileResult.Users()
  var relations = ReconcileResult.Relations()
  /// Whether the missing were too many to be ended.
  var isGuarded = false

  init() {}

  /// The position that is stored; nil when there is none, or it is too old or can not be read.
  init?(_ state: ReconciliationState?, now: Timestamp) {
    guard let state, now.milliseconds - state.startedAt.milliseconds < ReconcilePosition.lifetime,
      let position = try? JSONDecoder().decode(ReconcilePosition.self, from: Data(state.position.utf8))
    else { return nil }
    self = position
  }

  var text: String {
    get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
  }

  /// Goes on to another step, from its beginning.
  mutating func begin(_ step: ReconcileProgress.Step) {
    self.step = step
    user = nil
    member = nil
  }
}
