public import CommonValues

extension KakaoAuthClient {
  /// Tokens for the code of a callback: `POST /oauth/token` with `grant_type=authorization_code`.
  ///
  /// A code can be used once (KOE320 afterwards), so the call is made again only while Kakao can not have seen it. It goes over a
  /// connection that is kept, which spares each login the opening of one: should that turn out dead, the code is sent once more, and
  /// the worst that can come of it is KOE320 instead of no answer.
  ///
  /// - Parameters:
  ///   - redirectURI: the one of the authorize request, else KOE303.
  ///   - verifier: of the ``ProofKey`` whose challenge the authorize request had.
  public func tokens(
    code: Secret<String>, redirectURI: String, verifier: Secret<String>? = nil
  ) async throws(KakaoError) -> TokenGrant {
    var form = [("redirect_uri", redirectURI), ("code", code.reveal())]
    if let verifier { form.append(("code_verifier", verifier.reveal())) }
    return try await grant("authorization_code", form, reuses: true)
  }

  /// A new access token: `POST /oauth/token` with `grant_type=refresh_token`.
  ///
  /// Keep the old refresh token unless a new one came: ``Tokens/refreshed(by:at:)``. A new one ends the old one, so the
  /// call is made again only while Kakao can not have seen it. KOE322, KOE319 and `invalid_grant` mean that the user has
  /// to log in again (``KakaoError/needsLogin``); KOE237 that it was too often, and the tokens stay good.
  public func refreshedTokens(refreshToken: Secret<String>) async throws(KakaoError) -> TokenGrant {
    try await grant("refresh_token", [("refresh_token", refreshToken.reveal())])
  }

  /// What kauth reads in an ID token: `POST /oauth/tokeninfo`. For debugging; Kakao may block those who use it much, and
  /// ``verify(idToken:audiences:nonce:now:)`` needs no call. An invalid token is KOE400.
  public func tokenInfo(idToken: Secret<String>) async throws(KakaoError) -> IDToken {
    try await post(.idTokenInfo, form: [("id_token", idToken.reveal())], repeatable: true) { bytes in
      decodeJSON(IDToken.self, from: bytes)
    }
  }

  private func grant(
    _ type: String, _ fields: [(String, String)], reuses: Bool = false
  ) async throws(KakaoError) -> TokenGrant {
    var form = [("grant_type", type), ("client_id", restAPIKey.reveal())] + fields
    if let clientSecret { form.append(("client_secret", clientSecret.reveal())) }
    return try await post(.token, form: form, repeatable: false, reuses: reuses) {
      decodeJSON(TokenGrant.self, from: $0)
    }
  }
}

extension KakaoError {
  /// Whether kauth no longer takes the refresh token (or code): the user has to log in again.
  public var needsLogin: Bool {
    guard reason == .refused else { return false }
    if let authCode { return ["KOE319", "KOE320", "KOE322"].contains(authCode) }
    return authError == "invalid_grant"
  }
}
