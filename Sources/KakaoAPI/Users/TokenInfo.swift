/// What Kakao says of an access token.
public struct TokenInfo: Sendable, Hashable {
  /// The app user id that the token is for.
  public let userID: Int64?
  /// The app that the token was issued to. Compare it with your own: a token of another app must not log anybody in.
  public let appID: Int64?
  /// How long the token is still valid.
  public let expiresIn: Duration?

  /// A token's information.
  public init(userID: Int64?, appID: Int64?, expiresIn: Duration?) {
    self.userID = userID
    self.appID = appID
    self.expiresIn = expiresIn
  }
}

extension TokenInfo: Decodable {
  private enum Key: String, CodingKey {
    case id, appId, expiresInMillis
    case expiresIn = "expires_in"
    case appID = "app_id"
  }

  /// Reads today's names and the deprecated `appId` and `expiresInMillis`.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    userID = fields.lenientInt64(.id)
    appID = fields.lenientInt64(.appID) ?? fields.lenientInt64(.appId)
    expiresIn =
      fields.lenientInt64(.expiresIn).map { .seconds($0) }
      ?? fields.lenientInt64(.expiresInMillis).map { .milliseconds($0) }
  }
}
