/// A security event of the account status webhook. The list of the facts; Kakao may add to it.
public enum SandboxSecurityEvent: String, Sendable, Hashable, CaseIterable {
  /// All tokens were revoked.
  case tokensRevoked = "tokens-revoked"
  /// A token was issued.
  case tokenIssued = "token-issued"
  /// A token was revoked.
  case tokenRevoked = "token-revoked"
  /// The user was linked to the app.
  case userLinked = "user-linked"
  /// The user was unlinked; with a reason.
  case userUnlinked = "user-unlinked"
  /// The user consented to items.
  case userScopeConsent = "user-scope-consent"
  /// The user withdrew consents.
  case userScopeWithdraw = "user-scope-withdraw"
  /// The person must change their password.
  case accountCredentialChangeRequired = "account-credential-change-required"
  /// The account was disabled.
  case accountDisabled = "account-disabled"
  /// The account was enabled.
  case accountEnabled = "account-enabled"
  /// The account was deleted.
  case accountPurged = "account-purged"
  /// A password became known.
  case credentialCompromise = "credential-compromise"
  /// E-mail address or phone number changed.
  case identifierChanged = "identifier-changed"
  /// E-mail address or phone number went to somebody else.
  case identifierRecycled = "identifier-recycled"
  /// Sessions were ended.
  case sessionsRevoked = "sessions-revoked"
  /// The level of assurance changed.
  case assuranceLevelChange = "assurance-level-change"
  /// A password changed.
  case credentialChange = "credential-change"
  /// Nickname or picture changed.
  case userProfileChanged = "user-profile-changed"

  /// The URI that names the event in a token.
  public var uri: String {
    let prefix =
      switch self {
      case .tokensRevoked, .tokenIssued, .tokenRevoked, .userLinked, .userUnlinked, .userScopeConsent,
        .userScopeWithdraw:
        "https://schemas.openid.net/secevent/oauth/event-type/"
      case .accountCredentialChangeRequired, .accountDisabled, .accountEnabled, .accountPurged, .credentialCompromise,
        .identifierChanged, .identifierRecycled, .sessionsRevoked:
        "https://schemas.openid.net/secevent/risc/event-type/"
      case .assuranceLevelChange, .credentialChange: "https://schemas.openid.net/secevent/caep/event-type/"
      case .userProfileChanged: "https://schemas.kakao.com/platevent/kakao/event-type/"
      }
    return prefix + rawValue
  }
}
