import Testing

@testable import KakaoSandbox

@Suite struct LoginControlTests {
  @Test("a login without a browser is checked as one with it")
  func authorize() async throws {
    let bench = try Bench.login()
    func post(_ url: String, _ more: String = "") async throws -> Answer {
      let body: JSONValue = ["url": .string(url), "user": .integer(Login.saebom)]
      let merged = more.isEmpty ? body : body.patched(by: try JSONValue.parse(Array(more.utf8)))
      return try await bench.control("POST", "authorize", String(decoding: merged.encoded, as: UTF8.self))
    }
    let address = "https://kauth.kakao.com/oauth/authorize?" + Login.query()
    #expect(try await post(address, #"{"scopes":["account_email"]}"#).text.contains("닉네임"))
    #expect(try await post(address, #"{"cancel":true}"#).json["error"]?.text == "access_denied")
    #expect(bench.sandbox.users.first { $0.id == Login.saebom }?.isLinked == false)
    let answer = try await post(
      address, #"{"scopes":["profile_nickname"],"service_terms":["terms","privacy"],"channels":["_xgTNZs"]}"#)
    let code = try #require(answer.json["code"]?.text)
    #expect(answer.json["state"]?.text == "s t&1" && answer.json["error"] == .null)
    #expect(try await bench.redeem(code).json["scope"]?.text == "profile_nickname")
    #expect(bench.sandbox.users.first { $0.id == Login.saebom }?.relations["_xgTNZs"]?.state == .added)
    #expect(try await post(Login.query(["prompt": "none"])).json["error"]?.text == "login_required")
    let koe = try await post(Login.query(["client_id": "x"]))
    #expect(koe.status == 400 && koe.text.contains("KOE101"))
    let nobody = try await bench.control("POST", "authorize", #"{"url":"\#(Login.query())","user":5}"#)
    #expect(nobody.status == 404)
  }

  @Test("apps are made and changed by a merge patch, and a bad one changes nothing")
  func apps() async throws {
    let bench = try Bench.login()
    let changed = try await bench.control(
      "POST", "apps/1", #"{"login":{"on":false,"age_limit":19},"webhooks":{"unlink_url":"http://127.0.0.1:1/u"}}"#)
    #expect(changed.status == 200)
    #expect(bench.sandbox.apps[0].login.isOn == false && bench.sandbox.apps[0].login.ageLimit == 19)
    #expect(bench.sandbox.apps[0].login.terms.count == 3)
    #expect(bench.sandbox.apps[0].webhooks.unlinkURL == "http://127.0.0.1:1/u")
    _ = try await bench.control("POST", "apps/1", #"{"login":{"age_limit":null}}"#)
    #expect(bench.sandbox.apps[0].login.ageLimit == nil)
    for (path, body) in [
      ("apps/1", #"{"id":2}"#), ("apps/1", #"{"channels":["_no"]}"#), ("apps/1", #"{"login":{"typo":1}}"#),
      ("apps/1", #"{"login":{"consent_items":[{"id":"a","level":"maybe"}]}}"#), ("apps/9", "{}"),
      ("apps", #"{"id":1}"#), ("apps", #"{"id":2,"login":{"service_terms":[{}]}}"#),
    ] {
      #expect(try await bench.control("POST", path, body).status >= 400)
    }
    #expect(try await bench.control("POST", "apps", #"{"id":2,"name":"둘째"}"#).status == 200)
    #expect(bench.sandbox.apps.count == 2 && bench.sandbox.apps[1].login == SandboxLogin())
  }

  @Test("people are changed in every part, and consents keep their times")
  func users() async throws {
    let bench = try Bench.login()
    _ = try bench.code(as: Login.saebom)
    let path = "users/\(Login.saebom)"
    _ = try await bench.control("POST", path, #"{"profile":{"email":null,"gender":"male"},"age":13}"#)
    var user = try #require(bench.sandbox.users.first { $0.id == Login.saebom })
    #expect(user.profile.email == nil && user.profile.gender == .male && user.profile.birthyear == "2000")
    #expect(user.statedAge == 13 && user.agreements.count == 3)
    _ = try await bench.control("POST", path, #"{"scopes":["account_email","friends"]}"#)
    user = try #require(bench.sandbox.users.first { $0.id == Login.saebom })
    #expect(user.scopes == ["account_email", "friends"] && user.consents["account_email"] == bench.time.now)
    _ = try await bench.control("POST", path, #"{"consents":{"name":"2026-01-01T00:00:00Z","friends":null}}"#)
    user = try #require(bench.sandbox.users.first { $0.id == Login.saebom })
    #expect(user.scopes == ["account_email", "name"])
    for body in [#"{"id":1}"#, #"{"profile":{"gender":"x"}}"#, #"{"relations":[{"channel":"_no"}]}"#, #"{"app":7}"#] {
      #expect(try await bench.control("POST", path, body).status >= 400)
    }
  }

  @Test("a key is changed by a merge patch, but not into another's")
  func keys() async throws {
    let bench = try Bench.login()
    let changed = try await bench.control(
      "POST", "keys/rest", #"{"redirect_uris":["http://127.0.0.1:9/x"],"client_secret_on":false}"#)
    #expect(changed.text.contains("http://127.0.0.1:9/x") && !changed.text.contains(Login.secret))
    #expect(try await bench.authorize(Login.query()).text.contains("KOE006"))
    #expect(try await bench.authorize(Login.query(["redirect_uri": "http://127.0.0.1:9/x"])).status == 200)
    try bench.sandbox.updateKey(named: "rest") { $0.redirectURIs.append(Login.callback) }
    #expect(try await bench.redeem(try bench.code(), ["client_secret": nil]).status == 200)
    #expect(try await bench.control("POST", "keys/rest", #"{"name":"calling"}"#).status == 409)
    #expect(try await bench.control("POST", "keys/none", "{}").status == 404)
    #expect(throws: SandboxError.self) { try bench.sandbox.updateKey(named: "none") { _ in } }
  }

  @Test("the page of logins moves the clock, says who is in KakaoTalk, makes keys and ends logins")
  func page() async throws {
    let bench = try Bench.login()
    func send(_ action: String, _ form: String) async throws -> Int {
      try await bench.send(
        SandboxRequest(method: "POST", path: "/sandbox/logins/\(action)", body: Array(form.utf8))
      ).status
    }
    _ = try await bench.redeem(try bench.code())
    func page(_ query: String = "") async throws -> String {
      try await bench.get("/sandbox/logins", query, key: nil).text
    }
    #expect(try await page().contains("<b>1</b><span>유효한 액세스 토큰"))
    #expect(try await send("clock", "advance=21600") == 303)
    #expect(try await page().contains("<b>0</b><span>유효한 액세스 토큰"))
    #expect(try await page().contains("21,600초"))
    #expect(try await send("clock", "advance=reset") == 303)
    #expect(bench.sandbox.time == bench.time.now)
    #expect(try await send("talk", "account=\(Login.saebom)") == 303)
    #expect(try await page().contains("<option value=\"4000000001\" selected>새• (4000••••01)</option>"))
    #expect(try await page("reveal=1").contains("selected>새봄 (4000000001)</option>"))
    #expect(try await send("talk", "account=-") == 303)
    #expect(try await bench.control("GET", "talk").text.contains(#""signed_in":false"#))
    #expect(try await send("keys", "keep=1") == 303)
    #expect(try await page().contains("확인만"))
    #expect(try await send("end", "") == 303)
    #expect(try await bench.control("GET", "logins").text.hasPrefix(#"{"codes":[],"access_tokens":[]"#))
    for (action, form) in [("clock", "advance=x"), ("talk", "account=nobody"), ("other", "")] {
      #expect(try await send(action, form) >= 400)
    }
  }

  @Test("the clock is moved by steps or to a time, within a hundred years")
  func clock() async throws {
    let bench = try Bench.login()
    #expect(
      try await bench.control("POST", "clock", #"{"advance":60}"#).text
        == #"{"now":"2026-11-18T11:07:40Z","offset":60}"#)
    #expect(
      try await bench.control("POST", "clock", #"{"now":"2027-01-01T00:00:00Z"}"#).text.hasPrefix(
        #"{"now":"2027-01-01T00:00:00Z""#))
    #expect(bench.sandbox.time.rfc3339 == "2027-01-01T00:00:00Z")
    for body in ["{}", #"{"advance":9223372036854775807}"#, #"{"advance":"1"}"#] {
      #expect(try await bench.control("POST", "clock", body).status == 400)
    }
    #expect(try await bench.control("POST", "reset").status == 200)
    #expect(bench.sandbox.time == bench.time.now)
  }

  @Test("who is in KakaoTalk is set, and somebody unknown is refused")
  func talk() async throws {
    let bench = try Bench.login()
    let set = try await bench.control("PUT", "talk", #"{"account":"\#(Login.saebom)","silent_error":"server_error"}"#)
    #expect(set.text == #"{"account":"4000000001","signed_in":true,"silent_error":"server_error"}"#)
    #expect(try await bench.control("PUT", "talk", #"{"account":"nobody"}"#).status == 404)
    #expect(try await bench.control("PUT", "talk", #"{"signed_in":false}"#).text.contains(#""signed_in":false"#))
  }

  @Test("codes, tokens and browsers are listed by their last characters, and ended")
  func logins() async throws {
    let bench = try Bench.login()
    let tokens = try await bench.redeem(try bench.code())
    _ = try bench.code(as: Login.saebom)
    try await TestBrowser(bench).open(Login.query())
    let access = tokens.json["access_token"]?.text ?? ""
    let list = try await bench.control("GET", "logins")
    #expect(!list.text.contains(access) && list.text.contains("…\(access.suffix(4))"))
    for name in ["codes", "access_tokens", "refresh_tokens", "browsers"] {
      guard case .array(let entries)? = list.json[name] else { continue }
      #expect(entries.count == (name == "codes" ? 2 : 1))
    }
    _ = try await bench.control("DELETE", "logins/\(Login.hana)")
    #expect(try await bench.get(Path.channels, key: "Bearer \(access)").code == -401)
    #expect(bench.sandbox.users.first { $0.id == Login.hana }?.isLinked == true)
    let none = try await bench.control("DELETE", "logins")
    #expect(none.text == #"{"codes":[],"access_tokens":[],"refresh_tokens":[],"browsers":[]}"#)
    #expect(try await bench.control("DELETE", "logins/1").status == 404)
  }

  /// Everything that a state of logins can hold.
  private func filled() async throws -> Bench {
    let bench = try Bench.login()
    let browser = TestBrowser(bench)
    try await browser.open(Login.query(["scope": "openid", "nonce": "n"]))
    try await browser.submit("account", ["account": String(Login.saebom), "stay": "1"])
    let code = try await browser.submit("consent", ["action": "all"]).back["code"] ?? ""
    _ = try await bench.redeem(code)
    _ = try bench.code(["code_challenge": Login.challenge, "code_challenge_method": "S256"])
    bench.sandbox.setTalk(account: String(Login.saebom), isSignedIn: false, silentError: "server_error")
    try bench.sandbox.advanceClock(by: 7)
    return bench
  }

  @Test("an exported state, imported elsewhere, goes on where it was")
  func roundTrip() async throws {
    let bench = try await filled()
    let exported = bench.sandbox.exportState()
    let other = try Bench(seed: exported)
    #expect(other.sandbox.exportState() == exported)
    #expect(other.sandbox.time == bench.sandbox.time)
    #expect(try other.code() == (try bench.code()))
    let state = try JSONValue.parse(exported)
    guard case .array(let tokens)? = state["login"]?["refresh_tokens"], let token = tokens.first?["value"]?.text else {
      Issue.record("no refresh token")
      return
    }
    #expect(try await other.refresh(token).text == (try await bench.refresh(token).text))
  }

  @Test("the same seed and requests give the same codes, tokens, pages and state")
  func deterministic() async throws {
    let (one, two) = (try await filled(), try await filled())
    #expect(one.sandbox.exportState() == two.sandbox.exportState())
    #expect(one.sandbox.journal() == two.sandbox.journal())
    #expect(try await one.authorize(Login.query()).text == (try await two.authorize(Login.query()).text))
  }

  @Test("many logins leave no heap of codes and tokens behind")
  func forgetting() async throws {
    var settings = SandboxSettings()
    settings.maximumAccessTokens = 10_000
    settings.maximumRefreshTokens = 10_000
    let bench = try Bench.login(settings)
    for _ in 0..<400 {
      _ = try await bench.redeem(try bench.code())
      bench.time.advance(86_400)
    }
    let counts = bench.sandbox.read { state, _ in
      [state.login.codes.count, state.login.accessTokens.count, state.login.refreshTokens.count]
    }
    #expect(counts[0] <= 128 && counts[1] <= 200 && counts[2] <= 300)
  }

  @Test("any bytes in the place of parameters give an answer, never a crash, and never a code")
  func hostile() async throws {
    let bench = try Bench.login()
    var generator = SplitMix64(state: 3)
    let good = Array(Login.query(["scope": "openid", "prompt": "none", "login_hint": "가"]).utf8)
    for _ in 0..<400 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      let query = String(decoding: bytes, as: UTF8.self)
      let answer = try await bench.authorize(query)
      #expect(answer.status == 400 || answer.status == 302 && answer.back["code"] == nil || answer.status == 200)
      let form = try await bench.post("/oauth/token", bytes, key: nil, type: "application/x-www-form-urlencoded")
      #expect(form.status == 400 || form.status == 401)
      _ = try await bench.send(SandboxRequest(method: "POST", path: "/sandbox/login/consent", body: bytes))
    }
  }
}
