import HTTPTransport
import Testing

@Suite struct ScriptedTransportTests {
  @Test("requests are numbered, kept and answered by the closure")
  func script() async throws {
    let transport = ScriptedTransport { _, number throws(HTTPTransportError) in
      if number == 1 { throw HTTPTransportError(.timedOut, mayHaveBeenProcessed: true) }
      return HTTPResponse(status: 200 + number)
    }
    #expect(try await transport.send(HTTPRequest(url: "http://a/")).status == 200)
    #expect(await failure(transport, HTTPRequest(url: "http://b/"))?.code == .timedOut)
    #expect(try await transport.send(HTTPRequest(url: "http://c/")).status == 202)
    #expect(transport.requests.map(\.url) == ["http://a/", "http://b/", "http://c/"])
  }
}
