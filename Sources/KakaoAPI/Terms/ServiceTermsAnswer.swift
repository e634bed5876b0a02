internal import CommonValues

/// The answers about service terms, in the names of v2 and v1: third parties mix them, so each is read wherever it
/// stands.
struct ServiceTermsAnswer: Decodable {
  let userID: Int64?
  /// v2's `service_terms`, and what revoking and recording answer.
  let terms: [ServiceTerm]?
  /// v1's `allowed_service_terms`: agreed to, each of them.
  let allowed: [ServiceTerm]?
  /// v1's `app_service_terms`: what the console has.
  let app: [AppServiceTerm]?

  private enum Key: String, CodingKey {
    case id
    case userID = "user_id"
    case terms = "service_terms"
    case revoked = "revoked_service_terms"
    case agreed = "agreed_service_terms"
    case allowed = "allowed_service_terms"
    case app = "app_service_terms"
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    userID = fields.lenientInt64(.id) ?? fields.lenientInt64(.userID)
    terms =
      fields.lenientArray(of: ServiceTerm.self, .terms) ?? fields.lenientArray(of: ServiceTerm.self, .revoked)
      ?? fields.lenientArray(of: ServiceTerm.self, .agreed)
    allowed = fields.lenientArray(of: ServiceTerm.self, .allowed)
    app = fields.lenientArray(of: AppServiceTerm.self, .app)
  }

  /// Nil when there is no list of terms, or it is about another user than `access` means.
  func serviceTerms(for access: KakaoUserAccess) -> ServiceTerms? {
    guard access.matches(userID) else { return nil }
    if let terms { return ServiceTerms(userID: userID, terms: terms) }
    return allowed.map { ServiceTerms(userID: userID, terms: $0.map(\.markedAgreed)) }
  }

  /// Nil when there is no list of terms.
  func legacyTerms() -> LegacyServiceTerms? {
    let agreed = allowed?.map(\.markedAgreed) ?? terms?.filter { $0.isAgreed != false }.map(\.markedAgreed)
    guard agreed != nil || app != nil else { return nil }
    return LegacyServiceTerms(userID: userID, agreed: agreed ?? [], app: app)
  }
}

extension ServiceTerm {
  /// The same term where its being listed says that it is agreed to.
  fileprivate var markedAgreed: ServiceTerm {
    ServiceTerm(
      tag: tag, isRequired: isRequired, isAgreed: isAgreed ?? true, isRevocable: isRevocable, agreedAt: agreedAt,
      agreedBy: agreedBy)
  }
}
