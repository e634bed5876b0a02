public import CommonValues

/// What kauth gives for a code or a refresh token. Lives are counted from the answer.
public struct TokenGrant: Sendable {
  /// For calls in the user's name.
  public let accessToken: Secret<String>
  /// How long it lives; also the life of the ID token. Kakao always says it, some imitations do not.
  public let accessTokenLife: Duration?
  /// For new access tokens. A refresh brings one only when the old one had less than a month left; the old one then
  /// ends. See ``Tokens/refreshed(by:at:)``.
  public let refreshToken: Secret<String>?
  /// How long that one lives.
  public let refreshTokenLife: Duration?
  /// Comes with OpenID Connect; to be verified before anything in it is believed.
  public let idToken: Secret<String>?
  /// The consent items that the user has agreed to; nil when kauth does not say.
  public let scopes: [String]?

  /// A grant.
  public init(
    accessToken: Secret<String>, accessTokenLife: Duration?, refreshToken: Secret<String>? = nil,
    refreshTokenLife: Duration? = nil, idToken: Secret<String>? = nil, scopes: [String]? = nil
  ) {
    self.accessToken = accessToken
    self.accessTokenLife = accessTokenLife
    self.refreshToken = refreshToken
    self.refreshTokenLife = refreshTokenLife
    self.idToken = idToken
    self.scopes = scopes
  }
}

extension TokenGrant: Decodable {
  private enum Key: String, CodingKey {
    case scope
    case accessToken = "access_token"
    case expiresIn = "expires_in"
    case refreshToken = "refresh_token"
    case refreshTokenExpiresIn = "refresh_token_expires_in"
    case idToken = "id_token"
  }

  /// Only the access token has to be there.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    guard let token = fields.lenientToken(.accessToken) else {
      throw DecodingError.dataCorruptedError(
        forKey: .accessToken, in: fields, debugDescription: "there is no access token")
    }
    accessToken = token
    accessTokenLife = fields.lenientSeconds(.expiresIn)
    refreshToken = fields.lenientToken(.refreshToken)
    refreshTokenLife = fields.lenientSeconds(.refreshTokenExpiresIn)
    idToken = fields.lenientToken(.idToken)
    scopes = fields.lenientString(.scope)?.split { $0 == " " || $0 == "," }.map { String($0) }
  }
}

extension KeyedDecodingContainer {
  /// Text that can stand in a header: visible ASCII, not empty.
  fileprivate func lenientToken(_ key: Key) -> Secret<String>? {
    guard let text = lenientString(key), !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      return nil
    }
    return Secret(text)
  }

  /// Whole seconds, of which more than a century are a century.
  fileprivate func lenientSeconds(_ key: Key) -> Duration? {
    lenientInt64(key).map { .seconds(min(max($0, 0), 3_200_000_000)) }
  }
}
