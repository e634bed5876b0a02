import HTTPTransport
import Testing

@testable import HTTPTransport

@Suite struct RequestCheckTests {
  @Test(
    "a header that would become two, or break the request, is refused",
    arguments: [
      ("X-A", "b\r\nX-Evil: 1"), ("X-A", "b\nX-Evil: 1"), ("X-A", "b\rc"), ("X-A", "b\0"), ("X-A\r\nX-Evil", "1"),
      ("X A", "1"), ("X:A", "1"), ("", "1"), ("이름", "1"), ("Content-Length", "3"), ("Transfer-encoding", "chunked"),
    ])
  func badHeaders(name: String, value: String) async throws {
    let request = HTTPRequest(url: "http://example.com/", headers: HTTPHeaders([.init(name, value)]))
    #expect(throws: HTTPTransportError(.invalidRequest, mayHaveBeenProcessed: false)) { try CheckedRequest(request) }
  }

  @Test(
    "a URL that is not plainly http or https is refused",
    arguments: [
      "", "example.com", "/path", "file:///etc/passwd", "ftp://example.com", "gopher://example.com/_x", "http://",
      "http:///x", "http:/example.com", "http://user@example.com/", "http://user:pw@example.com/", "http://a b/",
      "http://example.com/ HTTP/1.1\r\nX: y", "http://예시.kr/", "http://example.com:0/", "http://example.com:99999/",
      "http://example.com:8a/", "http://exam\\ple.com/", "http://%65xample.com/", "http://[::1/",
      "http://example.com\t/",
    ])
  func badURLs(url: String) {
    #expect(throws: HTTPTransportError(.invalidRequest, mayHaveBeenProcessed: false)) {
      try CheckedRequest(HTTPRequest(url: url))
    }
  }

  @Test(
    "host and port are found",
    arguments: [
      ("http://example.com", "example.com", nil), ("HTTPS://Example.COM:8443/x", "example.com", "8443"),
      ("http://127.0.0.1:80?x", "127.0.0.1", "80"), ("http://[::1]:8080/", "[::1]", "8080"),
      ("https://kapi.kakao.com/v1/a@b:c", "kapi.kakao.com", nil), ("http://example.com#f", "example.com", nil),
    ] as [(String, String, String?)])
  func origins(url: String, host: String, port: String?) throws {
    let origin = try #require(Origin(url: url))
    #expect(origin.host == host && origin.port == port)
    #expect(origin.isSecure == url.lowercased().hasPrefix("https"))
  }

  @Test("a bad method, a GET with a body, no time and a negative limit are refused")
  func otherParts() {
    let url = "http://example.com/"
    for request in [
      HTTPRequest(method: HTTPMethod(rawValue: "GE T"), url: url),
      HTTPRequest(method: HTTPMethod(rawValue: ""), url: url),
      HTTPRequest(url: url, body: [1]), HTTPRequest(url: url, timeouts: .init(connect: .zero)),
      HTTPRequest(url: url, timeouts: .init(total: .seconds(-1))), HTTPRequest(url: url, responseLimit: -1),
    ] {
      #expect(throws: HTTPTransportError(.invalidRequest, mayHaveBeenProcessed: false)) { try CheckedRequest(request) }
    }
  }

  @Test("the error names the header but never its value")
  func noValueInError() {
    let request = HTTPRequest(url: "http://example.com/?marked", headers: ["X-Key": "marked\n"])
    #expect { try CheckedRequest(request) } throws: { error in
      let text = "\(error) " + String(reflecting: error)
      return text.contains("X-Key") && !text.contains("marked")
    }
  }

  @Test("a POST is not repeatable unless said, a GET is")
  func repeatable() {
    #expect(!HTTPRequest(method: .post, url: "").isRepeatable)
    #expect(HTTPRequest(method: .post, url: "", isRepeatable: true).isRepeatable)
    #expect(HTTPRequest(method: .get, url: "").isRepeatable)
  }
}
