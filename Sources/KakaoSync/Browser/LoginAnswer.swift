public import CommonValues

/// What to answer a browser. Every flow ends in one.
public struct LoginAnswer: Sendable, Hashable {
  /// Where to send the browser, or what to show.
  public enum Content: Sendable, Hashable {
    /// `303 See Other` to this address.
    case redirect(to: String)
    /// A page.
    case page(LoginPage)
  }

  /// Where to send the browser, or what to show.
  public var content: Content
  /// Cookies to set, in this order.
  public var cookies: [SetCookie]
  /// What happened, for logs and metrics; without personal data.
  public var event: LoginEvent

  /// The HTTP status: 303, or the page's.
  public var status: Int {
    switch content {
    case .redirect: 303
    case .page(let page): page.kind.status
    }
  }

  /// Header fields that every answer carries besides: nothing is kept by caches, and no address is told to the next page.
  public static let headers = [("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer")]

  /// Where the browser is sent, if it is.
  public var location: String? {
    if case .redirect(let address) = content { address } else { nil }
  }

  /// The page that is shown, if one is.
  public var page: LoginPage? {
    if case .page(let page) = content { page } else { nil }
  }

  static func redirect(_ address: String, _ kind: LoginEvent.Kind, cookies: [SetCookie] = []) -> LoginAnswer {
    LoginAnswer(content: .redirect(to: address), cookies: cookies, event: LoginEvent(kind))
  }
}

/// A page that a flow ends on. Its words are whoever shows it; ``reference`` is what a person tells the shop on the telephone.
public struct LoginPage: Sendable, Hashable {
  /// What the page says.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The return address is not one of the shop's.
    case badReturnAddress = "bad-return-address"
    /// A login that was not begun in this browser, or too long ago.
    case unknownAttempt = "unknown-attempt"
    /// Kakao's answer is none, or something about it is not right.
    case refused
    /// Kakao does not let people of that age in, or the shop does not.
    case ageLimit = "age-limit"
    /// Kakao answers with a failure.
    case kakaoFailed = "kakao-failed"
    /// Kakao takes too long.
    case kakaoTooSlow = "kakao-too-slow"
    /// The store can not be read or written now.
    case unavailable
    /// The login was asked for from a foreign page: a button asks whether it was meant, and leads to the login with
    /// ``LoginPage/returnTo``.
    case confirm
    /// A logout was asked for from a foreign page; nothing was ended.
    case foreignLogout = "foreign-logout"

    /// The HTTP status.
    public var status: Int {
      switch self {
      case .badReturnAddress, .unknownAttempt, .refused: 400
      case .ageLimit, .foreignLogout: 403
      case .kakaoFailed: 502
      case .kakaoTooSlow: 504
      case .unavailable: 503
      case .confirm: 200
      }
    }

    /// One sentence for the person.
    public var sentence: LocalizedText {
      switch self {
      case .badReturnAddress:
        LocalizedText(ko: "돌아갈 주소가 올바르지 않습니다.", en: "The address to return to is not allowed.")
      case .unknownAttempt:
        LocalizedText(
          ko: "로그인 시간이 지났거나 다른 브라우저에서 시작한 로그인입니다.", en: "This login was begun too long ago, or in another browser.")
      case .refused: LocalizedText(ko: "로그인을 확인할 수 없습니다.", en: "The login could not be verified.")
      case .foreignLogout:
        LocalizedText(ko: "다른 사이트에서 로그아웃을 요청했습니다.", en: "Another site asked for this logout.")
      case .ageLimit:
        LocalizedText(ko: "나이 제한 때문에 카카오로 로그인할 수 없습니다.", en: "An age limit keeps this Kakao account from logging in.")
      case .kakaoFailed: LocalizedText(ko: "카카오 로그인을 완료하지 못했습니다.", en: "Kakao could not complete the login.")
      case .kakaoTooSlow: LocalizedText(ko: "카카오의 응답이 늦어지고 있습니다.", en: "Kakao takes too long to answer.")
      case .unavailable: LocalizedText(ko: "지금은 로그인할 수 없습니다.", en: "Logging in is not possible right now.")
      case .confirm: LocalizedText(ko: "카카오로 로그인하시겠습니까?", en: "Do you want to log in with Kakao?")
      }
    }
  }

  /// What the page says.
  public var kind: Kind
  /// A number for this one occurrence, like `7KQ4-M2XD`; it is in ``LoginEvent/reference`` too.
  public var reference: String
  /// The way back: an allowed address.
  public var back: String
  /// For ``Kind/confirm``: what the button posts as `return_to`.
  public var returnTo: String?
}

/// What happened, for logs and metrics: nothing in it is personal or secret.
public struct LoginEvent: Sendable, Hashable {
  /// The kinds, stable names.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case started
    case silentStarted = "silent-started"
    case alreadyLoggedIn = "already-logged-in"
    case notTried = "not-tried"
    case notAllowed = "not-allowed"
    case confirmAsked = "confirm-asked"
    case cancelled
    case notSilently = "not-silently"
    case unknownAttempt = "unknown-attempt"
    case repeated
    case reconsent
    case refused
    case failed
    case tooSlow = "too-slow"
    case unavailable
    case loggedIn = "logged-in"
    case signupBegun = "signup-begun"
    case loggedOut = "logged-out"
  }

  /// What happened.
  public var kind: Kind
  /// The number on the page, when there is one.
  public var reference: String?
  /// Kakao's own code or word (`KOE320`, `-402`, `access_denied`), or a fixed word of Naru's on the cause.
  public var cause: String?

  init(_ kind: Kind, reference: String? = nil, cause: String? = nil) {
    self.kind = kind
    self.reference = reference
    self.cause = cause
  }
}
