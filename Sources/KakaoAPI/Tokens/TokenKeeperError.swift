/// Why there is no access token. No token is in it.
public enum TokenKeeperError: Error, Sendable {
  /// The user has to log in again. Nothing is kept any more.
  case loginNeeded(LoginNeed)
  /// Not now: too many tokens were asked for, or it failed just before. The tokens are kept.
  case postponed(Duration, cause: KakaoError?)
  /// Kakao's answer, or that there is none. The tokens are kept.
  case kakao(KakaoError)
  /// The record could not be loaded, kept or deleted. Tokens that were new are kept in memory and saved with the next
  /// call.
  case storage(any Error)
  /// The record does not open: a key was taken away, or it was changed. It is left as it is.
  case record(TokenSealer.Problem)
  /// The calling task was cancelled.
  case cancelled

  /// Why a login is needed.
  public enum LoginNeed: Sendable, Hashable {
    /// There are no tokens of this user.
    case noTokens
    /// The access token has ended, and there is no refresh token.
    case noRefreshToken
    /// kauth does not take the refresh token any more; its code, such as `KOE322`.
    case refused(code: String?)
  }
}
