/// A part of a user to limit an answer to: one of `property_keys`. An open set.
public struct KakaoUserProperty: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
  /// The key: `kakao_account.email`, or a whole group such as `properties.` with the dot at its end.
  public let rawValue: String

  /// Any key.
  public init(rawValue: String) { self.rawValue = rawValue }

  public var description: String { rawValue }

  /// Everything of the Kakao account.
  public static let account = KakaoUserProperty(rawValue: "kakao_account.")
  /// All custom properties.
  public static let properties = KakaoUserProperty(rawValue: "properties.")
  /// Nickname and pictures.
  public static let profile = KakaoUserProperty(rawValue: "kakao_account.profile")
  /// The owner's name.
  public static let name = KakaoUserProperty(rawValue: "kakao_account.name")
  /// The e-mail address.
  public static let email = KakaoUserProperty(rawValue: "kakao_account.email")
  /// The age band.
  public static let ageRange = KakaoUserProperty(rawValue: "kakao_account.age_range")
  /// The day of birth.
  public static let birthday = KakaoUserProperty(rawValue: "kakao_account.birthday")
  /// Sex.
  public static let gender = KakaoUserProperty(rawValue: "kakao_account.gender")

  /// One custom property.
  public static func property(_ name: String) -> KakaoUserProperty { KakaoUserProperty(rawValue: "properties.\(name)") }
}
