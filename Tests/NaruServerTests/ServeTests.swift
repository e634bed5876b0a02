import HTTPTransport
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Naru
import Synchronization
import Testing

@testable import NaruServer

@Suite("The sidecar's life")
struct ServeTests {
  private func start(_ server: NaruServer) async throws -> Running { try await Running.start(server) }

  @Test("asked to end, it answers what is in flight, and accepts nothing new")
  func graceful() async throws {
    try await withSite { site in
      let running = try await start(site.server)
      let http = try CurlTransport()
      let base = "http://127.0.0.1:\(running.port)"
      let browser = site.browser()
      let callback = try browser.atKakao(await browser.send(.get, "/shops/flower/login?return_to=/cart"), as: Site.hana)
      let gate = Gate()
      site.transport.gates.withLock { $0["/oauth/token"] = gate }
      let cookies = browser.cookieHeader
      async let answer = http.get(base + callback, ["Cookie": cookies])
      await gate.arrival()
      running.stop.finish()
      gate.open()
      let response = try await answer
      #expect(response.status == 303 && response.headers["Location"]?.contains("naru_code=") == true)
      try await running.task.value
      await #expect(throws: HTTPTransportError.self) {
        try await http.get(base + "/healthz")
      }
      #expect(!site.log.all.contains { $0.hasPrefix("error") })
      await http.shutdown()
    }
  }

  @Test("the Host that a request names decides nothing")
  func host() async throws {
    try await withSite { site in
      let running = try await start(site.server)
      let http = try CurlTransport()
      let headers: HTTPHeaders = ["Host": "evil.example.org", "X-Forwarded-Host": "evil.example.org"]
      for path in [
        "login?return_to=/cart", "auto-login?return_to=/cart", "channel/add", "naru.js", "kakao/callback?state=x",
      ] {
        let answer = try await http.get("http://127.0.0.1:\(running.port)/shops/flower/\(path)", headers)
        #expect(answer.status < 500)
        let said = answer.headers.fields.map(\.value).joined() + String(decoding: answer.body, as: UTF8.self)
        #expect(!said.contains("evil"), "\(path)")
      }
      running.stop.finish()
      try await running.task.value
      await http.shutdown()
    }
  }

  @Test("it can be run again on the same store, and codes from before are still good")
  func again() async throws {
    try await withSite { site in
      let answer = try await site.browser().logIn(Site.hana)
      for _ in 0..<2 {
        let inbox = try NaruInbox(site.naru, logger: .init(label: "naru") { site.log.handler(label: $0) })
        let running = try await start(try NaruServer(site.naru, inbox: inbox))
        running.stop.finish()
        try await running.task.value
      }
      #expect(try await BackEnd(site: site).redeem(answer.code).status == 200)
    }
  }

  @Test("a port that is taken is said, and the server ends")
  func portInUse() async throws {
    try await withSite { site in
      let running = try await start(site.server)
      var files = ShopFiles()
      files.process = "listen: 127.0.0.1:\(running.port)\npublic_url: https://sync.example.com\nstore: sqlite:naru.db\n"
      try await withSite(files) { second in
        do {
          try await second.server.run(until: { for await _ in AsyncStream<Void>(unfolding: { nil }) {} })
          Issue.record("it ran")
        } catch let error as ListenError {
          #expect(error.cause == .inUse)
        }
      }
      running.stop.finish()
      try await running.task.value
    }
  }

  @Test("a shop with a login and no public address stops the start, and says what to write")
  func noPublicURL() async throws {
    var files = ShopFiles()
    files.process = "listen: 127.0.0.1:0\nstore: sqlite:naru.db\n"
    let error = await #expect(throws: NaruError.self) { try await withSite(files) { _ in } }
    #expect(error?.diagnostics.first?.code == "login-without-public-url" && error?.diagnostics.first?.fix != nil)
  }

  @Test("cancelling the task ends it too")
  func cancelled() async throws {
    try await withSite { site in
      let running = try await start(site.server)
      running.task.cancel()
      _ = await running.task.result
    }
  }

  @Test("what logins leave behind is swept up, at once and then in pauses")
  func sweeping() async throws {
    try await withSite { site in
      try await site.browser().logIn(Site.hana)
      site.time.advance(seconds: 400 * 86_400)
      let clock = CountingClock(2)
      await Housekeeper(
        naru: { site.naru }, watch: site.server.watch, logger: .init(label: "naru") { site.log.handler(label: $0) }
      ).run(clock)
      #expect(clock.slept == [.seconds(60), .seconds(60), .seconds(60)])
      #expect(try await site.naru.sweepLogins().isEmpty)
    }
  }
}

/// A clock whose sleeps are over at once, so many times; then it cancels.
private final class CountingClock: Clock, Sendable {
  typealias Instant = ContinuousClock.Instant
  private let state: Mutex<(left: Int, slept: [Duration])>
  private let start = ContinuousClock.now

  init(_ count: Int) { state = Mutex((count, [])) }

  var slept: [Duration] { state.withLock { $0.slept } }
  var now: Instant { start }
  var minimumResolution: Duration { .nanoseconds(1) }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    let isOver = state.withLock { state in
      state.slept.append(start.duration(to: deadline))
      state.left -= 1
      return state.left < 0
    }
    if isOver { throw CancellationError() }
  }
}
