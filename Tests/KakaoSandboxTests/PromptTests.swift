import Testing

@testable import KakaoSandbox

@Suite struct PromptTests {
  /// A browser in which somebody is logged in and has agreed to everything.
  private func known(_ bench: Bench, agent: String = "") async throws -> TestBrowser {
    let browser = TestBrowser(bench, agent: agent)
    try await browser.open(Login.query(["prompt": "select_account"]))
    try await browser.submit("account", ["account": String(Login.hana)])
    try await browser.submit("consent", ["action": "all"])
    return browser
  }

  @Test(
    "login, select_account and create ask who it is although the browser knows",
    arguments: [
      ("login", "카카오계정으로 로그인"), ("select_account", "계정 선택"), ("create", "카카오계정 만들기"),
      ("login,create", "카카오계정 만들기"), ("login select_account", "계정 선택"),
    ])
  func asksAgain(prompt: String, title: String) async throws {
    let bench = try Bench.login()
    let browser = try await known(bench)
    #expect(try await browser.open(Login.query()).back["code"] != nil)
    let page = try await browser.open(Login.query(["prompt": prompt]))
    #expect(page.text.contains("<h1>\(title)</h1>"))
    // Choosing ends it: no loop.
    #expect(try await browser.submit("account", ["account": String(Login.hana)]).back["code"] != nil)
  }

  @Test("a new person is made on the page, and what is no name, mail, phone or date is said")
  func create() async throws {
    let bench = try Bench.login()
    let browser = TestBrowser(bench)
    try await browser.open(Login.query(["prompt": "create"]))
    for (fields, problem) in [
      (["action": "create"], "닉네임은"), (["action": "create", "nickname": "새", "email": "mail"], "이메일 형식"),
      (["action": "create", "nickname": "새", "phone": "12"], "전화번호 형식"),
      (["action": "create", "nickname": "새", "birthdate": "2001-02-30"], "생년월일은"),
    ] as [(KeyValuePairs<String, String>, String)] {
      #expect(try await browser.submit("account", fields).text.contains(problem))
    }
    let consent = try await browser.submit(
      "account",
      [
        "action": "create", "nickname": "<b>", "email": "new@example.com", "phone": "010-0000-0077",
        "birthdate": "2001-02-03",
      ])
    #expect(consent.text.contains("&lt;b&gt; 님의"))
    #expect(try await browser.submit("consent", ["action": "all"]).back["code"] != nil)
    let user = try #require(bench.sandbox.users.first { $0.nickname == "<b>" })
    #expect(user.phone == "821000000077" && user.profile.birthyear == "2001" && user.profile.birthday == "0203")
    #expect(user.isLinked)
  }

  @Test(
    "login_hint puts the person first and is shown",
    arguments: ["saebom@example.com", "SAEBOM@example.com", "+82 10-0000-0005", "+82 010-0000-0005", "01000000005"])
  func loginHint(hint: String) async throws {
    let bench = try Bench.login()
    let page = try await TestBrowser(bench).open(Login.query(["login_hint": hint]))
    #expect(page.text.contains("입력된 계정"))
    let first = try #require(page.text.range(of: "class=\"person\""))
    #expect(page.text[first.upperBound...].hasPrefix(" name=\"account\" value=\"\(Login.saebom)\""))
  }

  @Test("a browser is forgotten after a day, and after a month where it was to stay logged in")
  func sessions() async throws {
    let bench = try Bench.login()
    let browser = try await known(bench)
    bench.time.advance(86_399)
    #expect(try await browser.open(Login.query()).back["code"] != nil)
    bench.time.advance(1)
    #expect(try await browser.open(Login.query()).status == 200)
    try await browser.submit("account", ["stay": "1", "account": String(Login.hana)])
    try bench.sandbox.advanceClock(by: 2_591_999)
    #expect(try await browser.open(Login.query()).back["code"] != nil)
    try bench.sandbox.advanceClock(by: 1)
    #expect(try await browser.open(Login.query()).status == 200)
  }

  @Test("inside KakaoTalk the person is known and only consents", arguments: [Login.talk, "kakaotalk 9.1"])
  func insideTalk(agent: String) async throws {
    let bench = try Bench.login()
    let browser = TestBrowser(bench, agent: agent)
    // The first person of the app, by id.
    #expect(try await browser.open(Login.query()).text.contains("세찬 님의"))
    bench.sandbox.setTalk(account: String(Login.saebom))
    #expect(try await browser.open(Login.query()).text.contains("새봄 님의"))
    #expect(try await browser.submit("consent", ["action": "all"]).back["code"] != nil)
    #expect(try await browser.open(Login.query()).back["code"] != nil)
    bench.sandbox.setTalk(isSignedIn: false)
    let other = TestBrowser(bench, agent: agent)
    #expect(try await other.open(Login.query()).text.contains("카카오계정으로 로그인"))
  }

