/// A person's sex in Kakao's words. An open set.
public struct KakaoGender: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
  /// Kakao's word in lower case: `/v2/user/me` writes `female`, OpenID Connect's examples `MALE`.
  public let rawValue: String

  /// Any word, in any case.
  public init(rawValue: String) { self.rawValue = rawValue.lowercased() }

  public var description: String { rawValue }

  /// Female.
  public static let female = KakaoGender(rawValue: "female")
  /// Male.
  public static let male = KakaoGender(rawValue: "male")
}
