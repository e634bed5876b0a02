public import CommonValues
import KakaoAPI

/// What Kakao says about a person, as far as the person agreed: an item without consent, or without a value, is nil.
public struct HandoffProfile: Sendable, Hashable, Codable {
  /// The nickname of the Kakao profile.
  public var nickname: String?
  /// The name of the account's owner.
  public var name: String?
  /// The e-mail address; see ``emailVerified``.
  public var email: String?
  /// Whether Kakao says that the address is both valid and verified; nil without an address.
  public var emailVerified: Bool?
  /// E.164 where the number can be read, else as Kakao writes it.
  public var phone: String?
  /// `female` or `male`.
  public var gender: String?
  /// The day of birth in the solar calendar, when year and day are known.
  public var birthDate: CalendarDate?
  /// Kakao's age band: `20~29`.
  public var ageRange: String?

  /// A profile of nothing.
  public init() {}

  init(_ user: KakaoUser) {
    guard let account = user.account else { return }
    nickname = account.profile?.nickname
    name = account.name
    email = account.email
    emailVerified = account.email == nil ? nil : account.verifiedEmail != nil
    phone = account.phoneNumber?.e164 ?? account.phoneNumberText
    gender = account.gender?.rawValue
    birthDate = account.birth?.solarDate
    ageRange = account.ageRange?.rawValue
  }

  private enum CodingKeys: String, CodingKey {
    case nickname, name, email, phone, gender
    case emailVerified = "email_verified"
    case birthDate = "birth_date"
    case ageRange = "age_range"
  }
}

extension HandoffProfile: CustomStringConvertible, CustomReflectable {
  public var description: String { "<redacted>" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
