/// The login form: the people of the sandbox to choose from, and a new one.
struct PeoplePage {
  let request: AuthorizeRequest
  let all: [SandboxUser]
  let problem: String?
  let formToken: String
  let now: SandboxTime

  var content: HTML {
    let creates = request.prompts.contains(.create)
    let title = creates ? "카카오계정 만들기" : request.prompts.contains(.selectAccount) ? "계정 선택" : "카카오계정으로 로그인"
    let warning: HTML = problem.map { "<p class=\"problem\" role=\"alert\">\($0)</p>" } ?? ""
    let hint: HTML = request.loginHint.map { "<p class=\"sub\">입력된 계정: <b>\($0)</b></p>" } ?? ""
    // prompt=create shows the sign-up form first, with the way back to the people below it.
    let parts = creates ? [newPerson(isOpen: true), people] : [people, newPerson(isOpen: problem != nil)]
    return """
      <h1>\(title)</h1>
      <p class="sub">\(request.app.name)</p>\(warning)\(hint)
      \(parts)
      <form method="post" action="/sandbox/login/account">\(LoginPages.hidden(request.query, formToken))
      <button class="quiet" name="action" value="cancel">취소</button></form>
      """
  }

  /// The people, those whom `login_hint` means first.
  private var people: HTML {
    let hinted = all.filter { Self.fits($0, hint: request.loginHint) }
    let others = all.filter { user in !hinted.contains { $0.id == user.id } }
    // More than a page of people is what load tests have; they log in without a browser.
    let buttons = (hinted + others).prefix(100).map { user -> HTML in
      let name = user.nickname.isEmpty ? String(user.id) : user.nickname
      let mail = user.profile.email.map { " · \($0)" } ?? ""
      let age = user.age(at: now).map { " · 만 \($0)세" } ?? ""
      return """
        <button class="person" name="account" value="\(user.account)"><b aria-hidden="true">\(String(name.prefix(1)))</b>\
        <span>\(name)<br><small class="soft">\(user.isLinked ? "연결됨" : "연결 안 됨")\(mail)\(age)</small></span></button>
        """
    }
    guard !buttons.isEmpty else { return "<p class=\"sub\">아직 아무도 없습니다. 아래에서 새 사람을 만드십시오.</p>" }
    return """
      <form method="post" action="/sandbox/login/account">\(LoginPages.hidden(request.query, formToken))
      \(Array(buttons))
      <label><input type="checkbox" name="stay" value="1"> <span>로그인 상태 유지</span></label></form>
      """
  }

  private func newPerson(isOpen: Bool) -> HTML {
    let fields: [(String, String, String)] = [
      ("nickname", "닉네임", "하나"), ("name", "이름", "김하나"), ("email", "이메일", "hana@example.com"),
      ("phone", "전화번호", "010-0000-0001"), ("birthdate", "생년월일", "1990-01-31"),
    ]
    let inputs = fields.map { name, title, example -> HTML in
      """
      <label class="field"><span>\(title)\(name == "nickname" ? " (필수)" : "")</span>\
      <input type="text" name="\(name)" placeholder="\(example)" autocomplete="off" maxlength="60"></label>
      """
    }
    return """
      <details\(isOpen ? " open" as HTML : "")><summary>새 사람 만들기</summary><div>
      <form method="post" action="/sandbox/login/account">\(LoginPages.hidden(request.query, formToken))
      \(inputs)<button class="main" name="action" value="create">만들고 로그인</button></form></div></details>
      """
  }

  /// Whether `login_hint`, an e-mail address or a phone number, means the person.
  static func fits(_ user: SandboxUser, hint: String?) -> Bool {
    guard let hint, !hint.isEmpty else { return false }
    if let email = user.profile.email {
      if email.lowercased() == hint.lowercased() { return true }
      // The id of a Kakao mail address is written without its domain.
      if email.lowercased().hasPrefix(hint.lowercased() + "@kakao.com") { return true }
    }
    let digits = hint.filter { $0.isASCII && $0.isNumber }
    guard digits.count >= 9, let phone = user.phone else { return false }
    return phone == digits || phone == "82" + digits.drop { $0 == "0" }
      || digits.hasPrefix("820") && phone == "82" + digits.dropFirst(3)
  }
}
