internal import CommonValues

/// What a browser is sent to kauth for: the parameters of `GET /oauth/authorize`, of which `client_id` and
/// `response_type=code` come from ``KakaoAuthClient/authorizeURL(for:)``.
public struct AuthorizeRequest: Sendable, Hashable {
  /// Exactly an address that is registered for the REST API key; what varies goes into ``state``.
  public var redirectURI: String
  /// Consent items to ask for in addition to those of the console; an app with OpenID Connect adds `openid` to get an
  /// ID token.
  public var scopes: [String]
  /// What to show; empty leaves it to Kakao. ``AuthorizePrompt/none`` stands alone.
  public var prompts: Set<AuthorizePrompt>
  /// Kakao Sync only: tags of the service terms to ask for. Without a required one among them Kakao shows no page.
  public var serviceTerms: [String]
  /// Public ids of the channels to offer for adding. Official SDKs send it; Kakao's REST documentation does not list it.
  public var channelPublicIDs: [String]
  /// Comes back with the callback; see ``RandomToken``.
  public var state: String?
  /// Comes back in the ID token; see ``RandomToken``.
  public var nonce: String?
  /// PKCE's challenge (always `S256`); see ``ProofKey``.
  public var codeChallenge: String?
  /// What a login form starts with: a mail address, `+82 00-0000-0000`, or a Kakao Mail id.
  public var loginHint: String?

  /// A request.
  public init(
    redirectURI: String, scopes: [String] = [], prompts: Set<AuthorizePrompt> = [], serviceTerms: [String] = [],
    channelPublicIDs: [String] = [], state: String? = nil, nonce: String? = nil, codeChallenge: String? = nil,
    loginHint: String? = nil
  ) {
    self.redirectURI = redirectURI
    self.scopes = scopes
    self.prompts = prompts
    self.serviceTerms = serviceTerms
    self.channelPublicIDs = channelPublicIDs
    self.state = state
    self.nonce = nonce
    self.codeChallenge = codeChallenge
    self.loginHint = loginHint
  }

  /// - Throws: ``KakaoError`` with reason ``KakaoError/Reason/invalidRequest`` for what Kakao would refuse, or would
  ///   take for something else than was meant.
  func query(clientID: String) throws(KakaoError) -> [(String, String)] {
    try checkRedirectURI(redirectURI)
    try check()
    var query = [("client_id", clientID), ("redirect_uri", redirectURI), ("response_type", "code")]
    func add(_ name: String, _ value: String?) {
      if let value, !value.isEmpty { query.append((name, value)) }
    }
    add("scope", scopes.joined(separator: ","))
    add("prompt", prompts.map(\.rawValue).sorted().joined(separator: ","))
    add("service_terms", serviceTerms.joined(separator: ","))
    add("channel_public_id", channelPublicIDs.joined(separator: ","))
    add("state", state)
    add("nonce", nonce)
    if let codeChallenge {
      query += [("code_challenge", codeChallenge), ("code_challenge_method", "S256")]
    }
    add("login_hint", loginHint)
    return query
  }

  private func check() throws(KakaoError) {
    if prompts.contains(.none), prompts.count > 1 {
      throw .invalidRequest(
        LocalizedText(ko: "prompt=none은 다른 값과 함께 쓸 수 없습니다.", en: "prompt=none can not be combined with another value."))
    }
    let lists = [
      ("scope", scopes), ("prompt", prompts.map(\.rawValue)), ("service_terms", serviceTerms),
      ("channel_public_id", channelPublicIDs),
    ]
    for (name, items) in lists where !items.allSatisfy(AuthorizeRequest.isItem) {
      throw .invalidRequest(
        LocalizedText(
          ko: "\(name)의 값은 비어 있거나 쉼표, 빈칸, 제어 문자를 담을 수 없습니다.",
          en: "A value of \(name) must not be empty or hold a comma, a blank or a control character."))
    }
    if let codeChallenge, !ProofKey.isChallenge(codeChallenge) {
      throw .invalidRequest(
        LocalizedText(
          ko: "code_challenge는 S256으로 만든 43자여야 합니다.", en: "code_challenge has to be 43 characters, made with S256."))
    }
  }

  /// Whether it is one item of a list that Kakao splits at commas, and its SDKs at blanks.
  private static func isItem(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x2C && $0 != 0x7F }
  }
}

extension AuthorizeRequest: CustomStringConvertible, CustomReflectable {
  /// No value: state and nonce are secrets of a login, and a hint is personal.
  public var description: String { "an authorize request" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// An absolute http or https address in ASCII without fragment, as Kakao registers them.
func checkRedirectURI(_ uri: String) throws(KakaoError) {
  let rest = uri.hasPrefix("https://") ? uri.dropFirst(8) : uri.hasPrefix("http://") ? uri.dropFirst(7) : ""
  let isPlain = uri.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x23 && $0 != 0x5C }
  guard isPlain, let first = rest.utf8.first, first != 0x2F, first != 0x3F else {
    throw .invalidRequest(
      LocalizedText(
        ko: "리다이렉트 URI는 https:// 또는 http://로 시작하고 #이 없는 ASCII 주소여야 합니다.",
        en: "A redirect URI has to be an ASCII address that begins with https:// or http:// and has no #."))
  }
}
