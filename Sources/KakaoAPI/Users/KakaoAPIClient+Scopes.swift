internal import CommonValues

extension KakaoAPIClient {
  /// A user's consent items: `GET /v2/user/scopes`.
  ///
  /// - Parameter scopes: which to ask about; empty asks about all that the app has.
  public func consentItems(
    _ access: KakaoUserAccess, scopes: [String] = []
  ) async throws(KakaoError) -> ConsentItems {
    let query = access.fields + (scopes.isEmpty ? [] : [("scopes", JSONText.array(scopes))])
    return try await call(.scopes, query: query, as: access.authorization, repeatable: true) { bytes in
      decodeJSON(ConsentItems.self, from: bytes).flatMap { access.matches($0.userID) ? $0 : nil }
    }
  }

  /// Revokes a user's consent: `POST /v2/user/revoke/scopes`.
  ///
  /// Kakao refuses an item that is required (-3) and a call in which nothing is left to revoke (-2), so a call of
  /// unknown outcome is not repeated: look with ``consentItems(_:scopes:)``.
  ///
  /// - Parameter scopes: at least one. They go out as a JSON array, as Kakao's SDKs send them.
  /// - Returns: the items as they are now.
  @discardableResult
  public func revokeConsent(
    _ access: KakaoUserAccess, scopes: [String]
  ) async throws(KakaoError) -> ConsentItems {
    guard !scopes.isEmpty else {
      throw .invalidRequest(LocalizedText(ko: "철회할 동의항목이 없습니다.", en: "There is no consent item to revoke."))
    }
    let form = access.fields + [("scopes", JSONText.array(scopes))]
    return try await call(
      .revokeScopes, body: .form(form), as: access.authorization, repeatable: false
    ) { bytes in
      decodeJSON(ConsentItems.self, from: bytes).flatMap { access.matches($0.userID) ? $0 : nil }
    }
  }
}
