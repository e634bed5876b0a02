public import CommonValues

/// The `error` of a callback; the set may grow, and a word that is not known is kept as it is.
public struct AuthorizeError: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
  /// Kakao's word: up to 64 letters, digits, `_`, `.` and `-`.
  public let rawValue: String

  /// Any word.
  public init(rawValue: String) { self.rawValue = rawValue }

  public var description: String { rawValue }

  /// The person pressed cancel.
  public static let accessDenied = AuthorizeError(rawValue: "access_denied")
  /// `prompt=none`: the person has never agreed, or has to agree to something new.
  public static let consentRequired = AuthorizeError(rawValue: "consent_required")
  /// `prompt=none`: there is no session with Kakao.
  public static let loginRequired = AuthorizeError(rawValue: "login_required")
  /// `prompt=none`: Kakao has to show something.
  public static let interactionRequired = AuthorizeError(rawValue: "interaction_required")
  /// Kakao's JavaScript SDK, not its server: auto-login outside of KakaoTalk's browser.
  public static let autoLogin = AuthorizeError(rawValue: "auto_login")
  /// Kakao's JavaScript SDK, not its server: nobody finished the login in the KakaoTalk app. `LOGIN_TIMEOUT` is read as
  /// this too.
  public static let timeout = AuthorizeError(rawValue: "timeout")
  /// The request is wrong.
  public static let invalidRequest = AuthorizeError(rawValue: "invalid_request")
  /// The app key is wrong.
  public static let invalidClient = AuthorizeError(rawValue: "invalid_client")
  /// A consent item is not set up in the console.
  public static let invalidScope = AuthorizeError(rawValue: "invalid_scope")
  /// What was presented is not accepted.
  public static let invalidGrant = AuthorizeError(rawValue: "invalid_grant")
  /// The platform settings of the key do not match.
  public static let misconfigured = AuthorizeError(rawValue: "misconfigured")
  /// Not allowed.
  public static let unauthorized = AuthorizeError(rawValue: "unauthorized")
  /// The app or its developer is suspended.
  public static let unauthorizedClient = AuthorizeError(rawValue: "unauthorized_client")
  /// A fault of Kakao's.
  public static let serverError = AuthorizeError(rawValue: "server_error")
  /// A fault of Kakao's that passes (OAuth 2.0's word; not seen from Kakao).
  public static let temporarilyUnavailable = AuthorizeError(rawValue: "temporarily_unavailable")

  /// Nil for what can not be such a word.
  init?(word: String) {
    let isWord = word.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2E, 0x2D: true
      default: false
      }
    }
    guard isWord, !word.isEmpty, word.utf8.count <= 64 else { return nil }
    self = word.uppercased() == "LOGIN_TIMEOUT" ? .timeout : AuthorizeError(rawValue: word)
  }

  /// What a shop does about it.
  public var meaning: Meaning {
    switch self {
    case .accessDenied: .cancelled
    case .consentRequired, .loginRequired, .interactionRequired, .autoLogin: .notSilently
    case .timeout, .serverError, .temporarilyUnavailable: .passing
    case .invalidRequest, .invalidClient, .invalidScope, .invalidGrant, .misconfigured, .unauthorized,
      .unauthorizedClient:
      .configuration
    default: .unknown
    }
  }

  /// What an error means for the login.
  public enum Meaning: Sendable, Hashable {
    /// The person does not want to. Back to where they came from, without a fuss.
    case cancelled
    /// Not without a page of Kakao's. After a silent try: show the shop logged out, and do not try again.
    case notSilently
    /// It may work another time.
    case passing
    /// Something in the Kakao console or in Naru's configuration is wrong; the next person will fail too.
    case configuration
    /// A word that is not known: treat as a failed login.
    case unknown
  }
}

/// Why a callback brings no code.
public struct AuthorizeRefusal: Sendable {
  /// Kakao's word.
  public let error: AuthorizeError
  /// Kakao's explanation, meant for developers; anybody can write one, so never show it.
  public let description: Secret<String>?
}
