public import CommonValues

/// How one user stands to channels.
public struct UserChannels: Sendable, Hashable {
  /// The app user id; Kakao may leave it out when asked about one user.
  public let userID: Int64?
  /// One entry per channel, in no promised order; a channel that is not connected to the app may be missing.
  public let channels: [UserChannel]

  /// A user's channels.
  public init(userID: Int64?, channels: [UserChannel]) {
    self.userID = userID
    self.channels = channels
  }

  /// The entry for a channel public id.
  public func channel(_ publicID: String) -> UserChannel? { channels.first { $0.publicID == publicID } }
}

/// How one user stands to one channel.
public struct UserChannel: Sendable, Hashable {
  /// The relation; a value that Kakao adds later is kept as it is.
  public struct Relation: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// Kakao's word.
    public let rawValue: String

    /// Any relation.
    public init(rawValue: String) { self.rawValue = rawValue }

    public var description: String { rawValue }

    /// The user has added the channel.
    public static let added = Relation(rawValue: "ADDED")
    /// The user has blocked the channel.
    public static let blocked = Relation(rawValue: "BLOCKED")
    /// Neither so far.
    public static let none = Relation(rawValue: "NONE")
  }

  /// The channel public id, `_…`; Kakao's own examples have an empty one.
  public let publicID: String
  /// The searchable id, `@…`.
  public let uuid: String?
  /// The relation; nil when Kakao left it out.
  public let relation: Relation?
  /// When the user first added the channel, as Kakao wrote it (RFC 3339).
  public let createdAt: String?
  /// When the user last added or blocked it, as Kakao wrote it (RFC 3339); missing for `NONE`.
  public let updatedAt: String?

  /// An entry.
  public init(
    publicID: String, uuid: String? = nil, relation: Relation?, createdAt: String? = nil, updatedAt: String? = nil
  ) {
    self.publicID = publicID
    self.uuid = uuid
    self.relation = relation
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}

extension UserChannel {
  /// ``updatedAt`` as a point in time; nil when it is missing or can not be read.
  public var updated: Timestamp? { updatedAt.flatMap { Timestamp(kakao: $0) } }

  /// When the relation last changed: ``updated``, else when the channel was first added; nil when neither is known.
  public var changed: Timestamp? { updated ?? createdAt.flatMap { Timestamp(kakao: $0) } }
}

extension UserChannels: Decodable {
  private enum Key: String, CodingKey {
    case channels
    case userID = "user_id"
    case plusFriends = "plus_friends"
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    userID = fields.lenientInt64(.userID)
    channels =
      fields.lenientArray(of: UserChannel.self, .channels)
      ?? fields.lenientArray(of: UserChannel.self, .plusFriends) ?? []
  }
}

extension UserChannel: Decodable {
  private enum Key: String, CodingKey {
    case relation
    case publicID = "channel_public_id"
    case uuid = "channel_uuid"
    case plusFriendPublicID = "plus_friend_public_id"
    case plusFriendUUID = "plus_friend_uuid"
    case createdAt = "created_at"
    case updatedAt = "updated_at"
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    // The names from before the channel was renamed are taken too.
    publicID =
      try fields.lenientString(.publicID) ?? fields.decode(String.self, forKey: .plusFriendPublicID)
    uuid = fields.lenientString(.uuid) ?? fields.lenientString(.plusFriendUUID)
    relation = fields.lenientString(.relation).map(Relation.init(rawValue:))
    createdAt = fields.lenientString(.createdAt)
    updatedAt = fields.lenientString(.updatedAt)
  }
}
