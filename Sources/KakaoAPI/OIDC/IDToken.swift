public import CommonValues

/// The claims of an ID token.
///
/// Those that ``KakaoAuthClient/verify(idToken:audiences:nonce:now:)`` returns are Kakao's word. Printing it shows no
/// claim.
public struct IDToken: Sendable, Hashable {
  /// Who issued it.
  public let issuer: String
  /// For which apps: the app key that was used as `client_id`.
  public let audiences: [String]
  /// The app user id, from `sub`. The only claim that identifies somebody.
  public let userID: Int64
  /// When it was issued.
  public let issuedAt: Timestamp
  /// When it ends.
  public let expiresAt: Timestamp
  /// When the user last proved who they are.
  public let authenticatedAt: Timestamp?
  /// The nonce of the authorize request.
  public let nonce: String?
  /// The nickname, with consent.
  public let nickname: String?
  /// The address of the profile picture, with consent.
  public let picture: String?
  /// The mail address, with consent; only when it is valid and verified.
  public let email: String?
}

extension IDToken: CustomStringConvertible, CustomReflectable {
  public var description: String { "an ID token" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension IDToken: Decodable {
  private enum Key: String, CodingKey {
    case iss, aud, sub, iat, exp, nonce, nickname, picture, email
    case authTime = "auth_time"
  }

  /// Reads claims without verifying anything; issuer, audience, subject and both times have to be there.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    guard let audiences = fields.oneOrMany(.aud), !audiences.isEmpty,
      let userID = Int64(kakaoID: try fields.decode(String.self, forKey: .sub)),
      let issuedAt = fields.numericDate(.iat), let expiresAt = fields.numericDate(.exp)
    else { throw DecodingError.dataCorruptedError(forKey: .sub, in: fields, debugDescription: "a claim is missing") }
    issuer = try fields.decode(String.self, forKey: .iss)
    self.audiences = audiences
    self.userID = userID
    self.issuedAt = issuedAt
    self.expiresAt = expiresAt
    authenticatedAt = fields.numericDate(.authTime)
    nonce = fields.lenientString(.nonce)
    nickname = fields.lenientString(.nickname)
    picture = fields.lenientString(.picture)
    email = fields.lenientString(.email)
  }
}
