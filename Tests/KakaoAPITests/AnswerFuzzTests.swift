import HTTPTransport
import Testing

@testable import KakaoAPI

@Suite struct AnswerFuzzTests {
  private static let samples = [
    #"{"results":[{"file_id":15369,"file_name":"전체회원","status":"using","update_at":"2026","schema":"{\"a\":\"string\"}"}],"using_slot":1,"empty_slot":29}"#,
    #"{"file_id":15369,"request_count":2000,"success_count":1999}"#,
    #"[{"user_id":1376016924429759228,"channels":[{"channel_uuid":"@n","channel_public_id":"_a","relation":"ADDED","updated_at":"2026-01-01T00:00:00Z"}]}]"#,
    #"{"msg":"insufficient scopes.","code":-402,"api_type":"X","required_scopes":["plusfriends"],"allowed_scopes":[]}"#,
    #"{"error":"invalid_grant","error_description":"x","error_code":"KOE320"}"#,
  ]

  /// Every call with this body, as success and as error; each must end in a value or a `KakaoError`.
  private func exercise(_ body: [UInt8]) async {
    for status in [200, 400, 500] {
      let client = client(answering: HTTPResponse(status: status, body: body))
      _ = try? await client.customerFiles(channel: "_a")
      _ = try? await client.removeUsers([.app(1)], fromFile: 1, channel: "_a")
      _ = try? await client.channels(ofUser: 1)
      _ = try? await client.channels(ofUsers: [1])
      _ = try? await client.createCustomerFile(named: "n", channel: "_a", columns: [])
    }
  }

  @Test("a body cut anywhere never does worse than fail", arguments: samples)
  func truncated(sample: String) async {
    let bytes = Array(sample.utf8)
    for length in 0...bytes.count { await exercise(Array(bytes.prefix(length))) }
  }

  @Test("a body with damaged bytes never does worse than fail", arguments: samples, 0..<40)
  func flipped(sample: String, seed: UInt64) async {
    var random = SplitMix64(seed: seed)
    var bytes = Array(sample.utf8)
    for _ in 0...(random.next() % 4) {
      bytes[Int(random.next() % UInt64(bytes.count))] ^= UInt8(1 << (random.next() % 8))
    }
    await exercise(bytes)
  }

  @Test("deep nesting, huge numbers and odd encodings never do worse than fail")
  func hostile() async {
    let deep = String(repeating: "[", count: 100_000)
    let deepObject = String(repeating: #"{"results":"#, count: 50_000)
    for text in [deep, deepObject, #"{"code":-1e999999}"#, #"{"code":"\#(String(repeating: "9", count: 10_000))"}"#] {
      await exercise(Array(text.utf8))
    }
    await exercise([0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00])
    await exercise([0xEF, 0xBB, 0xBF] + Array("{}".utf8))
    await exercise([0x00, 0xFF, 0xC0, 0x80])
  }
}
