import CommonValues
import KakaoAPI
public import Store

extension KakaoAccounts {
  /// What a user has agreed to, as far as it was seen; with `history` every change of it.
  public func consents(ofKakaoUser user: Int64, history: Bool = false) async throws -> [ConsentEvidence] {
    let shop = shop
    return try await store.perform { try $0.evidence(ofKakaoUser: user, in: shop, history: history) }
  }

  /// Asks Kakao what a user has agreed to, and keeps it.
  ///
  /// - Throws: ``KakaoError``, ``StoreError``, or a `Diagnostic` without an admin key.
  public func refreshConsents(ofKakaoUser user: Int64) async throws -> [ConsentEvidence] {
    let api = try admin()
    let terms = try await api.serviceTerms(.user(user), .all).terms
    let items = try await api.consentItems(.user(user)).items
    return try await keep(terms.map { ($0, nil) }, items, user)
  }

  /// Records at Kakao that a user agreed to terms that the shop itself has shown, and keeps it.
  ///
  /// Kakao shows no page for it. Tags that it does not know, or that were agreed to before, it leaves out of its answer.
  /// - Returns: what holds now.
  public func agree(toTerms tags: [String], ofKakaoUser user: Int64) async throws -> [ConsentEvidence] {
    let answer = try await admin().recordAgreement(.user(user), tags: tags)
    return try await keep(answer.terms.map { ($0, nil) }, [], user)
  }

  /// Withdraws a user's agreement to optional terms at Kakao, and keeps that.
  ///
  /// - Returns: what holds now.
  public func withdraw(terms tags: [String], ofKakaoUser user: Int64) async throws -> [ConsentEvidence] {
    let answer = try await admin().revokeAgreement(.user(user), tags: tags)
    return try await keep(answer.terms.map { ($0, false) }, [], user)
  }

  /// Withdraws a user's consent to items of Kakao's, and keeps that. Kakao refuses it for items that the app requires.
  ///
  /// - Returns: what holds now.
  public func withdraw(scopes: [String], ofKakaoUser user: Int64) async throws -> [ConsentEvidence] {
    let answer = try await admin().revokeConsent(.user(user), scopes: scopes)
    return try await keep([], answer.items, user)
  }

  private func admin() throws -> KakaoAPIClient {
    guard let api else { throw Diagnostic.noAdminKey }
    return api
  }

  /// `agreed` of a term stands for what an answer leaves out.
  private func keep(
    _ terms: [(term: ServiceTerm, agreed: Bool?)], _ items: [ConsentItem], _ user: Int64
  ) async throws -> [ConsentEvidence] {
    let (shop, time) = (shop, now())
    let known = try await consents(ofKakaoUser: user)
    let evidence =
      terms.map { entry in
        let (term, agreed) = entry
        let before = known.first { $0.kind == .term && $0.tag == term.tag }
        return ConsentEvidence(
          .term, tag: term.tag, required: term.isRequired ?? before?.required,
          agreed: (term.isAgreed ?? agreed) == true,
          agreedAt: term.agreedAt, seenAt: time)
      }
      + items.filter { $0.isAgreed != nil }.map {
        ConsentEvidence(.scope, tag: $0.id, agreed: $0.isAgreed == true, seenAt: time)
      }
    try await store.perform { try $0.record(evidence, ofKakaoUser: user, in: shop) }
    return try await consents(ofKakaoUser: user)
  }
}
