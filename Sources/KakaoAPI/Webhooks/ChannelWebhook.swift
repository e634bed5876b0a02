public import CommonValues

/// Kakao's notice that a user has added or blocked a channel that is connected to the app.
///
/// Neither order nor single delivery is promised: keep the newest ``updatedAt`` of each user and channel, and take
/// ``resourceID`` to know a repeated notice. Kakao wants 2xx within three seconds.
public struct ChannelWebhook: Sendable, Hashable {
  /// What happened; the set may grow.
  public struct Event: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// Kakao's word, in lower case.
    public let rawValue: String

    /// Any word.
    public init(rawValue: String) { self.rawValue = rawValue.lowercased() }

    public var description: String { rawValue }

    /// The channel was added.
    public static let added = Event(rawValue: "added")
    /// The channel was blocked.
    public static let blocked = Event(rawValue: "blocked")
  }

  /// Whom it is about.
  public enum User: Sendable, Hashable {
    /// A user who agreed to tell the app about channels: `app_user_id`.
    case appUser(Int64)
    /// Somebody who can not be joined with a user: `open_id`.
    case openID(String)
    /// An id of a kind that is not known, or not said.
    case other(kind: String?, id: String)
  }

  /// What happened.
  public let event: Event
  /// Whom it is about.
  public let user: User
  /// The channel public id, `_…`; Kakao's own test data has an empty one.
  public let channelPublicID: String
  /// The searchable id, `@…`.
  public let channelUUID: String?
  /// When it happened, from `updated_at`, else from `timestamp`; nil when neither can be read.
  public let updatedAt: Timestamp?
  /// The notice's own id, from the header `X-Kakao-Resource-ID`.
  public let resourceID: String?

  /// Reads a body, with today's names or only those that they replaced. Fields that are not known are ignored.
  ///
  /// - Parameter resourceID: the header `X-Kakao-Resource-ID`.
  public init(body: [UInt8], resourceID: String?) throws(WebhookProblem) {
    guard body.count <= WebhookLimits.body else { throw .tooLarge }
    guard let wire = decodeJSON(Wire.self, from: body) else { throw .malformed }
    guard let event = wire.event, !event.isEmpty else { throw .missing("event") }
    guard let id = wire.id, !id.isEmpty else { throw .missing("id") }
    guard let channel = wire.channelPublicID ?? wire.plusFriendPublicID else { throw .missing("channel_public_id") }
    guard event.utf8.count <= WebhookLimits.text else { throw .invalid("event") }
    guard id.utf8.count <= WebhookLimits.text else { throw .invalid("id") }
    guard channel.utf8.count <= WebhookLimits.text else { throw .invalid("channel_public_id") }
    self.event = Event(rawValue: event)
    switch wire.idType {
    case "app_user_id":
      guard let userID = Int64(kakaoID: id) else { throw .invalid("id") }
      user = .appUser(userID)
    case "open_id": user = .openID(id)
    default: user = .other(kind: wire.idType, id: id)
    }
    channelPublicID = channel
    channelUUID = wire.channelUUID ?? wire.plusFriendUUID
    updatedAt = wire.updatedAt.flatMap { Timestamp($0) } ?? wire.timestamp.map { Timestamp(milliseconds: $0) }
    let isUsable = resourceID.map { !$0.isEmpty && $0.utf8.count <= WebhookLimits.text } ?? false
    self.resourceID = isUsable ? resourceID : nil
  }

  private struct Wire: Decodable {
    let event: String?
    let id: String?
    let idType: String?
    let channelPublicID: String?
    let channelUUID: String?
    let plusFriendPublicID: String?
    let plusFriendUUID: String?
    let updatedAt: String?
    let timestamp: Int64?

    enum Key: String, CodingKey {
      case event, id, timestamp
      case idType = "id_type"
      case channelPublicID = "channel_public_id"
      case channelUUID = "channel_uuid"
      case plusFriendPublicID = "plus_friend_public_id"
      case plusFriendUUID = "plus_friend_uuid"
      case updatedAt = "updated_at"
    }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: Key.self)
      event = fields.lenientString(.event)
      id = fields.lenientString(.id)
      idType = fields.lenientString(.idType)
      channelPublicID = fields.lenientString(.channelPublicID)
      channelUUID = fields.lenientString(.channelUUID)
      plusFriendPublicID = fields.lenientString(.plusFriendPublicID)
      plusFriendUUID = fields.lenientString(.plusFriendUUID)
      updatedAt = fields.lenientString(.updatedAt)
      timestamp = fields.lenientInt64(.timestamp)
    }
  }
}

extension ChannelWebhook: CustomStringConvertible, CustomReflectable {
  /// Nothing that tells who it is about.
  public var description: String { "a channel notice" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
