import KakaoSandbox
import Testing

@Suite struct UserLinkTests {
  private static let info = "/v1/user/access_token_info"
  private static let target = "target_id_type=user_id&target_id=11"

  @Test("a token's information: user, app and seconds left")
  func tokenInfo() async throws {
    let bench = try KapiBench()
    #expect(try await bench.get(Self.info).text == #"{"id":11,"expires_in":21599,"app_id":1}"#)
    var settings = SandboxSettings()
    settings.sendsDeprecatedFields = true
    let old = try await KapiBench(settings).get(Self.info)
    #expect(old.text.hasSuffix(#""expiresInMillis":21599000,"appId":1}"#))
  }

  @Test("a malformed token is -2, an unknown one -401, a key is none")
  func badTokens() async throws {
    let bench = try KapiBench()
    #expect(try await bench.get(Self.info, token: "no such").code == -2)
    #expect(try await bench.get(Self.info, token: "한글").code == -2)
    let long = try await bench.get(Self.info, token: String(repeating: "a", count: 501))
    #expect(long.text == #"{"msg":"too long for access token.","code":-2}"#)
    let unknown = try await bench.get(Self.info, token: "t99")
    #expect(unknown.status == 401 && unknown.text == #"{"msg":"this access token does not exist","code":-401}"#)
    #expect(try await bench.get(Self.info, token: nil).code == -401)
    #expect(try await bench.bench.get(Self.info, key: nil).code == -401)
  }

  @Test("logout with a token ends that token, with an admin key all of the user's")
  func logout() async throws {
    let bench = try KapiBench()
    #expect(try await bench.post("/v1/user/logout").text == #"{"id":11}"#)
    #expect(try await bench.get(Self.info).code == -401)
    #expect(try await bench.get(Self.info, token: "t11b").status == 200)
    #expect(try await bench.post("/v1/user/logout", Self.target, token: nil).text == #"{"id":11}"#)
    #expect(try await bench.get(Self.info, token: "t11b").code == -401)
    #expect(bench.sandbox.users.first { $0.id == 11 }?.isLinked == true)
  }

  @Test("unlink takes tokens, consents and terms, keeps the relation, and tells nobody", arguments: ["t11", nil])
  func unlink(token: String?) async throws {
    let bench = try KapiBench()
    try bench.setWebhooks()
    try bench.sandbox.setRelation(.added, of: 11, to: "_a")
    #expect(await bench.webhooks().count == 1)
    let form = token == nil ? Self.target : ""
    #expect(try await bench.post("/v1/user/unlink", form, token: token).text == #"{"id":11}"#)
    let user = try #require(bench.sandbox.users.first { $0.id == 11 && $0.app == 1 })
    #expect(!user.isLinked && user.scopes.isEmpty && user.agreements.isEmpty && user.tokens.isEmpty)
    #expect(user.connectedAt == nil && user.synchedAt == nil)
    #expect(user.relations["_a"]?.state == .added)
    #expect(await bench.webhooks().count == 1)
    #expect(try await bench.post("/v1/user/unlink", Self.target, token: nil).code == -101)
    #expect(try await bench.get("/v1/user/ids", token: nil).text.hasPrefix(#"{"elements":[12,"#))
  }

  @Test("an unlink may take the relations too, where the setting says so")
  func unlinkRelations() async throws {
    var settings = SandboxSettings()
    settings.unlinkKeepsRelations = false
    let bench = try KapiBench(settings)
    try bench.sandbox.setRelation(.added, of: 11, to: "_a")
    _ = try await bench.post("/v1/user/unlink")
    #expect(bench.sandbox.users.first { $0.id == 11 && $0.app == 1 }?.relations.isEmpty == true)
  }

