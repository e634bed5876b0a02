/// `referrer_type` of the unlink webhook: why a user is not linked any more.
public enum SandboxUnlinkReason: String, Sendable, Hashable, CaseIterable {
  /// The person deleted their Kakao account.
  case accountDelete = "ACCOUNT_DELETE"
  /// Kakao deleted the account.
  case forcedAccountDelete = "FORCED_ACCOUNT_DELETE"
  /// Kakao's administration or customer service ended the link.
  case unlinkFromAdmin = "UNLINK_FROM_ADMIN"
  /// The person ended it on the page of connected services.
  case unlinkFromApps = "UNLINK_FROM_APPS"
  /// The person did not finish signing up within 24 hours.
  case incompleteSignUp = "INCOMPLETE_SIGN_UP"
}
