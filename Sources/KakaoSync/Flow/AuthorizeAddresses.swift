import KakaoAPI

/// The addresses that browsers are sent to at Kakao, but for what differs in each attempt: they are made once.
struct AuthorizeAddresses: Sendable {
  let ordinary: String
  /// Within KakaoTalk's browser, where `prompt=login` must not be used.
  let inKakaoTalk: String
  let silent: String
  private let auth: KakaoAuthClient
  private let request: AuthorizeRequest

  init(_ settings: LoginSettings, _ auth: KakaoAuthClient) throws(KakaoError) {
    self.auth = auth
    var request = AuthorizeRequest(
      redirectURI: settings.redirectURI, scopes: settings.scopes, serviceTerms: settings.serviceTerms,
      channelPublicIDs: Array(settings.channels.prefix(1)))
    self.request = request
    if let prompt = settings.prompt { request.prompts = [AuthorizePrompt(rawValue: prompt)] }
    ordinary = try auth.authorizeURL(for: request)
    request.prompts.remove(.login)
    inKakaoTalk = try auth.authorizeURL(for: request)
    // Nothing that Kakao would have to ask for, and what is no consent item.
    silent = try auth.authorizeURL(
      for: AuthorizeRequest(
        redirectURI: settings.redirectURI, scopes: settings.scopes.filter { $0 == "openid" }, prompts: [.none]))
  }

  /// For the consent to these terms alone.
  func forTerms(_ terms: [String]) throws(KakaoError) -> String {
    var request = request
    request.scopes = request.scopes.filter { $0 == "openid" }
    request.serviceTerms = terms
    request.channelPublicIDs = []
    return try auth.authorizeURL(for: request)
  }

  /// Nothing that is added needs percent-encoding.
  static func complete(_ base: String, _ attempt: LoginAttempt, state: String) -> String {
    base + "&state=" + state + "&nonce=" + attempt.nonce + "&code_challenge=" + attempt.challenge
      + "&code_challenge_method=S256"
  }
}
