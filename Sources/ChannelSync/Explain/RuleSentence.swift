import CommonValues
import ShopModel

/// Finds the sentence for what a rule found.
enum RuleSentence {
  static func because(_ rule: SelectionRule?, _ finding: RuleFinding) -> LocalizedText {
    switch finding {
    case .identity(let identity): because(identity)
    case .withdrawn: LocalizedText(ko: "탈퇴한 회원입니다.", en: "The member has withdrawn.")
    case .status(let status, let ok):
      ok
        ? LocalizedText(ko: "회원 상태가 ‘\(korean(status))’입니다.", en: "The member's status is \(status.rawValue).")
        : LocalizedText(
          ko: "회원 상태가 ‘\(korean(status))’이어서 조건에 맞지 않습니다.",
          en: "The member's status is \(status.rawValue), which the rule does not list.")
    case .consentNotRequired, .consentGranted, .consentUnknown, .consentDenied, .consentUndated: consent(finding)
    case .channelBlocked, .channelNotBlocked, .channelRelationUnknown, .channelFriend: channel(finding)
    case .listed(let value, let ok):
      ok
        ? LocalizedText(ko: "값이 ‘\(value)’이며 목록에 있습니다.", en: "The value is \"\(value)\", which is listed.")
        : LocalizedText(ko: "값이 ‘\(value)’이며 목록에 없습니다.", en: "The value is \"\(value)\", which is not listed.")
    case .gender(let ok):
      ok
        ? LocalizedText(ko: "성별이 조건과 같습니다.", en: "The sex is the one asked for.")
        : LocalizedText(ko: "성별이 조건과 다릅니다.", en: "The sex is not the one asked for.")
    case .withinBounds(let ok): bounds(rule, ok: ok)
    case .lastPaid(let ok): lastPaid(rule, ok: ok)
    case .neverPaid: LocalizedText(ko: "결제한 주문이 없습니다.", en: "There is no paid order.")
    case .noOrdersInShop:
      LocalizedText(
        ko: "이 쇼핑몰의 주문을 아직 가져오지 않아 알 수 없습니다.",
        en: "No order of this shop has been imported yet, so it is not known.")
    case .unknown:
      LocalizedText(ko: "회원 정보에 값이 없어 알 수 없습니다.", en: "The member's record does not say.")
    case .standsAlone: LocalizedText(ko: "같은 사람으로 등록된 다른 회원이 없습니다.", en: "No other member has the same id in the file.")
    case .standsForOthers:
      LocalizedText(
        ko: "같은 사람으로 등록된 회원이 여럿이며, 이 회원의 정보가 가장 최근입니다.",
        en: "Several members have the same id in the file; this one's record is the newest.")
    case .otherStands(let memberID):
      LocalizedText(
        ko: "같은 사람으로 등록된 회원 ‘\(memberID)’의 정보가 더 최근이므로 그 회원을 따릅니다.",
        en: "Member \"\(memberID)\" has the same id in the file and a newer record, and stands for it.")
    }
  }

  private static func because(_ identity: Identity) -> LocalizedText {
    switch identity {
    case .link: LocalizedText(ko: "카카오 계정과 연결되어 있습니다.", en: "The member is linked to a Kakao user.")
    case .export:
      LocalizedText(
        ko: "쇼핑몰 회원 정보에 카카오 회원번호가 있습니다.", en: "The shop's record names the Kakao user.")
    case .phone: LocalizedText(ko: "휴대전화 번호가 있습니다.", en: "There is a Korean mobile number.")
    case .linkEnded:
      LocalizedText(
        ko: "알려진 카카오 회원번호는 연결이 끊어졌거나 다른 회원과 연결되어 있어 쓰지 않습니다.",
        en: "The Kakao user that is known is not used: the link has ended, or the user is linked to another member.")
    case .noKakaoUser: LocalizedText(ko: "카카오 회원번호를 모릅니다.", en: "No Kakao user is known.")
    case .noPhone: LocalizedText(ko: "휴대전화 번호가 없습니다.", en: "No phone number is known.")
    case .phoneNotMobile:
      LocalizedText(
        ko: "전화번호가 국내 휴대전화 번호가 아닙니다.", en: "The phone number is not a Korean mobile number.")
    }
  }

