import CommonValues
import Testing

@testable import KakaoAPI

@Suite struct AuthorizeCallbackTests {
  private func problem(_ query: String) -> AuthorizeCallback.Problem? {
    do throws(AuthorizeCallback.Problem) {
      _ = try AuthorizeCallback(query: query)
      return nil
    } catch {
      return error
    }
  }

  private func refusal(_ query: String) throws -> AuthorizeRefusal? {
    guard case .refused(let refusal) = try AuthorizeCallback(query: query).outcome else { return nil }
    return refusal
  }

  @Test("a code comes with its state, whatever else is there")
  func code() throws {
    let callback = try AuthorizeCallback(
      query: "x=%GG&code=abc-_123&state=a%2Bb+c&iss=https%3A%2F%2Fkauth.kakao.com&x=1")
    guard case .code(let code) = callback.outcome else {
      Issue.record("there is no code")
      return
    }
    #expect(code.reveal() == "abc-_123" && callback.state == "a+b c")
    #expect(callback.issuer == "https://kauth.kakao.com")
    var text = "\(callback)"
    dump(callback, to: &text)
    #expect(!text.contains("abc-_123") && !text.contains("a+b c"))
  }

  @Test(
    "every documented error has its meaning",
    arguments: [
      ("access_denied", AuthorizeError.Meaning.cancelled), ("consent_required", .notSilently),
      ("login_required", .notSilently), ("interaction_required", .notSilently), ("auto_login", .notSilently),
      ("timeout", .passing), ("LOGIN_TIMEOUT", .passing), ("login_timeout", .passing), ("server_error", .passing),
      ("temporarily_unavailable", .passing), ("invalid_request", .configuration), ("invalid_client", .configuration),
      ("invalid_scope", .configuration), ("invalid_grant", .configuration), ("misconfigured", .configuration),
      ("unauthorized", .configuration), ("unauthorized_client", .configuration), ("something_new", .unknown),
    ])
  func errors(word: String, meaning: AuthorizeError.Meaning) throws {
    let query = "error=\(word)&error_description=User%20denied%20access&state=s"
    let refusal = try #require(try refusal(query))
    #expect(refusal.error.meaning == meaning)
    #expect(refusal.error.rawValue == (word.lowercased() == "login_timeout" ? "timeout" : word))
    #expect(refusal.description?.reveal() == "User denied access")
    #expect(try AuthorizeCallback(query: query).state == "s")
  }

  @Test("a description that can not be read does not hide the error")
  func description() throws {
    for description in ["%FF", "%0A", "a&error_description=b"] {
      let refusal = try #require(try refusal("error=access_denied&error_description=\(description)"))
      #expect(refusal.error == .accessDenied && refusal.description == nil)
    }
  }

  @Test(
    "hostile queries are refused as what they are",
    arguments: [
      ("", .incomplete), ("state=s", .incomplete), ("code=&error=", .incomplete), ("&&==&", .incomplete),
      ("code=a&error=access_denied", .contradictory), ("code=a&code=a", .repeated("code")),
      ("code=a&c%6Fde=b", .repeated("code")), ("code=a&state=1&state=2", .repeated("state")),
      ("error=a&error=b", .repeated("error")), ("code=a&iss=x&iss=y", .repeated("iss")), ("code=%", .malformed("code")),
      ("code=%4", .malformed("code")), ("code=%GG", .malformed("code")), ("code=%C3%28", .malformed("code")),
      ("code=a%00", .malformed("code")), ("code=a%0D%0Ab", .malformed("code")), ("code=a%20b", .malformed("code")),
      ("code=%EA%B0%80", .malformed("code")), ("code=a&state=%FF", .malformed("state")),
      ("error=%3Cscript%3E", .malformed("error")), ("error=a%20b", .malformed("error")),
      ("error=" + String(repeating: "a", count: 65), .malformed("error")),
      ("code=" + String(repeating: "a", count: 9000), .tooLong),
      (String(repeating: "a&", count: 100) + "code=a", .tooLong),
    ] as [(String, AuthorizeCallback.Problem)])
  func hostile(query: String, expected: AuthorizeCallback.Problem) { #expect(problem(query) == expected) }
}
