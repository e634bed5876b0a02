import CommonValues
import Foundation
import HTTPTransport
import Testing

@testable import KakaoAPI

@Suite struct KakaoErrorTests {
  private func error(_ response: HTTPResponse) async throws -> KakaoError {
    let error = await failure { () throws(KakaoError) in
      try await client(answering: response).customerFiles(channel: "_a")
    }
    return try #require(error)
  }

  @Test(
    "the code decides the class, whatever the status",
    arguments: [
      (400, #"{"msg":"internal","code":-1}"#, RetryClass.retryable), (400, #"{"code":-2}"#, .caller),
      (403, #"{"code":-3}"#, .configuration), (400, #"{"code":-10,"msg":"x"}"#, .quota),
      (429, #"{"msg":"API limit has been exceeded.","code":-10}"#, .retryable),
      (401, #"{"code":"-401"}"#, .authentication),
      (400, #"{"code":-603}"#, .retryable), (503, #"{"code":-9798}"#, .retryable), (400, #"{"code":-815}"#, .retryable),
      (400, #"{"code":-818}"#, .configuration), (400, #"{"code":-101}"#, .user), (500, #"{"code":-2}"#, .caller),
      (400, #"{"error":"invalid_grant","error_description":"x","error_code":"KOE320"}"#, .authentication),
    ])
  func classes(status: Int, body: String, expected: RetryClass) async throws {
    let error = try await error(refusal(status, body))
    #expect(error.reason == .refused && error.status == status)
    #expect(error.retryClass == expected)
    #expect(error.entry != nil)
  }

  @Test("every code of the table is known again in an answer", arguments: KakaoErrorTable.all)
  func everyCode(entry: KakaoErrorEntry) async throws {
    let isKapi = Int(entry.code) != nil
    let body = isKapi ? #"{"msg":"m","code":\#(entry.code)}"# : #"{"error":"e","error_code":"\#(entry.code)"}"#
    for status in entry.statuses.isEmpty ? [400] : entry.statuses {
      let error = try await error(refusal(status, body))
      #expect(error.codeText == entry.code && error.entry == entry && error.status == status)
      // -10 with 429 is the limit of a minute, which passes.
      #expect(error.retryClass == (entry.code == "-10" && status == 429 ? .retryable : entry.retryClass))
      #expect(error.diagnostic.fix == entry.remedy)
    }
  }

  @Test(
    "without a code that is known the status decides, and no body is a reason to fail otherwise",
    arguments: [
      "", "<!DOCTYPE html><html><body>502 Bad Gateway</body></html>", "{", "null", "[]", #"{"code":null}"#,
      #"{"code":{}}"#, #"{"code":-99999}"#, #"{"code":99999999999999999999999}"#, "\u{FEFF}{}", "\u{0}",
    ])
  func statuses(body: String) async throws {
    let expected: [(Int, RetryClass)] = [
      (500, .retryable), (502, .retryable), (503, .retryable), (429, .retryable), (408, .retryable),
      (401, .authentication), (403, .configuration), (302, .configuration), (400, .caller), (404, .caller),
      (201, .ambiguous),
    ]
    for (status, retryClass) in expected {
      let error = try await error(refusal(status, body))
      #expect(error.retryClass == retryClass, "HTTP \(status)")
      #expect(error.reason == .refused)
    }
  }

  @Test("a fault inside Kakao may have left its mark, a refusal has not")
  func processed() async throws {
    #expect(try await error(refusal(500)).mayHaveBeenProcessed)
    #expect(try await error(refusal(400, #"{"code":-815}"#)).mayHaveBeenProcessed)
    #expect(try await error(refusal(202)).mayHaveBeenProcessed)
    #expect(try await error(refusal(429)).mayHaveBeenProcessed == false)
    #expect(try await error(refusal(400, #"{"code":-10}"#)).mayHaveBeenProcessed == false)
    #expect(try await error(refusal(400, #"{"code":-2}"#)).mayHaveBeenProcessed == false)
  }

  @Test("missing consent names the scopes")
  func consent() async throws {
    let body =
      #"{"msg":"insufficient scopes.","code":-402,"api_type":"CHANNEL","required_scopes":["plusfriends",7],"allowed_scopes":[]}"#
    let error = try await error(refusal(403, body))
    #expect(error.retryClass == .consent && error.requiredScopes == ["plusfriends"])
  }

  @Test("kauth's fields are read")
  func auth() async throws {
    let body = #"{"error":"invalid_client","error_description":"Bad client credentials","error_code":"koe010"}"#
    let error = try await error(refusal(401, body))
    #expect(error.authCode == "KOE010" && error.authError == "invalid_client" && error.code == nil)
    #expect(error.codeText == "KOE010" && error.retryClass == .configuration)
    #expect(error.message?.reveal() == "Bad client credentials")
  }

  @Test("Kakao's words are kept and never printed, nor is anything else that may hold data")
  func redaction() async throws {
    let body = #"{"msg":"marked 010-1234-5678","code":-2,"error":"marked value!","error_code":"marked value"}"#
    let error = try await error(refusal(400, body, headers: ["X-Marked": "marked"]))
    #expect(error.message?.reveal() == "marked 010-1234-5678")
    #expect(error.authError == nil && error.authCode == nil)
    var dumped = ""
    dump(error, to: &dumped)
    let texts = ["\(error)", String(reflecting: error), dumped, error.diagnostic.message(in: .korean)]
    for text in texts { #expect(!text.contains("marked")) }
    #expect("\(error)" == "refused GET /v1/talkchannel/target_user_file HTTP 400 code -2 [caller]")
  }

  @Test(
    "a transport's failure keeps whether the server may have acted",
    arguments: [
      (HTTPTransportError(.couldNotConnect, mayHaveBeenProcessed: false), RetryClass.retryable),
      (HTTPTransportError(.connectTimedOut, mayHaveBeenProcessed: false), .retryable),
      (HTTPTransportError(.timedOut, mayHaveBeenProcessed: false), .retryable),
      (HTTPTransportError(.timedOut, mayHaveBeenProcessed: true), .ambiguous),
      (HTTPTransportError(.droppedConnection, mayHaveBeenProcessed: true), .ambiguous),
      (HTTPTransportError(.tls, mayHaveBeenProcessed: false), .configuration),
      (HTTPTransportError(.responseTooLarge, mayHaveBeenProcessed: true), .caller),
      (HTTPTransportError(.cancelled, mayHaveBeenProcessed: true), .stopped),
      (HTTPTransportError(.shutDown, mayHaveBeenProcessed: true), .stopped),
    ])
  func transport(failed: HTTPTransportError, expected: RetryClass) async throws {
    let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in throw failed }
    let error = await failure { () throws(KakaoError) in
      try await client(transport, retry: .never).customerFiles(channel: "_a")
    }
    #expect(error?.retryClass == expected)
    #expect(error?.mayHaveBeenProcessed == failed.mayHaveBeenProcessed)
    #expect(error?.transportError == failed)
  }

  @Test(
    "every error has words in both languages",
    arguments: [
      KakaoError.cancelled(mayHaveBeenProcessed: false), .invalidRequest(.init(ko: "가", en: "a")),
      KakaoError(response: refusal(418), endpoint: .channels),
      KakaoError(response: refusal(400, #"{"code":-10}"#), endpoint: .channels),
      KakaoError(unreadable: ok(""), endpoint: .channels),
      KakaoError(transport: .init(.tls, mayHaveBeenProcessed: false, host: "kapi.kakao.com"), endpoint: .channels),
    ])
  func diagnostics(error: KakaoError) {
    #expect(error.diagnostic.severity == .error)
    #expect(!error.diagnostic.reason.korean.isEmpty && !error.diagnostic.reason.english.isEmpty)
    #expect(error.diagnostic.reason.korean != error.diagnostic.reason.english)
  }

  @Test("the entry behind a diagnostic is found again after it was stored, and behind no other")
  func entryOfDiagnostic() throws {
    for entry in KakaoErrorTable.all where entry.code.hasPrefix("-") {
      let error = KakaoError(response: refusal(400, "{\"code\":\(entry.code)}"), endpoint: .channels)
      let stored = try JSONDecoder().decode(Diagnostic.self, from: JSONEncoder().encode(error.diagnostic))
      #expect(KakaoErrorTable.entry(of: stored) == entry)
    }
    for error in [
      KakaoError(response: refusal(418), endpoint: .channels), .cancelled(mayHaveBeenProcessed: false),
      KakaoError(response: refusal(400, #"{"code":-123456}"#), endpoint: .channels),
    ] { #expect(KakaoErrorTable.entry(of: error.diagnostic) == nil) }
    let other = Diagnostic(
      .error, code: "x", reason: LocalizedText(ko: "", en: "Kakao answered with error -402: it was not"))
    #expect(KakaoErrorTable.entry(of: other) == nil)
  }
}
