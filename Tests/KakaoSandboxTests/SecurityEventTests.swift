import Testing

@testable import KakaoSandbox

@Suite struct SecurityEventTests {
  private func payload(_ bench: KapiBench, _ token: String) throws -> JSONValue {
    let keys = bench.sandbox.read { state, _ in state.login.signingKeys }
    return try #require(TokenSigner.verified(token, by: keys))
  }

  @Test(
    "every event is a signed token with one event, no exp, and the subject as text",
    arguments: SandboxSecurityEvent.allCases)
  func events(event: SandboxSecurityEvent) async throws {
    let bench = try KapiBench(seed: Self.seed)
    try bench.setWebhooks()
    let answer = try await bench.bench.control(
      "POST", "users/11/events", #"{"event":"\#(event.rawValue)","reason":"why"}"#)
    #expect(answer.status == 200)
    let token = try #require(await bench.webhooks(.account).first?.text)
    let claims = try payload(bench, token)
    #expect(claims["iss"] == "https://kauth.kakao.com" && claims["aud"] == "rest-key" && claims["sub"] == "11")
    #expect(claims["iat"]?.integer == 1_795_000_000 && claims["exp"] == nil && claims["app_id"] == "1")
    #expect(claims["jti"]?.text?.isEmpty == false)
    guard case .object(let events) = claims["events"] else {
      Issue.record("no events")
      return
    }
    #expect(events.map(\.key) == [event.uri] && event.uri.hasSuffix("/" + event.rawValue))
    #expect(
      events[0].value
        == ["subject": ["subject_type": "iss-sub", "iss": "https://kauth.kakao.com", "sub": "11"], "reason": "why"])
    let head = try #require(token.split(separator: ".").first)
    #expect(head.hasPrefix("eyJraWQiOi"))
  }

  @Test("the header says secevent+jwt, the audience and the name of the scopes can be chosen")
  func choices() async throws {
    var settings = SandboxSettings()
    settings.eventAudience = .appID
    settings.eventScopesKey = "scopes"
    let bench = try KapiBench(settings, seed: Self.seed)
    try bench.setWebhooks()
    _ = try await bench.bench.control("POST", "users/11/consents", #"{"withdraw":["name","gender"]}"#)
    let token = try #require(await bench.webhooks(.account).first?.text)
    let claims = try payload(bench, token)
    #expect(claims["aud"] == "1")
    let event = try #require(claims["events"]?[SandboxSecurityEvent.userScopeWithdraw.uri])
    #expect(event["scopes"] == ["gender", "name"] && event["scope"] == nil)
  }

  @Test("own calls send events only where the setting says so", arguments: [true, false])
  func ownCalls(sends: Bool) async throws {
    var settings = SandboxSettings()
    settings.sendsEventsForOwnCalls = sends
    let bench = try KapiBench(settings, seed: Self.seed)
    try bench.setWebhooks()
    _ = try await bench.post("/v1/user/unlink")
    #expect(await bench.webhooks(.account).count == (sends ? 1 : 0))
    #expect(await bench.webhooks(.unlink).isEmpty)
  }

  @Test("an unknown event is refused")
  func unknown() async throws {
    let bench = try KapiBench()
    #expect(try await bench.bench.control("POST", "users/11/events", #"{"event":"born"}"#).status == 400)
    #expect(try await bench.bench.control("POST", "users/99/events", #"{"event":"user-linked"}"#).status == 404)
  }

  /// One key for all of these tests, since making one takes long.
  private static let seed: [UInt8] = {
    var text = String(decoding: KapiBench.seed, as: UTF8.self)
    if let key = try? TokenSigner.newKey(id: "testkey") {
      var pem: [UInt8] = []
      JSONText.append(key.pem, to: &pem)
      let login = #""login":{"signing_keys":[{"kid":"testkey","pem":\#(String(decoding: pem, as: UTF8.self))}]},"#
      text = text.replacing("{ \"version\": 1,", with: "{ \"version\": 1, \(login)", maxReplacements: 1)
    }
    return Array(text.utf8)
  }()
}
