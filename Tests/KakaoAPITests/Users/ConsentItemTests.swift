import CommonValues
import HTTPTransport
import Testing

@testable import KakaoAPI

@Suite struct ConsentItemTests {
  private let json = #"""
    {"id":1376016924429759228,"scopes":[
      {"id":"account_email","display_name":"카카오계정(이메일)","type":"PRIVACY","using":true,"agreed":true,"revocable":true},
      {"id":"talk_message","type":"LATER","agreed":false},{"id":"friends"},{"type":"SERVICE"},7],"x":1}
    """#

  @Test("consent items are read, unknown kinds kept, entries without an id left out")
  func read() async throws {
    let transport = always(json)
    let items = try await client(transport).consentItems(.token(Secret("t")))
    #expect(items.userID == 1_376_016_924_429_759_228)
    #expect(
      items.items == [
        ConsentItem(
          id: "account_email", displayName: "카카오계정(이메일)", kind: .privacy, isUsed: true, isAgreed: true,
          isRevocable: true), ConsentItem(id: "talk_message", kind: .init(rawValue: "LATER"), isAgreed: false),
        ConsentItem(id: "friends"),
      ])
    #expect(items.agreed == ["account_email"] && items.item("friends")?.isAgreed == nil)
    #expect(transport.requests[0].url == "https://kapi.kakao.com/v2/user/scopes")
  }

  @Test("scopes go out as a JSON array, in the query and in the form")
  func requests() async throws {
    let transport = always(#"{"id":7,"scopes":[]}"#)
    _ = try await client(transport).consentItems(.user(7), scopes: ["account_email", "friends"])
    _ = try await client(transport).revokeConsent(.user(7), scopes: ["friends"])
    #expect(
      transport.requests[0].url == "https://kapi.kakao.com/v2/user/scopes?target_id_type=user_id&target_id=7"
        + "&scopes=%5B%22account_email%22%2C%22friends%22%5D")
    #expect(transport.requests[1].url == "https://kapi.kakao.com/v2/user/revoke/scopes")
    #expect(transport.requests[1].text == "target_id_type=user_id&target_id=7&scopes=%5B%22friends%22%5D")
  }

  @Test("revoking nothing is refused, and a revocation of unknown outcome is not repeated")
  func revoke() async {
    let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in
      throw HTTPTransportError(.timedOut, mayHaveBeenProcessed: true)
    }
    let client = client(transport)
    let none = await failure { () throws(KakaoError) in try await client.revokeConsent(.user(7), scopes: []) }
    #expect(none?.reason == .invalidRequest && transport.requests.isEmpty)
    let lost = await failure { () throws(KakaoError) in try await client.revokeConsent(.user(7), scopes: ["friends"]) }
    #expect(lost?.retryClass == .ambiguous && transport.requests.count == 1)
  }

  @Test("an answer without a list, or about another user, is no answer", arguments: ["{}", #"{"id":8,"scopes":[]}"#])
  func unreadable(json: String) async {
    let client = client(answering: ok(json))
    let error = await failure { () throws(KakaoError) in try await client.consentItems(.user(7)) }
    #expect(error?.reason == .unreadableAnswer)
  }
}
