/// `/sandbox/messages`: KakaoTalk messages sent.
struct MessagesPage {
  let state: SandboxState
  let page: Int
  let reveals: Bool

  static let perPage = 50

  var content: HTML {
    let pages = (state.talk.messages.count + Self.perPage - 1) / Self.perPage
    let page = min(page, max(pages, 1))
    let list = state.talk.newest(offset: (page - 1) * Self.perPage, limit: Self.perPage)
    return """
      <h1>메시지</h1>
      <p class="sub">보낸 메시지 \(PageParts.number(state.talk.lastNumber))건, 새것부터</p>
      <div class="tools">\(PageParts.paging("/sandbox/messages", page: page, of: pages, reveals: reveals))\
      \(PageParts.revealing("/sandbox/messages", page: page, reveals: reveals))</div>
      \(Self.table(state, list, reveals: reveals))
      """
  }

  static func table(_ state: SandboxState, _ messages: [SandboxMessage], reveals: Bool) -> HTML {
    guard !messages.isEmpty else { return "<div class=\"box\"><p class=\"none\">보낸 메시지가 없습니다.</p></div>" }
    func person(_ id: Int64, _ app: Int64) -> HTML {
      guard let user = state.users[SandboxState.UserKey(app: app, id: id)] else { return "–" }
      let name = reveals ? user.nickname : Masking.name(user.nickname)
      return "<a href=\"\(PersonPage.path(user))\">\(name.isEmpty ? "(이름 없음)" : name)</a>"
    }
    return HTML(
      joining: messages.map { message -> HTML in
        let kind =
          switch message.kind {
          case .standard: "기본 템플릿 \(message.objectType ?? "")"
          case .scrap: "스크랩"
          case .custom: "사용자 정의 템플릿"
          }
        let way: HTML =
          message.isMemo
          ? "\(person(message.sender, message.app)) → 나에게"
          : "\(person(message.sender, message.app)) → \(person(message.receiver, message.app))"
        let text = reveals ? message.content : Masking.json(message.content)
        return """
          <details><summary><span class="soft nw">#\(message.number)</span><b>\(kind)</b><span>\(way)</span>\
          <span class="soft nw">\(message.time.seoul)</span></summary><div><pre>\(text)</pre></div></details>
          """
      })
  }
}
