/// A user's consent items: what `/v2/user/scopes` answers.
public struct ConsentItems: Sendable, Hashable {
  /// The app user id.
  public let userID: Int64?
  /// One entry per item.
  public let items: [ConsentItem]

  /// A user's consent items.
  public init(userID: Int64?, items: [ConsentItem]) {
    self.userID = userID
    self.items = items
  }

  /// The entry for a scope.
  public func item(_ id: String) -> ConsentItem? { items.first { $0.id == id } }

  /// The scopes that the user has agreed to, in Kakao's order.
  public var agreed: [String] { items.filter { $0.isAgreed == true }.map(\.id) }
}

/// How a user stands to one consent item.
public struct ConsentItem: Sendable, Hashable, Identifiable {
  /// What an item is about. An open set.
  public struct Kind: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// Kakao's word.
    public let rawValue: String

    /// Any kind.
    public init(rawValue: String) { self.rawValue = rawValue }

    public var description: String { rawValue }

    /// Personal data.
    public static let privacy = Kind(rawValue: "PRIVACY")
    /// The use of a service, such as sending messages.
    public static let service = Kind(rawValue: "SERVICE")
  }

  /// The scope: `account_email`.
  public let id: String
  /// The name that users see, in Korean.
  public let displayName: String?
  /// What it is about.
  public let kind: Kind?
  /// Whether the app uses the item at present.
  public let isUsed: Bool?
  /// Whether the user has agreed; nil, when Kakao left it out, is no agreement.
  public let isAgreed: Bool?
  /// Whether the user's agreement can be revoked; a required item can not.
  public let isRevocable: Bool?
  /// Whether the consent was given elsewhere on the app's behalf.
  public let isDelegated: Bool?

  /// An entry.
  public init(
    id: String, displayName: String? = nil, kind: Kind? = nil, isUsed: Bool? = nil, isAgreed: Bool? = nil,
    isRevocable: Bool? = nil, isDelegated: Bool? = nil
  ) {
    self.id = id
    self.displayName = displayName
    self.kind = kind
    self.isUsed = isUsed
    self.isAgreed = isAgreed
    self.isRevocable = isRevocable
    self.isDelegated = isDelegated
  }
}

extension ConsentItems: Decodable {
  private enum Key: String, CodingKey { case id, scopes }

  /// Fails when there is no array of scopes.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    userID = fields.lenientInt64(.id)
    items = try fields.decode([Lenient<ConsentItem>].self, forKey: .scopes).compactMap(\.value)
  }
}

extension ConsentItem: Decodable {
  private enum Key: String, CodingKey {
    case id, type, using, agreed, revocable, delegated
    case displayName = "display_name"
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    id = try fields.decode(String.self, forKey: .id)
    displayName = fields.lenientText(.displayName)
    kind = fields.lenientText(.type).map { Kind(rawValue: $0) }
    isUsed = fields.lenientBool(.using)
    isAgreed = fields.lenientBool(.agreed)
    isRevocable = fields.lenientBool(.revocable)
    isDelegated = fields.lenientBool(.delegated)
  }
}
