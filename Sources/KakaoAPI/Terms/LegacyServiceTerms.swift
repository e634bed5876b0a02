public import CommonValues

/// What the old `/v1/user/service/terms` answers.
public struct LegacyServiceTerms: Sendable, Hashable {
  /// The app user id.
  public let userID: Int64?
  /// What the user has agreed to; tag and time alone.
  public let agreed: [ServiceTerm]
  /// What the console has; nil when it was not asked for.
  public let app: [AppServiceTerm]?

  /// A user's terms.
  public init(userID: Int64?, agreed: [ServiceTerm], app: [AppServiceTerm]? = nil) {
    self.userID = userID
    self.agreed = agreed
    self.app = app
  }
}

/// A term as the console has it, in the old answer.
public struct AppServiceTerm: Sendable, Hashable {
  /// The tag.
  public let tag: String
  /// When it was made.
  public let createdAt: Timestamp?
  /// When it was last changed.
  public let updatedAt: Timestamp?

  /// A term.
  public init(tag: String, createdAt: Timestamp? = nil, updatedAt: Timestamp? = nil) {
    self.tag = tag
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}

extension AppServiceTerm: Decodable {
  private enum Key: String, CodingKey {
    case tag
    case createdAt = "created_at"
    case updatedAt = "updated_at"
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    tag = try fields.decode(String.self, forKey: .tag)
    createdAt = fields.lenientTime(.createdAt)
    updatedAt = fields.lenientTime(.updatedAt)
  }
}
