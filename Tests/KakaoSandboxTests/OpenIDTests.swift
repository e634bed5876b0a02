import Testing

@testable import KakaoSandbox

@Suite struct OpenIDTests {
  @Test("openid brings an ID token that the key set verifies, with nonce and what was agreed to")
  func idToken() async throws {
    let bench = try Bench.login()
    let code = try bench.code(["scope": "openid,account_email", "nonce": "n-0S6_WzA2Mj"])
    try bench.sandbox.advanceClock(by: 5)
    let answer = try await bench.redeem(code)
    #expect(answer.json["scope"]?.text?.split(separator: " ").contains("openid") == true)
    let claims = try #require(answer.claims)
    let now = bench.time.now.seconds + 5
    #expect(claims["iss"]?.text == "https://kauth.kakao.com")
    #expect(claims["aud"]?.text == Login.client)
    #expect(claims["sub"]?.text == String(Login.hana))
    #expect(claims["iat"]?.integer == now && claims["exp"]?.integer == now + 21_599)
    #expect(claims["auth_time"]?.integer == now - 5)
    #expect(claims["nonce"]?.text == "n-0S6_WzA2Mj")
    #expect(claims["nickname"]?.text == "하나" && claims["email"]?.text == "hana@example.com")
    #expect(claims["picture"] == nil)
  }

  @Test("without openid, or with OpenID Connect off, there is no ID token; a refresh goes by the login")
  func withoutOpenID() async throws {
    let bench = try Bench.login()
    let plain = try await bench.redeem(try bench.code())
    #expect(plain.json["id_token"] == nil)
    #expect(try await bench.refresh(plain.json["refresh_token"]?.text ?? "").json["id_token"] == nil)
    let open = try await bench.redeem(try bench.code(["scope": "openid", "nonce": "n"]))
    let refreshed = try await bench.refresh(open.json["refresh_token"]?.text ?? "")
    #expect(refreshed.claims?["sub"]?.text == String(Login.hana))
    #expect(refreshed.claims?["nonce"] == nil)
  }

  @Test("an e-mail address that is not verified is not in the ID token")
  func unverifiedMail() async throws {
    let bench = try Bench.login()
    let answer = try await bench.redeem(try bench.code(["scope": "openid"], as: 2_890_113_457))
    #expect(answer.claims?["email"] == nil && answer.claims?["nickname"]?.text == "세찬")
  }

