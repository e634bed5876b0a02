import Foundation
import HTTPTransport
import Logging
import MetricsTestKit
import Synchronization
import Testing

extension CurlSuite {
  @Suite struct Policy {
    private static func redirecting(_ location: @escaping @Sendable (TestConnection.Request) -> String?)
      -> @Sendable (TestConnection) -> Void
    {
      { connection in
        while let request = connection.readRequest() {
          if let target = location(request) {
            connection.respond("302 Found", headers: "Location: \(target)\r\n", body: "moved")
          } else {
            connection.respond(body: request.head)
          }
        }
      }
    }

    @Test("a redirect is a response unless following was asked for; then the last answer counts")
    func redirects() async throws {
      try await withServer(Policy.redirecting { $0.line.contains("/from") ? "/to" : nil }) { transport, server in
        let kept = try await transport.send(HTTPRequest(url: server.url + "/from"))
        #expect(kept.status == 302 && kept.text == "moved" && kept.headers["Location"] == "/to")
        let followed = try await transport.send(HTTPRequest(url: server.url + "/from", followRedirects: true))
        #expect(followed.status == 200 && followed.text.hasPrefix("GET /to "))
        #expect(followed.headers["Location"] == nil)
        let post = HTTPRequest(method: .post, url: server.url + "/from", body: [1], followRedirects: true)
        let status1 = try await transport.send(post).status
        #expect(status1 == 302)
      }
    }

    @Test(
      "redirects without end, and to other protocols, are refused",
      arguments: ["/again", "file:///etc/passwd", "ftp://127.0.0.1/x"])
    func badRedirects(target: String) async throws {
      try await withServer(Policy.redirecting { _ in target }) { transport, server in
        let error = await failure(transport, HTTPRequest(url: server.url + "/from", followRedirects: true))
        #expect(error == HTTPTransportError(.badRedirect, mayHaveBeenProcessed: true))
      }
    }

    @Test("a redirect to another port does not carry the Authorization header along")
    func authorizationStays() async throws {
      let other = try TestServer { connection in
        while let request = connection.readRequest() { connection.respond(body: request.head) }
      }
      let target = other.url + "/elsewhere"
      try await withServer(Policy.redirecting { _ in target }) { transport, server in
        let response = try await transport.send(
          HTTPRequest(url: server.url, headers: ["Authorization": "KakaoAK secret"], followRedirects: true))
        #expect(response.text.hasPrefix("GET /elsewhere "))
        #expect(!response.text.contains("secret"))
      }
      await other.stop()
    }

    @Test("proxies of the environment are ignored")
    func environmentProxy() async throws {
      let names = ["http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"]
      for name in names { setenv(name, "http://127.0.0.1:1", 1) }
      defer { for name in names { unsetenv(name) } }
      try await withServer { connection in
        while connection.readRequest() != nil { connection.respond(body: "direct") }
      } _: { transport, server in
        let text2 = try await transport.send(HTTPRequest(url: server.url)).text
        #expect(text2 == "direct")
      }
    }

    @Test("a configured proxy is used, whatever no_proxy says, but for its exceptions")
    func configuredProxy() async throws {
      setenv("no_proxy", "*", 1)
      defer { unsetenv("no_proxy") }
      let proxy = try TestServer { connection in
        while let request = connection.readRequest() { connection.respond(body: request.line) }
      }
      try await withServer(configuration: .init(proxy: proxy.url, proxyExceptions: ["127.0.0.1"])) { connection in
        while connection.readRequest() != nil { connection.respond(body: "direct") }
      } _: { transport, server in
        let proxied = try await transport.send(HTTPRequest(url: "http://shop.invalid/x"))
        #expect(proxied.text == "GET http://shop.invalid/x HTTP/1.1")
        let text3 = try await transport.send(HTTPRequest(url: server.url)).text
        #expect(text3 == "direct")
      }
      await proxy.stop()
    }

    @Test("log and metrics tell host and outcome, and no part of URL, headers or body")
    func telemetry() async throws {
      let metrics = TestMetrics()
      let lines = Mutex<[String]>([])
      struct Handler: LogHandler {
        let write: @Sendable (String) -> Void
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
          get { metadata[key] }
          set { metadata[key] = newValue }
        }
        func log(event: LogEvent) { write("\(event.message) \(event.metadata ?? [:])") }
      }
      let server = try TestServer { connection in
        while let request = connection.readRequest() {
          if request.line.contains("drop") { return }
          connection.respond(body: "marked-answer")
        }
      }
      let logger = Logger(label: "test") { _ in
        Handler(write: { line in lines.withLock { $0.append(line) } })
      }
      let transport = try CurlTransport(logger: logger, metricsFactory: metrics)
      let headers: HTTPHeaders = ["Authorization": "KakaoAK marked-key"]
      for path in ["/marked-path?q=marked-query", "/drop?marked-query"] {
        let request = HTTPRequest(
          method: .post, url: server.url + path, headers: headers, body: Array("marked-body".utf8))
        _ = try? await transport.send(request)
        #expect(!"\(request)".contains("marked") && !String(reflecting: request).contains("marked"))
      }
      await transport.shutdown()
      await server.stop()
      #expect(lines.withLock { $0.count } == 2)
      #expect(!lines.withLock { $0 }.joined().contains("marked"))
      let ok = [("host", "127.0.0.1"), ("outcome", "2xx")]
      #expect(try metrics.expectCounter("naru_http_requests", ok).totalValue == 1)
      #expect(try metrics.expectTimer("naru_http_duration", ok).values.count == 1)
      let dropped = [("host", "127.0.0.1"), ("outcome", "dropped-connection")]
      #expect(try metrics.expectCounter("naru_http_requests", dropped).totalValue == 1)
    }
  }
}
