/// What a sync of a shop would send: the answer of `naru plan --json`.
public struct ShopPlan: Sendable, Hashable, Codable {
  /// The config's files in its order; then superseded files and orphans that still have rows at Kakao.
  public var files: [FilePlan]

  /// Whether a sync would send anything.
  public var hasWork: Bool { files.contains(where: \.hasWork) }
}
