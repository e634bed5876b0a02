public import CommonValues

/// Something in a row that was not used, while the rest of the row was.
public struct FieldWarning: Sendable, Hashable {
  /// What was wrong.
  public enum Problem: String, Sendable, Hashable, CaseIterable {
    case badPhone = "bad-phone"
    case badEmail = "bad-email"
    case badDate = "bad-date"
    case badTime = "bad-time"
    case badNumber = "bad-number"
    case badKakaoUserID = "bad-kakao-user-id"
    case unknownGender = "unknown-gender"
    case unknownStatus = "unknown-status"
    case unknownConsent = "unknown-consent"
    case unknownFlag = "unknown-flag"
    /// Rows of one order say different things about it.
    case conflict = "conflicting-rows"
    /// One item of an order stands twice in the file.
    case repeatedItem = "repeated-item"
  }

  /// The field's name in canonical JSON, such as `phone` or `consents.sms`.
  public let field: String
  /// What was wrong.
  public let problem: Problem

  /// A warning.
  public init(_ field: String, _ problem: Problem) {
    self.field = field
    self.problem = problem
  }

  /// The warning as it is shown to people.
  public func diagnostic(file: String?, line: Int?) -> Diagnostic {
    Diagnostic(
      .warning, code: problem.rawValue, place: Diagnostic.Place(file: file, line: line, field: field),
      reason: problem.reason)
  }
}

extension FieldWarning.Problem {
  /// What happened, in both languages.
  public var reason: LocalizedText {
    switch self {
    case .badPhone: LocalizedText(ko: "전화번호로 읽을 수 없어 이 항목만 건너뛰었습니다.", en: "Not a phone number; the field was left out.")
    case .badEmail:
      LocalizedText(ko: "이메일 주소가 아니어서 이 항목만 건너뛰었습니다.", en: "Not an e-mail address; the field was left out.")
    case .badDate: LocalizedText(ko: "날짜로 읽을 수 없어 이 항목만 건너뛰었습니다.", en: "Not a date; the field was left out.")
    case .badTime: LocalizedText(ko: "시각으로 읽을 수 없어 건너뛰었습니다.", en: "Not a time; it was left out.")
    case .badNumber: LocalizedText(ko: "숫자로 읽을 수 없어 이 항목만 건너뛰었습니다.", en: "Not a number; the field was left out.")
    case .badKakaoUserID:
      LocalizedText(
        ko: "카카오 회원번호는 숫자로만 되어 있어야 합니다. 엑셀이 반올림한 값일 수 있어 이 항목만 건너뛰었습니다.",
        en: "A Kakao user id is digits only; a spreadsheet may have rounded it. The field was left out.")
    case .unknownGender:
      LocalizedText(ko: "성별로 알 수 없는 값이어서 이 항목만 건너뛰었습니다.", en: "No known word for a sex; the field was left out.")
    case .unknownStatus:
      LocalizedText(ko: "알 수 없는 상태여서 이 항목만 건너뛰었습니다.", en: "No known word for a status; the field was left out.")
    case .unknownConsent:
      LocalizedText(
        ko: "동의인지 거부인지 알 수 없는 값이어서 동의로 치지 않았습니다.",
        en: "Neither a known yes nor a known no; it does not count as a consent.")
    case .unknownFlag:
      LocalizedText(ko: "예인지 아니오인지 알 수 없는 값이어서 건너뛰었습니다.", en: "Neither a known yes nor a known no; it was left out.")
    case .conflict:
      LocalizedText(
        ko: "한 주문의 행마다 값이 달라 먼저 나온 값을 썼습니다.", en: "The rows of one order differ; the first value was taken.")
    case .repeatedItem:
      LocalizedText(ko: "같은 주문 상품이 두 번 있어 한 번만 셌습니다.", en: "One item stands twice in the order; it was counted once.")
    }
  }
}
