import CommonValues

/// What is said about columns, without any of their values.
enum GuessWording {
  /// What most values of a column look like.
  static func looks(_ profile: ColumnProfile) -> LocalizedText {
    guard profile.filled > 0 else { return LocalizedText(ko: "빈 열", en: "empty") }
    for (shape, text) in shapes where profile.share(shape) >= 0.7 { return text }
    if profile.isEnumeration {
      return LocalizedText(ko: "정해진 말 \(profile.words.count)개", en: "\(profile.words.count) words")
    }
    if profile.share(.identifier) >= 0.9 { return LocalizedText(ko: "영문·숫자", en: "letters and digits") }
    return LocalizedText(ko: "글", en: "text")
  }

  private static let shapes: [(ValueShape, LocalizedText)] = [
    (.masked, LocalizedText(ko: "별표로 가린 값", en: "masked with stars")),
    (.rounded, LocalizedText(ko: "엑셀이 반올림한 번호", en: "numbers rounded by a spreadsheet")),
    (.email, LocalizedText(ko: "이메일", en: "e-mail")),
    (.mobile, LocalizedText(ko: "휴대폰 번호", en: "mobile number")),
    (.phone, LocalizedText(ko: "전화번호", en: "phone number")),
    (.yesOrNo, LocalizedText(ko: "예/아니오", en: "yes or no")),
    (.gender, LocalizedText(ko: "성별", en: "sex")),
    (.memberStatus, LocalizedText(ko: "회원 상태", en: "member status")),
    (.orderStatus, LocalizedText(ko: "주문 상태", en: "order status")),
    (.currency, LocalizedText(ko: "통화", en: "currency")),
    (.list, LocalizedText(ko: "목록", en: "list")),
    (.moment, LocalizedText(ko: "날짜와 시각", en: "date and time")),
    (.day, LocalizedText(ko: "날짜", en: "date")),
    (.timeOfDay, LocalizedText(ko: "시각", en: "time of day")),
    (.oddDate, LocalizedText(ko: "연도가 앞에 없는 날짜", en: "date that does not begin with the year")),
    (.longNumber, LocalizedText(ko: "긴 번호", en: "long number")),
    (.wholeNumber, LocalizedText(ko: "정수", en: "whole number")),
    (.amount, LocalizedText(ko: "숫자·금액", en: "number or amount")),
    (.points, LocalizedText(ko: "포인트", en: "points")),
    (.koreanName, LocalizedText(ko: "한글 이름 또는 낱말", en: "Korean name or word")),
  ]

  /// What somebody should look at.
  static func note(_ column: GuessedColumn, _ choice: GuessAssignment.Choice?) -> LocalizedText? {
    let profile = column.profile
    if !column.isLabelSafe {
      return LocalizedText(
        ko: "열 이름이 데이터처럼 보입니다. 머리글이 있는 파일인지 확인하십시오.", en: "The label looks like data; does the file have a header?")
    }
    if column.suggestion.isForeign {
      return LocalizedText(
        ko: "배송지·보호자 등 다른 사람의 정보이거나 쓰지 않는 정보라서 뺐습니다.", en: "Left out: about a delivery or somebody else, or never used."
      )
    }
    if profile.share(.masked) >= 0.3 {
      return LocalizedText(
        ko: "값이 가려져 있습니다. 개인정보를 가리지 않고 다시 내려받으십시오.", en: "The values are masked; export them unmasked.")
    }
    if profile.share(.rounded) >= 0.1 {
      return LocalizedText(
        ko: "엑셀로 저장하지 않은 원본을 쓰십시오.", en: "Use the file as the shop gave it, not one saved by a spreadsheet.")
    }
    if profile.share(.oddDate) >= 0.5 {
      return LocalizedText(ko: "날짜의 순서를 어댑터에 알려야 합니다.", en: "The adapter must be told the order of the date's parts.")
    }
    if profile.share(.list) >= 0.7 {
      return LocalizedText(
        ko: "목록입니다. 한 건마다 한 행으로 읽으려면 어댑터에 rows: \(column.shownLabel)을(를) 적으십시오.",
        en: "A list. For a row of each, say `rows: \(column.shownLabel)` in the adapter.")
    }
    guard let choice else {
      if profile.share(.yesOrNo) >= 0.9, profile.share(.wholeNumber) < 0.9 {
        return LocalizedText(ko: "무엇에 대한 예/아니오인지 정해 주십시오.", en: "A yes or no: say to what.")
      }
      return nil
    }
    if choice.confidence < GuessAssignment.threshold {
      return LocalizedText(ko: "확실하지 않습니다.", en: "Not sure.")
    }
    if profile.filled > 0, choice.column.fit(choice.target) < 0.6 {
      return LocalizedText(ko: "이 항목으로 읽을 수 없는 값이 많습니다.", en: "Many values can not be read as that.")
    }
    return nil
  }
}
