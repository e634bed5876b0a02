import CommonValues
import HTTPTransport
import Testing

@testable import KakaoAPI

@Suite struct TokenCallTests {
  private let full = """
    {"token_type":"bearer","access_token":"marked-access","expires_in":43199,"refresh_token":"marked-refresh",\
    "refresh_token_expires_in":5184000,"id_token":"a.b.c","scope":"account_email openid profile_nickname"}
    """

  private func exchange(_ bench: AuthBench) async throws(KakaoError) -> TokenGrant {
    try await bench.client.tokens(
      code: Secret("marked-code"), redirectURI: "https://a.example/cb", verifier: Secret("v"))
  }

  @Test("a code is exchanged with everything Kakao asks for, as a form, without an authorization header")
  func exchange() async throws {
    let bench = AuthBench()
    bench.setToken { [full] _ in ok(full) }
    let grant = try await exchange(bench)
    #expect(grant.accessToken.reveal() == "marked-access" && grant.accessTokenLife == .seconds(43199))
    #expect(grant.refreshToken?.reveal() == "marked-refresh" && grant.refreshTokenLife == .seconds(5_184_000))
    #expect(grant.idToken?.reveal() == "a.b.c" && grant.scopes == ["account_email", "openid", "profile_nickname"])
    let request = try #require(bench.transport.requests.first)
    #expect(request.method == .post && request.url == "https://kauth.kakao.com/oauth/token")
    #expect(
      request.text == "grant_type=authorization_code&client_id=rest-key&redirect_uri=https%3A%2F%2Fa.example%2Fcb"
        + "&code=marked-code&code_verifier=v&client_secret=marked-secret")
    #expect(request.headers["Content-Type"] == "application/x-www-form-urlencoded;charset=utf-8")
    #expect(request.headers["Authorization"] == nil && !request.isRepeatable && request.mayReuseConnection)
    var text = "\(grant)"
    dump(grant, to: &text)
    #expect(!text.contains("marked"))
  }

  @Test("without a secret and a verifier none is sent")
  func bare() async throws {
    let bench = AuthBench(secret: nil)
    _ = try await bench.client.refreshedTokens(refreshToken: Secret("r+1"))
    #expect(bench.transport.requests[0].text == "grant_type=refresh_token&client_id=rest-key&refresh_token=r%2B1")
    #expect(!bench.transport.requests[0].mayReuseConnection)
  }

  @Test("limits are the caller's for one call")
  func limits() async throws {
    let bench = AuthBench()
    let timeouts = HTTPRequest.Timeouts(connect: .seconds(2), total: .seconds(5))
    _ = try await bench.client.with(timeouts: timeouts).refreshedTokens(refreshToken: Secret("r"))
    #expect(bench.transport.requests[0].timeouts == timeouts)
  }

  @Test(
    "an answer is read leniently, and needs an access token",
    arguments: [
      (#"{"access_token":"a"}"#, true), (#"{"access_token":"a","expires_in":"21599","scope":null}"#, true),
      (#"{"access_token":"a","expires_in":-5,"refresh_token":""}"#, true),
      (#"{"access_token":"a","expires_in":99999999999999999}"#, true), (#"{"access_token":""}"#, false),
      (#"{"access_token":7}"#, false), (#"{"access_token":"a\nX: y"}"#, false), ("{}", false), ("[]", false),
      ("", false),
    ])
  func lenient(body: String, isRead: Bool) async {
    let bench = AuthBench()
    bench.setToken { _ in ok(body) }
    do throws(KakaoError) {
      let grant = try await exchange(bench)
      #expect(isRead && grant.accessToken.reveal() == "a" && grant.refreshToken == nil)
      #expect(Tokens(grant, at: testNow).accessTokenEndsAt.map { $0 >= testNow } ?? true)
    } catch {
      #expect(!isRead && error.reason == .unreadableAnswer && error.mayHaveBeenProcessed)
    }
  }

  @Test("a refresh keeps the old refresh token unless a new one came")
  func rotation() {
    let first = Tokens(
      TokenGrant(
        accessToken: Secret("a1"), accessTokenLife: .seconds(100), refreshToken: Secret("r1"),
        refreshTokenLife: .seconds(1000), scopes: ["openid"]), at: testNow)
    let later = testNow.adding(milliseconds: 90_000)
    let kept = first.refreshed(by: TokenGrant(accessToken: Secret("a2"), accessTokenLife: .seconds(100)), at: later)
    #expect(kept.accessToken.reveal() == "a2" && kept.refreshToken?.reveal() == "r1" && kept.scopes == ["openid"])
    #expect(kept.refreshTokenEndsAt == testNow.adding(milliseconds: 1_000_000))
    #expect(kept.accessTokenEndsAt == testNow.adding(milliseconds: 190_000) && kept.issuedAt == later)
    let rotated = first.refreshed(
      by: TokenGrant(accessToken: Secret("a3"), accessTokenLife: nil, refreshToken: Secret("r2")), at: later)
    #expect(rotated.refreshToken?.reveal() == "r2" && rotated.refreshTokenEndsAt == nil)
    #expect(rotated.accessTokenEndsAt == nil)
  }

  @Test("a code or refresh token is never presented again once Kakao may have seen it", arguments: 0..<5)
  func notRepeated(kind: Int) async {
    let bench = AuthBench(retry: RetryPolicy())
    bench.setToken { _ throws(HTTPTransportError) in
      switch kind {
      case 0: throw HTTPTransportError(.timedOut, mayHaveBeenProcessed: true)
      case 1: refusal(502, "<html>")
      case 2: ok("half an ans")
      case 3: refusal(400, #"{"error":"server_error","error_code":"KOE003"}"#)
      default: refusal(400, #"{"error":"invalid_grant","error_code":"KOE320"}"#)
      }
    }
    let error = await failure { () throws(KakaoError) in try await exchange(bench) }
    #expect(bench.transport.requests.count == 1)
    #expect(error?.mayHaveBeenProcessed == (kind != 4))
    _ = await failure { () throws(KakaoError) in try await bench.client.refreshedTokens(refreshToken: Secret("r")) }
    #expect(bench.transport.requests.count == 2)
  }

  @Test("it is presented again while Kakao can not have seen it")
  func repeated() async throws {
    let bench = AuthBench(retry: RetryPolicy())
    bench.setToken { [full] number throws(HTTPTransportError) in
      if number < 3 { throw HTTPTransportError(.couldNotConnect, mayHaveBeenProcessed: false) }
      return ok(full)
    }
    _ = try await exchange(bench)
    #expect(bench.transport.requests.count == 3 && bench.clock.sleeps.count == 2)
  }

  @Test(
    "what kauth refuses says what to do",
    arguments: [
      ("invalid_grant", "KOE319", .authentication, true), ("invalid_grant", "KOE320", .authentication, true),
      ("invalid_grant", "KOE322", .authentication, true), ("invalid_grant", nil, .caller, true),
      ("invalid_grant", "KOE303", .caller, false), ("invalid_request", "KOE237", .quota, false),
      ("invalid_client", "KOE010", .configuration, false), ("invalid_client", "KOE101", .configuration, false),
      ("server_error", "KOE003", .retryable, false), ("invalid_scope", "KOE205", .configuration, false),
    ] as [(String, String?, RetryClass, Bool)])
  func refusals(error word: String, code: String?, expected: RetryClass, needsLogin: Bool) async throws {
    for status in [400, 401, 429] where status == 400 || code != nil {
      let bench = AuthBench()
      let field = code.map { #","error_code":"\#($0)""# } ?? ""
      bench.setToken { _ in refusal(status, #"{"error":"\#(word)","error_description":"marked""# + field + "}") }
      let error = await failure { () throws(KakaoError) in
        try await bench.client.refreshedTokens(refreshToken: Secret("r"))
      }
      #expect(error?.retryClass == expected && error?.authCode == code && error?.authError == word)
      #expect(error?.needsLogin == needsLogin)
    }
  }

  @Test("the debugging look at an ID token gives its claims, or KOE400")
  func tokenInfo() async throws {
    let bench = AuthBench()
    bench.setToken { _ in
      ok(#"{"iss":"https://kauth.kakao.com","aud":"rest-key","sub":"1376016924429759228","iat":1,"exp":2}"#)
    }
    #expect(try await bench.client.tokenInfo(idToken: Secret("a.b.c")).userID == 1_376_016_924_429_759_228)
    #expect(bench.transport.requests[0].url.hasSuffix("/oauth/tokeninfo"))
    #expect(bench.transport.requests[0].text == "id_token=a.b.c")
    bench.setToken { _ in refusal(400, #"{"error":"invalid_token","error_code":"KOE400"}"#) }
    let error = await failure { () throws(KakaoError) in try await bench.client.tokenInfo(idToken: Secret("x")) }
    #expect(error?.authCode == "KOE400" && error?.retryClass == .authentication)
  }
}
