import CommonValues
import Foundation
import HTTPTransport
import Testing

@testable import KakaoAPI

/// A gate that is always open.
struct OpenGate: CallGate {
  func enter() async throws(KakaoError) {}
  func leave(_ error: KakaoError?) {}
}

func ok(_ json: String) -> HTTPResponse { HTTPResponse(status: 200, body: Array(json.utf8)) }

func refusal(_ status: Int, _ body: String = "", headers: HTTPHeaders = [:]) -> HTTPResponse {
  HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
}

/// A client in front of a script, that waits on a manual clock.
func client(
  _ transport: ScriptedTransport, retry: RetryPolicy = RetryPolicy(), clock: any Clock<Duration> = ManualClock(),
  gate: any CallGate = OpenGate()
) -> KakaoAPIClient {
  KakaoAPIClient(
    key: Secret("marked-key"), transport: transport, gate: gate, retry: retry, clock: clock, random: Highest())
}

/// A client that gets the same answer to everything and does not repeat.
func client(answering response: HTTPResponse) -> KakaoAPIClient {
  client(ScriptedTransport { _, _ throws(HTTPTransportError) in response }, retry: .never)
}

/// The error of a call; a success is recorded as an issue.
func failure<Value>(
  sourceLocation: SourceLocation = #_sourceLocation, _ call: () async throws(KakaoError) -> Value
) async -> KakaoError? {
  do throws(KakaoError) {
    _ = try await call()
    Issue.record("the call succeeded", sourceLocation: sourceLocation)
    return nil
  } catch {
    return error
  }
}

extension HTTPRequest {
  /// The body as Foundation reads it.
  func json() throws -> NSDictionary {
    let object = try JSONSerialization.jsonObject(with: Data(body ?? []))
    return try #require(object as? NSDictionary)
  }

  var text: String { String(decoding: body ?? [], as: UTF8.self) }
}
