/// A message template made in the console's builder, which `template_id` names.
public struct SandboxTemplate: Sendable, Hashable {
  /// What it looks like. The builder knows these three.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// 피드.
    case feed
    /// 리스트.
    case list
    /// 커머스.
    case commerce
  }

  /// The id.
  public var id: Int64
  /// The app whose template it is.
  public var app: Int64
  /// What it looks like.
  public var kind: Kind
  /// Names that `template_args` may give values for; `nil` when it is not checked.
  public var arguments: [String]?

  /// Makes a template.
  public init(id: Int64, app: Int64 = 1, kind: Kind = .feed, arguments: [String]? = nil) {
    self.id = id
    self.app = app
    self.kind = kind
    self.arguments = arguments
  }
}
