/// `/sandbox/people`: everybody, with what they can do by a click.
struct PeopleListPage {
  let state: SandboxState
  let page: Int
  let reveals: Bool

  static let perPage = 50

  var content: HTML {
    let all = state.sortedUsers
    let pages = (all.count + Self.perPage - 1) / Self.perPage
    let page = min(page, max(pages, 1))
    let shown = all.dropFirst((page - 1) * Self.perPage).prefix(Self.perPage)
    let list: HTML =
      shown.isEmpty
      ? "<div class=\"box\"><p class=\"none\">등록된 사람이 없습니다. 아래에서 추가하십시오.</p></div>"
      : table(Array(shown))
    return """
      <h1>사람</h1>
      <p class="sub">버튼은 그 사람이 직접 한 일로 처리되어 웹훅이 나갑니다.</p>
      <div class="tools">\(PageParts.paging("/sandbox/people", page: page, of: pages, reveals: reveals))\
      \(PageParts.revealing("/sandbox/people", page: page, reveals: reveals))</div>
      \(list)
      <h2>사람 추가</h2>\(form)
      """
  }

  private func table(_ users: [SandboxUser]) -> HTML {
    let rows = users.map { user -> HTML in
      let path = PersonPage.path(user)
      let name = user.nickname.isEmpty ? "(이름 없음)" : reveals ? user.nickname : Masking.name(user.nickname)
      let phone = user.phone.map { reveals ? $0 : Masking.digits($0) } ?? "–"
      let id = reveals ? String(user.id) : Masking.digits(String(user.id))
      let actions = PersonActions(state: state, user: user, back: "list")
      return """
        <tr><td data-label="이름"><span><a href="\(path)">\(name)</a><br><small class="soft nw">\(id)</small></span></td>
        <td data-label="전화번호" class="nw">\(phone)</td>
        <td data-label="앱">\(state.app(user.app)?.name ?? String(user.app))</td>
        <td data-label="상태">\(PersonPage.status(user))</td>
        <td data-label="채널"><span>\(relations(user))</span></td>
        <td data-label="동작"><div class="acts">\(actions.channels)\(actions.link)\(actions.delete)</div></td></tr>
        """
    }
    return """
      <div class="box"><table class="stack"><thead><tr><th>이름</th><th>전화번호</th><th>앱</th><th>상태</th><th>채널</th>
      <th>동작</th></tr></thead><tbody>\(rows)</tbody></table></div>
      """
  }

  private func relations(_ user: SandboxUser) -> HTML {
    let channels = state.app(user.app)?.channels ?? []
    guard !channels.isEmpty else { return "–" }
    return HTML(joining: channels.map { PersonPage.relation(user.relations[$0]?.state ?? .none) })
  }

  private var form: HTML {
    let apps = state.apps.map { app -> HTML in "<option value=\"\(app.id)\">\(app.name) (\(app.id))</option>" }
    return """
      <form method="post" action="/sandbox/people" class="box fields">
      <label>닉네임<input name="nickname" required maxlength="50" autocomplete="off"></label>
      <label>전화번호<input name="phone" inputmode="numeric" pattern="82[0-9]{8,11}" placeholder="8210…" autocomplete="off"></label>
      <label>이메일<input name="email" type="email" placeholder="name@example.com" autocomplete="off"></label>
      <label>나이<input name="age" type="number" min="1" max="150" placeholder="30"></label>
      <label>앱<select name="app">\(apps)</select></label>
      <label class="check"><input type="checkbox" name="linked" value="1" checked> 앱에 연결된 사람으로</label>
      <button class="main">추가</button></form>
      """
  }
}
