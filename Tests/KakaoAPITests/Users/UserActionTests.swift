import CommonValues
import HTTPTransport
import Testing

@testable import KakaoAPI

@Suite struct UserActionTests {
  private let token = KakaoUserAccess.token(Secret("marked-token"))
  private let dropped = HTTPTransportError(.droppedConnection, mayHaveBeenProcessed: true)

  @Test("logout and unlink name the user by token, or by key and id in a form")
  func requests() async throws {
    let transport = always(#"{"id":1376016924429759228}"#)
    let client = client(transport)
    #expect(try await client.logout(token) == 1_376_016_924_429_759_228)
    #expect(try await client.logout(.user(1_376_016_924_429_759_228)) == 1_376_016_924_429_759_228)
    let unlinked = try await client.unlink(.user(1_376_016_924_429_759_228))
    #expect(unlinked.wasLinked && unlinked.userID == 1_376_016_924_429_759_228)
    #expect(
      transport.requests.map(\.url) == [
        "https://kapi.kakao.com/v1/user/logout", "https://kapi.kakao.com/v1/user/logout",
        "https://kapi.kakao.com/v1/user/unlink",
      ])
    #expect(transport.requests.allSatisfy { $0.method == .post })
    #expect(
      transport.requests.map(\.text) == [
        "", "target_id_type=user_id&target_id=1376016924429759228",
        "target_id_type=user_id&target_id=1376016924429759228",
      ])
    #expect(transport.requests[0].headers["Authorization"] == "Bearer marked-token")
    #expect(transport.requests[1].headers["Authorization"] == "KakaoAK marked-key")
    #expect(
      transport.requests[1].headers["Content-Type"] == "application/x-www-form-urlencoded;charset=utf-8")
  }

  @Test("unlinking by id is repeated until it is done, and a user who is not linked is a success")
  func unlinkTwice() async throws {
    let transport = ScriptedTransport { [dropped] _, number throws(HTTPTransportError) in
      if number == 0 { throw dropped }
      return refusal(400, #"{"msg":"NotRegisteredUserException","code":-101}"#)
    }
    let result = try await client(transport).unlink(.user(7))
    #expect(!result.wasLinked && result.userID == 7 && transport.requests.count == 2)
  }

  @Test("unlinking by token is not repeated, and there -101 is an error")
  func unlinkByToken() async {
    let transport = ScriptedTransport { [dropped] _, _ throws(HTTPTransportError) in throw dropped }
    let error = await failure { [token] () throws(KakaoError) in try await client(transport).unlink(token) }
    #expect(error?.retryClass == .ambiguous && transport.requests.count == 1)
    let linkless = KakaoAPITests.client(answering: refusal(400, #"{"code":-101}"#))
    let refused = await failure { [token] () throws(KakaoError) in try await linkless.unlink(token) }
    #expect(refused?.code == -101)
  }

  @Test("an answer about another user is no success")
  func otherUser() async {
    let client = client(answering: ok(#"{"id":8}"#))
    let error = await failure { () throws(KakaoError) in try await client.unlink(.user(7)) }
    #expect(error?.reason == .unreadableAnswer && error?.mayHaveBeenProcessed == true)
  }

  @Test("signup is made once, its properties as JSON text in a form")
  func signup() async throws {
    let transport = always(#"{"id":"7"}"#)
    #expect(try await client(transport).signUp(token: Secret("marked-token")) == 7)
    #expect(try await client(transport).signUp(token: Secret("t"), properties: ["b": "2", "a": "김\"1"]) == 7)
    #expect(transport.requests[0].text.isEmpty)
    #expect(transport.requests[1].text == "properties=%7B%22a%22%3A%22%EA%B9%80%5C%221%22%2C%22b%22%3A%222%22%7D")
    let broken = ScriptedTransport { [dropped] _, _ throws(HTTPTransportError) in throw dropped }
    _ = await failure { () throws(KakaoError) in try await client(broken).signUp(token: Secret("t")) }
    #expect(broken.requests.count == 1)
  }

  @Test("-102 and -201 of a signup come out as they are", arguments: [-102, -201])
  func refusedSignup(code: Int) async {
    let client = client(answering: refusal(400, "{\"code\":\(code)}"))
    let error = await failure { () throws(KakaoError) in try await client.signUp(token: Secret("t")) }
    #expect(error?.code == code)
  }

  @Test("properties are set, again after an unknown outcome, and never none")
  func profile() async throws {
    let transport = ScriptedTransport { [dropped] _, number throws(HTTPTransportError) in
      if number == 0 { throw dropped }
      return ok(#"{"id":7}"#)
    }
    let client = client(transport)
    #expect(try await client.updateProfile(token: Secret("t"), properties: ["k": "v"]) == 7)
    #expect(transport.requests.map(\.text) == Array(repeating: "properties=%7B%22k%22%3A%22v%22%7D", count: 2))
    let error = await failure { () throws(KakaoError) in
      try await client.updateProfile(token: Secret("t"), properties: [:])
    }
    #expect(error?.reason == .invalidRequest && transport.requests.count == 2)
  }

  @Test(
    "a token's information is read in today's and in the old names",
    arguments: [
      (
        #"{"id":9223372036854775807,"expires_in":21599,"app_id":1234}"#,
        TokenInfo(userID: .max, appID: 1234, expiresIn: .seconds(21_599))
      ),
      (
        #"{"id":5,"expiresInMillis":7199500,"appId":1234}"#,
        TokenInfo(userID: 5, appID: 1234, expiresIn: .milliseconds(7_199_500))
      ),
      ("{}", TokenInfo(userID: nil, appID: nil, expiresIn: nil)),
    ])
  func tokenInfo(json: String, info: TokenInfo) async throws {
    let transport = always(json)
    #expect(try await client(transport).tokenInfo(Secret("marked-token")) == info)
    #expect(transport.requests[0].url == "https://kapi.kakao.com/v1/user/access_token_info")
    #expect(transport.requests[0].headers["Authorization"] == "Bearer marked-token")
  }

  @Test(
    "of a token check only -401 says that the token is no longer valid",
    arguments: [(400, -1, RetryClass.retryable), (400, -2, .caller), (401, -401, .authentication)])
  func tokenErrors(status: Int, code: Int, retryClass: RetryClass) async {
    let client = client(answering: refusal(status, "{\"code\":\(code),\"msg\":\"x\"}"))
    let error = await failure { () throws(KakaoError) in try await client.tokenInfo(Secret("t")) }
    #expect(error?.retryClass == retryClass)
  }
}
