/// What kauth shall show at `GET /oauth/authorize`; the set may grow.
public struct AuthorizePrompt: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
  /// Kakao's word, as in `prompt`.
  public let rawValue: String

  /// Any word.
  public init(rawValue: String) { self.rawValue = rawValue }

  public var description: String { rawValue }

  /// Nothing: no page, an error instead. Stands alone. What auto-login in KakaoTalk uses.
  public static let none = AuthorizePrompt(rawValue: "none")
  /// Logging in again, even with a session. Not to be used in KakaoTalk's own browser.
  public static let login = AuthorizePrompt(rawValue: "login")
  /// The page that makes a Kakao account, first.
  public static let create = AuthorizePrompt(rawValue: "create")
  /// The list of accounts.
  public static let selectAccount = AuthorizePrompt(rawValue: "select_account")
}
