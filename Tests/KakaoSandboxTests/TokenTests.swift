import Testing

@testable import KakaoSandbox

@Suite struct TokenTests {
  @Test("a code becomes tokens, with lifetimes and the scopes agreed to")
  func redeem() async throws {
    let bench = try Bench.login()
    let answer = try await bench.redeem(try bench.code())
    #expect(answer.status == 200)
    #expect(answer.response.headers["content-type"] == "application/json;charset=UTF-8")
    #expect(answer.json["token_type"]?.text == "bearer")
    #expect(answer.json["expires_in"]?.integer == 21_599)
    #expect(answer.json["refresh_token_expires_in"]?.integer == 5_183_999)
    #expect(answer.json["id_token"] == nil)
    let scopes = try #require(answer.json["scope"]?.text).split(separator: " ")
    #expect(scopes.contains("account_email") && scopes.contains("plusfriends") && !scopes.contains("openid"))
    let token = try #require(answer.json["access_token"]?.text)
    #expect(try await bench.get(Path.channels, key: "Bearer \(token)").number("user_id") == Int(Login.hana))
  }

  @Test(
    "what is wrong with a token request has its code",
    arguments: [
      ("KOE310", 400, "unsupported_grant_type", ["grant_type": "password"]),
      ("KOE310", 400, "unsupported_grant_type", ["grant_type": nil]),
      ("KOE101", 401, "invalid_client", ["client_id": "nobody"]),
      ("KOE207", 400, "invalid_request", ["client_id": nil]),
      ("KOE010", 401, "invalid_client", ["client_secret": "wrong"]),
      ("KOE010", 401, "invalid_client", ["client_secret": nil]),
      ("KOE303", 400, "invalid_grant", ["redirect_uri": "http://127.0.0.1:8080/callback/"]),
      ("KOE207", 400, "invalid_request", ["code": nil]),
      ("KOE320", 400, "invalid_grant", ["code": "nobody-got-this"]),
      ("KOE319", 400, "invalid_grant", ["grant_type": "refresh_token"]),
      ("KOE322", 400, "invalid_grant", ["grant_type": "refresh_token", "refresh_token": "none"]),
      ("KOE204", 400, "invalid_request", ["user": "1"]),
      ("KOE008", 400, "invalid_request", ["client_id": "sandbox-admin-key"]),
    ] as [(String, Int, String, KeyValuePairs<String, String?>)])
  func wrong(
    code: String, status: Int, error: String, changes: KeyValuePairs<String, String?>
  ) async throws {
    let bench = try Bench.login()
    let answer = try await bench.redeem(try bench.code(), changes)
    #expect(answer.koe == code)
    #expect(answer.status == status)
    #expect(answer.json["error"]?.text == error)
    #expect(answer.json["error_description"]?.text?.isEmpty == false)
    #expect(bench.faults.count == 1)
  }

  @Test("a wrong request spends no code; a right one does, and a replay is KOE320")
  func oneUse() async throws {
    let bench = try Bench.login()
    let code = try bench.code()
    #expect(try await bench.redeem(code, ["client_secret": "x"]).status == 401)
    #expect(try await bench.redeem(code, ["redirect_uri": "http://x.example.com/"]).koe == "KOE303")
    #expect(try await bench.redeem(code).status == 200)
    let replay = try await bench.redeem(code)
    #expect(replay.koe == "KOE320")
    #expect(replay.json["error_description"]?.text == "authorization code not found for code=\(code)")
  }

  @Test("a token request without redirect_uri passes with a hint, or is refused where settings say so")
  func withoutRedirectURI() async throws {
    let bench = try Bench.login()
    #expect(try await bench.redeem(try bench.code(), ["redirect_uri": nil, "scope": "openid"]).status == 200)
    #expect(bench.hints.contains { $0.contains("redirect_uri") } && bench.hints.contains { $0.contains("scope") })
    var settings = SandboxSettings()
    settings.requiresRedirectURIAtToken = true
    let strict = try Bench.login(settings)
    #expect(try await strict.redeem(try strict.code(), ["redirect_uri": nil]).koe == "KOE207")
  }

  @Test("a code expires after ten minutes of the sandbox's clock")
  func codeExpiry() async throws {
    let bench = try Bench.login()
    let (early, late) = (try bench.code(), try bench.code())
    try bench.sandbox.advanceClock(by: 599)
    #expect(try await bench.redeem(early).status == 200)
    try bench.sandbox.advanceClock(by: 1)
    #expect(try await bench.redeem(late).koe == "KOE320")
    #expect(bench.faults == ["The code has expired."])
  }

