import Testing

@testable import KakaoSandbox

@Suite struct AuthorizeTests {
  struct Wrong: Sendable {
    var code: String
    var changes: KeyValuePairs<String, String?>
    var app: JSONValue = [:]
  }

  @Test(
    "what is wrong with the configuration is shown on Kakao's page and never reaches the redirect URI",
    arguments: [
      Wrong(code: "KOE101", changes: ["client_id": "nobody"]),
      Wrong(code: "KOE207", changes: ["client_id": nil]),
      Wrong(code: "KOE008", changes: ["client_id": "sandbox-admin-key"]),
      Wrong(code: "KOE004", changes: [:], app: ["login": ["on": false]]),
      Wrong(code: "KOE006", changes: ["redirect_uri": "https://evil.example.com/"]),
      Wrong(code: "KOE006", changes: ["redirect_uri": Login.callback + "?a=1"]),
      Wrong(code: "KOE207", changes: ["redirect_uri": nil]),
      Wrong(code: "KOE201", changes: ["response_type": "none"]),
      Wrong(code: "KOE202", changes: ["response_type": "token"]),
      Wrong(code: "KOE207", changes: ["response_type": nil]),
      Wrong(code: "KOE205", changes: ["scope": "account_email,account_ci"]),
      Wrong(code: "KOE205", changes: ["scope": "openid"], app: ["login": ["openid": false]]),
      Wrong(code: "KOE102", changes: ["channel_public_id": "_other"]),
      Wrong(code: "KOE102", changes: ["channel_public_id": "_xgTNZs"], app: ["channels": []]),
    ])
  func errorPages(wrong: Wrong) async throws {
    let bench = try Bench.login(app: wrong.app)
    let answer = try await bench.authorize(Login.query(wrong.changes))
    #expect(answer.status == 400)
    #expect(answer.location == nil)
    #expect(answer.text.contains("<b>\(wrong.code)</b>"))
    #expect(answer.text.contains("로그인할 수 없습니다"))
    #expect(!bench.faults.isEmpty)
  }

  @Test("a query that occurs twice or is no text is refused on the page")
  func unreadable() async throws {
    let bench = try Bench.login()
    #expect(try await bench.authorize(Login.query() + "&state=2").text.contains("KOE001"))
    #expect(try await bench.authorize(Login.query() + "&nonce=%ff").text.contains("KOE002"))
    #expect(try await bench.authorize(Login.query() + "&nonce=%4").text.contains("KOE002"))
  }

  @Test("only the team of a test app gets in")
  func testers() async throws {
    let bench = try Bench.login(app: ["login": ["testers": [.string(String(Login.saebom))]]])
    let browser = TestBrowser(bench)
    try await browser.open(Login.query())
    #expect(try await browser.submit("account", ["account": String(Login.hana)]).text.contains("KOE005"))
    try await browser.open(Login.query(["prompt": "select_account"]))
    #expect(try await browser.submit("account", ["account": String(Login.saebom)]).text.contains("동의"))
  }

  @Test(
    "a request that is wrong in itself goes back with invalid_request and the state",
    arguments: [
      ["prompt": "consent"], ["prompt": "none,login"], ["prompt": "cert"],
      ["code_challenge": Login.challenge],
      ["code_challenge": Login.challenge, "code_challenge_method": "plain"],
      ["code_challenge": "short", "code_challenge_method": "S256"],
      ["code_challenge": String(Login.challenge.dropLast()) + "=", "code_challenge_method": "S256"],
      ["code_challenge_method": "S256"], ["foo": "bar"],
    ] as [KeyValuePairs<String, String?>])
  func invalidRequests(changes: KeyValuePairs<String, String?>) async throws {
    let bench = try Bench.login()
    let answer = try await bench.authorize(Login.query(changes))
    #expect(answer.status == 302)
    #expect(answer.location?.hasPrefix(Login.callback + "?error=invalid_request&error_description=") == true)
    #expect(answer.back["state"] == "s t&1")
    #expect(!bench.faults.isEmpty)
  }

