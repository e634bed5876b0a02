internal import CommonValues

extension KakaoAuthClient {
  /// The event in the body of an account status webhook, once everything about it is right: type `secevent+jwt`, RS256 by
  /// a key that kauth publishes, kauth's issuer (from ``discovery()``), an accepted audience, and exactly one event.
  ///
  /// There is no `exp` in an event: it has happened, and does not stop having happened. An event of a kind that is not
  /// known is an event like any other. Answer 202 when it is kept, 400 with ``AccountEventError/answer`` when it is
  /// refused, within three seconds.
  ///
  /// - Parameter audiences: what `aud` may be. Kakao does not define it; users of the API report the REST API key and the
  ///   app id, so accept both.
  public func accountEvent(
    body: [UInt8], audiences: Set<String>
  ) async throws(AccountEventError) -> AccountEvent {
    let token: SignedToken
    do throws(SignedToken.Problem) {
      token = try SignedToken(body)
    } catch {
      switch error {
      case .tooLong: throw AccountEventError(.invalidRequest, "the token is too long")
      case .malformed: throw AccountEventError(.invalidRequest, "the body is no signed token")
      case .algorithm: throw AccountEventError(.invalidRequest, "the token is not signed with RS256")
      }
    }
    guard token.type == "secevent+jwt" else {
      throw AccountEventError(.invalidRequest, "the type of the token is not secevent+jwt")
    }
    let keys: KeySet
    let issuer: String
    do throws(KakaoError) {
      keys = try await self.keys(for: token)
      issuer = try await discovery().issuer
    } catch {
      throw AccountEventError(keysUnavailable: error)
    }
    guard keys.has(keyFor: token) else { throw AccountEventError(.invalidKey, "the key is not known") }
    guard keys.verifies(token) else { throw AccountEventError(.invalidKey, "the signature does not match") }
    guard let claims = decodeJSON(AccountEventClaims.self, from: token.payload) else {
      throw AccountEventError(.invalidRequest, "the claims can not be read")
    }
    return try claims.event(issuer: issuer, audiences: audiences)
  }
}
