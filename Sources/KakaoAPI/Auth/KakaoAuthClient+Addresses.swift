internal import CommonValues

extension KakaoAuthClient {
  /// Where to send a browser for a login: `GET /oauth/authorize`.
  ///
  /// The answer comes back to ``AuthorizeRequest/redirectURI``; read it with ``AuthorizeCallback``. Configuration
  /// errors, such as an unregistered redirect URI, are shown on a page of Kakao's and do not come back.
  ///
  /// - Throws: ``KakaoError`` with reason ``KakaoError/Reason/invalidRequest`` for a request that breaks a rule.
  public func authorizeURL(for request: AuthorizeRequest) throws(KakaoError) -> String {
    Endpoint.authorize.url(base: baseURL, query: try request.query(clientID: restAPIKey.reveal()))
  }

  /// Where to send a browser to end the Kakao account's session too: `GET /oauth/logout`.
  ///
  /// Kakao asks the person, and sends the browser on to `redirectURI` with `state`. A session of the shop's own is the
  /// shop's to end.
  ///
  /// - Parameter redirectURI: exactly one that is registered for logout, else Kakao shows KOE007.
  public func logoutURL(redirectURI: String, state: String? = nil) throws(KakaoError) -> String {
    try checkRedirectURI(redirectURI)
    var query = [("client_id", restAPIKey.reveal()), ("logout_redirect_uri", redirectURI)]
    if let state, !state.isEmpty { query.append(("state", state)) }
    return Endpoint.logoutWithAccount.url(base: baseURL, query: query)
  }
}
