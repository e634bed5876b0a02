import NaruTestSupport
import Testing

@testable import HTTPTransport

@Suite struct ReceivedResponseTests {
  private func take(_ lines: [String], into response: inout ReceivedResponse) {
    for line in lines { _ = Array(line.utf8).withUnsafeBufferPointer { response.take(headerLine: $0) } }
  }

  @Test("header lines are split at the first colon, odd ones passed over")
  func lines() {
    var response = ReceivedResponse(bodyLimit: 10)
    take(
      ["HTTP/1.1 200 OK\r\n", "A: b:c \r\n", ": no name\r\n", "nonsense\r\n", "B:\r\n", "\r\n", "Late: x\r\n"],
      into: &response)
    #expect(response.headers == ["A": "b:c", "B": ""])
  }

  @Test("random bytes as header lines never crash", arguments: 0..<200)
  func fuzz(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var response = ReceivedResponse(bodyLimit: 50)
    for _ in 0..<20 {
      let bytes = (0..<Int(random.next() % 20)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      _ = bytes.withUnsafeBufferPointer { response.take(headerLine: $0) }
      _ = bytes.withUnsafeBufferPointer { response.take(body: $0) }
      #expect(response.body.count <= 50)
    }
  }

  @Test("header names compare without case, and printing headers shows no value")
  func headers() {
    var headers: HTTPHeaders = ["Set-Cookie": "marked-1"]
    headers.add("set-cookie", "marked-2")
    #expect(headers["SET-COOKIE"] == "marked-1")
    #expect(headers.values(of: "Set-cookie") == ["marked-1", "marked-2"])
    #expect(!"\(headers) \(headers.fields)".contains("marked"))
    #expect(!String(reflecting: headers).contains("marked"))
    #expect(!String(reflecting: headers.fields).contains("marked"))
  }
}
