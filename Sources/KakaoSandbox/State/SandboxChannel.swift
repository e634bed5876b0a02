/// A KakaoTalk channel.
public struct SandboxChannel: Sendable, Hashable {
  /// The profile id, `_…`.
  public var publicID: String
  /// The searchable id, `@…`; Kakao's own fixtures have an empty one.
  public var uuid: String
  /// The name shown on pages.
  public var name: String
  /// Whether Kakao has blocked the channel (-544).
  public var isBlocked: Bool

  /// Makes a channel.
  public init(publicID: String, uuid: String = "", name: String = "", isBlocked: Bool = false) {
    self.publicID = publicID
    self.uuid = uuid
    self.name = name
    self.isBlocked = isBlocked
  }
}
