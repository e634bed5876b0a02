import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization
import Testing

@testable import KakaoSandbox

@Suite struct WebhookClientTests {
  /// A shop on a real socket of this machine, which keeps what it receives.
  private final class Shop: Sendable {
    struct Received: Sendable, Equatable {
      var line: String
      var authorization: String?
      var agent: String?
      var contentType: String?
      var body: String
    }

    let received = Mutex<[Received]>([])

    func application(_ port: @escaping @Sendable (Int) async -> Void) -> some ApplicationProtocol {
      let router = Router()
      for method in [HTTPRequest.Method.get, .post] {
        router.on("/**", method: method) { request, _ in
          let body = try await request.body.collect(upTo: 1 << 20)
          self.received.withLock {
            $0.append(
              Received(
                line: "\(request.method) \(request.uri.string)", authorization: request.headers[.authorization],
                agent: request.headers[.userAgent], contentType: request.headers[.contentType],
                body: String(buffer: body)))
          }
          if request.uri.path == "/redirect" {
            return Response(status: .found, headers: [.location: "/elsewhere"])
          }
          return Response(status: request.uri.path == "/account" ? .accepted : .ok)
        }
      }
      return Application(
        router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { channel in await port(channel.localAddress?.port ?? 0) }, logger: Self.quiet)
    }

    static var quiet: Logger {
      var logger = Logger(label: "test")
      logger.logLevel = .critical
      return logger
    }
  }

  /// Runs a shop while `body` runs.
  private func withShop(_ body: @Sendable (Shop, Int) async throws -> Void) async throws {
    let shop = Shop()
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let application = shop.application { port in continuation.yield(port) }
    let group = ServiceGroup(services: [application], logger: Shop.quiet)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      var iterator = ports.makeAsyncIterator()
      let port = try #require(await iterator.next())
      try await body(shop, port)
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }

  /// Kakao's three seconds are too few where other tests take the processor.
  private static let patient: SandboxSettings = {
    var settings = SandboxSettings()
    settings.webhookTimeout = .seconds(30)
    return settings
  }()

  private func client(_ timeout: Duration = .seconds(30)) -> WebhookClient {
    WebhookClient(timeout: timeout, allowsDistant: false)
  }

