public import CommonValues

/// A user of the app as `/v2/user/me` and `/v2/app/users` describe one.
///
/// Only ``id`` is always there. Printing a user shows the id alone.
public struct KakaoUser: Sendable, Hashable, Identifiable {
  /// The app user id. The same person has another one in another app.
  public var id: Int64
  /// Whether the signup is complete; only for apps that do not link users automatically. False: preregistered, see
  /// ``KakaoAPIClient/signUp(token:properties:)``.
  public var hasSignedUp: Bool?
  /// When the user was linked to the app.
  public var connectedAt: Timestamp?
  /// When the user signed up through Kakao Sync; nil for users of plain Kakao Login.
  public var synchedAt: Timestamp?
  /// The app's custom properties. Kakao deprecates `nickname`, `profile_image` and `thumbnail_image` in here: see
  /// ``KakaoAccount/profile``.
  public var properties: [String: String]
  /// What the user has agreed to share; nil when Kakao sent none.
  public var account: KakaoAccount?
  /// The user's address for messages; only with the permission to send them.
  public var uuid: String?
  /// For apps of a group.
  public var groupUserToken: String?

  /// A user.
  public init(
    id: Int64, hasSignedUp: Bool? = nil, connectedAt: Timestamp? = nil, synchedAt: Timestamp? = nil,
    properties: [String: String] = [:], account: KakaoAccount? = nil, uuid: String? = nil,
    groupUserToken: String? = nil
  ) {
    self.id = id
    self.hasSignedUp = hasSignedUp
    self.connectedAt = connectedAt
    self.synchedAt = synchedAt
    self.properties = properties
    self.account = account
    self.uuid = uuid
    self.groupUserToken = groupUserToken
  }
}

extension KakaoUser: CustomStringConvertible, CustomReflectable {
  public var description: String { "Kakao user \(id)" }
  public var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}

extension KakaoUser: Decodable {
  private enum Key: String, CodingKey {
    case id, properties
    case hasSignedUp = "has_signed_up"
    case connectedAt = "connected_at"
    case synchedAt = "synched_at"
    case account = "kakao_account"
    case partner = "for_partner"
    case groupUserToken = "group_user_token"
  }

  private struct Partner: Decodable { var uuid: String? }

  /// Fails only when there is no id that is a 64-bit integer; a string of digits is one too.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    guard let id = fields.lenientInt64(.id) else {
      throw DecodingError.dataCorruptedError(forKey: .id, in: fields, debugDescription: "not a 64-bit integer")
    }
    self.id = id
    hasSignedUp = fields.lenientBool(.hasSignedUp)
    connectedAt = fields.lenientTime(.connectedAt)
    synchedAt = fields.lenientTime(.synchedAt)
    properties = (fields.lenient([String: Lenient<String>].self, .properties) ?? [:]).compactMapValues(\.value)
    account = fields.lenient(KakaoAccount.self, .account)
    uuid = fields.lenient(Partner.self, .partner)?.uuid
    groupUserToken = fields.lenientText(.groupUserToken)
  }
}