  @Test("an app that demands PKCE gets no request without it; unknown parameters pass where settings say so")
  func policies() async throws {
    let bench = try Bench.login(app: ["login": ["pkce": "required"]])
    #expect(try await bench.authorize(Login.query()).back["error"] == "invalid_request")
    var settings = SandboxSettings()
    settings.unknownParameter = .accept
    let lenient = try Bench.login(settings)
    #expect(try await lenient.authorize(Login.query(["foo": "bar"])).status == 200)
    #expect(lenient.hints.contains { $0.contains("foo") })
  }

  @Test("what only Kakao's SDKs send is let through with a hint")
  func internals() async throws {
    let bench = try Bench.login()
    #expect(try await bench.authorize(Login.query(["ka": "sdk/2", "auth_type": "reauthenticate"])).status == 200)
    #expect(bench.hints.count(where: { $0.contains("internal to Kakao's SDKs") }) == 2)
  }

  @Test("a first login asks who it is and for consent, and brings a code with the state")
  func firstLogin() async throws {
    let bench = try Bench.login()
    let browser = TestBrowser(bench)
    let people = try await browser.open(Login.query())
    #expect(people.status == 200)
    #expect(people.text.contains("새봄") && people.text.contains("플라워샵"))
    let policy = try #require(people.response.headers["content-security-policy"])
    #expect(policy.contains("style-src 'nonce-7'") && !policy.contains("form-action"))
    let consent = try await browser.submit("account", ["account": String(Login.saebom)])
    for text in ["닉네임", "카카오계정(이메일)", "이용약관", "혜택 알림 받기", "<code class=\"soft\">marketing</code>", "카카오톡 채널 추가"] {
      #expect(consent.text.contains(text))
    }
    #expect(!consent.text.contains("CI(연계정보)"))
    let back = try await browser.submit(
      "consent",
      [
        "action": "agree", "scope": "profile_nickname", "scope": "account_email", "term": "terms", "term": "privacy",
        "channel": "_xgTNZs",
      ])
    #expect(back.status == 302)
    #expect(back.location?.hasPrefix(Login.callback + "?code=") == true)
    #expect(back.back["state"] == "s t&1")
    let user = try #require(bench.sandbox.users.first { $0.id == Login.saebom })
    #expect(user.isLinked && user.connectedAt == bench.time.now && user.synchedAt == bench.time.now)
    #expect(user.scopes == ["profile_nickname", "account_email"])
    #expect(user.agreements.keys.sorted() == ["privacy", "terms"])
    #expect(user.agreements["terms"] == .init(at: bench.time.now, by: .kauth))
    #expect(user.relations["_xgTNZs"]?.state == .added)

    // From now on the code comes at once, in this browser.
    let again = try await browser.open(Login.query())
    #expect(again.back["code"] != nil && again.back["code"] != back.back["code"])
    #expect(try await TestBrowser(bench).open(Login.query()).status == 200)
  }

  @Test("without what is required the consent screen comes again, and cancel is access_denied")
  func consentRules() async throws {
    let bench = try Bench.login()
    let browser = TestBrowser(bench)
    try await browser.open(Login.query())
    try await browser.submit("account", ["account": String(Login.saebom)])
    let again = try await browser.submit("consent", ["action": "agree", "scope": "account_email", "term": "terms"])
    #expect(again.status == 200)
    #expect(again.text.contains("필수 항목에 동의해야 합니다: 닉네임, 개인정보 수집 및 이용"))
    #expect(bench.sandbox.users.first { $0.id == Login.saebom }?.isLinked == false)
    let cancelled = try await browser.submit("consent", ["action": "cancel"])
    #expect(cancelled.back == ["error": "access_denied", "error_description": "User denied access", "state": "s t&1"])
    #expect(bench.sandbox.users.first { $0.id == Login.saebom }?.isLinked == false)
    try await browser.open(Login.query())
    #expect(try await browser.submit("consent", ["action": "all"]).back["code"] != nil)
    #expect(bench.sandbox.users.first { $0.id == Login.saebom }?.agreements.count == 3)
  }

