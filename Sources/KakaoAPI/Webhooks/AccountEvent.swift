public import CommonValues

/// A change of a user's account: one verified Security Event Token (RFC 8417) of Kakao's account status webhook.
///
/// Neither order nor single delivery is promised: take ``id`` to know a repeated event. What is known here as
/// user-unlinked may come by the unlink webhook too.
public struct AccountEvent: Sendable, Hashable {
  /// What happened: an event URI; the set may grow.
  public struct Kind: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The URI.
    public let rawValue: String

    /// Any URI.
    public init(rawValue: String) { self.rawValue = rawValue }

    public var description: String { rawValue }

    /// The last part of the URI, such as `user-unlinked`.
    public var name: String { String(rawValue.split(separator: "/").last ?? "") }
  }

  /// The event's own id, `jti`.
  public let id: String
  /// What happened.
  public let kind: Kind
  /// The app user id; nil when the subject is none.
  public let userID: Int64?
  /// Whom it is about, as Kakao wrote it.
  public let subject: String?
  /// Why, where the kind has reasons, such as `ACCOUNT_DELETE`.
  public let reason: String?
  /// The consent items it is about, where the kind has them.
  public let scopes: [String]
  /// When it happened, `toe`.
  public let occurredAt: Timestamp?
  /// When the token was issued, `iat`.
  public let issuedAt: Timestamp
  /// The id of the action behind several events.
  public let transactionID: String?
  /// The app's id, where Kakao says it.
  public let appID: String?

  /// When it happened as far as is known, and never after it was received: a time in the future would win against every
  /// later event.
  public func time(receivedAt: Timestamp) -> Timestamp { min(occurredAt ?? issuedAt, receivedAt) }
}

extension AccountEvent.Kind {
  private static func oauth(_ name: String) -> AccountEvent.Kind {
    AccountEvent.Kind(rawValue: "https://schemas.openid.net/secevent/oauth/event-type/" + name)
  }
  private static func risc(_ name: String) -> AccountEvent.Kind {
    AccountEvent.Kind(rawValue: "https://schemas.openid.net/secevent/risc/event-type/" + name)
  }
  private static func caep(_ name: String) -> AccountEvent.Kind {
    AccountEvent.Kind(rawValue: "https://schemas.openid.net/secevent/caep/event-type/" + name)
  }

  /// All tokens of the user were revoked.
  public static let tokensRevoked = oauth("tokens-revoked")
  /// A token was issued.
  public static let tokenIssued = oauth("token-issued")
  /// A token was revoked.
  public static let tokenRevoked = oauth("token-revoked")
  /// The user was linked to the app.
  public static let userLinked = oauth("user-linked")
  /// The user was unlinked from the app.
  public static let userUnlinked = oauth("user-unlinked")
  /// The user agreed to consent items.
  public static let userScopeConsent = oauth("user-scope-consent")
  /// The user withdrew consent items.
  public static let userScopeWithdraw = oauth("user-scope-withdraw")
  /// The user has to change how they log in to Kakao.
  public static let accountCredentialChangeRequired = risc("account-credential-change-required")
  /// The account was disabled.
  public static let accountDisabled = risc("account-disabled")
  /// The account was enabled again.
  public static let accountEnabled = risc("account-enabled")
  /// The account was deleted.
  public static let accountPurged = risc("account-purged")
  /// How the user logs in has become known to others.
  public static let credentialCompromise = risc("credential-compromise")
  /// An identifier of the account, such as the mail address, was changed.
  public static let identifierChanged = risc("identifier-changed")
  /// An identifier now belongs to somebody else.
  public static let identifierRecycled = risc("identifier-recycled")
  /// All sessions were ended.
  public static let sessionsRevoked = risc("sessions-revoked")
  /// How surely the user is known has changed.
  public static let assuranceLevelChange = caep("assurance-level-change")
  /// A way to log in was changed.
  public static let credentialChange = caep("credential-change")
  /// The profile was changed.
  public static let userProfileChanged = AccountEvent.Kind(
    rawValue: "https://schemas.kakao.com/platevent/kakao/event-type/user-profile-changed")
}

extension AccountEvent: CustomStringConvertible, CustomReflectable {
  /// Nothing that tells who it is about.
  public var description: String { "an account event, \(kind.name)" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
