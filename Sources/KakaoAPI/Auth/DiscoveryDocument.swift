/// What kauth says of itself at `GET /.well-known/openid-configuration`.
public struct DiscoveryDocument: Sendable, Hashable {
  /// The `iss` of everything that it signs.
  public let issuer: String
  /// Where its keys are.
  public let keySetURL: String
  /// Where a browser is sent.
  public let authorizationEndpoint: String?
  /// Where codes are exchanged.
  public let tokenEndpoint: String?
  /// Where an access token gives a user's claims.
  public let userInfoEndpoint: String?
  /// The algorithms of ID tokens; Naru takes RS256 alone.
  public let signingAlgorithms: [String]
  /// The methods of PKCE.
  public let codeChallengeMethods: [String]
  /// The claims of ID tokens.
  public let claims: [String]
}

extension DiscoveryDocument: Decodable {
  private enum Key: String, CodingKey {
    case issuer
    case keySetURL = "jwks_uri"
    case authorizationEndpoint = "authorization_endpoint"
    case tokenEndpoint = "token_endpoint"
    case userInfoEndpoint = "userinfo_endpoint"
    case signingAlgorithms = "id_token_signing_alg_values_supported"
    case codeChallengeMethods = "code_challenge_methods_supported"
    case claims = "claims_supported"
  }

  /// Issuer and keys have to be there.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    issuer = try fields.decode(String.self, forKey: .issuer)
    keySetURL = try fields.decode(String.self, forKey: .keySetURL)
    authorizationEndpoint = fields.lenientString(.authorizationEndpoint)
    tokenEndpoint = fields.lenientString(.tokenEndpoint)
    userInfoEndpoint = fields.lenientString(.userInfoEndpoint)
    signingAlgorithms = fields.lenientStrings(.signingAlgorithms)
    codeChallengeMethods = fields.lenientStrings(.codeChallengeMethods)
    claims = fields.lenientStrings(.claims)
    guard !issuer.isEmpty else {
      throw DecodingError.dataCorruptedError(forKey: .issuer, in: fields, debugDescription: "the issuer is empty")
    }
  }
}