  @Test("a user from before Sync sees the screen once more, without what was agreed to before")
  func beforeSync() async throws {
    let bench = try Bench.login()
    let browser = TestBrowser(bench)
    try await browser.open(Login.query())
    let consent = try await browser.submit("account", ["account": String(Login.hana)])
    #expect(consent.text.contains("이용약관") && !consent.text.contains("카카오톡 채널 추가 상태 및 내역"))
    // She is a friend of the channel already, so it is not offered.
    #expect(!consent.text.contains("name=\"channel\""))
    try await browser.submit("consent", ["action": "all"])
    let plain = try Bench.login(app: ["login": ["sync": false]])
    let other = TestBrowser(plain)
    try await other.open(Login.query())
    #expect(try await other.submit("account", ["account": String(Login.hana)]).back["code"] != nil)
    #expect(plain.sandbox.users.first { $0.id == Login.hana }?.synchedAt == nil)
  }

  @Test("scope asks for what is missing and for nothing else")
  func additionalScopes() async throws {
    let bench = try Bench.login()
    _ = try bench.sandbox.authorize(
      Login.query(), as: Login.hana,
      consent: SandboxConsent(scopes: ["profile_nickname"], terms: ["terms", "privacy"]))
    let browser = TestBrowser(bench)
    try await browser.open(Login.query(["scope": "openid profile_nickname"]))
    #expect(try await browser.submit("account", ["account": String(Login.hana)]).back["code"] != nil)
    let consent = try await browser.open(Login.query(["scope": "profile,account_email"]))
    #expect(consent.text.contains("카카오계정(이메일)") && consent.text.contains("프로필 사진"))
    #expect(!consent.text.contains("이용약관") && !consent.text.contains("생일"))
    #expect(try await browser.submit("consent", ["action": "all"]).back["code"] != nil)
    #expect(bench.sandbox.users.first { $0.id == Login.hana }?.scopes.contains("account_email") == true)
    #expect(try await browser.open(Login.query(["scope": "account_email"])).back["code"] != nil)
  }

  @Test("service_terms brings the screen back only with a required term that was not agreed to")
  func serviceTerms() async throws {
    let bench = try Bench.login()
    _ = try bench.sandbox.authorize(
      Login.query(), as: Login.hana,
      consent: SandboxConsent(scopes: ["profile_nickname"], terms: ["terms", "privacy"]))
    try bench.sandbox.updateApp { app in
      app.login.terms.append(SandboxTerm(tag: "new", title: "새 약관", isRequired: true))
    }
    let browser = TestBrowser(bench)
    try await browser.open(Login.query())
    // A new required term alone does not bring the screen back.
    #expect(try await browser.submit("account", ["account": String(Login.hana)]).back["code"] != nil)
    for tags in ["marketing", "terms,privacy", "terms,marketing", "unknown"] {
      #expect(try await browser.open(Login.query(["service_terms": tags])).back["code"] != nil)
    }
    #expect(bench.hints.contains { $0.contains("unknown") })
    let consent = try await browser.open(Login.query(["service_terms": "new,marketing,terms"]))
    #expect(consent.text.contains("새 약관") && consent.text.contains("혜택 알림"))
    #expect(!consent.text.contains("이용약관") && !consent.text.contains("개인정보 및 기능 동의"))
    #expect(try await browser.submit("consent", ["action": "agree", "term": "new"]).back["code"] != nil)
    #expect(bench.sandbox.users.first { $0.id == Login.hana }?.agreements["new"] != nil)
    #expect(bench.sandbox.users.first { $0.id == Login.hana }?.agreements["marketing"] == nil)
  }

