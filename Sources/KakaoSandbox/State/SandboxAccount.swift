/// The Kakao account of a person, apart from nickname and phone number, which ``SandboxUser`` has.
public struct SandboxAccount: Sendable, Hashable {
  /// The wire value of a sex.
  public enum Gender: String, Sendable, Hashable, CaseIterable {
    /// 여성.
    case female
    /// 남성.
    case male
  }

  /// The wire value of a birthday's calendar.
  public enum BirthdayType: String, Sendable, Hashable, CaseIterable {
    /// 양력.
    case solar = "SOLAR"
    /// 음력.
    case lunar = "LUNAR"
  }

  /// What Kakao thinks of an account.
  public enum Status: String, Sendable, Hashable, CaseIterable {
    /// In use.
    case active
    /// 휴면: calls answer -103.
    case dormant
    /// 제재: calls answer -4.
    case restricted
    /// Deleted: calls answer -103.
    case deleted
  }

  /// The state of the account.
  public var status = Status.active
  /// Whether the person uses KakaoTalk; messages of one who does not are -501.
  public var isTalkUser = true
  /// The e-mail address; `nil` for none.
  public var email: String?
  /// Whether the address is still the account's.
  public var isEmailValid = true
  /// Whether the address was verified.
  public var isEmailVerified = true
  /// The name.
  public var name: String?
  /// The sex.
  public var gender: Gender?
  /// `YYYY`.
  public var birthyear: String?
  /// `MMDD`.
  public var birthday: String?
  /// The calendar of `birthday`.
  public var birthdayType = BirthdayType.solar
  /// Whether a lunar birthday stands in a leap month.
  public var isLeapMonth: Bool?
  /// `20~29` and the like.
  public var ageRange: String?
  /// The CI.
  public var ci: String?
  /// When the CI was made.
  public var ciAuthenticatedAt: SandboxTime?
  /// The profile picture; `nil` for the default one.
  public var profileImageURL: String?
  /// The small profile picture; `nil` for the default one.
  public var thumbnailImageURL: String?
  /// Whether the nickname is the default one.
  public var isDefaultNickname = false

  /// An account without any data.
  public init() {}
}

/// A shipping address of a person.
public struct SandboxAddress: Sendable, Hashable {
  /// The wire value of an address's system.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// 지번.
    case old = "OLD"
    /// 도로명.
    case new = "NEW"
  }

  /// The address id.
  public var id: Int64
  /// The label.
  public var name: String?
  /// Whether it is the default one.
  public var isDefault = false
  /// When it was last changed.
  public var updatedAt: SandboxTime?
  /// The system.
  public var kind: Kind?
  /// The address.
  public var base: String?
  /// The rest of it.
  public var detail: String?
  /// Who receives.
  public var receiverName: String?
  /// Their phone number.
  public var receiverPhone1: String?
  /// Another phone number; Kakao also sends an empty one.
  public var receiverPhone2: String?
  /// The five-digit code.
  public var zoneNumber: String?
  /// The old code, `463-400`.
  public var zipCode: String?

  /// Makes an address of its id.
  public init(id: Int64) {
    self.id = id
  }
}