  @Test("prompt=login inside KakaoTalk is refused, or let through where settings say so")
  func loginInTalk() async throws {
    let bench = try Bench.login()
    #expect(
      try await bench.authorize(Login.query(["prompt": "login"]), agent: Login.talk).back["error"] == "invalid_request")
    var settings = SandboxSettings()
    settings.refusesPromptLoginInTalk = false
    let lenient = try Bench.login(settings)
    #expect(try await lenient.authorize(Login.query(["prompt": "login"]), agent: Login.talk).status == 200)
    #expect(!lenient.hints.isEmpty)
  }

  @Test("the silent login brings a code to who has agreed, and consent_required to who has not")
  func silent() async throws {
    let bench = try Bench.login()
    bench.sandbox.setTalk(account: String(Login.saebom))
    let query = Login.query(["prompt": "none"])
    let first = try await bench.authorize(query, agent: Login.talk)
    #expect(
      first.back == [
        "error": "consent_required", "error_description": "user consent required.", "state": "s t&1",
      ])
    _ = try bench.code(as: Login.saebom)
    let second = try await bench.authorize(query, agent: Login.talk)
    #expect(second.status == 302 && second.back["code"] != nil)
    try bench.sandbox.updateApp { $0.login.items[9].level = .optional }
    let more = try await bench.authorize(Login.query(["prompt": "none", "scope": "account_ci"]), agent: Login.talk)
    #expect(more.back["error"] == "consent_required")
    bench.sandbox.setTalk(isSignedIn: false)
    #expect(try await bench.authorize(query, agent: Login.talk).back["error"] == "login_required")
    bench.sandbox.setTalk(account: String(Login.saebom), silentError: "interaction_required")
    #expect(try await bench.authorize(query, agent: Login.talk).back["error"] == "interaction_required")
  }

  @Test("a silent login that would need a further step is interaction_required")
  func silentAge() async throws {
    let bench = try Bench.login(app: ["login": ["age_limit": 40]])
    bench.sandbox.setTalk(account: String(Login.saebom))
    let answer = try await bench.authorize(Login.query(["prompt": "none"]), agent: Login.talk)
    #expect(answer.back["error"] == "interaction_required")
  }

  @Test("a silent login outside KakaoTalk is answered as the settings say")
  func outsideTalk() async throws {
    let query = Login.query(["prompt": "none"])
    let bench = try Bench.login()
    #expect(try await (try await known(bench)).open(query).back["error"] == "login_required")
    var settings = SandboxSettings()
    settings.silentOutsideTalk = .consentRequired
    #expect(try await Bench.login(settings).authorize(query).back["error"] == "consent_required")
    settings.silentOutsideTalk = .browserSession
    let session = try Bench.login(settings)
    #expect(try await session.authorize(query).back["error"] == "login_required")
    #expect(try await (try await known(session)).open(query).back["code"] != nil)
  }

  @Test("a form without the browser's token, with another's, or from another site does nothing")
  func forgedForms() async throws {
    let bench = try Bench.login()
    let victim = try await known(bench)
    try bench.sandbox.updateApp { $0.login.items[9].level = .required }
    try await victim.open(Login.query(["scope": "account_ci"]))
    let query = victim.hidden("query")
    let other = TestBrowser(bench)
    try await other.open(Login.query())
    for token in ["", "x", other.hidden("form")] {
      let answer = try await victim.send("consent", [("form", token), ("query", query), ("action", "all")])
      #expect(answer.status == 403 && answer.location == nil)
    }
    let foreign = SandboxRequest(
      method: "POST", path: "/sandbox/login/consent", headers: ["sec-fetch-site": "cross-site"])
    #expect(try await bench.send(foreign).status == 403)
    #expect(bench.sandbox.users.first { $0.id == Login.hana }?.scopes.contains("account_ci") == false)
  }

  @Test("what a form says is checked as an address is")
  func hostileForms() async throws {
    let bench = try Bench.login()
    let browser = try await known(bench)
    try await browser.open(Login.query(["prompt": "select_account"]))
    let token = browser.hidden("form")
    let evil = Login.query(["redirect_uri": "https://evil.example.com/"])
    #expect(
      try await browser.send("account", [("form", token), ("query", evil), ("account", String(Login.hana))])
        .text.contains("KOE006"))
    #expect(
      try await browser.send("account", [("form", token), ("query", Login.query()), ("account", "nobody")])
        .text.contains("그런 계정이 없습니다"))
    #expect(try await browser.send("nothing", [("form", token), ("query", Login.query())]).status == 403)
    let script = "\"><script>alert(1)</script>"
    let page = try await browser.send("account", [("form", ""), ("query", script)])
    #expect(!page.text.contains("<script>"))
    for name in ["login_hint", "state", "nonce"] {
      let text = try await bench.authorize(Login.query([name: script])).text
      #expect(!text.contains("<script>"))
    }
  }

  @Test("logout ends the Kakao session if the person chooses so, and only goes to a registered address")
  func logout() async throws {
    let bench = try Bench.login()
    let browser = try await known(bench)
    let query = Login.form([
      ("client_id", Login.client), ("logout_redirect_uri", "http://127.0.0.1:8080/logout"), ("state", "z"),
    ])
    #expect(try await browser.open(query, path: "/oauth/logout").text.contains("카카오계정과 함께 로그아웃"))
    let kept = try await browser.submit("logout", ["action": "service"])
    #expect(kept.location == "http://127.0.0.1:8080/logout?state=z")
    #expect(try await browser.open(Login.query()).back["code"] != nil)
    try await browser.open(query, path: "/oauth/logout")
    #expect(try await browser.submit("logout", ["action": "account"]).status == 302)
    #expect(try await browser.open(Login.query()).status == 200)
    // Nobody is logged in: nothing to ask.
    #expect(try await TestBrowser(bench).open(query, path: "/oauth/logout").status == 302)
    for (wrong, code) in [
      ([("client_id", Login.client), ("logout_redirect_uri", "http://127.0.0.1:8080/callback")], "KOE007"),
      ([("client_id", "x"), ("logout_redirect_uri", "http://127.0.0.1:8080/logout")], "KOE101"),
      ([("client_id", Login.client)], "KOE207"),
    ] {
      let answer = try await browser.open(Login.form(wrong), path: "/oauth/logout")
      #expect(answer.text.contains(code) && answer.location == nil)
    }
  }
}
