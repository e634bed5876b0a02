internal import CommonValues

extension KakaoAccount: Decodable {
  private enum Key: String, CodingKey {
    case profile, name, email, birthyear, birthday, gender, ci
    case isEmailValid = "is_email_valid"
    case isEmailVerified = "is_email_verified"
    case ageRange = "age_range"
    case birthdayType = "birthday_type"
    case isLeapMonth = "is_leap_month"
    case phoneNumber = "phone_number"
    case ciAuthenticatedAt = "ci_authenticated_at"
    case legalName = "legal_name"
    case legalBirthDate = "legal_birth_date"
    case legalGender = "legal_gender"
    case isKorean = "is_korean"
  }

  private static let flagEnd = "_needs_agreement"

  /// Fails only when there is no object.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    profile = fields.lenient(KakaoProfile.self, .profile)
    name = fields.lenientText(.name)
    email = fields.lenientText(.email)
    isEmailValid = fields.lenientBool(.isEmailValid)
    isEmailVerified = fields.lenientBool(.isEmailVerified)
    ageRange = fields.lenientText(.ageRange).map { KakaoAgeRange(rawValue: $0) }
    birth = KakaoBirth(
      birthyear: fields.lenientText(.birthyear), birthday: fields.lenientText(.birthday),
      type: fields.lenientText(.birthdayType), isLeapMonth: fields.lenientBool(.isLeapMonth))
    gender = fields.lenientText(.gender).map { KakaoGender(rawValue: $0) }
    phoneNumberText = fields.lenientText(.phoneNumber)
    phoneNumber = phoneNumberText.flatMap { PhoneNumber($0) }
    ci = fields.lenientText(.ci)
    ciAuthenticatedAt = fields.lenientTime(.ciAuthenticatedAt)
    legalName = fields.lenientText(.legalName)
    legalBirthDate = fields.lenientText(.legalBirthDate).flatMap { CalendarDate($0) }
    legalGender = fields.lenientText(.legalGender).map { KakaoGender(rawValue: $0) }
    isKorean = fields.lenientBool(.isKorean)
    needsAgreement = [:]
    let all = try decoder.container(keyedBy: AnyKey.self)
    for key in all.allKeys {
      // Kakao's documentation has keys with a tab behind them.
      let name = key.stringValue.filter { !$0.isWhitespace }
      guard name.hasSuffix(KakaoAccount.flagEnd), let flag = all.lenientBool(key) else { continue }
      needsAgreement[KakaoAccountItem(rawValue: String(name.dropLast(KakaoAccount.flagEnd.utf8.count)))] = flag
    }
  }
}
