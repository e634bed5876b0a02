public import CommonValues

/// Kakao's notice that a user is no longer linked to the app (formerly "unlink callback").
///
/// The console says whether it comes as GET with a query or as POST with a form. It is sent after the fact, not for a
/// service's own call of unlink, and carries neither an id nor a time: the same notice twice is the same notice, and one
/// may come late, after the user has linked again. Kakao wants 200 within three seconds.
public struct UnlinkWebhook: Sendable, Hashable {
  /// Why; the set may grow.
  public struct Referrer: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// Kakao's word.
    public let rawValue: String

    /// Any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    public var description: String { rawValue }

    /// The Kakao account was deleted.
    public static let accountDelete = Referrer(rawValue: "ACCOUNT_DELETE")
    /// Kakao deleted the account.
    public static let forcedAccountDelete = Referrer(rawValue: "FORCED_ACCOUNT_DELETE")
    /// Kakao's customer service unlinked the user.
    public static let unlinkFromAdmin = Referrer(rawValue: "UNLINK_FROM_ADMIN")
    /// The user did, on Kakao's page of linked services.
    public static let unlinkFromApps = Referrer(rawValue: "UNLINK_FROM_APPS")
    /// A signup was not completed within 24 hours.
    public static let incompleteSignUp = Referrer(rawValue: "INCOMPLETE_SIGN_UP")
  }

  /// The app's id.
  public let appID: String
  /// The app user id.
  public let userID: Int64
  /// Why; nil when Kakao does not say.
  public let referrer: Referrer?
  /// Apps of a group: the user's token in the group.
  public let groupUserToken: Secret<String>?

  /// Reads the query of a GET, without `?`.
  public init(query: String) throws(WebhookProblem) { try self.init(form: Array(query.utf8)) }

  /// Reads the body of a POST. Fields that are not known are ignored.
  public init(form: [UInt8]) throws(WebhookProblem) {
    let texts: [String?]
    do throws(FormFields.Problem) {
      let fields = try FormFields(form, limit: WebhookLimits.body)
      texts = [
        try fields.single("app_id"), try fields.single("user_id"), try fields.single("referrer_type"),
        try fields.single("group_user_token"),
      ]
    } catch {
      throw WebhookProblem(error)
    }
    guard let appID = texts[0] else { throw .missing("app_id") }
    guard let user = texts[1] else { throw .missing("user_id") }
    guard appID.utf8.count <= WebhookLimits.text else { throw .invalid("app_id") }
    guard let userID = Int64(kakaoID: user) else { throw .invalid("user_id") }
    guard (texts[2]?.utf8.count ?? 0) <= WebhookLimits.text else { throw .invalid("referrer_type") }
    self.appID = appID
    self.userID = userID
    referrer = texts[2].map { Referrer(rawValue: $0) }
    groupUserToken = texts[3].map { Secret($0) }
  }

  public static func == (one: UnlinkWebhook, other: UnlinkWebhook) -> Bool {
    one.appID == other.appID && one.userID == other.userID && one.referrer == other.referrer
      && one.groupUserToken?.reveal() == other.groupUserToken?.reveal()
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(appID)
    hasher.combine(userID)
    hasher.combine(referrer)
  }
}

extension UnlinkWebhook: CustomStringConvertible, CustomReflectable {
  /// Nothing that tells who it is about.
  public var description: String { "an unlink notice" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
