/// The pages of a login, as a person sees them on a phone: who is it, a guardian's consent, the consent screen, the
/// logout question, and Kakao's error page.
struct LoginPages {
  let nonce: UInt64
  let now: SandboxTime
  let errorStatus: Int

  /// - Parameter formToken: what the forms of the page carry, so that no other page can send them.
  func response(_ outcome: LoginOutcome, formToken: String) -> SandboxResponse {
    switch outcome {
    case .redirect(let address):
      return SandboxResponse(
        status: 302, headers: ["location": address, "cache-control": "no-store", "referrer-policy": "no-referrer"])
    case .page(.failure(let failure)): return self.failure(failure)
    case .page(.people(let request, let people, let problem)):
      return page(
        "로그인", PeoplePage(request: request, all: people, problem: problem, formToken: formToken, now: now).content)
    case .page(.guardian(let request, let user)):
      return page("보호자 동의", ConsentPage.guardian(request, user, formToken: formToken))
    case .page(.consent(let request, let user, let sheet, let hasGuardian, let problem)):
      return page(
        "동의하기",
        ConsentPage(
          request: request, user: user, sheet: sheet, hasGuardian: hasGuardian, problem: problem, formToken: formToken
        ).content)
    case .page(.logout(let query, let user)):
      return page("로그아웃", Self.logout(query: query, user, formToken: formToken))
    }
  }

  func response(_ refusal: AuthorizeRefusal) -> SandboxResponse {
    switch refusal {
    case .page(let failure): return self.failure(failure)
    case .redirect(let target, let error, let description, _):
      return response(
        .redirect(target.address(["error": error, "error_description": description])), formToken: "")
    }
  }

  /// A form that is too old, or that another page sent.
  func expired(_ query: String) -> SandboxResponse {
    let again: HTML =
      query.isEmpty ? "" : "<p><a class=\"go\" href=\"/oauth/authorize?\(query)\">처음부터 다시 하기</a></p>"
    return page(
      "다시 시도", "<h1>화면이 오래되었습니다</h1><p class=\"sub\">로그인 화면이 만료되었거나 다른 탭에서 로그인했습니다.</p>\(again)",
      status: 403)
  }

  private func failure(_ failure: KOEFailure) -> SandboxResponse {
    let content: HTML = """
      <h1>로그인할 수 없습니다</h1>
      <p class="sub">서비스 설정에 문제가 있어 카카오 로그인을 진행할 수 없습니다. 서비스 담당자에게 알려 주십시오.</p>
      <p class="koe"><b>\(failure.code ?? "")</b> \(failure.description)</p>
      <div class="hint"><b>개발자에게</b> \(failure.remark.ko)<br><span class="soft">\(failure.remark.en)</span></div>
      """
    return page("오류", content, status: errorStatus)
  }

  private static func logout(query: String, _ user: SandboxUser?, formToken: String) -> HTML {
    """
    <h1>로그아웃</h1>
    <p class="sub">\(user.map { $0.nickname.isEmpty ? String($0.id) : $0.nickname } ?? "") 님, 카카오계정에서도 로그아웃하시겠습니까?</p>
    <form method="post" action="/sandbox/login/logout">\(hidden(query, formToken))
    <button class="main" name="action" value="account">카카오계정과 함께 로그아웃</button>
    <button class="wide" name="action" value="service">이 서비스만 로그아웃</button></form>
    """
  }

  /// The fields that every form of the login carries.
  static func hidden(_ query: String, _ formToken: String) -> HTML {
    """
    <input type="hidden" name="form" value="\(formToken)"><input type="hidden" name="query" value="\(query)">
    """
  }

  private func page(_ title: String, _ content: HTML, status: Int = 200) -> SandboxResponse {
    PageFrame.response(
      title: title,
      body: """
        <main class="login"><p class="mark"><b>kakao</b> <span class="tag">샌드박스</span></p>\(content)</main>
        <footer class="login">로컬 개발용 가상 카카오입니다. 실제 카카오계정이 아닙니다.</footer>
        """,
      nonce: nonce, status: status, style: Stylesheet.text + Self.style, formsLeadAway: true)
  }

  private static let style: HTML = """
    .login form > button.main { margin-top: 18px; } footer.login { margin: 16px auto 0; }
    main.login { max-width: 480px; margin: 24px auto; padding: 28px 24px 32px; background: var(--card);
      border: 1px solid var(--line); border-radius: 16px; } footer.login { max-width: 480px; text-align: center; }
    .mark { margin: 0 0 22px; font-size: 20px; } .login h1 { margin-bottom: 8px; }
    .login button { display: block; width: 100%; padding: 13px 16px; margin: 8px 0; border-radius: 10px; }
    .login button.main, .login a.go { background: var(--mark); border-color: var(--mark); color: var(--on-mark);
      font-weight: 700; } .login a.go { display: block; text-align: center; padding: 13px; border-radius: 10px; }
    .login button.person { display: flex; gap: 12px; align-items: center; text-align: left; }
    .login button.person b { flex: none; width: 36px; height: 36px; border-radius: 14px; background: var(--mark);
      color: var(--on-mark); text-align: center; line-height: 36px; } .login button.person span { min-width: 0; }
    .login button.quiet { border: 0; background: none; color: var(--soft); }
    .login label { display: flex; gap: 10px; padding: 9px 0; align-items: flex-start; }
    .login label input[type=checkbox] { width: 19px; height: 19px; margin: 2px 0 0; flex: none; accent-color: #191600; }
    .login label em { font-style: normal; color: var(--soft); flex: none; } .login label em.must { color: var(--bad); }
    .login fieldset { border: 0; border-top: 1px solid var(--line); margin: 14px 0 0; padding: 12px 0 0; }
    .login legend { float: left; width: 100%; font-weight: 700; padding: 0; margin: 0 0 4px; } .login legend + * { clear: both; }
    .login input[type=text] { font: inherit; width: 100%; padding: 10px 12px; border: 1px solid var(--line);
      border-radius: 8px; background: var(--bg); color: var(--ink); } .login .field { display: block; padding: 6px 0; }
    .login .field span { display: block; font-size: 13px; color: var(--soft); margin-bottom: 3px; }
    .problem { background: var(--bad-bg); border-radius: 10px; padding: 10px 14px; margin: 0 0 14px; }
    .hint { background: var(--hint-bg); border-radius: 10px; padding: 12px 14px; font-size: 13px; }
    .koe { font-size: 16px; } .login code { font-size: 12px; }
    @media (max-width: 520px) { main.login { margin: 0; border: 0; border-radius: 0; min-height: 80vh; padding: 24px 18px; } }
    """
}
