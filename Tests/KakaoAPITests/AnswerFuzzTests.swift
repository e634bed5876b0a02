import Foundation
import HTTPTransport
import NaruTestSupport
import Testing

@testable import KakaoAPI

@Suite struct AnswerFuzzTests {
  private static let errors = [
    #"{"msg":"insufficient scopes.","code":-402,"api_type":"X","required_scopes":["plusfriends"],"allowed_scopes":[]}"#,
    #"{"error":"invalid_grant","error_description":"x","error_code":"KOE320"}"#,
  ]

  /// Makes the call with this body as a success; it must end in a value or a `KakaoError`, and an id must stand in the
  /// body, digit by digit.
  private func exercise(_ endpoint: EndpointCase, _ body: [UInt8], statuses: [Int] = [200]) async {
    for status in statuses {
      let client = client(answering: HTTPResponse(status: status, body: body))
      guard let ids = try? await endpoint.call(client) else { continue }
      #expect(status == 200)
      for id in ids { #expect(Data(body).range(of: Data(String(id).utf8)) != nil, "\(id)") }
    }
  }

  @Test("the sample of every endpoint is read, with its ids", arguments: EndpointCase.all)
  func samples(endpoint: EndpointCase) async throws {
    let ids = try await endpoint.call(client(answering: ok(endpoint.sample)))
    let hasID = ["1376016924429759228", "15369}", "15369,\"file_name"].contains { endpoint.sample.contains($0) }
    #expect(ids.isEmpty == !hasID && Set(ids).count == ids.count)
  }

  @Test("a body cut anywhere never does worse than fail", arguments: EndpointCase.all)
  func truncated(endpoint: EndpointCase) async {
    let bytes = Array(endpoint.sample.utf8)
    for length in 0..<bytes.count { await exercise(endpoint, Array(bytes.prefix(length))) }
  }

  @Test("a body with damaged bytes never does worse than fail", arguments: EndpointCase.all)
  func flipped(endpoint: EndpointCase) async {
    for seed in UInt64(0)..<60 {
      var random = SplitMix64(seed: seed)
      var bytes = Array(endpoint.sample.utf8)
      for _ in 0...(random.next() % 4) {
        let index = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 4 {
        case 0: bytes[index] ^= UInt8(1 << (random.next() % 8))
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(#"{}[]",:0.e-\ntf"#.utf8.randomElement(using: &random) ?? 0, at: index)
        default: bytes[index] = #"{}[]",:9.eE-\ntf"#.utf8.randomElement(using: &random) ?? 0
        }
      }
      await exercise(endpoint, bytes)
    }
  }

  @Test("an id of which a digit is replaced by any character is exact or not there", arguments: EndpointCase.all)
  func damagedID(endpoint: EndpointCase) async throws {
    let bytes = Array(endpoint.sample.utf8)
    guard let range = Data(bytes).range(of: Data("1376016924429759228".utf8)) else { return }
    for index in range {
      for byte in Array(".eE-+,\"x :9".utf8) {
        var damaged = bytes
        damaged[index] = byte
        await exercise(endpoint, damaged)
      }
    }
  }

  @Test("deep nesting, huge numbers and odd encodings never do worse than fail", arguments: EndpointCase.all)
  func hostile(endpoint: EndpointCase) async {
    let deep = String(repeating: "[", count: 20_000)
    let deepObject = String(repeating: #"{"elements":"#, count: 10_000)
    let digits = String(repeating: "9", count: 10_000)
    for text in [deep, deepObject, #"{"code":-1e999999,"id":1e999999}"#, "{\"code\":\"\(digits)\",\"id\":\(digits)}"] {
      await exercise(endpoint, Array(text.utf8), statuses: [200, 400])
    }
    await exercise(endpoint, [0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00])
    await exercise(endpoint, [0xEF, 0xBB, 0xBF] + Array(endpoint.sample.utf8))
    await exercise(endpoint, [0x00, 0xFF, 0xC0, 0x80])
  }

  @Test("an error body that is cut or damaged is still an error with its status", arguments: errors)
  func errorBodies(sample: String) async throws {
    let bytes = Array(sample.utf8)
    let endpoint = EndpointCase.all[0]
    var bodies = (0...bytes.count).map { Array(bytes.prefix($0)) }
    for seed in UInt64(0)..<200 {
      var random = SplitMix64(seed: seed)
      var damaged = bytes
      damaged[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      bodies.append(damaged)
    }
    for body in bodies {
      let client = client(answering: HTTPResponse(status: 403, body: body))
      let error = await failure { () throws(KakaoError) in try await endpoint.call(client) }
      #expect(error?.status == 403 && error?.reason == .refused)
    }
  }
}

@Suite struct EveryEndpointTests {
  @Test(
    "without a body that can be read, a failure is an error with its status, at every endpoint",
    arguments: EndpointCase.all)
  func failures(endpoint: EndpointCase) async {
    let html = "<!DOCTYPE html><html><body>502 Bad Gateway</body></html>"
    let expected: [(Int, RetryClass)] = [
      (500, .retryable), (502, .retryable), (503, .retryable), (429, .retryable), (401, .authentication),
      (403, .configuration), (400, .caller), (302, .configuration), (204, .ambiguous),
    ]
    for body in ["", html, "{", "null", "[]", "{}"] {
      for (status, retryClass) in expected {
        let client = client(answering: refusal(status, body))
        let error = await failure { () throws(KakaoError) in try await endpoint.call(client) }
        #expect(error?.status == status && error?.retryClass == retryClass && error?.reason == .refused)
        #expect(error?.endpoint != nil)
      }
    }
  }

  @Test("a success that can not be read is an error of unknown outcome, at every endpoint", arguments: EndpointCase.all)
  func unreadable(endpoint: EndpointCase) async {
    for body in ["", "<!DOCTYPE html><html></html>", "{", "null", "5"] {
      let client = client(answering: ok(body))
      let error = await failure { () throws(KakaoError) in try await endpoint.call(client) }
      #expect(error?.reason == .unreadableAnswer && error?.status == 200 && error?.retryClass == .ambiguous)
    }
  }

  @Test("-402 carries its scopes, at every endpoint", arguments: EndpointCase.all)
  func consent(endpoint: EndpointCase) async {
    let body =
      #"{"msg":"insufficient scopes.","code":-402,"api_type":"FRIENDS","required_scopes":["friends","talk_message"],"allowed_scopes":["account_email"]}"#
    let client = client(answering: refusal(403, body))
    let error = await failure { () throws(KakaoError) in try await endpoint.call(client) }
    #expect(error?.code == -402 && error?.retryClass == .consent && error?.apiType == "FRIENDS")
    #expect(error?.requiredScopes == ["friends", "talk_message"] && error?.allowedScopes == ["account_email"])
  }

  @Test("neither key nor token nor anything of the answer is in an error's text", arguments: EndpointCase.all)
  func redacted(endpoint: EndpointCase) async {
    for response in [ok("marked-body"), refusal(400, #"{"code":-2,"msg":"marked-body"}"#)] {
      let error = await failure { () throws(KakaoError) in try await endpoint.call(client(answering: response)) }
      let text = "\(error as Any) \(error?.diagnostic as Any)"
      #expect(!text.contains("marked"))
    }
  }

  @Test("every call passes the gate, as the call that it is", arguments: EndpointCase.all)
  func gated(endpoint: EndpointCase) async throws {
    let gate = CountingGate()
    let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in ok(endpoint.sample) }
    _ = try await endpoint.call(client(transport, gate: gate))
    #expect(gate.seen == CountingGate.Counts(entered: transport.requests.count, left: transport.requests.count))
    #expect(transport.requests.count >= 1)
  }
}
