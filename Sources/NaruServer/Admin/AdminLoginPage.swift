import CommonValues
import HTTPTypes
import Hummingbird

/// Where the operator enters the token.
struct AdminLoginPage: Sendable {
  /// Why a login did not come about.
  enum Failure: Sendable, Hashable {
    case wrong
    case foreign
    case tooSoon(seconds: Int)
  }

  var next: String
  var failure: Failure?

  /// A path of these pages, else the first of them.
  static func checked(next: String?) -> String {
    guard let next, next.utf8.count <= 256, next == "/admin" || next.hasPrefix("/admin/shops/"),
      next.utf8.allSatisfy({ byte in
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || [0x2D, 0x2F, 0x5F].contains(byte)
      })
    else { return "/admin" }
    return next
  }

  func response(_ language: Language) -> Response {
    let t = AdminWords(language: language)
    let body: HTML = """
      <div class="login box pad">
      <h1>\(t("운영자 로그인", "Operator's login"))</h1>
      <p class="sub">\(t("naru.yaml의 admin.token에 지정한 토큰을 넣으십시오.", "Enter the token that admin.token in naru.yaml names."))</p>
      \(alert(t))
      <form method="post" action="/admin/login">
      <input type="hidden" name="next" value="\(next)">
      <label>\(t("토큰", "Token"))
      <input type="password" name="token" required autofocus autocomplete="current-password" spellcheck="false"></label>
      <button class="main">\(t("로그인", "Log in"))</button>
      </form>
      </div>
      """
    var page = AdminPage(t("로그인", "Log in"), body: body)
    switch failure {
    case nil: break
    case .wrong, .foreign: page.status = .forbidden
    case .tooSoon: page.status = .tooManyRequests
    }
    var response = page.response(t, session: nil, path: "/admin/login")
    if case .tooSoon(let seconds) = failure { response.headers[.retryAfter] = String(seconds) }
    return response
  }

  private func alert(_ t: AdminWords) -> HTML {
    let text: String
    switch failure {
    case nil: return ""
    case .wrong: text = t("토큰이 맞지 않습니다.", "That is not the token.")
    case .foreign:
      text = t("다른 사이트에서 보낸 로그인이어서 받지 않았습니다.", "The login was sent by another site, and was not looked at.")
    case .tooSoon(let seconds):
      text = t(
        "잘못된 토큰이 여러 번 들어와 잠시 막았습니다. \(seconds)초 뒤에 다시 하십시오.",
        "Too many wrong tokens. Try again in \(seconds) s.")
    }
    return "<p class=\"banner bad\" role=\"alert\">\(text)</p>"
  }
}