  @Test("webhooks of all three kinds reach a shop over a real socket")
  func overSocket() async throws {
    try await withShop { shop, port in
      let sandbox = try KakaoSandbox(
        settings: Self.patient, seed: KapiBench.seed, now: { SandboxTime(seconds: 1_795_000_000) })
      try sandbox.updateApp { app in
        app.webhooks = SandboxWebhooks(
          unlinkURL: "http://127.0.0.1:\(port)/unlink?shop=1", unlinkMethod: .get,
          channelURL: "http://localhost:\(port)/channel", accountURL: "http://127.0.0.1:\(port)/account")
        app.webhooks.accountEvents = ["user-unlinked"]
      }
      try sandbox.setRelation(.added, of: 11, to: "_a")
      try sandbox.unlink(11)
      #expect(await sandbox.deliverWebhooks() == 3)
      #expect(
        sandbox.deliveries().map(\.outcome) == [.accepted(status: 202), .accepted(status: 200), .accepted(status: 200)])
      let received = shop.received.withLock { $0 }
      #expect(
        received.map(\.line) == [
          "POST /channel", "GET /unlink?shop=1&app_id=1&user_id=11&referrer_type=UNLINK_FROM_APPS", "POST /account",
        ])
      #expect(received[0].authorization == "KakaoAK primary-key" && received[0].agent == "KakaoOpenAPI/1.0")
      #expect(received[0].contentType == "application/json" && received[0].body.hasPrefix(#"{"event":"added""#))
      #expect(received[1].authorization == "KakaoAK primary-key" && received[1].body.isEmpty)
      #expect(received[2].authorization == nil && received[2].contentType == "application/secevent+jwt")
    }
  }

  @Test("a running sandbox sends by itself, and stops gracefully")
  func service() async throws {
    try await withShop { shop, port in
      let sandbox = try KakaoSandbox(settings: Self.patient, seed: KapiBench.seed)
      try sandbox.updateApp { $0.webhooks.channelURL = "http://127.0.0.1:\(port)/channel" }
      let (outcomes, continuation) = AsyncStream.makeStream(of: Void.self)
      let group = ServiceGroup(
        services: [sandbox.application(logger: Shop.quiet) { _ in continuation.yield() }], logger: Shop.quiet)
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        var iterator = outcomes.makeAsyncIterator()
        await iterator.next()
        try sandbox.setRelation(.added, of: 11, to: "_a")
        while shop.received.withLock({ $0.isEmpty }) { await Task.yield() }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
      }
      #expect(shop.received.withLock { $0.map(\.line) } == ["POST /channel"])
    }
  }

  @Test("a redirect is an answer and is not followed")
  func redirect() async throws {
    try await withShop { shop, port in
      let request = SandboxWebhookRequest(
        kind: .channel, method: "POST", url: "http://127.0.0.1:\(port)/redirect", body: Array("{}".utf8))
      let status = try await client().send(request)
      #expect(status == 302)
      #expect(shop.received.withLock { $0.count } == 1)
    }
  }

  @Test("nobody there, and no answer in time, are failures that say so")
  func failures() async throws {
    try await withShop { _, port in
      // Nothing is due to arrive within a nanosecond.
      let request = SandboxWebhookRequest(kind: .unlink, method: "POST", url: "http://127.0.0.1:\(port)/")
      let late = await #expect(throws: WebhookFailure.self) { try await client(.nanoseconds(1)).send(request) }
      #expect(late?.text.en.contains("in time") == true || late?.text.en.contains("time limit") == true)
    }
    let nobody = SandboxWebhookRequest(kind: .unlink, method: "POST", url: "http://127.0.0.1:1/")
    let failure = await #expect(throws: WebhookFailure.self) { try await client().send(nobody) }
    #expect(failure?.text.en.contains("connection failed") == true)
  }

  @Test(
    "addresses outside of this machine are refused unless a setting allows them",
    arguments: [
      "http://example.com/", "http://10.0.0.1/", "http://127.0.0.1.example.com/", "http://localhost.example.com/",
      "http://127.0.0.1@example.com/", "http://[::2]/", "http://127.0.0.256/", "http://0.0.0.0/", "http://127.1/",
      "http://localhost./",
    ])
  func distant(url: String) {
    #expect(throws: WebhookFailure.self) { try WebhookAddress(url, distant: false) }
  }

  @Test(
    "what is no address is refused always",
    arguments: [
      "", "http://", "https://127.0.0.1/", "ftp://127.0.0.1", "http://:80/", "http://127.0.0.1:0/",
      "http://127.0.0.1:99999/", "http://127.0.0.1:x/", "http://[::1/", "http://127.0.0.1/\r\nX: y",
      "http://127.0.0.1/ a", "http://user@127.0.0.1/",
    ])
  func malformed(url: String) {
    #expect(throws: WebhookFailure.self) { try WebhookAddress(url, distant: true) }
  }

  @Test("an address is taken apart")
  func parts() throws {
    let plain = try WebhookAddress("http://127.0.0.1", distant: false)
    #expect(plain.host == "127.0.0.1" && plain.port == 80 && plain.target == "/" && plain.authority == "127.0.0.1")
    let full = try WebhookAddress("HTTP://LocalHost:8080/a/b?c=d#e", distant: false)
    #expect(
      full.host == "LocalHost" && full.port == 8080 && full.target == "/a/b?c=d" && full.authority == "LocalHost:8080")
    let six = try WebhookAddress("http://[::1]:81?x", distant: false)
    #expect(six.host == "::1" && six.port == 81 && six.target == "/?x" && six.authority == "[::1]:81")
    #expect(try WebhookAddress("http://shop.internal:82/", distant: true).host == "shop.internal")
  }
}
