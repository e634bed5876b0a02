import CommonValues
import ShopModel
import Store
import Testing

@testable import KakaoSync

@Suite("Sessions and /auth")
struct SessionTests {
  private func bench() async throws -> (Bench, Browser) {
    let bench = try Bench { $0.sessions = true }
    bench.kakao.addUser(5)
    _ = try await bench.accounts.link(member: "회원 1%", kakaoUser: 5)
    let browser = Browser()
    _ = await bench.logIn(browser, as: 5)
    return (bench, browser)
  }

  @Test("a live session is 202 with the headers of its user and member, no session 401")
  func headers() async throws {
    let (bench, browser) = try await bench()
    defer { bench.remove() }
    guard case .allowed(let identity) = await bench.login.authorize(cookies: browser.header) else {
      Issue.record("denied")
      return
    }
    #expect(
      identity.headers.map { "\($0.name): \($0.value)" } == [
        "X-Naru-Shop: flower", "X-Naru-Kakao-User: 5", "X-Naru-Member: %ED%9A%8C%EC%9B%90%201%25",
      ])
    for cookies in ["", "__Host-naru_session_flower=x", "__Host-naru_session_flower=", "; ;=;a=b"] {
      #expect(await bench.login.authorize(cookies: cookies) == .denied)
    }
  }

  @Test("16: a login renews the session, and the old one is dead")
  func renewed() async throws {
    let (bench, browser) = try await bench()
    defer { bench.remove() }
    let old = browser.header
    _ = await bench.logIn(browser, as: 5)
    #expect(await bench.login.authorize(cookies: old) == .denied)
    #expect(await bench.login.authorize(cookies: browser.header) != .denied)
    #expect(try await bench.login.sessions(ofKakaoUser: 5).count == 1)
  }

  @Test("10: a session of one shop is none at another")
  func crossShop() async throws {
    let (bench, browser) = try await bench()
    defer { bench.remove() }
    let rose = try Bench(shop: "rose", seed: 3, store: bench.store, folder: bench.folder) { $0.sessions = true }
    let value = try #require(browser.cookies["__Host-naru_session_flower"])
    #expect(await rose.login.authorize(cookies: "__Host-naru_session_rose=\(value)") == .denied)
  }

  @Test("use moves the end; without use it is over after fourteen days")
  func sliding() async throws {
    let (bench, browser) = try await bench()
    defer { bench.remove() }
    for _ in 0..<5 {
      bench.time.advance(seconds: 13 * 86_400)
      #expect(await bench.login.authorize(cookies: browser.header) != .denied)
    }
    bench.time.advance(seconds: 14 * 86_400)
    #expect(await bench.login.authorize(cookies: browser.header) == .denied)
  }

  @Test(
    "what ends a session in this process is honoured by the next request",
    arguments: [
      "logout", "everywhere", "unlink", "notice", "erase", "relinked", "ended",
    ])
  func revoked(way: String) async throws {
    let (bench, browser) = try await bench()
    defer { bench.remove() }
    let other = Browser()
    _ = await bench.logIn(other, as: 5)
    for one in [browser, other] { #expect(await bench.login.authorize(cookies: one.header) != .denied) }
    switch way {
    case "logout": _ = await bench.login.logout(cookies: browser.header)
    case "everywhere": _ = await bench.login.logout(cookies: browser.header, everywhere: true)
    case "unlink": _ = try await bench.accounts.unlink(kakaoUser: 5)
    case "notice":
      bench.time.advance(seconds: 700)
      _ = try await bench.accounts.unlinkedByKakao(5, receivedAt: bench.time.now)
    case "erase": _ = try await bench.accounts.erase(member: "회원 1%")
    case "relinked": _ = try await bench.accounts.link(member: "회원 1%", kakaoUser: 6, replacing: true)
    default: try await bench.login.endSessions(ofKakaoUser: 5)
    }
    #expect(await bench.login.authorize(cookies: browser.header) == .denied, "\(way)")
    #expect((await bench.login.authorize(cookies: other.header) == .denied) == (way != "logout"), "\(way)")
  }

  @Test("a member that changes is seen at once, and what another process ended after two seconds")
  func changes() async throws {
    let (bench, browser) = try await bench()
    defer { bench.remove() }
    func member() async -> String? {
      if case .allowed(let identity) = await bench.login.authorize(cookies: browser.header) { return identity.memberID }
      return "denied"
    }
    #expect(await member() == "회원 1%")
    _ = try bench.store.apply(
      .accountLinked(memberID: "other", kakaoUserID: 5, at: bench.time.now.adding(milliseconds: 10)), in: bench.shop,
      sourceTime: bench.time.now)
    #expect(await member() == "other")
    let elsewhere = try Store.open(url: "sqlite:\(bench.folder)/naru.db")
    defer { elsewhere.close() }
    try elsewhere.endSessions(ofKakaoUser: 5, in: bench.shop)
    bench.time.advance(seconds: 2)
    #expect(await member() == "denied")
  }

  @Test("logging out ends at the logout address, by way of Kakao when asked; the browser's cookie goes")
  func logout() async throws {
    let (bench, browser) = try await bench()
    defer { bench.remove() }
    let plain = browser.take(await bench.login.logout(cookies: browser.header))
    #expect(plain.location == "https://flower.example.com/" && browser.cookies["__Host-naru_session_flower"] == nil)
    let kakao = await bench.login.logout(cookies: "", atKakao: true)
    #expect(kakao.location?.hasPrefix("https://kauth.kakao.com/oauth/logout?") == true)
    #expect(
      kakao.fields["logout_redirect_uri"] == "https://flower.example.com/" && kakao.fields["client_id"] == "rest-key")
  }

  @Test("without sessions in the configuration there is none")
  func off() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    bench.kakao.addUser(5)
    let browser = Browser()
    let answer = await bench.logIn(browser, as: 5)
    #expect(!answer.cookies.contains { $0.name.contains("session") })
    #expect(await bench.login.authorize(cookies: browser.header) == .denied)
  }
}
