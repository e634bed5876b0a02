import CommonValues
import HTTPTransport
import Testing

@testable import KakaoAPI

@Suite struct ServiceTermsTests {
  @Test("terms are read, and one that is optional, revocable and not agreed to is taken as it is")
  func read() async throws {
    let transport = always(
      #"""
      {"id":7,"service_terms":[
        {"tag":"required","required":true,"agreed":true,"revocable":false,"agreed_at":"2026-01-02T03:04:05Z","agreed_by":"KAUTH"},
        {"tag":"marketing","required":false,"agreed":false,"revocable":true,"agreed_by":"LATER"},{"required":true}],"x":1}
      """#)
    let terms = try await client(transport).serviceTerms(.token(Secret("t")), .all)
    #expect(
      terms.terms == [
        ServiceTerm(
          tag: "required", isRequired: true, isAgreed: true, isRevocable: false,
          agreedAt: Timestamp("2026-01-02T03:04:05Z"), agreedBy: .consentPage),
        ServiceTerm(
          tag: "marketing", isRequired: false, isAgreed: false, isRevocable: true,
          agreedBy: .init(rawValue: "LATER")),
      ])
    #expect(terms.agreed == ["required"] && terms.term("marketing")?.isAgreed == false && terms.userID == 7)
    #expect(transport.requests[0].url == "https://kapi.kakao.com/v2/user/service_terms?result=app_service_terms")
  }

  @Test("tags go out as a comma list")
  func requests() async throws {
    let transport = always(#"{"id":7,"service_terms":[]}"#)
    let client = client(transport)
    _ = try await client.serviceTerms(.user(7), tags: ["a", "b"])
    _ = try await client.revokeAgreement(.user(7), tags: ["a", "b"])
    _ = try await client.recordAgreement(.token(Secret("t")), tags: ["a"])
    #expect(
      transport.requests[0].url == "https://kapi.kakao.com/v2/user/service_terms?target_id_type=user_id&target_id=7"
        + "&result=agreed_service_terms&tags=a%2Cb")
    #expect(transport.requests[1].url == "https://kapi.kakao.com/v2/user/revoke/service_terms")
    #expect(transport.requests[1].text == "target_id_type=user_id&target_id=7&tags=a%2Cb")
    #expect(transport.requests[2].url == "https://kapi.kakao.com/v2/user/upgrade/service_terms")
    #expect(transport.requests[2].text == "tags=a" && transport.requests[2].method == .post)
  }

  @Test("what was revoked and what was recorded is read from the lists of their own names")
  func changes() async throws {
    let revoked = try await client(answering: ok(#"{"id":7,"revoked_service_terms":[{"tag":"a","agreed":false}]}"#))
      .revokeAgreement(.user(7), tags: ["a"])
    #expect(revoked == ServiceTerms(userID: 7, terms: [ServiceTerm(tag: "a", isAgreed: false)]))
    let recorded = try await client(
      answering: ok(
        #"{"id":7,"agreed_service_terms":[{"tag":"a","agreed":true,"agreed_at":"2026-01-02T03:04:05Z","agreed_by":"KAPI"}]}"#
      )
    ).recordAgreement(.user(7), tags: ["a", "unknown"])
    #expect(recorded.terms.map(\.tag) == ["a"] && recorded.terms[0].agreedBy == .recorded)
  }

  @Test("recording is repeated after an unknown outcome, revoking is not")
  func repeats() async {
    for (endpoint, count) in [(true, 4), (false, 1)] {
      let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in
        throw HTTPTransportError(.timedOut, mayHaveBeenProcessed: true)
      }
      _ = await failure { () throws(KakaoError) in
        endpoint
          ? try await client(transport).recordAgreement(.user(7), tags: ["a"])
          : try await client(transport).revokeAgreement(.user(7), tags: ["a"])
      }
      #expect(transport.requests.count == count)
    }
  }

  @Test("a list of tags that would say something else is not sent", arguments: [[], [""], ["a,b"]])
  func badTags(tags: [String]) async {
    let transport = always("{}")
    let client = client(transport)
    let errors = [
      await failure { () throws(KakaoError) in try await client.revokeAgreement(.user(7), tags: tags) },
      await failure { () throws(KakaoError) in try await client.recordAgreement(.user(7), tags: tags) },
    ]
    #expect(errors.allSatisfy { $0?.reason == .invalidRequest } && transport.requests.isEmpty)
  }

  @Test("v1 and v2 names are read wherever they stand")
  func bothNames() async throws {
    let v1 =
      #"{"user_id":7,"allowed_service_terms":[{"tag":"a","agreed_at":"2026-01-02T03:04:05Z"}],"app_service_terms":[{"tag":"a","created_at":"2025-01-01T00:00:00Z","updated_at":"2025-01-02T00:00:00Z"},{"tag":"b"}]}"#
    let v2 =
      #"{"id":7,"service_terms":[{"tag":"a","agreed":true,"agreed_at":"2026-01-02T03:04:05Z"},{"tag":"b","agreed":false}]}"#
    let time = Timestamp("2026-01-02T03:04:05Z")
    let agreed = ServiceTerm(tag: "a", isAgreed: true, agreedAt: time)
    let transport = always(v1)
    let old = try await client(transport).legacyServiceTerms(token: Secret("t"), includingApp: true)
    #expect(old.userID == 7 && old.agreed == [agreed])
    #expect(
      old.app == [
        AppServiceTerm(
          tag: "a", createdAt: Timestamp("2025-01-01T00:00:00Z"), updatedAt: Timestamp("2025-01-02T00:00:00Z")),
        AppServiceTerm(tag: "b"),
      ])
    #expect(transport.requests[0].url == "https://kapi.kakao.com/v1/user/service/terms?extra=app_service_terms")
    let crossed = try await client(answering: ok(v2)).legacyServiceTerms(token: Secret("t"))
    #expect(crossed == LegacyServiceTerms(userID: 7, agreed: [agreed]))
    let other = try await client(answering: ok(v1)).serviceTerms(.user(7))
    #expect(other == ServiceTerms(userID: 7, terms: [agreed]))
  }

  @Test(
    "an answer without a list, or about another user, is no answer", arguments: ["{}", #"{"id":8,"service_terms":[]}"#])
  func unreadable(json: String) async {
    let client = client(answering: ok(json))
    let error = await failure { () throws(KakaoError) in try await client.serviceTerms(.user(7)) }
    #expect(error?.reason == .unreadableAnswer)
  }
}
