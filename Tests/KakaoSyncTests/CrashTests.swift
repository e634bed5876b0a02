import CommonValues
import GRDB
import HTTPTransport
import ShopModel
import Store
import Synchronization
import Testing

@testable import KakaoSync

/// Checklist 81: the n-th call fails, for every n until the whole passes; the state is right each time.
@Suite("Failing at every point")
struct CrashTests {
  @Test(
    "whichever call to Kakao fails, there is a login or an answer, and what is kept is whole; a new attempt succeeds",
    arguments: ["503", "dropped", "garbage", "late"])
  func kakao(way: String) async throws {
    for n in 1...8 {
      let bench = try Bench { $0.sessions = true }
      defer { bench.remove() }
      bench.kakao.state.withLock { $0.scopes = "shipping_address" }
      bench.kakao.addUser(5)
      _ = try await bench.accounts.link(member: "a", kakaoUser: 5)
      bench.kakao.interfere.withLock {
        $0 = { _, number throws(HTTPTransportError) in
          guard number == n else { return nil }
          switch way {
          case "503": return HTTPResponse(status: 503)
          case "dropped": throw HTTPTransportError(.droppedConnection, mayHaveBeenProcessed: true)
          case "garbage": return HTTPResponse(status: 200, body: Array("<html>".utf8))
          default: throw HTTPTransportError(.timedOut, mayHaveBeenProcessed: true)
          }
        }
      }
      let browser = Browser()
      let answer = await bench.logIn(browser, as: 5)
      let isKept = try bench.store.kakaoUser(5, in: bench.shop) != nil
      #expect((answer.code != nil) == isKept, "call \(n)")
      #expect(try bench.store.sessions(ofKakaoUser: 5, in: bench.shop, now: bench.time.now).count == (isKept ? 1 : 0))
      if answer.code == nil { #expect([502, 504].contains(answer.status), "call \(n)") }
      bench.kakao.interfere.withLock { $0 = { _, _ in nil } }
      #expect(try await bench.redeem(await bench.logIn(browser, as: 5))?.memberID == "a")
    }
  }

  @Test(
    "while the store is locked by another process a login ends on a page, and nothing is half-done", arguments: [0, 1])
  func store(stage: Int) async throws {
    let bench = try Bench { $0.sessions = true }
    defer { bench.remove() }
    bench.kakao.addUser(5)
    _ = try await bench.accounts.link(member: "a", kakaoUser: 5)
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let other = try DatabaseQueue(path: bench.folder + "/naru.db", configuration: configuration)
    let browser = Browser()
    let address = browser.take(bench.login.start(browser.request("/cart"))).location ?? ""
    let query = bench.kakao.authorize(address, as: 5)
    if stage == 0 {
      try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
    } else {
      bench.kakao.interfere.withLock {
        $0 = { asked, _ in
          if asked == "/oauth/token" { try? other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") } }
          return nil
        }
      }
    }
    let answer = browser.take(await bench.login.callback(browser.callback(query)))
    #expect(
      answer.status == 503 && answer.page?.kind == .unavailable
        && answer.page?.back == "https://flower.example.com/cart")
    try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
    bench.kakao.interfere.withLock { $0 = { _, _ in nil } }
    #expect(try bench.store.kakaoUser(5, in: bench.shop) == nil)
    #expect(bench.kakao.callCount("/oauth/token") == stage)
    #expect(await bench.logIn(browser, as: 5).code != nil)
    try other.close()
  }

  @Test("a process that dies after the mark and before the exchange, or after it, loses the login and never repeats it")
  func dies() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    bench.kakao.addUser(5)
    let browser = Browser()
    let address = browser.take(bench.login.start(browser.request("/cart"))).location ?? ""
    let query = bench.kakao.authorize(address, as: 5)
    let jar = CookieJar(browser.header)
    let state = try #require(bench.login.book.read(FakeKakao.fields(query)["state"] ?? "", now: bench.time.now))
    let found = try #require(bench.login.book.find(state, jar: jar, now: bench.time.now))
    let expiry = bench.time.now.adding(milliseconds: 900_000)
    #expect(try bench.store.useAttempt(found.attempt.mark, of: bench.shop, expiresAt: expiry))
    try bench.restart(seed: 50)
    let answer = await bench.login.callback(browser.callback(query))
    #expect(answer.location == "https://flower.example.com/cart" && answer.event.kind == .repeated)
    #expect(bench.kakao.callCount("/oauth/token") == 0)
  }
}
