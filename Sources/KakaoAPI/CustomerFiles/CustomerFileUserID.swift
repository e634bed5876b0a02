public import CommonValues

/// How a customer file knows its people; one kind per call.
public struct CustomerFileUserType: RawRepresentable, Sendable, Hashable {
  /// Kakao's word.
  public let rawValue: String

  /// Any type.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// By app user id (회원번호).
  public static let app = CustomerFileUserType(rawValue: "app")
  /// By mobile number.
  public static let phone = CustomerFileUserType(rawValue: "phone")
}

/// One person of a customer file.
public enum CustomerFileUserID: Sendable, Hashable {
  /// An app user id; sent as a JSON number.
  case app(Int64)
  /// A mobile number as digits with country code and without `+` and trunk zero, `821012345678`; sent as a string. This
  /// is the one form that is known to be accepted.
  case phone(digits: String)

  /// The id of a Korean mobile number; nil for any other number.
  public init?(_ phone: PhoneNumber) {
    guard phone.isKoreanMobile else { return nil }
    self = .phone(digits: String(phone.digits))
  }

  /// Its kind.
  public var type: CustomerFileUserType {
    switch self {
    case .app: .app
    case .phone: .phone
    }
  }
}

extension CustomerFileUserID: CustomStringConvertible, CustomReflectable {
  /// The kind alone: the number is personal data.
  public var description: String { type.rawValue }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension JSONWriter {
  mutating func userID(_ id: CustomerFileUserID) {
    switch id {
    case .app(let number): self.number(number)
    case .phone(let digits): string(digits)
    }
  }
}
