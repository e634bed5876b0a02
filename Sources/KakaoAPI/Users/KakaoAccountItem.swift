/// A part of a Kakao account that a user can agree to share; named as in the field `…_needs_agreement`. An open set.
public struct KakaoAccountItem: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
  /// Kakao's name.
  public let rawValue: String

  /// Any item.
  public init(rawValue: String) { self.rawValue = rawValue }

  public var description: String { rawValue }

  /// Nickname and picture together; the old, combined item.
  public static let profile = KakaoAccountItem(rawValue: "profile")
  /// The nickname.
  public static let nickname = KakaoAccountItem(rawValue: "profile_nickname")
  /// The profile picture.
  public static let profileImage = KakaoAccountItem(rawValue: "profile_image")
  /// The owner's name.
  public static let name = KakaoAccountItem(rawValue: "name")
  /// The e-mail address.
  public static let email = KakaoAccountItem(rawValue: "email")
  /// The age band.
  public static let ageRange = KakaoAccountItem(rawValue: "age_range")
  /// The year of birth.
  public static let birthyear = KakaoAccountItem(rawValue: "birthyear")
  /// The day of birth.
  public static let birthday = KakaoAccountItem(rawValue: "birthday")
  /// Sex.
  public static let gender = KakaoAccountItem(rawValue: "gender")
  /// The telephone number.
  public static let phoneNumber = KakaoAccountItem(rawValue: "phone_number")
  /// Connecting information.
  public static let ci = KakaoAccountItem(rawValue: "ci")
  /// The name on the certificate.
  public static let legalName = KakaoAccountItem(rawValue: "legal_name")
  /// The birth date on the certificate.
  public static let legalBirthDate = KakaoAccountItem(rawValue: "legal_birth_date")
  /// The sex on the certificate.
  public static let legalGender = KakaoAccountItem(rawValue: "legal_gender")
}
