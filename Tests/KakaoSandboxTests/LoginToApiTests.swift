import Testing

@testable import KakaoSandbox

@Suite struct LoginToApiTests {
  private static let info = "/v1/user/access_token_info"

  /// A login of somebody; the access token of its answer.
  private func login(_ bench: Bench, as user: Int64 = Login.hana) async throws -> String {
    let answer = try await bench.redeem(try bench.code(as: user))
    let json = try JSONValue.parse(Array(answer.text.utf8))
    return try #require(json["access_token"]?.text)
  }

  @Test("an issued token counts down, expires by the clock, and says so")
  func expiry() async throws {
    let bench = try Bench.login()
    let token = "Bearer " + (try await login(bench))
    #expect(try await bench.get(Self.info, key: token).number("expires_in") == 21_599)
    bench.time.advance(21_598)
    #expect(try await bench.get(Self.info, key: token).number("expires_in") == 1)
    #expect(try await bench.get("/v2/user/me", key: token).status == 200)
    try bench.sandbox.advanceClock(by: 1)
    let expired = try await bench.get("/v2/user/me", key: token)
    #expect(expired.status == 401)
    #expect(expired.text == #"{"msg":"this access token is already expired","code":-401}"#)
  }

  @Test("logout ends the token of its login and its refresh token, another login goes on; unlink ends all")
  func endings() async throws {
    let bench = try Bench.login()
    let (one, two) = ("Bearer " + (try await login(bench)), "Bearer " + (try await login(bench)))
    #expect(try await bench.post("/v1/user/logout", "", key: one, type: nil).status == 200)
    #expect(try await bench.get(Self.info, key: one).code == -401)
    #expect(try await bench.get(Self.info, key: two).status == 200)
    #expect(try await bench.post("/v1/user/unlink", "", key: two, type: nil).status == 200)
    #expect(try await bench.get(Self.info, key: two).code == -401)
    let left = bench.sandbox.read { state, _ in
      state.login.accessTokens.count + state.login.refreshTokens.count + state.login.codes.count
    }
    #expect(left == 0)
  }

  @Test("a first login by Kakao Sync is seen in the API, and the app is told of link, consents and channel")
  func firstLogin() async throws {
    let sent = SentWebhooks()
    let bench = try Bench(seed: Login.seed(), sender: { try sent.take($0) })
    try bench.sandbox.updateApp {
      $0.webhooks = SandboxWebhooks(channelURL: "http://127.0.0.1:9/c", accountURL: "http://127.0.0.1:9/a")
    }
    let token = "Bearer " + (try await login(bench, as: Login.saebom))
    let me = try await bench.get("/v2/user/me", key: token).text
    #expect(me.contains(#""synched_at":"2026-11-18T11:06:40Z""#) && me.contains("saebom@example.com"))
    let terms = try await bench.get("/v2/user/service_terms", key: token).text
    #expect(terms.contains(#""tag":"terms","required":true,"agreed":true"#) && terms.contains("KAUTH"))
    await bench.sandbox.deliverWebhooks()
    #expect(
      sent.all.filter { $0.kind == .channel }.map(\.text).allSatisfy {
        $0.contains(#""event":"added","id":"4000000001""#)
      })
    #expect(sent.all.filter { $0.kind == .channel }.count == 1)
    let about = bench.sandbox.deliveries().reversed().filter { $0.request.kind == .account }.map(\.about.en)
    #expect(about == ["User 4000000001 user-linked", "User 4000000001 user-scope-consent"])
  }

  @Test("a fault makes the login server answer in its own form, and an export brings the rule back")
  func loginFault() async throws {
    let bench = try Bench.login()
    let fault = #"{"path":"/oauth/*","kind":"koe","code":"KOE322","error":"invalid_grant","msg":"expired"}"#
    #expect(try await bench.control("POST", "faults", fault).status == 200)
    let code = try bench.code()
    let answer = try await bench.redeem(code)
    #expect(answer.status == 400)
    #expect(answer.text == #"{"error":"invalid_grant","error_description":"expired","error_code":"KOE322"}"#)
    let exported = bench.sandbox.exportState()
    #expect(try Bench(seed: exported).sandbox.exportState() == exported)
    // The code was not used up: nothing was processed.
    #expect(try await bench.redeem(code).status == 200)
  }

  @Test("with automatic linking off a login waits for signup, and the app is told then only where it asks for that")
  func preregistered() async throws {
    let bench = try Bench.login(app: ["login": ["auto_link": false], "property_keys": ["color"]])
    let token = "Bearer " + (try await login(bench, as: Login.saebom))
    #expect(try await bench.get("/v2/user/me", key: token).text.contains(#""has_signed_up":false"#))
    #expect(try await bench.get("/v1/user/shipping_address", key: token).code == -101)
    let form = "application/x-www-form-urlencoded"
    #expect(try await bench.post("/v1/user/signup", "", key: token, type: form).text == #"{"id":4000000001}"#)
    #expect(try await bench.get("/v2/user/me", key: token).text.contains(#""has_signed_up":true"#))
    #expect(try await bench.get("/v1/user/shipping_address", key: token).status == 200)
  }
}
