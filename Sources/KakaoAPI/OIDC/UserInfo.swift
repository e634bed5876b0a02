public import CommonValues

/// The claims of `GET /v1/oidc/userinfo`. Everything but the user's id is there only with consent.
///
/// Printing it shows no claim.
public struct UserInfo: Sendable, Hashable {
  /// Female or male; a word that Kakao adds later is kept, in lower case.
  public struct Gender: RawRepresentable, Sendable, Hashable {
    /// The word in lower case: Kakao's documentation has both cases.
    public let rawValue: String

    /// Any word.
    public init(rawValue: String) { self.rawValue = rawValue.lowercased() }

    /// Female.
    public static let female = Gender(rawValue: "female")
    /// Male.
    public static let male = Gender(rawValue: "male")
  }

  /// A day of birth of which year or day may be unknown.
  public struct Birthdate: Sendable, Hashable {
    /// The year, when known.
    public let year: Int?
    /// The month, 1 to 12, when known; then the day is too.
    public let month: Int?
    /// The day of the month, when known.
    public let day: Int?

    /// The whole date, when year and day are known and there was such a day.
    public var date: CalendarDate? {
      guard let year, let month, let day else { return nil }
      return CalendarDate(year: year, month: month, day: day)
    }

    /// Reads `YYYY-MM-DD`, `0000-MM-DD` and `YYYY`; nil for anything else.
    public init?(_ text: String) {
      let parts = text.utf8.split(separator: 0x2D, omittingEmptySubsequences: false)
      let numbers = parts.compactMap { $0.allSatisfy { $0 &- 0x30 < 10 } ? Int(Substring($0)) : nil }
      guard parts.map(\.count) == [4, 2, 2] || parts.map(\.count) == [4], numbers.count == parts.count else {
        return nil
      }
      year = numbers[0] == 0 ? nil : numbers[0]
      guard parts.count == 3 else {
        guard year != nil else { return nil }
        month = nil
        day = nil
        return
      }
      // 2000 had a 29th of February.
      guard CalendarDate(year: year ?? 2000, month: numbers[1], day: numbers[2]) != nil else { return nil }
      month = numbers[1]
      day = numbers[2]
    }
  }

  /// The app user id, from `sub`.
  public let userID: Int64
  /// The name of the Kakao account.
  public let name: String?
  /// The nickname.
  public let nickname: String?
  /// The address of the profile picture.
  public let picture: String?
  /// The mail address.
  public let email: String?
  /// Whether the mail address is verified.
  public let isEmailVerified: Bool?
  /// The gender.
  public let gender: Gender?
  /// The day of birth as far as it is known.
  public let birthdate: Birthdate?
  /// The telephone number, normalised; nil also for one that is no number.
  public let phone: PhoneNumber?
  /// Whether the number is verified; Kakao says so whenever there is one.
  public let isPhoneVerified: Bool?
}

extension UserInfo: CustomStringConvertible, CustomReflectable {
  public var description: String { "a user's claims" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension UserInfo: Decodable {
  private enum Key: String, CodingKey {
    case sub, name, nickname, picture, email, gender, birthdate
    case emailVerified = "email_verified"
    case phoneNumber = "phone_number"
    case phoneVerified = "phone_number_verified"
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    guard let userID = Int64(kakaoID: try fields.decode(String.self, forKey: .sub)) else {
      throw DecodingError.dataCorruptedError(forKey: .sub, in: fields, debugDescription: "no user id")
    }
    self.userID = userID
    name = fields.lenientString(.name)
    nickname = fields.lenientString(.nickname)
    picture = fields.lenientString(.picture)
    email = fields.lenientString(.email)
    isEmailVerified = try? fields.decode(Bool.self, forKey: .emailVerified)
    gender = fields.lenientString(.gender).map(Gender.init(rawValue:))
    birthdate = fields.lenientString(.birthdate).flatMap { Birthdate($0) }
    phone = fields.lenientString(.phoneNumber).flatMap { PhoneNumber($0) }
    isPhoneVerified = try? fields.decode(Bool.self, forKey: .phoneVerified)
  }
}
