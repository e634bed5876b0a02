import CommonValues
import HTTPTypes
import KakaoSync

extension FailurePage {
  /// The page that a login ended on.
  ///
  /// - Parameter action: where the button of a page that asks leads to.
  init(_ page: LoginPage, shopName: String, action: String) {
    self.shopName = shopName
    title = page.kind.title
    text = page.kind.advice
    reference = page.reference
    wayBack = page.back
    status = HTTPResponse.Status(code: page.kind.status)
    if page.kind == .confirm, let target = page.returnTo {
      confirm = "\(action)?return_to=\(PercentEncoding.encode(target))"
    }
  }
}

extension LoginPage.Kind {
  /// What happened, in one sentence.
  fileprivate var title: LocalizedText { sentence }

  /// What the person can do now.
  fileprivate var advice: LocalizedText {
    switch self {
    case .badReturnAddress:
      LocalizedText(
        ko: "쇼핑몰의 로그인 버튼을 다시 눌러 주세요. 계속 같은 화면이 나오면 아래 번호와 함께 쇼핑몰에 알려 주세요.",
        en: "Use the shop's login button again. If this page comes back, tell the shop the number below.")
    case .unknownAttempt:
      LocalizedText(
        ko: "쇼핑몰로 돌아가 로그인을 다시 시작해 주세요. 브라우저에서 쿠키를 막아 두셨다면 허용해 주세요.",
        en: "Go back to the shop and begin the login again. If your browser blocks cookies, allow them.")
    case .refused:
      LocalizedText(
        ko: "안전을 위해 로그인을 멈췄습니다. 쇼핑몰로 돌아가 다시 시도해 주세요.",
        en: "The login was stopped to keep you safe. Go back to the shop and try again.")
    case .ageLimit:
      LocalizedText(ko: "쇼핑몰의 다른 가입 방법을 이용하시거나 쇼핑몰에 문의해 주세요.", en: "Use another way to sign up, or ask the shop.")
    case .kakaoFailed, .kakaoTooSlow, .unavailable:
      LocalizedText(
        ko: "잠시 뒤에 다시 시도해 주세요. 가입이나 로그인은 이루어지지 않았습니다.",
        en: "Try again in a moment. You were neither signed up nor logged in.")
    case .foreignLogout:
      LocalizedText(
        ko: "로그아웃하지 않았습니다. 로그아웃하시려면 쇼핑몰의 로그아웃 버튼을 눌러 주세요.",
        en: "You were not logged out. To log out, use the shop's own button.")
    case .confirm:
      LocalizedText(
        ko: "다른 사이트에서 로그인 요청이 왔습니다. 직접 누르신 경우에만 계속해 주세요.",
        en: "Another site asked for this login. Go on only if you meant it.")
    }
  }
}
