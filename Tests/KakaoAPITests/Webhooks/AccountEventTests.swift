import CommonValues
import Foundation
import HTTPTransport
import Testing

@testable import KakaoAPI

@Suite struct AccountEventTests {
  static let unlinked = AccountEvent.Kind.userUnlinked.rawValue

  static func claims(_ events: String, _ changes: [String: String?] = [:]) -> String {
    var claims: [String: String] = [
      "iss": #""https://kauth.kakao.com""#, "aud": #""rest-key""#, "iat": "1795132800", "jti": #""event-1""#,
      "sub": #""1376016924429759228""#, "toe": "1795132790", "txn": #""t-1""#, "app_id": #""123456""#, "events": events,
    ]
    for (name, value) in changes { claims[name] = value }
    return "{" + claims.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
  }

  static let oneEvent = """
    {"\(unlinked)":{"subject":{"subject_type":"iss-sub","iss":"https://kauth.kakao.com","sub":"1376016924429759228"},\
    "reason":"ACCOUNT_DELETE"}}
    """

  static func token(_ claims: String, key: TestKey = .first, header: String? = nil) -> String {
    key.token(claims, header: header ?? #"{"typ":"secevent+jwt","alg":"RS256","kid":"\#(key.id)"}"#)
  }

  private func read(
    _ token: String, _ bench: AuthBench = AuthBench()
  ) async -> Result<AccountEvent, AccountEventError> {
    do throws(AccountEventError) {
      return .success(
        try await bench.client.accountEvent(body: Array(token.utf8), audiences: ["rest-key", "123456"]))
    } catch {
      return .failure(error)
    }
  }

  private func word(_ result: Result<AccountEvent, AccountEventError>) -> AccountEventError.Word? {
    guard case .failure(let error) = result else { return nil }
    return error.word
  }

  @Test("an event is read with everything that it says, and needs no exp")
  func good() async throws {
    let event = try await read(Self.token(Self.claims(Self.oneEvent))).get()
    #expect(event.id == "event-1" && event.kind == .userUnlinked && event.kind.name == "user-unlinked")
    #expect(event.userID == 1_376_016_924_429_759_228 && event.reason == "ACCOUNT_DELETE" && event.scopes.isEmpty)
    #expect(event.occurredAt == Timestamp(seconds: 1_795_132_790) && event.issuedAt == testNow)
    #expect(event.transactionID == "t-1" && event.appID == "123456")
    // Long after, and with an end that has passed: it has happened all the same.
    #expect(try await read(Self.token(Self.claims(Self.oneEvent, ["exp": "5"]))).get().id == "event-1")
  }

  @Test("sources differ, and each form is taken")
  func conflicts() async throws {
    let scopeEvent = { (field: String) in #"{"\#(AccountEvent.Kind.userScopeConsent.rawValue)":{\#(field)}}"# }
    for field in [
      #""scope":"account_email friends""#, #""scopes":["account_email","friends"]"#,
      #""scope":["account_email","friends"]"#,
      #""scopes":"account_email,friends""#,
    ] {
      let event = try await read(Self.token(Self.claims(scopeEvent(field)))).get()
      #expect(event.scopes == ["account_email", "friends"] && event.userID == 1_376_016_924_429_759_228)
    }
    let app = try await read(
      Self.token(Self.claims(Self.oneEvent, ["aud": #"["123456"]"#, "txn": nil, "txm": #""t-2""#, "app_id": "123456"]))
    ).get()
    #expect(app.transactionID == "t-2" && app.appID == "123456")
    let bySubject = try await read(Self.token(Self.claims(Self.oneEvent, ["sub": nil, "toe": nil]))).get()
    #expect(bySubject.userID == 1_376_016_924_429_759_228 && bySubject.occurredAt == nil)
    let typed = Self.token(
      Self.claims(Self.oneEvent), header: #"{"typ":"application/secevent+jwt","alg":"RS256","kid":"key-one"}"#)
    #expect(try await read(typed).get().id == "event-1")
  }

  @Test("every known kind, and one that is not, is an event")
  func kinds() async throws {
    let known: [AccountEvent.Kind] = [
      .tokensRevoked, .tokenIssued, .tokenRevoked, .userLinked, .userUnlinked, .userScopeConsent, .userScopeWithdraw,
      .accountCredentialChangeRequired, .accountDisabled, .accountEnabled, .accountPurged, .credentialCompromise,
      .identifierChanged, .identifierRecycled, .sessionsRevoked, .assuranceLevelChange, .credentialChange,
      .userProfileChanged, .init(rawValue: "https://schemas.kakao.com/later/event-type/new-thing"),
    ]
    #expect(Set(known).count == 19)
    for kind in known {
      let event = try await read(Self.token(Self.claims(#"{"\#(kind.rawValue)":{}}"#))).get()
      #expect(event.kind == kind && event.reason == nil)
    }
  }

  @Test("somebody who is no user of the app has no user id")
  func otherSubjects() async throws {
    for subject in ["abc", "0", "-1", "9223372036854775808", "01"] {
      let event = try await read(
        Self.token(Self.claims(#"{"\#(Self.unlinked)":{}}"#, ["sub": "\"\(subject)\""]))
      ).get()
      #expect(event.userID == nil && event.subject == subject)
    }
  }

  @Test(
    "what is wrong is said in Kakao's words",
    arguments: [
      (["iss": #""https://evil.example""#], .invalidIssuer), (["iss": nil], .invalidIssuer),
      (["aud": #""other""#], .invalidAudience), (["aud": nil], .invalidAudience), (["aud": "[]"], .invalidAudience),
      (["aud": "123456"], .invalidAudience), (["jti": nil], .invalidRequest), (["jti": #""""#], .invalidRequest),
      (["iat": nil], .invalidRequest), (["events": nil], .invalidRequest), (["events": "{}"], .invalidRequest),
      (["events": "[]"], .invalidRequest), (["events": #"{"a":{},"b":{}}"#], .invalidRequest),
      (["events": #"{"a":7}"#], .invalidRequest), (["events": #"{"":{}}"#], .invalidRequest),
      (["sub": #""5""#], .invalidRequest),
    ] as [([String: String?], AccountEventError.Word)])
  func wrong(changes: [String: String?], expected: AccountEventError.Word) async {
    #expect(word(await read(Self.token(Self.claims(Self.oneEvent, changes)))) == expected)
  }

  @Test("keys, signatures and headers that are not right are refused")
  func signatures() async {
    let claims = Self.claims(Self.oneEvent)
    #expect(word(await read(Self.token(claims, key: .second))) == .invalidKey)
    let forged = Self.token(claims, key: .second, header: #"{"typ":"secevent+jwt","alg":"RS256","kid":"key-one"}"#)
    #expect(word(await read(forged)) == .invalidKey)
    for header in [
      #"{"typ":"JWT","alg":"RS256","kid":"key-one"}"#, #"{"alg":"RS256","kid":"key-one"}"#,
      #"{"typ":"secevent+jwt","alg":"none"}"#, #"{"typ":"secevent+jwt","alg":"HS256","kid":"key-one"}"#, "[]", "",
    ] {
      #expect(word(await read(Self.token(claims, header: header))) == .invalidRequest)
    }
    for body in ["", "{}", "a.b.c", String(repeating: "a", count: 70_000)] {
      #expect(word(await read(body)) == .invalidRequest)
    }
  }

  @Test("the answer is Kakao's JSON; without keys there is none, because the fault is here")
  func answers() async throws {
    guard case .failure(let error) = await read("x") else { return }
    let answer = try #require(error.answer)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(answer)) as? [String: String])
    #expect(object == ["err": "invalid_request", "description": error.detail])
    let bench = AuthBench()
    bench.setKeys(refusal(500))
    guard case .failure(let unavailable) = await read(Self.token(Self.claims(Self.oneEvent)), bench) else { return }
    #expect(unavailable.word == nil && unavailable.answer == nil && unavailable.cause?.status == 500)
  }

  @Test("a time in the future counts as the time of receipt")
  func clamped() async throws {
    let event = try await read(Self.token(Self.claims(Self.oneEvent, ["toe": "9999999999"]))).get()
    #expect(event.time(receivedAt: testNow) == testNow)
    let plain = try await read(Self.token(Self.claims(Self.oneEvent, ["toe": nil]))).get()
    #expect(plain.time(receivedAt: testNow.adding(milliseconds: 5)) == testNow)
  }
}
