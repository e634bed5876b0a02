public import CommonValues

extension KakaoAPIClient {
  /// How a user stands to the service terms of Kakao Sync: `GET /v2/user/service_terms`.
  ///
  /// - Parameters:
  ///   - selection: the terms that the user has agreed to, or all that the console has.
  ///   - tags: which to ask about; empty asks about all. Tags that the app does not have are refused with -2.
  public func serviceTerms(
    _ access: KakaoUserAccess, _ selection: ServiceTermsSelection = .agreed, tags: [String] = []
  ) async throws(KakaoError) -> ServiceTerms {
    let query =
      access.fields + [("result", selection.rawValue)]
      + (tags.isEmpty ? [] : [("tags", try KakaoAPIClient.list(tags: tags))])
    return try await call(.serviceTerms, query: query, as: access.authorization, repeatable: true) { bytes in
      decodeJSON(ServiceTermsAnswer.self, from: bytes)?.serviceTerms(for: access)
    }
  }

  /// Revokes a user's agreement: `POST /v2/user/revoke/service_terms`.
  ///
  /// Only terms that are ``ServiceTerm/isRevocable`` qualify. Kakao refuses a call in which none is left to revoke
  /// (-2), so a call of unknown outcome is not repeated.
  ///
  /// - Returns: the terms that were revoked.
  @discardableResult
  public func revokeAgreement(
    _ access: KakaoUserAccess, tags: [String]
  ) async throws(KakaoError) -> ServiceTerms {
    try await change(.revokeServiceTerms, access, tags, repeatable: false)
  }

  /// Records that a user has agreed on a page of the service's own: `POST /v2/user/upgrade/service_terms`.
  ///
  /// Kakao shows nothing: the terms must have been shown. Recording twice is harmless, so a call of unknown outcome is
  /// repeated; but terms that are agreed to already, and tags that the app does not have, are missing in the answer.
  ///
  /// - Returns: the terms that this request has recorded.
  @discardableResult
  public func recordAgreement(
    _ access: KakaoUserAccess, tags: [String]
  ) async throws(KakaoError) -> ServiceTerms {
    try await change(.agreeServiceTerms, access, tags, repeatable: true)
  }

  /// A user's terms by the old endpoint: `GET /v1/user/service/terms`. New code uses ``serviceTerms(_:_:tags:)``.
  ///
  /// - Parameter includingApp: whether the answer has the console's terms too.
  public func legacyServiceTerms(
    token: Secret<String>, includingApp: Bool = false
  ) async throws(KakaoError) -> LegacyServiceTerms {
    try await call(
      .legacyServiceTerms, query: includingApp ? [("extra", "app_service_terms")] : [], as: .accessToken(token),
      repeatable: true
    ) { bytes in
      decodeJSON(ServiceTermsAnswer.self, from: bytes)?.legacyTerms()
    }
  }

  private func change(
    _ endpoint: Endpoint, _ access: KakaoUserAccess, _ tags: [String], repeatable: Bool
  ) async throws(KakaoError) -> ServiceTerms {
    let form = access.fields + [("tags", try KakaoAPIClient.list(tags: tags))]
    return try await call(
      endpoint, body: .form(form), as: access.authorization, repeatable: repeatable
    ) { bytes in
      decodeJSON(ServiceTermsAnswer.self, from: bytes)?.serviceTerms(for: access)
    }
  }

  /// Tags as a comma list; refuses an empty list and tags that would fall apart in it.
  private static func list(tags: [String]) throws(KakaoError) -> String {
    guard !tags.isEmpty, tags.allSatisfy({ !$0.isEmpty && !$0.contains(",") }) else {
      throw .invalidRequest(
        LocalizedText(
          ko: "약관 태그가 하나 이상 있어야 하며, 비어 있거나 쉼표가 든 태그는 쓸 수 없습니다.",
          en: "There must be at least one tag of a term; a tag is not empty and has no comma."))
    }
    return tags.joined(separator: ",")
  }
}
