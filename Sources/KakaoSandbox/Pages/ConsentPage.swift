/// The consent screen.
struct ConsentPage {
  let request: AuthorizeRequest
  let user: SandboxUser
  let sheet: ConsentSheet
  let hasGuardian: Bool
  let problem: String?
  let formToken: String

  var content: HTML {
    let warning: HTML = problem.map { "<p class=\"problem\" role=\"alert\">\($0)</p>" } ?? ""
    let guardian: HTML = hasGuardian ? "<input type=\"hidden\" name=\"guardian\" value=\"1\">" : ""
    return """
      <h1>\(request.app.name)</h1>
      <p class="sub">\(Self.name(user)) 님의 정보를 서비스가 이용하는 데 동의해 주십시오.</p>\(warning)
      <form method="post" action="/sandbox/login/consent">\(LoginPages.hidden(request.query, formToken))\(guardian)
      \(items)\(terms)\(channels)
      <button class="main" name="action" value="all">전체 동의하고 계속하기</button>
      <button class="wide" name="action" value="agree">선택한 항목에 동의하고 계속하기</button>
      <button class="quiet" name="action" value="cancel">취소</button></form>
      """
  }

  private var items: HTML {
    guard !sheet.items.isEmpty else { return "" }
    let boxes = sheet.items.map { item in
      Self.box(
        "scope", item.id, isRequired: item.level == .required, HTML(stringLiteral: HTML.escaped(item.displayName)))
    }
    return "<fieldset><legend>개인정보 및 기능 동의</legend>\(boxes)</fieldset>"
  }

  private var terms: HTML {
    guard !sheet.terms.isEmpty else { return "" }
    let boxes = sheet.terms.map { term in
      let link: HTML = Self.isLink(term.url) ? " <a href=\"\(term.url)\" target=\"_blank\" rel=\"noopener\">보기</a>" : ""
      return Self.box(
        "term", term.tag, isRequired: term.isRequired, "\(term.title) <code class=\"soft\">\(term.tag)</code>\(link)")
    }
    return "<fieldset><legend>서비스 약관</legend>\(boxes)</fieldset>"
  }

  private var channels: HTML {
    guard !sheet.channels.isEmpty else { return "" }
    let boxes = sheet.channels.map { channel in
      let name = channel.name.isEmpty ? channel.publicID : channel.name
      return Self.box(
        "channel", channel.publicID, isRequired: false, "\(name) <code class=\"soft\">\(channel.publicID)</code>")
    }
    return "<fieldset><legend>카카오톡 채널 추가</legend>\(boxes)</fieldset>"
  }

  private static func box(_ name: String, _ value: String, isRequired: Bool, _ title: HTML) -> HTML {
    let mark: HTML = isRequired ? "<em class=\"must\">[필수]</em>" : "<em>[선택]</em>"
    return """
      <label><input type="checkbox" name="\(name)" value="\(value)"> \(mark) <span>\(title)</span></label>
      """
  }

  /// An address that a term leads to comes from a seed and may be anything.
  private static func isLink(_ url: String) -> Bool { url.hasPrefix("https://") || url.hasPrefix("http://") }

  private static func name(_ user: SandboxUser) -> String { user.nickname.isEmpty ? String(user.id) : user.nickname }

  /// What stands before the consent screen for a person under 14.
  static func guardian(_ request: AuthorizeRequest, _ user: SandboxUser, formToken: String) -> HTML {
    """
    <h1>보호자 동의</h1>
    <p class="sub">\(name(user)) 님은 만 14세 미만이어서 \(request.app.name)에 가입하려면 보호자의 동의가 필요합니다.</p>
    <form method="post" action="/sandbox/login/guardian">\(LoginPages.hidden(request.query, formToken))
    <button class="main" name="action" value="agree">보호자가 동의함</button>
    <button class="wide" name="action" value="refuse">보호자가 동의하지 않음</button>
    <button class="quiet" name="action" value="cancel">취소</button></form>
    """
  }
}
