import CommonValues
import HTTPTypes
import Hummingbird
import Naru

/// The pages of a shop, in the order of its menu.
enum AdminTab: String, Sendable, CaseIterable {
  case state = ""
  case files = "/files"
  case runs = "/runs"
  case member = "/member"
  case quarantine = "/quarantine"
  case inbox = "/inbox"

  func name(_ t: AdminWords) -> String {
    switch self {
    case .state: t("현황", "State")
    case .files: t("고객 파일", "Customer files")
    case .runs: t("실행 기록", "Runs")
    case .member: t("회원 찾기", "Find a member")
    case .quarantine: t("격리", "Quarantine")
    case .inbox: t("받은 알림", "Inbox")
    }
  }

  func path(of shop: ShopConfiguration) -> String { "/admin/shops/\(shop.id)" + rawValue }
}

/// A page for the operator: one column on a phone, no script, nothing from elsewhere.
struct AdminPage: Sendable {
  var title: String
  var body: HTML
  var shop: ShopConfiguration?
  var tab: AdminTab?
  var status = HTTPResponse.Status.ok

  init(_ title: String, shop: ShopConfiguration? = nil, tab: AdminTab? = nil, body: HTML) {
    self.title = title
    self.shop = shop
    self.tab = tab
    self.body = body
  }

  /// The page as an answer. It is stored by nobody, framed by nobody, and loads and runs nothing.
  ///
  /// - Parameters:
  ///   - session: whose page it is; nil: nobody is logged in.
  ///   - path: where the switch of languages leads.
  func response(_ t: AdminWords, session: AdminSession?, path: String) -> Response {
    let nonce =
      String(UInt64.random(in: .min ... .max), radix: 36) + String(UInt64.random(in: .min ... .max), radix: 36)
    let html: HTML = """
      <!doctype html>
      <html lang="\(t.language.rawValue)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="robots" content="noindex">
      <title>\(title) · Naru</title>
      <style nonce="\(nonce)">\(AdminStyle.text)</style>
      </head>
      <body>
      <a class="skip" href="#main">\(t("본문으로 가기", "Skip to the content"))</a>
      \(header(t, session, path))
      <main id="main">\(tabs(t))\(body)</main>
      </body>
      </html>
      """
    var headers = HTTPFields()
    headers[.contentType] = "text/html; charset=utf-8"
    headers[.contentLanguage] = t.language.rawValue
    headers[.cacheControl] = "no-store"
    headers[.contentSecurityPolicy] =
      "default-src 'none'; style-src 'nonce-\(nonce)'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    // With no-referrer browsers would name no origin where they post a form.
    headers[.referrerPolicy] = "same-origin"
    headers[.named("X-Frame-Options")] = "DENY"
    headers[.named("Cross-Origin-Opener-Policy")] = "same-origin"
    headers[.named("Cross-Origin-Resource-Policy")] = "same-origin"
    return Response(status: status, headers: headers, body: .init(byteBuffer: .init(string: html.text)))
  }

  private func header(_ t: AdminWords, _ session: AdminSession?, _ path: String) -> HTML {
    let other: Language = t.language == .korean ? .english : .korean
    let name = other == .korean ? "한국어" : "English"
    let logout: HTML =
      session.map { session in
        """
        <form method="post" action="/admin/logout"><input type="hidden" name="form" value="\(session.formToken)">
        <button class="plain">\(t("로그아웃", "Log out"))</button></form>
        """
      } ?? ""
    return """
      <header><div class="bar"><a class="brand" href="/admin">\(AdminStyle.bubble) <b>Naru</b> \(t("운영", "Operations"))</a>
      <nav class="tools" aria-label="\(t("도구", "Tools"))">
      <a lang="\(other.rawValue)" hreflang="\(other.rawValue)" href="\(path)?lang=\(other.rawValue)">\(name)</a>\(logout)
      </nav></div></header>
      """
  }

  private func tabs(_ t: AdminWords) -> HTML {
    guard let shop else { return "" }
    let links: [HTML] = AdminTab.allCases.map { entry in
      let current: HTML = entry == tab ? " aria-current=\"page\"" : ""
      return "<a href=\"\(entry.path(of: shop))\"\(current)>\(entry.name(t))</a>"
    }
    return """
      <p class="path"><a href="/admin">\(t("쇼핑몰", "Shops"))</a> › <bdi>\(shop.name)</bdi></p>
      <nav class="tabs" aria-label="\(t("쇼핑몰 메뉴", "The shop's pages"))">\(links)</nav>
      """
  }
}

extension HTTPField.Name {
  /// A field that the library does not know; every name given here is a valid token, so that the second part never comes to be.
  fileprivate static func named(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .cacheControl }
}
