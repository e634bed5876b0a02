extension SandboxState {
  /// What a bearer token turns out to be.
  enum Bearer {
    case unknown
    case expired
    case valid(SandboxUser, BearerToken)
  }

  /// A valid access token.
  struct BearerToken {
    var value: String
    /// The login it belongs to; `nil` for a token of a seed.
    var grant: Int64?
    /// The scopes that it was issued with; what the user consents to now decides.
    var scopes: [String]
    /// `nil` for a token of a seed, which does not expire.
    var expiresAt: SandboxTime?
  }

  /// Looks an access token up, those of seeds and those issued by logins.
  func bearer(_ value: String, at now: SandboxTime) -> Bearer {
    if let token = login.accessTokens[value] {
      guard let user = users[token.user] else { return .unknown }
      guard now < token.expiresAt else { return .expired }
      return .valid(
        user, BearerToken(value: value, grant: token.grant, scopes: token.scopes, expiresAt: token.expiresAt))
    }
    guard let user = users.values.first(where: { $0.tokens.contains(value) }) else { return .unknown }
    return .valid(user, BearerToken(value: value, grant: nil, scopes: user.scopes.sorted(), expiresAt: nil))
  }

  /// Ends one access token and all of its login, as a logout with it does.
  mutating func endLogin(with token: BearerToken, of user: UserKey) {
    users[user]?.tokens.remove(token.value)
    guard let grant = token.grant else { return }
    login.accessTokens = login.accessTokens.filter { $0.value.grant != grant }
    login.refreshTokens = login.refreshTokens.filter { $0.value.grant != grant }
  }

  /// Ends every token and code of a user.
  mutating func endLogins(of user: UserKey) {
    users[user]?.tokens = []
    login.accessTokens = login.accessTokens.filter { $0.value.user != user }
    login.refreshTokens = login.refreshTokens.filter { $0.value.user != user }
    login.codes = login.codes.filter { $0.value.user != user }
  }

  /// Ends every token, code and browser session. Keys and settings stay.
  mutating func endAllLogins() {
    login.codes = [:]
    login.accessTokens = [:]
    login.refreshTokens = [:]
    login.sessions = [:]
    login.accessIssues = [:]
    login.refreshIssues = [:]
  }

  /// Takes the link, the consents, the agreements and every token away.
  mutating func unlink(_ user: UserKey) {
    users[user]?.unlink()
    endLogins(of: user)
  }

  /// The key that signs; made when there is none yet.
  mutating func signingKey() throws(SandboxError) -> SigningKey {
    if let key = login.signingKeys.first { return key }
    return try rotateSigningKey(keepingOld: true)
  }

  /// Puts a new signing key in front.
  ///
  /// - Parameter keepingOld: whether the key set goes on listing the others.
  @discardableResult
  mutating func rotateSigningKey(keepingOld: Bool) throws(SandboxError) -> SigningKey {
    let key = try TokenSigner.newKey(id: drawn(30, of: "0123456789abcdef"))
    login.signingKeys = [key] + (keepingOld ? login.signingKeys : [])
    return key
  }

  /// A compact JWS of a payload; `secevent+jwt` is the type of security event tokens.
  mutating func sign(_ payload: JSONValue, type: String = "JWT") throws(SandboxError) -> String {
    try TokenSigner.sign(payload, with: try signingKey(), type: type)
  }

  /// Characters from the seeded generator. Good enough for a sandbox, not for secrets.
  mutating func drawn(
    _ count: Int, of alphabet: String = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
  ) -> String {
    let characters = Array(alphabet)
    return String((0..<count).map { _ in characters[Int.random(in: 0..<characters.count, using: &generator)] })
  }
}