  @Test("signup links one who waits, and is -102 for one who is linked")
  func signup() async throws {
    let bench = try KapiBench()
    let form = "properties=" + KapiBench.encoded(#"{"color":"red"}"#)
    #expect(try await bench.post("/v1/user/signup", form, token: "t21").text == #"{"id":21}"#)
    #expect(try await bench.get("/v2/user/me", token: "t21").text.contains(#""has_signed_up":true"#))
    #expect(bench.sandbox.users.first { $0.id == 21 }?.properties == ["color": "red"])
    #expect(try await bench.post("/v1/user/signup", token: "t21").code == -102)
    #expect(try await bench.post("/v1/user/signup").code == -102)
    #expect(try await bench.post("/v1/user/signup", "target_id=21", token: nil).code == -401)
  }

  @Test("one who does not sign up within 24 hours is unlinked, and the app is told")
  func incomplete() async throws {
    let bench = try KapiBench()
    try bench.sandbox.updateApp(2) { $0.webhooks.unlinkURL = "http://127.0.0.1:9/u" }
    try bench.sandbox.addKey(SandboxKey(name: "p2", value: "primary-2", isPrimary: true, app: 2))
    bench.time.advance(86_400 - 500)
    #expect(try await bench.get("/v2/user/me", token: "t21").status == 200)
    bench.time.advance(500)
    #expect(try await bench.get("/v2/user/me", token: "t21").code == -401)
    #expect(await bench.webhooks().map(\.text) == ["app_id=2&user_id=21&referrer_type=INCOMPLETE_SIGN_UP"])
    #expect(bench.sent.all.first?.headers["Authorization"] == "KakaoAK primary-2")
  }

  @Test("properties that the app has not defined are -201, and the form must be right")
  func properties() async throws {
    let bench = try KapiBench()
    func update(_ json: String) async throws -> Answer {
      try await bench.post("/v1/user/update_profile", "properties=" + KapiBench.encoded(json))
    }
    #expect(try await update(#"{"color":"red"}"#).text == #"{"id":11}"#)
    #expect(try await update(#"{"size":"L"}"#).status == 200)
    #expect(try await bench.get("/v2/user/me").text.contains(#""properties":{"color":"red","size":"L"}"#))
    let unknown = try await update(#"{"color":"blue","taste":"sweet"}"#)
    #expect(unknown.status == 400 && unknown.text.contains("user property not found ([taste] for appId=1)"))
    #expect(bench.sandbox.users.first { $0.id == 11 && $0.app == 1 }?.properties["color"] == "red")
    for bad in [#"{"color":1}"#, "[]", "color", ""] { #expect(try await update(bad).code == -2, "\(bad)") }
    let admin = "properties=%7B%22color%22%3A%22green%22%7D&" + Self.target
    #expect(try await bench.post("/v1/user/update_profile", admin, token: nil).text == #"{"id":11}"#)
    // A key that may only read may not change.
    #expect(
      try await bench.post("/v1/user/update_profile", admin, token: nil, key: "KakaoAK lookup-key").code == -3)
  }

  @Test("Kakao's addresses are listed for a REST API key alone")
  func systemIPs() async throws {
    let bench = try KapiBench()
    let answer = try await bench.get("/v1/system/ips", token: nil, key: "KakaoAK rest-key")
    #expect(answer.text == #"{"inbound":["127.0.0.1"],"outbound":["127.0.0.1"]}"#)
    #expect(try await bench.get("/v1/system/ips", token: nil).code == -401)
    #expect(try await bench.get("/v1/system/ips").code == -401)
  }

  @Test(
    "JSON where a form is wanted, an unknown or doubled parameter and a wrong method are refused, and the journal says why"
  )
  func strict() async throws {
    let bench = try KapiBench()
    let json = try await bench.post("/v1/user/unlink", #"{"target_id":11}"#, token: nil, type: "application/json")
    #expect(json.text == #"{"msg":"INVALID_PARAMETER","code":-2}"#)
    #expect(bench.faults.first?.contains("application/x-www-form-urlencoded") == true)
    #expect(try await bench.post("/v1/user/unlink", "a=b", type: nil).code == -2)
    #expect(try await bench.post("/v1/user/logout", "force=1").code == -2)
    #expect(bench.faults.first?.contains("force") == true)
    #expect(try await bench.post("/v1/user/unlink", Self.target + "&target_id=12", token: nil).code == -2)
    #expect(try await bench.post("/v1/user/unlink", "target_id=%zz", token: nil).code == -2)
    #expect(try await bench.get("/v1/user/unlink").status == 405)
    #expect(try await bench.post("/v1/user/ids").status == 405)
    #expect(bench.faults.first?.contains("GET") == true)
    #expect(bench.sandbox.users.allSatisfy { $0.id != 11 || $0.isLinked || $0.app != 1 })
    var settings = SandboxSettings()
    settings.unknownParameter = .accept
    #expect(try await KapiBench(settings).post("/v1/user/logout", "force=1").status == 200)
  }
}
