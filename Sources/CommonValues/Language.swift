/// A language in which Naru speaks to people.
public enum Language: String, Sendable, Hashable, Codable, CaseIterable {
  case korean = "ko"
  case english = "en"

  /// The language of a `LANG`-style value (`ko_KR.UTF-8`, `en`, `C`); anything that does not begin with `ko` is English.
  public init(locale: String) {
    self = locale.lowercased().hasPrefix("ko") ? .korean : .english
  }
}