  @Test("JSON in the place of a form is KOE001, and so is a body that is too large")
  func notAForm() async throws {
    let bench = try Bench.login()
    let json = try await bench.post(
      "/oauth/token", #"{"grant_type":"authorization_code","code":"secret-code-1"}"#, key: nil)
    #expect(json.koe == "KOE001")
    #expect(bench.faults[0].contains("application/x-www-form-urlencoded"))
    #expect(bench.sandbox.journal()[0].requestBody.contains("secret-code-1") == false)
    let large = SandboxRequest(method: "POST", path: "/oauth/token", bodyIsTooLarge: true)
    #expect(try await bench.send(large).status == 413)
    for body in ["grant_type=%ff", "grant_type=a&grant_type=b", ""] {
      let answer = try await bench.post(
        "/oauth/token", body, key: nil, type: "application/x-www-form-urlencoded")
      #expect(answer.status == 400)
    }
    #expect(try await bench.get("/oauth/token", key: nil).status == 405)
  }

  @Test("a client secret that is off is not looked at; one that is on must be right")
  func clientSecret() async throws {
    let bench = try Bench.login()
    try bench.sandbox.removeKey(named: "rest")
    try bench.sandbox.addKey(
      SandboxKey(
        name: "rest", value: Login.client, kind: .rest, redirectURIs: [Login.callback], clientSecret: "s",
        usesClientSecret: false))
    #expect(try await bench.redeem(try bench.code(), ["client_secret": nil]).status == 200)
    #expect(try await bench.redeem(try bench.code(), ["client_secret": "other"]).status == 200)
    #expect(bench.hints.contains { $0.contains("client secret") })
  }

  @Test("PKCE: only the verifier of the challenge redeems the code")
  func pkce() async throws {
    let bench = try Bench.login()
    let code = try bench.code(["code_challenge": Login.challenge, "code_challenge_method": "S256"])
    for wrong in [nil, "short", Login.verifier + "x", Login.challenge] {
      let answer = try await bench.redeem(code, ["code_verifier": wrong])
      #expect(answer.json["error"]?.text == "invalid_grant" && answer.koe == nil)
    }
    #expect(try await bench.redeem(code, ["code_verifier": Login.verifier]).status == 200)
    // A verifier for a code without a challenge is a downgrade.
    #expect(try await bench.redeem(try bench.code(), ["code_verifier": Login.verifier]).status == 400)
  }

  @Test("a code and a refresh token are good for the key they were given to")
  func otherKey() async throws {
    let bench = try Bench.login()
    try bench.sandbox.addKey(
      SandboxKey(name: "js", value: "js-key", kind: .javascript, redirectURIs: [Login.callback]))
    #expect(try await bench.redeem(try bench.code(), ["client_id": "js-key"]).koe == "KOE320")
    let own = try await bench.redeem(try bench.code(["client_id": "js-key"]), ["client_id": "js-key"])
    #expect(own.json["expires_in"]?.integer == 7199)
    #expect(try await bench.refresh(own.json["refresh_token"]?.text ?? "").koe == "KOE322")
  }

  @Test("an access token expires by the moved clock with Kakao's text, and a refresh brings another")
  func expiry() async throws {
    let bench = try Bench.login()
    let first = try await bench.redeem(try bench.code())
    let (access, refresh) = (first.json["access_token"]?.text ?? "", first.json["refresh_token"]?.text ?? "")
    try bench.sandbox.advanceClock(by: 21_599)
    let expired = try await bench.get(Path.channels, key: "Bearer \(access)")
    #expect(expired.status == 401 && expired.text.contains("this access token is already expired"))
    let second = try await bench.refresh(refresh)
    #expect(second.status == 200)
    #expect(second.json["refresh_token"] == nil && second.json["refresh_token_expires_in"] == nil)
    #expect(second.json["access_token"]?.text != access)
    #expect(try await bench.get(Path.channels, key: "Bearer \(second.json["access_token"]?.text ?? "")").status == 200)
  }

  @Test("a refresh token comes anew only with less than a month left, and then the old one is dead")
  func rotation() async throws {
    let bench = try Bench.login()
    let old = try await bench.redeem(try bench.code()).json["refresh_token"]?.text ?? ""
    try bench.sandbox.advanceClock(by: 5_183_999 - 2_592_000)
    #expect(try await bench.refresh(old).json["refresh_token"] == nil)
    try bench.sandbox.advanceClock(by: 1)
    let renewed = try await bench.refresh(old)
    let new = try #require(renewed.json["refresh_token"]?.text)
    #expect(new != old && renewed.json["refresh_token_expires_in"]?.integer == 5_183_999)
    let dead = try await bench.refresh(old)
    #expect(dead.koe == "KOE322" && dead.json["error_description"]?.text == "expired_or_invalid_refresh_token")
    try bench.sandbox.advanceClock(by: 5_183_998)
    #expect(try await bench.refresh(new).status == 200)
    try bench.sandbox.advanceClock(by: 5_183_999)
    #expect(try await bench.refresh(new).koe == "KOE322")
  }

  @Test("20 access tokens in ten minutes; the next is KOE237 and spends nothing", arguments: [400, 429])
  func accessLimit(status: Int) async throws {
    var settings = SandboxSettings()
    settings.rateLimitStatus = status
    let bench = try Bench.login(settings)
    let refresh = try await bench.redeem(try bench.code()).json["refresh_token"]?.text ?? ""
    for _ in 0..<19 { #expect(try await bench.refresh(refresh).status == 200) }
    let refused = try await bench.refresh(refresh)
    #expect(refused.koe == "KOE237" && refused.status == status)
    #expect(refused.json["error_description"]?.text == "token request rate limit exceeded")
    let code = try bench.code()
    #expect(try await bench.redeem(code).koe == "KOE237")
    #expect(try await bench.redeem(try bench.code(as: Login.saebom)).status == 200)
    try bench.sandbox.advanceClock(by: 600)
    // The code has expired by now; the next one is good.
    #expect(try await bench.redeem(try bench.code()).status == 200)
  }

  @Test("30 refresh tokens in an hour")
  func refreshLimit() async throws {
    var settings = SandboxSettings()
    settings.maximumAccessTokens = 1000
    let bench = try Bench.login(settings)
    for _ in 0..<30 { #expect(try await bench.redeem(try bench.code()).status == 200) }
    #expect(try await bench.redeem(try bench.code()).koe == "KOE237")
    try bench.sandbox.advanceClock(by: 3600)
    #expect(try await bench.redeem(try bench.code()).status == 200)
  }

  @Test("a fault on kauth goes wrong before or after the code is spent", arguments: [true, false])
  func faults(processed: Bool) async throws {
    let bench = try Bench.login()
    bench.sandbox.addFault(
      SandboxFault(
        path: "/oauth/*",
        effect: .loginError(status: 500, error: "server_error", code: "KOE003", message: "server error"),
        processed: processed))
    let code = try bench.code()
    let answer = try await bench.redeem(code)
    #expect(answer.status == 500 && answer.koe == "KOE003")
    #expect(try await bench.redeem(code).status == (processed ? 400 : 200))
  }

  @Test("an unlink ends codes and tokens")
  func unlinked() async throws {
    let bench = try Bench.login()
    let tokens = try await bench.redeem(try bench.code())
    let code = try bench.code()
    try bench.sandbox.withState { state, _ in state.unlink(.init(app: 1, id: Login.hana)) }
    #expect(try await bench.redeem(code).koe == "KOE320")
    #expect(try await bench.refresh(tokens.json["refresh_token"]?.text ?? "").koe == "KOE322")
    let access = tokens.json["access_token"]?.text ?? ""
    #expect(try await bench.get(Path.channels, key: "Bearer \(access)").text.contains("does not exist"))
    #expect(bench.sandbox.users.first { $0.id == Login.hana }?.isLinked == false)
  }

  @Test("the journal has no secret, code or token of a login")
  func journal() async throws {
    let bench = try Bench.login()
    let code = try bench.code(["scope": "openid"])
    let tokens = try await bench.redeem(code)
    _ = try await bench.redeem(code)
    _ = try await bench.post(
      "/oauth/token", "grant_type=authorization_code&%63ode=\(code)", key: nil,
      type: "application/x-www-form-urlencoded")
    _ = try await bench.refresh(tokens.json["refresh_token"]?.text ?? "")
    let browser = TestBrowser(bench)
    try await browser.open(Login.query())
    let text = try await bench.control("GET", "journal").text
    let hidden = [
      code, Login.secret, browser.hidden("form"), tokens.json["access_token"]?.text, tokens.json["id_token"]?.text,
      tokens.json["refresh_token"]?.text,
    ]
    for secret in hidden {
      let secret = try #require(secret)
      #expect(!secret.isEmpty && !text.contains(secret))
    }
    #expect(text.contains("client_secret=…cret"))
    #expect(try await bench.control("GET", "counts").text.contains("POST /oauth/token"))
  }
}