  private static func consent(_ finding: RuleFinding) -> LocalizedText {
    switch finding {
    case .consentNotRequired:
      LocalizedText(ko: "설정에서 동의를 요구하지 않습니다.", en: "The config requires no consent.")
    case .consentUnknown(let kind):
      LocalizedText(
        ko: "\(korean(kind)) 동의 여부를 알 수 없습니다. 모르는 것은 동의로 보지 않습니다.",
        en: "The consent \(kind.rawValue) is not known; unknown is not a yes.")
    case .consentDenied(let kind):
      LocalizedText(ko: "\(korean(kind))에 동의하지 않았습니다.", en: "The consent \(kind.rawValue) is denied.")
    case .consentUndated(let kind):
      LocalizedText(
        ko: "\(korean(kind)) 동의에 날짜가 없으며, 이 쇼핑몰은 날짜 없는 동의를 인정하지 않습니다.",
        en: "The consent \(kind.rawValue) has no date, and this shop refuses undated consents.")
    case .consentGranted(isUndated: true):
      LocalizedText(
        ko: "필요한 동의를 모두 받았으나 날짜가 없는 동의가 있습니다.",
        en: "Every required consent is granted, at least one without a date.")
    default:
      LocalizedText(ko: "필요한 동의를 모두 받았습니다.", en: "Every required consent is granted.")
    }
  }

  private static func channel(_ finding: RuleFinding) -> LocalizedText {
    switch finding {
    case .channelBlocked: LocalizedText(ko: "채널을 차단했습니다.", en: "The person has blocked the channel.")
    case .channelRelationUnknown:
      LocalizedText(
        ko: "채널을 차단했는지 알 수 없습니다. 알려지지 않은 것은 차단으로 보지 않습니다.",
        en: "The relation to the channel is not known, which does not count as blocked.")
    case .channelFriend(let isKnown, _):
      isKnown
        ? LocalizedText(ko: "채널 친구입니다.", en: "The person is known as a friend of the channel.")
        : LocalizedText(ko: "채널 친구로 확인되지 않았습니다.", en: "The person is not known as a friend of the channel.")
    default: LocalizedText(ko: "채널을 차단하지 않았습니다.", en: "The person has not blocked the channel.")
    }
  }

  private static func bounds(_ rule: SelectionRule?, ok: Bool) -> LocalizedText {
    let range: (korean: String, english: String) =
      switch rule {
      case .orderCount(let bounds), .age(let bounds): range(bounds)
      case .orderTotalPaid(let bounds): range(bounds)
      default: ("", "")
      }
    return ok
      ? LocalizedText(ko: "조건(\(range.korean)) 안에 있습니다.", en: "It is within the bounds (\(range.english)).")
      : LocalizedText(ko: "조건(\(range.korean))을 벗어납니다.", en: "It is outside the bounds (\(range.english)).")
  }

  private static func range<Value>(_ bounds: Selection.Bounds<Value>) -> (korean: String, english: String) {
    switch (bounds.atLeast, bounds.atMost) {
    case (let least?, let most?): ("\(least) 이상 \(most) 이하", "at least \(least), at most \(most)")
    case (let least?, nil): ("\(least) 이상", "at least \(least)")
    case (nil, let most?): ("\(most) 이하", "at most \(most)")
    case (nil, nil): ("제한 없음", "no limit")
    }
  }

  private static func lastPaid(_ rule: SelectionRule?, ok: Bool) -> LocalizedText {
    switch rule {
    case .lastPaid(.within(let days)):
      ok
        ? LocalizedText(ko: "최근 \(days)일 안에 결제했습니다.", en: "The last paid order is at most \(days) days old.")
        : LocalizedText(
          ko: "마지막 결제가 \(days)일보다 오래되었습니다.", en: "The last paid order is more than \(days) days old.")
    case .lastPaid(.before(let days)):
      ok
        ? LocalizedText(
          ko: "마지막 결제가 \(days)일 이상 지났습니다.", en: "The last paid order is at least \(days) days old.")
        : LocalizedText(
          ko: "마지막 결제가 아직 \(days)일이 지나지 않았습니다.",
          en: "The last paid order is less than \(days) days old.")
    default: LocalizedText(ko: "마지막 결제일 조건입니다.", en: "The day of the last paid order decides.")
    }
  }

  private static func korean(_ status: MemberStatus) -> String {
    switch status {
    case .active: "정상"
    case .dormant: "휴면"
    case .withdrawn: "탈퇴"
    }
  }

  private static func korean(_ kind: ConsentKind) -> String {
    switch kind {
    case .sms: "문자(SMS) 수신"
    case .email: "이메일 수신"
    case .kakao: "카카오톡 메시지 수신"
    case .push: "앱 푸시 수신"
    case .night: "야간 수신"
    case .thirdParty: "제3자 제공"
    case .marketing: "마케팅 활용"
    }
  }
}
