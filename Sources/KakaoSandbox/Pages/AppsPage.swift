/// `/sandbox/apps`: what the developer console holds for each app.
struct AppsPage {
  let state: SandboxState

  var content: HTML {
    """
    <h1>앱과 설정</h1>
    <p class="sub">개발자 콘솔의 설정입니다. 바꾸기는 <code>POST /sandbox/api/apps/{id}</code></p>
    \(HTML(joining: state.apps.map(app)))
    """
  }

  private func app(_ app: SandboxApp) -> HTML {
    func flag(_ value: Bool) -> String { value ? "켜짐" : "꺼짐" }
    let hooks = app.webhooks
    let pairs: [(String, String)] = [
      ("앱 ID", String(app.id)), ("카카오 로그인", flag(app.login.isOn)), ("OpenID Connect", flag(app.login.isOpenIDOn)),
      ("카카오싱크", flag(app.login.isSyncOn)), ("자동 연결", flag(app.login.linksAutomatically)),
      ("연령 제한", app.login.ageLimit.map { "\($0)세" } ?? "없음"), ("고객 파일", flag(app.customerFiles)),
      ("이용 제한", app.isSuspended ? "제한됨" : "없음"),
      ("채널", app.channels.isEmpty ? "–" : app.channels.map { state.channelName($0) }.joined(separator: ", ")),
      ("사용자 프로퍼티", app.propertyKeys.isEmpty ? "–" : app.propertyKeys.joined(separator: ", ")),
      ("메시지 링크 도메인", app.linkDomains.isEmpty ? "검사 안 함" : app.linkDomains.joined(separator: ", ")),
      ("연결 해제 웹훅", hooks.unlinkURL.map { "\(hooks.unlinkMethod.rawValue) \($0)" } ?? "없음"),
      ("채널 웹훅", hooks.channelURL ?? "없음"), ("계정 상태 웹훅", hooks.accountURL ?? "없음"),
    ]
    let rows = pairs.map { "<div><dt>\($0)</dt><dd>\($1)</dd></div>" as HTML }
    let items = app.login.items.map { item -> HTML in
      let level = item.level == .required ? "필수" : item.level == .optional ? "선택" : "사용 안 함"
      return """
        <tr><td data-label="동의항목">\(item.displayName)</td><td data-label="ID"><code>\(item.id)</code></td>
        <td data-label="구분">\(level)</td></tr>
        """
    }
    let terms = app.login.terms.map { term -> HTML in
      """
      <tr><td data-label="약관">\(term.title.isEmpty ? term.tag : term.title)</td>
      <td data-label="태그"><code>\(term.tag)</code></td>
      <td data-label="구분">\(term.isRequired ? "필수" : "선택")</td></tr>
      """
    }
    let termTable: HTML =
      terms.isEmpty
      ? "<div class=\"box\"><p class=\"none\">등록된 약관이 없습니다.</p></div>"
      : """
      <div class="box"><table class="stack"><thead><tr><th>약관</th><th>태그</th><th>구분</th></tr></thead>
      <tbody>\(terms)</tbody></table></div>
      """
    return """
      <h2>\(app.name)</h2><dl class="box pairs">\(rows)</dl>
      <h3>동의항목</h3><div class="box"><table class="stack"><thead><tr><th>동의항목</th><th>ID</th><th>구분</th></tr></thead>
      <tbody>\(items)</tbody></table></div>
      <h3>서비스 약관</h3>\(termTable)
      """
  }
}
