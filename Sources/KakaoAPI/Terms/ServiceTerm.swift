public import CommonValues

/// A user's service terms: what `/v2/user/service_terms` answers.
public struct ServiceTerms: Sendable, Hashable {
  /// The app user id.
  public let userID: Int64?
  /// One entry per term.
  public let terms: [ServiceTerm]

  /// A user's terms.
  public init(userID: Int64?, terms: [ServiceTerm]) {
    self.userID = userID
    self.terms = terms
  }

  /// The entry for a tag.
  public func term(_ tag: String) -> ServiceTerm? { terms.first { $0.tag == tag } }

  /// The tags that the user has agreed to, in Kakao's order.
  public var agreed: [String] { terms.filter { $0.isAgreed == true }.map(\.tag) }
}

/// How a user stands to one service term of Kakao Sync.
public struct ServiceTerm: Sendable, Hashable {
  /// By what way an agreement came. An open set.
  public struct Agreement: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// Kakao's word.
    public let rawValue: String

    /// Any way.
    public init(rawValue: String) { self.rawValue = rawValue }

    public var description: String { rawValue }

    /// On Kakao's consent page.
    public static let consentPage = Agreement(rawValue: "KAUTH")
    /// Recorded by the service; see ``KakaoAPIClient/recordAgreement(_:tags:)``.
    public static let recorded = Agreement(rawValue: "KAPI")
  }

  /// The tag that the console gives the term.
  public let tag: String
  /// Whether nobody can sign up without it.
  public let isRequired: Bool?
  /// Whether the user has agreed; nil, when Kakao left it out, is no agreement.
  public let isAgreed: Bool?
  /// Whether an agreement can be revoked. Kakao's example has true for an optional term that was not agreed to.
  public let isRevocable: Bool?
  /// When the user agreed; renewed when somebody unlinks and signs up again.
  public let agreedAt: Timestamp?
  /// By what way; newer answers alone say so.
  public let agreedBy: Agreement?

  /// An entry.
  public init(
    tag: String, isRequired: Bool? = nil, isAgreed: Bool? = nil, isRevocable: Bool? = nil, agreedAt: Timestamp? = nil,
    agreedBy: Agreement? = nil
  ) {
    self.tag = tag
    self.isRequired = isRequired
    self.isAgreed = isAgreed
    self.isRevocable = isRevocable
    self.agreedAt = agreedAt
    self.agreedBy = agreedBy
  }
}

/// Which terms an answer has.
public struct ServiceTermsSelection: RawRepresentable, Sendable, Hashable {
  /// The value of `result`.
  public let rawValue: String

  /// Any selection.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Those that the user has agreed to.
  public static let agreed = ServiceTermsSelection(rawValue: "agreed_service_terms")
  /// All that the console has, agreed to or not.
  public static let all = ServiceTermsSelection(rawValue: "app_service_terms")
}

extension ServiceTerm: Decodable {
  private enum Key: String, CodingKey {
    case tag, required, agreed, revocable
    case agreedAt = "agreed_at"
    case agreedBy = "agreed_by"
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    tag = try fields.decode(String.self, forKey: .tag)
    isRequired = fields.lenientBool(.required)
    isAgreed = fields.lenientBool(.agreed)
    isRevocable = fields.lenientBool(.revocable)
    agreedAt = fields.lenientTime(.agreedAt)
    agreedBy = fields.lenientText(.agreedBy).map { Agreement(rawValue: $0) }
  }
}
