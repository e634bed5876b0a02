public import CommonValues

/// How a Kakao user stands to a channel.
public struct ChannelRelation: Sendable, Hashable {
  /// Kakao's words; a word we do not know is kept as it is and counts as neither friend nor blocked.
  public enum State: Sendable, Hashable, RawRepresentable {
    case added
    case blocked
    case none
    case other(String)

    /// A state as Kakao writes it; what is not known is kept as text.
    public init(rawValue: String) {
      switch rawValue.uppercased() {
      case "ADDED": self = .added
      case "BLOCKED": self = .blocked
      case "NONE": self = .none
      default: self = .other(rawValue)
      }
    }

    /// As Kakao writes it.
    public var rawValue: String {
      switch self {
      case .added: "ADDED"
      case .blocked: "BLOCKED"
      case .none: "NONE"
      case .other(let text): text
      }
    }
  }

  /// The user id in the shop's Kakao app.
  public var kakaoUserID: Int64
  /// The channel's public id (`_xgTNZs`).
  public var channel: String
  /// How the user stands to the channel.
  public var state: State
  /// When it last changed, by Kakao's clock; else the time of receipt.
  public var updatedAt: Timestamp

  /// A relation.
  public init(kakaoUserID: Int64, channel: String, state: State, updatedAt: Timestamp) {
    self.kakaoUserID = kakaoUserID
    self.channel = channel
    self.state = state
    self.updatedAt = updatedAt
  }
}
