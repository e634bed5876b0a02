import ShopModel

/// What only shows when the process's file and a shop's are seen together: logins that can not begin, or not safely.
struct LoginCheck {
  let publicURL: WebURL?
  let findings: FindingCollector

  func check(_ shop: ShopConfiguration) {
    guard let login = shop.login else { return }
    func report(_ problem: ConfigurationProblem, _ key: String) {
      findings.add(problem, file: shop.file, position: nil, key: key)
    }
    if shop.kakao?.restAPIKey == nil { report(.loginWithoutRESTKey, "kakao.rest_api_key") }
    if shop.kakao?.adminKey == nil { report(.loginWithoutAdminKey, "kakao.admin_key") }
    guard let publicURL else {
      report(.loginWithoutPublicURL, "login")
      return
    }
    if publicURL.scheme != "https" { report(.loginOverHTTP, "login") }
    // Cookies are without Domain: a session at one host is not seen at another.
    if login.sessions, !login.returnURLs.contains(where: { $0.host == publicURL.host }) {
      report(.sessionsElsewhere(publicURL.host), "login.sessions")
    }
  }
}

extension ConfigurationProblem {
  static let loginWithoutPublicURL = Self(
    .warning, "login-without-public-url", ko: "naru.yaml에 public_url이 없어 로그인을 시작할 수 없습니다",
    en: "no login can begin, because naru.yaml has no public_url",
    fixKo: "브라우저가 Naru에 닿는 https 주소를 public_url에 쓰십시오", fixEn: "write the https address at which browsers reach Naru")
  static let loginOverHTTP = Self(
    .note, "login-over-http", ko: "public_url이 http이므로 로그인 쿠키에 Secure와 __Host-가 없습니다",
    en: "public_url is http, so cookies of logins are without Secure and __Host-",
    fixKo: "개발용으로만 쓰십시오", fixEn: "for development only")
  static let loginWithoutRESTKey = Self(
    .warning, "login-without-rest-key", ko: "kakao.rest_api_key가 없어 로그인을 시작할 수 없습니다",
    en: "no login can begin without kakao.rest_api_key",
    fixKo: "앱의 REST API 키를 지정하십시오", fixEn: "set the app's REST API key")
  static let loginWithoutAdminKey = Self(
    .warning, "login-without-admin-key", ko: "kakao.admin_key가 없어 연결 해제와 삭제를 카카오에 알릴 수 없습니다",
    en: "without kakao.admin_key Kakao can not be told to unlink, and nobody can be erased there",
    fixKo: "어드민 키를 지정하십시오", fixEn: "set an admin key")
  static func sessionsElsewhere(_ host: String) -> Self {
    Self(
      .warning, "sessions-on-another-host", ko: "세션 쿠키는 \(host)에만 보내지므로 쇼핑몰 사이트에서는 보이지 않습니다",
      en: "session cookies go to \(host) alone, and are not seen at the shop's own site",
      fixKo: "쇼핑몰과 같은 호스트에서 Naru에 닿게 하거나, sessions를 끄고 hand-off로 쇼핑몰의 세션을 만드십시오",
      fixEn:
        "serve Naru under the shop's own host, or switch sessions off and make the shop's session from the hand-off")
  }
}
