import HTTPTransport
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import NaruServer

@Suite("What the server tells strangers")
struct BannerTests {
  @Test("no answer says what it was made with")
  func banner() async throws {
    try await withSite { site in
      let running = try await Running.start(site.server)
      let http = try CurlTransport()
      for path in [
        "/", "/healthz", "/readyz", "/metrics", "/auth?shop=flower", "/shops/flower/login", "/shops/flower/links/42",
        "/shops/flower/channel/add", "/shops/flower/login?return_to=//evil.example.org/",
      ] {
        let answer = try await http.get(running.base + path)
        #expect(answer.headers["Server"] == nil && answer.headers["X-Powered-By"] == nil)
        let said =
          (answer.headers.fields.map { $0.name + $0.value }.joined() + String(decoding: answer.body, as: UTF8.self))
          .lowercased()
        for word in ["hummingbird", "swift", "swiftnio", "sqlite"] {
          #expect(!said.contains(word), "\(word) in \(path)")
        }
      }
      await http.shutdown()
      try await running.end()
    }
  }

  @Test("no page of another origin is let in: asked for it, no answer allows it")
  func otherOrigins() async throws {
    try await withSite(.withAdmin) { site in
      for path in [
        "/admin", "/shops/flower/links/42", "/shops/flower/members", "/healthz", "/metrics", "/auth?shop=flower",
      ] {
        for method in [HTTPRequest.Method.options, .get, .post] {
          var headers: HTTPFields = [.origin: "https://evil.example.org", .authorization: Site.token]
          headers[.accessControlRequestMethod] = "POST"
          headers[.accessControlRequestHeaders] = "authorization"
          let answer = try await site.client.execute(uri: path, method: method, headers: headers)
          #expect(
            !answer.headers.contains { $0.name.canonicalName.hasPrefix("access-control-allow") }, "\(method) \(path)")
          if method == .options { #expect(answer.status == .methodNotAllowed, "\(path)") }
        }
      }
    }
  }

  @Test("a shop without a token lets nobody in")
  func noToken() async throws {
    try await withSite { site in
      for token in [nil, "Bearer ", "Bearer", "Bearer null", "Basic Og=="] as [String?] {
        let backEnd = BackEnd(site: site, shop: "plain", authorization: token)
        let answer = try await backEnd.call(.get, "/links/42")
        #expect(answer.status == 401)
      }
    }
  }
}
