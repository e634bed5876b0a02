public import CommonValues

/// What a user has agreed to share of their Kakao account. Every part may be missing; printing it shows nothing.
///
/// Why a part is missing, ``absence(of:)`` tells.
public struct KakaoAccount: Sendable, Hashable {
  /// Nickname and pictures.
  public var profile: KakaoProfile?
  /// The name of the account's owner.
  public var name: String?
  /// The address as Kakao has it. Use ``verifiedEmail``.
  public var email: String?
  /// False when the address has since been given to another account.
  public var isEmailValid: Bool?
  /// Whether the user has proved that the address is theirs.
  public var isEmailVerified: Bool?
  /// An age band.
  public var ageRange: KakaoAgeRange?
  /// Year and day of birth, with the calendar that the day is in.
  public var birth: KakaoBirth?
  /// Sex.
  public var gender: KakaoGender?
  /// The telephone number, normalised; nil also for a number of another country that can not be read.
  public var phoneNumber: PhoneNumber?
  /// The telephone number as Kakao wrote it.
  public var phoneNumberText: String?
  /// Connecting information: the same for one person at every Korean service. Compare it, show it nowhere.
  public var ci: String?
  /// When ``ci`` was obtained.
  public var ciAuthenticatedAt: Timestamp?
  /// The name on the certificate; for partners.
  public var legalName: String?
  /// The birth date on the certificate; for partners.
  public var legalBirthDate: CalendarDate?
  /// The sex on the certificate; for partners.
  public var legalGender: KakaoGender?
  /// Whether the person is a Korean national; for partners.
  public var isKorean: Bool?
  /// Kakao's `…_needs_agreement` flags; see ``absence(of:)``.
  public var needsAgreement: [KakaoAccountItem: Bool]

  /// An account of which nothing is known.
  public init() { needsAgreement = [:] }

  /// The e-mail address, when it is both valid and verified; any other may belong to somebody else.
  public var verifiedEmail: String? { isEmailValid == true && isEmailVerified == true ? email : nil }

  /// Why an item has no value. Meaningless for an item that has one.
  public func absence(of item: KakaoAccountItem) -> KakaoAbsence {
    switch needsAgreement[item] {
    case true: .consentMissing
    case false: .noValue
    case nil: .notRequested
    }
  }
}

/// Why a part of a ``KakaoAccount`` is missing.
public enum KakaoAbsence: Sendable, Hashable {
  /// The user has not agreed to share it: asked for that consent, Kakao gives it.
  case consentMissing
  /// The account has no such value, whatever the user agrees to: ask the user for it.
  case noValue
  /// The consent item is not switched on in the console, or the answer was limited to other properties.
  case notRequested
}

extension KakaoAccount: CustomStringConvertible, CustomReflectable {
  public var description: String { "<redacted>" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