  @Test("the key set lists the key, and a rotation puts a new one in front")
  func keySet() async throws {
    let bench = try Bench.login()
    let before = try await bench.get("/.well-known/jwks.json", key: nil)
    guard case .array(let keys)? = before.json["keys"], let key = keys.first else {
      Issue.record("no keys")
      return
    }
    #expect(keys.count == 1)
    #expect(key["kid"]?.text == "test-key" && key["kty"]?.text == "RSA" && key["alg"]?.text == "RS256")
    #expect(key["use"]?.text == "sig" && key["e"]?.text == "AQAB" && key["n"]?.text?.count == 342)
    let old = try await bench.redeem(try bench.code(["scope": "openid"])).json["id_token"]?.text ?? ""
    let made = try await bench.control("POST", "signing-keys", #"{"keep_old":true}"#)
    guard case .array(let ids)? = made.json["signing_keys"], let id = ids.first?.text else {
      Issue.record("no ids")
      return
    }
    #expect(ids.count == 2 && id.count == 30)
    let new = try await bench.redeem(try bench.code(["scope": "openid"])).json["id_token"]?.text ?? ""
    #expect(try await tokenInfo(bench, old).status == 200)
    #expect(try await tokenInfo(bench, new).status == 200)
    try bench.sandbox.rotateSigningKey(keepingOld: false)
    #expect(try await tokenInfo(bench, new).koe == "KOE400")
  }

  @Test("a key is made when there is none, and is part of the state")
  func lazyKey() async throws {
    let bench = try Bench()
    let first = try await bench.get("/.well-known/jwks.json", key: nil).text
    #expect(first.contains("\"kty\":\"RSA\""))
    #expect(try await bench.get("/.well-known/jwks.json", key: nil).text == first)
    let other = try Bench(seed: bench.sandbox.exportState())
    #expect(try await other.get("/.well-known/jwks.json", key: nil).text == first)
    #expect(try await bench.control("POST", "reset").status == 200)
    let bad = #"{"login":{"signing_keys":[{"kid":"a","pem":"b"}]}}"#
    #expect(throws: SandboxError.self) { try bench.sandbox.importState(Array(bad.utf8)) }
  }

  private func tokenInfo(_ bench: Bench, _ token: String) async throws -> Answer {
    try await bench.post(
      "/oauth/tokeninfo", "id_token=\(token)", key: nil, type: "application/x-www-form-urlencoded")
  }

  @Test("tokeninfo gives the claims of a good ID token and KOE400 for every other")
  func tokenInfo() async throws {
    let bench = try Bench.login()
    let token = try await bench.redeem(try bench.code(["scope": "openid"])).json["id_token"]?.text ?? ""
    let good = try await tokenInfo(bench, token)
    #expect(good.status == 200 && good.json["sub"]?.text == String(Login.hana))
    let parts = token.split(separator: ".").map(String.init)
    let none = TokenSigner.base64URL(Array(#"{"alg":"none","kid":"test-key"}"#.utf8))
    for bad in [
      "", "a.b.c", "…", parts[0] + "." + parts[1], "\(none).\(parts[1]).", "\(none).\(parts[1]).\(parts[2])",
      parts[0] + "." + parts[1] + "." + String(parts[2].reversed()), token + "=", token + ".x",
    ] {
      let answer = try await tokenInfo(bench, PageParts.segment(bad))
      #expect(answer.status == 400 && answer.koe == "KOE400" && answer.json["error"]?.text == "invalid_token")
    }
    try bench.sandbox.advanceClock(by: 21_599)
    #expect(try await tokenInfo(bench, token).koe == "KOE400")
  }

  @Test("the discovery document has Kakao's members and the caller's own address")
  func discovery() async throws {
    let bench = try Bench.login()
    let request = SandboxRequest(
      method: "GET", path: "/.well-known/openid-configuration", headers: ["host": "localhost:4000"])
    let json = Answer(try await bench.send(request)).json
    #expect(json["issuer"]?.text == "https://kauth.kakao.com")
    #expect(json["authorization_endpoint"]?.text == "http://localhost:4000/oauth/authorize")
    #expect(json["token_endpoint"]?.text == "http://localhost:4000/oauth/token")
    #expect(json["userinfo_endpoint"]?.text == "http://localhost:4000/v1/oidc/userinfo")
    #expect(json["jwks_uri"]?.text == "http://localhost:4000/.well-known/jwks.json")
    #expect(json["token_endpoint_auth_methods_supported"] == ["client_secret_post"])
    #expect(json["code_challenge_methods_supported"] == ["S256"])
    #expect(json["request_uri_parameter_supported"] == false)
    var settings = SandboxSettings()
    settings.publicURL = "https://kakao.example.com"
    settings.issuer = "https://kakao.example.com"
    let events = try await Bench.login(settings).get("/.well-known/sse-configuration", key: nil).json
    #expect(events["issuer"]?.text == "https://kakao.example.com")
    #expect(events["jwks_uri"]?.text == "https://kakao.example.com/.well-known/jwks.json")
    #expect(
      events["delivery_methods_supported"] == ["http://schemas.openid.net/secevent/risc/delivery-method/push"])
  }

  @Test("userinfo shows what was agreed to and the account has, and no more")
  func userInfo() async throws {
    let bench = try Bench.login()
    let all = try await bench.redeem(try bench.code(["scope": "openid"]))
    let info = try await bench.get("/v1/oidc/userinfo", key: "Bearer \(all.json["access_token"]?.text ?? "")")
    #expect(
      info.text
        == #"{"sub":"1376016924429759228","name":"김하나","nickname":"하나","email":"hana@example.com","email_verified":true,"gender":"FEMALE","birthdate":"1990-01-31","phone_number":"+82 10-0000-0001","phone_number_verified":true}"#
    )
    let seed = try await bench.get("/v1/oidc/userinfo", key: "Bearer sandbox-token-2")
    #expect(seed.text == #"{"sub":"1376016924429759229"}"#)
    #expect(try await bench.get("/v1/oidc/userinfo", key: "Bearer nobody").code == -401)
    #expect(try await bench.get("/v1/oidc/userinfo", key: Bench.key).code == -401)
    #expect(SandboxState.birthdate(year: nil, day: "0131") == "0000-01-31")
    #expect(SandboxState.birthdate(year: "1990", day: nil) == "1990")
    #expect(SandboxState.internationalPhone("15551234567") == "+15551234567")
  }
}
