/// Signup, login and auto-login.
public struct LoginConfiguration: Sendable {
  /// By what a person who is new at Kakao may be recognised as a member from before.
  public enum Match: String, Sendable, Hashable, CaseIterable {
    /// Not at all.
    case never
    /// By the phone number.
    case verifiedPhone = "verified_phone"
    /// By the e-mail address, when Kakao says that it is valid and verified.
    case verifiedEmail = "verified_email"
    /// By the CI.
    case ci
  }

  /// What Kakao shows at an ordinary login beyond what it has to.
  public enum Prompt: String, Sendable, Hashable, CaseIterable {
    /// The login form, also for who is logged in; not within KakaoTalk.
    case login
    /// The page for making a Kakao account first.
    case create
    /// The choice of accounts.
    case selectAccount = "select_account"
  }

  /// Consent items by their wire names.
  public let scopes: [String]
  /// Tags of service terms.
  public let serviceTerms: [String]
  /// What Kakao shows; nil leaves it to Kakao.
  public let prompt: Prompt?
  /// Where a person may be sent back to; the first is the default.
  public let returnURLs: [WebURL]
  /// Where a new user completes the signup.
  public let signupURL: WebURL?
  /// Where a person lands after logging out; the first return address unless said.
  public let logoutURL: WebURL?
  /// How long a hand-off code lives; 60 s unless said.
  public let handoffTTL: Duration
  /// By what new users are recognised; `verified_phone` unless said. It is offered to the shop's back end, which decides.
  public let match: Match
  /// The declared attribute of members that a CI is held against.
  public let ciAttribute: String?
  /// Whether the sidecar keeps sessions of its own.
  public let sessions: Bool
  /// How long a session lives without use; 14 days unless said.
  public let sessionTTL: Duration
  /// Whether users' tokens are kept, sealed.
  public let storesTokens: Bool
  /// What tokens are sealed with: the first seals, all open.
  public let tokenKeys: SecretList?
}
