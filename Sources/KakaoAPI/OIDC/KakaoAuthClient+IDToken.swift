public import CommonValues

extension KakaoAuthClient {
  /// How far clocks may be apart when the times of a token are checked.
  public static let clockSkew: Duration = .seconds(60)

  /// The claims of an ID token, once everything about it is right: RS256 by a key that kauth publishes, kauth's issuer
  /// (from ``discovery()``), an accepted audience, the times, and the nonce.
  ///
  /// Keys are cached; one that is not known is looked up at most once in five minutes, and known ones keep working
  /// while kauth can not be reached.
  ///
  /// - Parameters:
  ///   - audiences: what `aud` may be: the app's REST API key, during an exchange of keys the old one too. None may be
  ///     there that is not accepted.
  ///   - nonce: what the authorize request had; nil when it had none.
  ///   - now: the time, within ``clockSkew`` of Kakao's.
  public func verify(
    idToken: Secret<String>, audiences: Set<String>, nonce: String?, now: Timestamp
  ) async throws(IDTokenError) -> IDToken {
    let token: SignedToken
    do throws(SignedToken.Problem) {
      token = try SignedToken(Array(idToken.reveal().utf8))
    } catch {
      throw IDTokenError(error)
    }
    // A security event is signed with the same keys, and is no ID token.
    guard token.type == nil || token.type == "jwt" else { throw IDTokenError(.type) }
    let keys: KeySet
    let issuer: String
    do throws(KakaoError) {
      keys = try await self.keys(for: token)
      issuer = try await discovery().issuer
    } catch {
      throw IDTokenError(.keysUnavailable, cause: error)
    }
    guard keys.has(keyFor: token) else { throw IDTokenError(.unknownKey) }
    guard keys.verifies(token) else { throw IDTokenError(.signature) }
    guard let claims = decodeJSON(IDToken.self, from: token.payload) else { throw IDTokenError(.claims) }
    try claims.check(issuer: issuer, audiences: audiences, nonce: nonce, now: now)
    return claims
  }
}

extension IDToken {
  func check(issuer: String, audiences: Set<String>, nonce: String?, now: Timestamp) throws(IDTokenError) {
    guard self.issuer == issuer else { throw IDTokenError(.issuer) }
    guard audiences.isSuperset(of: self.audiences) else { throw IDTokenError(.audience) }
    guard now < expiresAt.adding(KakaoAuthClient.clockSkew) else { throw IDTokenError(.expired) }
    guard issuedAt <= now.adding(KakaoAuthClient.clockSkew) else { throw IDTokenError(.issuedInFuture) }
    guard nonce == nil || self.nonce == nonce else { throw IDTokenError(.nonce) }
  }
}
