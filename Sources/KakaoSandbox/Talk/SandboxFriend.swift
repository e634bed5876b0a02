/// A KakaoTalk friend of a user, as one app sees them.
public struct SandboxFriend: Sendable, Hashable {
  /// The friend's app user id.
  public var id: Int64
  /// What messages are addressed by; good for this app and these two people only.
  public var uuid: String
  /// Whether the user marked the friend as a favourite.
  public var isFavorite: Bool
  /// Whether the friend takes messages; a message to one who does not is -530.
  public var allowsMessages: Bool

  /// Makes a friend.
  public init(id: Int64, uuid: String, isFavorite: Bool = false, allowsMessages: Bool = true) {
    self.id = id
    self.uuid = uuid
    self.isFavorite = isFavorite
    self.allowsMessages = allowsMessages
  }
}
