import CommonValues
import KakaoAPI

/// Why a part of a login did not come about at Kakao.
enum LoginFault: Error, Sendable {
  /// Kakao, or the way to it, failed.
  case kakao(KakaoError)
  /// The time was over.
  case late
  /// The ID token names another user than the user's own data.
  case otherUser
  /// An ID token is not right.
  case idToken(IDTokenError)

  /// The page that says so.
  var page: LoginPage.Kind {
    switch self {
    case .late: return .kakaoTooSlow
    case .otherUser: return .refused
    case .idToken(let error):
      return error.reason.name == IDTokenError.Reason.keysUnavailable.name
        ? (error.cause.map { LoginFault.kakao($0).page } ?? .kakaoFailed) : .refused
    case .kakao(let error):
      if let code = error.code, [-406, -451, -405].contains(code) { return .ageLimit }
      if error.isTimeout { return .kakaoTooSlow }
      // The code was used or is too old: another try from the beginning helps.
      return error.authCode == "KOE320" ? .unknownAttempt : .kakaoFailed
    }
  }

  /// A word for the log.
  var cause: String {
    switch self {
    case .late: "deadline"
    case .otherUser: "id-token-of-another-user"
    case .idToken(let error): "id-token-" + error.reason.name
    case .kakao(let error): error.causeWord
    }
  }

  /// Whether it only says that the person did not agree to the item.
  var isMissingConsent: Bool {
    if case .kakao(let error) = self { error.code == -402 } else { false }
  }
}