  @Test("terms and channel are Sync's: without it they are not shown")
  func withoutSync() async throws {
    let bench = try Bench.login(app: ["login": ["sync": false, "auto_link": false]])
    let browser = TestBrowser(bench)
    try await browser.open(Login.query(["service_terms": "terms"]))
    let consent = try await browser.submit("account", ["account": String(Login.saebom)])
    #expect(!consent.text.contains("이용약관") && !consent.text.contains("name=\"channel\""))
    try await browser.submit("consent", ["action": "all"])
    let user = try #require(bench.sandbox.users.first { $0.id == Login.saebom })
    #expect(user.isPreregistered && user.synchedAt == nil && user.connectedAt != nil)
    try await browser.open(Login.query(["channel_public_id": "_xgTNZs", "scope": "talk_message"]))
  }

  @Test("a child needs a guardian, whose refusal has its own description")
  func guardian() async throws {
    let bench = try Bench.login()
    let browser = TestBrowser(bench)
    try await browser.open(Login.query())
    #expect(try await browser.submit("account", ["account": String(Login.neri)]).text.contains("보호자 동의"))
    let refused = try await browser.submit("guardian", ["action": "refuse"])
    #expect(refused.back["error"] == "access_denied")
    #expect(refused.back["error_description"] == "Guardian denied access")
    try await browser.open(Login.query())
    #expect(try await browser.submit("guardian", ["action": "agree"]).text.contains("전체 동의"))
    #expect(try await browser.submit("consent", ["action": "all"]).back["code"] != nil)
  }

  @Test("younger than the app's age limit is an error, by the moved clock too")
  func ageLimit() async throws {
    let bench = try Bench.login(app: ["login": ["age_limit": 27]])
    // Born on 2000-02-29; the sandbox's day is 2026-11-18.
    let young = try bench.sandbox.authorize(Login.query(), as: Login.saebom)
    #expect(Login.parameters(of: young)["error"] == "access_denied")
    #expect(Login.parameters(of: young)["error_description"] == "User is under the age limit")
    try bench.sandbox.advanceClock(by: 200 * 86_400)
    let older = try bench.sandbox.authorize(Login.query(), as: Login.saebom)
    #expect(Login.parameters(of: older)["code"] != nil)
  }

  @Test("a sanctioned app is unauthorized_client, at the token endpoint too, and an account that is gone is nobody")
  func sanctions() async throws {
    let bench = try Bench.login()
    let code = try bench.code()
    try bench.sandbox.updateApp { $0.isSuspended = true }
    #expect(try await bench.authorize(Login.query()).back["error"] == "unauthorized_client")
    #expect(try await bench.redeem(code).json["error"]?.text == "unauthorized_client")
    try bench.sandbox.updateApp { $0.isSuspended = false }
    _ = try await bench.control("POST", "users/\(Login.saebom)", #"{"profile":{"status":"deleted"}}"#)
    let browser = TestBrowser(bench)
    #expect(try await !browser.open(Login.query()).text.contains("새봄"))
    #expect(try await browser.submit("account", ["account": String(Login.saebom)]).text.contains("그런 계정이 없습니다"))
    #expect(throws: SandboxError.self) { try bench.sandbox.authorize(Login.query(), as: Login.saebom) }
  }

  @Test("a login tells the app by webhook of the link, the consents and the channel")
  func webhooks() async throws {
    let bench = try Bench.login()
    try bench.sandbox.updateApp { app in
      app.webhooks.accountURL = "http://127.0.0.1:1/account"
      app.webhooks.channelURL = "http://127.0.0.1:1/channel"
    }
    _ = try bench.code(as: Login.saebom)
    let text = try await bench.control("GET", "deliveries").text
    #expect(text.contains("user-linked") && text.contains("user-scope-consent"))
    #expect(text.contains(#""kind":"channel""#))
  }
}
