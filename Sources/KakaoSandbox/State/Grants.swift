/// An access token issued by a login. Seeds' own tokens, which never expire, stand in ``SandboxUser/tokens``.
struct AccessToken: Sendable, Equatable {
  var user: SandboxState.UserKey
  /// The value of the key used as `client_id`.
  var client: String
  /// Access and refresh tokens of one login have one number; a logout with a token ends all of its number.
  var grant: Int64
  var scopes: [String]
  var issuedAt: SandboxTime
  var expiresAt: SandboxTime
}

/// A refresh token issued by a login.
struct RefreshToken: Sendable, Equatable {
  var user: SandboxState.UserKey
  var client: String
  var grant: Int64
  var issuedAt: SandboxTime
  var expiresAt: SandboxTime
  /// When the person logged in to their Kakao account; `auth_time` of ID tokens.
  var authenticatedAt: SandboxTime
  /// Whether the login asked for `openid`, and so the refresh brings an ID token.
  var isOpenID: Bool
}

/// A code on its way from the consent screen to the token endpoint. A spent one stays until it expires.
struct AuthorizationCode: Sendable, Equatable {
  var user: SandboxState.UserKey
  var client: String
  var redirectURI: String
  var issuedAt: SandboxTime
  var expiresAt: SandboxTime
  var authenticatedAt: SandboxTime
  var isOpenID: Bool
  var nonce: String?
  /// `code_challenge`, always S256.
  var challenge: String?
  var isSpent = false
}

/// A browser that has been to Kakao's login page.
struct BrowserSession: Sendable, Equatable {
  /// The account logged in, see ``SandboxUser/account``; `nil` before.
  var account: String?
  var authenticatedAt: SandboxTime
  var expiresAt: SandboxTime
  /// What forms of this browser must carry.
  var formToken: String
}

/// A key that ID tokens and security event tokens are signed by.
struct SigningKey: Sendable, Equatable {
  var id: String
  /// PEM, PKCS#1 or PKCS#8.
  var pem: String
}

/// What logins have left: tokens, codes, browsers, keys.
struct LoginState: Sendable, Equatable {
  var accessTokens: [String: AccessToken] = [:]
  var refreshTokens: [String: RefreshToken] = [:]
  var codes: [String: AuthorizationCode] = [:]
  var sessions: [String: BrowserSession] = [:]
  /// Signing keys, the newest first; only that one signs, all are in the key set.
  var signingKeys: [SigningKey] = []
  var lastGrant: Int64 = 0
  /// The account of the person whose KakaoTalk it is, where the user agent says KakaoTalk; `nil` for the first person.
  var talkAccount: String?
  /// Whether nobody is logged in to a Kakao account in that KakaoTalk.
  var isTalkSignedOut = false
  /// The `error` that every request with `prompt=none` is answered with; `nil` for the right answer.
  var silentError: String?
  /// Times of tokens issued to a user, for the limits; those older than an hour are forgotten.
  var accessIssues: [SandboxState.UserKey: [SandboxTime]] = [:]
  var refreshIssues: [SandboxState.UserKey: [SandboxTime]] = [:]
}
