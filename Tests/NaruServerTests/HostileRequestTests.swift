import HTTPTransport
import Naru
import NaruTestSupport
import ShopModel
import Store
import Testing

@testable import NaruServer

@Suite("Requests that no honest client sends")
struct HostileRequestTests {
  private func with(
    clock: any Clock<Duration> = ContinuousClock(), idle: Duration? = nil,
    _ body: @escaping @Sendable (Site, Int) async throws -> Void
  ) async throws {
    try await withSite(HookSender.files, clock: clock) { site in
      var server = site.server
      if let idle { server.idle = idle }
      let running = try await Running.start(server)
      try await body(site, running.port)
      try await running.end()
    }
  }

  @Test(
    "a body that drips is cut off after ten seconds, however steadily it comes",
    arguments: [
      "/shops/hook/webhooks/shop", "/shops/flower/webhooks/kakao/unlink", "/shops/flower/webhooks/kakao/channel",
    ])
  func drips(path: String) async throws {
    let clock = HeldClock()
    try await with(clock: clock) { site, port in
      let connection = try RawConnection(port: port)
      connection.write("POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{")
      await clock.waitForSleeper(of: .seconds(10))
      connection.write(" ")
      clock.advance(by: .seconds(10))
      let answer = await connection.readToEnd()
      #expect(answer.hasPrefix("HTTP/1.1 408"), "\(answer)")
      #expect(answer.contains("urn:naru:problem:too-slow"))
    }
  }

  @Test("a body that came whole is not held to the deadline of those that drip, nor is the connection it came on")
  func whole() async throws {
    let clock = HeldClock()
    try await with(clock: clock) { _, port in
      let connection = try RawConnection(port: port)
      let call = "POST /shops/flower/webhooks/kakao/channel HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"
      for _ in 0..<3 {
        connection.write(call)
        let answer = await connection.read { $0.contains("\r\n\r\n") }
        #expect(answer.hasPrefix("HTTP/1.1 401"), "\(answer)")
        clock.advance(by: .seconds(11))
      }
    }
  }

  @Test("a head that drips does not keep its connection, however steadily it comes")
  func drippingHead() async throws {
    try await with(idle: .milliseconds(200)) { site, port in
      let connection = try RawConnection(port: port)
      connection.write("POST /shops/hook/webhooks/shop HTTP/1.1\r\n")
      let answer = await connection.drip("X-A: b\r\n")
      #expect(!answer.contains("HTTP/1.1 2"), "\(answer)")
      #expect(try await site.naru.connection("hook").inbox().isEmpty)
    }
  }

  @Test("a length and chunks in one request are refused, and what follows is not taken for a request")
  func smuggling() async throws {
    try await with { site, port in
      for head in [
        "Content-Length: 4\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 4",
        "Content-Length: 4\r\nContent-Length: 5", "Transfer-Encoding: identity\r\nContent-Length: 4",
        "Transfer-Encoding: chunked, identity", "Content-Length: +4", "Content-Length: 4,5",
      ] {
        let connection = try RawConnection(port: port)
        connection.write(
          "POST /shops/hook/webhooks/shop HTTP/1.1\r\nHost: x\r\n\(head)\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        )
        let answer = await connection.readToEnd()
        #expect(answer.hasPrefix("HTTP/1.1 400"), "\(head): \(answer)")
        #expect(!answer.contains("ok\n"), "\(head): \(answer)")
      }
      #expect(try await site.naru.connection("hook").inbox().isEmpty)
    }
  }

  @Test("too many headers, and headers that are too long, are refused")
  func headers() async throws {
    try await with { _, port in
      for head in [
        (0..<200).map { "X-\($0): y" }.joined(separator: "\r\n"), "X-Long: " + String(repeating: "y", count: 40_000),
        (0..<100).map { "X-\($0): " + String(repeating: "y", count: 1_000) }.joined(separator: "\r\n"),
      ] {
        let connection = try RawConnection(port: port)
        connection.write("GET /healthz HTTP/1.1\r\nHost: x\r\n\(head)\r\n\r\n")
        let answer = await connection.readToEnd()
        #expect(!answer.contains("200 OK"), "\(answer.prefix(100))")
      }
    }
  }
}
