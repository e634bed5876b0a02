import HTTPTransport
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import NaruServer

@Suite("Limits on how often is asked")
struct RateLimitTests {
  private static let files: ShopFiles = {
    var files = ShopFiles()
    files.process += """
      trusted_proxies: [127.0.0.1]
      rate_limit:
        address: { per_second: 1, burst: 3 }
        shop: { per_second: 1, burst: 2 }

      """
    return files
  }()

  @Test("a shop's back end that asks too often waits as long as Retry-After says, and the other shops do not")
  func shop() async throws {
    let clock = TestClock()
    try await withSite(Self.files, clock: clock) { site in
      let backEnd = BackEnd(site: site)
      #expect(try await backEnd.call(.get, "/links/42").status == 200)
      #expect(try await backEnd.call(.get, "/links/42").status == 200)
      let answer = try await backEnd.send(.get, "/links/42")
      #expect(answer.status == .tooManyRequests && answer.headers[.retryAfter] == "1")
      #expect(JSONValue(answer.text).problem == "too-many-requests")
      let rose = BackEnd(site: site, shop: "rose", authorization: "Bearer " + (ShopFiles.secrets["ROSE_TOKEN"] ?? ""))
      #expect(try await rose.call(.get, "/links/42").status == 200)
      clock.advance(.seconds(1))
      #expect(try await backEnd.call(.get, "/links/42").status == 200)
    }
  }

  @Test("without the token a shop's bucket is not touched")
  func notBefore() async throws {
    try await withSite(Self.files, clock: TestClock()) { site in
      for _ in 0..<10 { _ = try await BackEnd(site: site, authorization: "Bearer x").call(.get, "/links/42") }
      #expect(try await BackEnd(site: site).call(.get, "/links/42").status == 200)
    }
  }

  @Test("an address that is refused again and again is turned away before its token is looked at; others are not")
  func address() async throws {
    let clock = TestClock()
    try await withSite(Self.files, clock: clock) { site in
      let running = try await Running.start(site.server)
      let http = try CurlTransport()
      func ask(_ client: String, _ path: String = "/shops/flower/links/42", token: String? = nil) async throws -> Int {
        var headers = [HTTPHeaders.Field("X-Forwarded-For", client)]
        if let token { headers.append(.init("Authorization", token)) }
        return try await http.get(running.base + path, HTTPHeaders(headers)).status
      }
      for _ in 0..<3 { #expect(try await ask("198.51.100.7") == 401) }
      #expect(try await ask("198.51.100.7") == 429)
      #expect(try await ask("198.51.100.7", token: Site.token) == 429)
      #expect(try await ask("198.51.100.7", "/healthz") == 200)
      #expect(try await ask("198.51.100.8", token: Site.token) == 200)
      clock.advance(.seconds(1))
      #expect(try await ask("198.51.100.7", token: Site.token) == 200)
      await http.shutdown()
      try await running.end()
    }
  }

  @Test("logins that are begun cost, and what is answered well does not")
  func logins() async throws {
    try await withSite(Self.files, clock: TestClock()) { site in
      let running = try await Running.start(site.server)
      let http = try CurlTransport()
      func ask(_ path: String, _ client: String) async throws -> Int {
        try await http.get(running.base + path, HTTPHeaders([.init("X-Forwarded-For", client)])).status
      }
      var answers: [Int] = []
      for _ in 0..<5 { answers.append(try await ask("/shops/flower/login?return_to=/a", "2001:db8::1")) }
      #expect(answers == [303, 303, 303, 429, 429])
      for _ in 0..<10 { #expect(try await ask("/shops/flower/naru.js", "2001:db8:1::1") == 200) }
      // Everybody who is not logged in is told so by `/auth`.
      for _ in 0..<10 { #expect(try await ask("/auth?shop=flower", "2001:db8:1::1") == 401) }
      #expect(try await ask("/shops/flower/naru.js", "2001:db8:1::1") == 200)
      await http.shutdown()
      try await running.end()
    }
  }

  @Test("behind a proxy that is not listed nobody is turned away for somebody else")
  func unlisted() async throws {
    var files = Self.files
    files.process = files.process.replacing("trusted_proxies: [127.0.0.1]", with: "trusted_proxies: []")
    try await withSite(files, clock: TestClock()) { site in
      let running = try await Running.start(site.server)
      let http = try CurlTransport()
      for _ in 0..<10 {
        #expect(try await http.get(running.base + "/nowhere", ["X-Forwarded-For": "198.51.100.7"]).status == 404)
      }
      await http.shutdown()
      try await running.end()
    }
  }
}
