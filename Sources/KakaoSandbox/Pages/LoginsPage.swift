/// `/sandbox/logins`: the clock, who is in KakaoTalk, the signing keys, and what logins have left.
struct LoginsPage {
  let state: SandboxState
  let now: SandboxTime
  let reveals: Bool

  var content: HTML {
    """
    <h1>로그인</h1>
    <p class="sub">카카오 로그인 주소는 <code>/oauth/authorize</code> 입니다.</p>
    <div class="cards">\(PageParts.card("쓰지 않은 인가 코드", PageParts.number(codes)))\
    \(PageParts.card("유효한 액세스 토큰", PageParts.number(tokens)))\
    \(PageParts.card("로그인한 브라우저", PageParts.number(browsers)))\
    \(PageParts.card("서명 키", PageParts.number(state.login.signingKeys.count)))</div>
    <div class="tools"><span class="soft">토큰과 브라우저는 그대로 두고 시계를 옮기면 만료를 볼 수 있습니다.</span>
    <form method="post" action="/sandbox/logins/end"><button>모두 로그아웃</button></form></div>
    <h2>시계</h2><p class="sub">샌드박스 시각 \(now.seoul)\(offset)</p>\(clock)
    <h2>카카오톡</h2><p class="sub">User-Agent에 KAKAOTALK이 있는 브라우저에서 로그인 화면 없이 알려지는 사람입니다.
    \(PageParts.revealing("/sandbox/logins", page: 1, reveals: reveals))</p>\(talk)
    <h2>ID 토큰 서명 키</h2>\(keys)
    """
  }

  private var codes: Int { state.login.codes.values.count { !$0.isSpent && now < $0.expiresAt } }
  private var tokens: Int { state.login.accessTokens.values.count { now < $0.expiresAt } }
  private var browsers: Int { state.login.sessions.values.count { $0.account != nil && now < $0.expiresAt } }

  private var offset: HTML {
    state.clockOffset == 0 ? "" : " <span class=\"tag\">실제보다 \(PageParts.number(Int(state.clockOffset)))초</span>"
  }

  private var clock: HTML {
    let steps: [(String, Int64)] = [("10분", 600), ("6시간", 21_600), ("1일", 86_400), ("30일", 2_592_000)]
    let buttons = steps.map { title, seconds -> HTML in
      "<button name=\"advance\" value=\"\(seconds)\">+\(title)</button> "
    }
    return """
      <form method="post" action="/sandbox/logins/clock">\(buttons)<button name="advance" value="reset">실제 시각으로</button></form>
      """
  }

  private var talk: HTML {
    let current = state.login.isTalkSignedOut ? "-" : state.login.talkAccount ?? ""
    func option(_ value: String, _ title: String) -> HTML {
      value == current
        ? "<option value=\"\(value)\" selected>\(title)</option>" : "<option value=\"\(value)\">\(title)</option>"
    }
    var seen: Set<String> = []
    let people = state.sortedUsers.filter { $0.profile.status == .active && seen.insert($0.account).inserted }
    // More people than fit a list are what load tests have.
    let options =
      [option("", "앱의 첫 번째 사람"), option("-", "로그인하지 않음")]
      + people.prefix(200).map {
        option($0.account, title($0))
      }
    return """
      <form method="post" action="/sandbox/logins/talk"><select name="account" aria-label="카카오톡에 로그인한 사람">\(options)</select>
      <button>바꾸기</button></form>
      """
  }

  private func title(_ user: SandboxUser) -> String {
    let account = reveals ? user.account : Masking.digits(user.account)
    guard !user.nickname.isEmpty else { return account }
    return "\(reveals ? user.nickname : Masking.name(user.nickname)) (\(account))"
  }

  private var keys: HTML {
    let rows = state.login.signingKeys.enumerated().map { index, key -> HTML in
      "<tr><td data-label=\"kid\"><code>\(key.id)</code></td><td data-label=\"상태\">\(index == 0 ? "서명 중" : "확인만")</td></tr>"
    }
    let table: HTML =
      rows.isEmpty
      ? "<div class=\"box\"><p class=\"none\">아직 없습니다. 처음 쓸 때 만듭니다.</p></div>"
      : "<div class=\"box\"><table class=\"stack\"><thead><tr><th>kid</th><th>상태</th></tr></thead><tbody>\(rows)</tbody></table></div>"
    return """
      \(table)<div class="tools"><form method="post" action="/sandbox/logins/keys">\
      <button name="keep" value="1">새 키 만들기</button> <button name="keep" value="0">새 키만 남기기</button></form></div>
      """
  }

  /// What the forms of the page do; `false` when none is of this name.
  static func perform(
    _ action: String, _ form: [String: String], _ state: inout SandboxState
  ) throws(SandboxError) -> Bool {
    switch action {
    case "clock":
      if form["advance"] == "reset" {
        state.clockOffset = 0
      } else if let seconds = form["advance"].flatMap({ Int64($0) }) {
        try state.moveClock(by: seconds)
      } else {
        return false
      }
    case "talk":
      let account = form["account"] ?? ""
      guard account.isEmpty || account == "-" || state.users.values.contains(where: { $0.account == account }) else {
        return false
      }
      state.login.isTalkSignedOut = account == "-"
      state.login.talkAccount = account.isEmpty || account == "-" ? nil : account
    case "keys": try state.rotateSigningKey(keepingOld: form["keep"] != "0")
    case "end": state.endAllLogins()
    default: return false
    }
    return true
  }
}
