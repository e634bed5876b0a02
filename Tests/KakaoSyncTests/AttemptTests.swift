import CommonValues
import Foundation
import NaruTestSupport
import Testing

@testable import KakaoSync

@Suite("Login attempts and their cookies")
struct AttemptTests {
  @Test(
    "1, 2, 3, 6: state has 128 bits, challenge is S256, nonce is sent, and the redirect address is the configuration's")
  func address() throws {
    let bench = try Bench()
    defer { bench.remove() }
    let browser = Browser()
    let first = bench.login.start(browser.request("/cart")).fields
    let second = bench.login.start(browser.request("/cart")).fields
    #expect(first["redirect_uri"] == "https://sync.example.com/shops/flower/kakao/callback")
    #expect(first["client_id"] == "rest-key" && first["response_type"] == "code")
    #expect(first["code_challenge_method"] == "S256" && first["code_challenge"]?.count == 43)
    #expect(first["state"]?.count == 22 && first["nonce"]?.count == 22)
    for key in ["state", "nonce", "code_challenge"] { #expect(first[key] != second[key], "\(key)") }
    #expect(first["scope"] == "account_email,phone_number", "20: what the configuration names, and no more")
    #expect(first["channel_public_id"] == "_abc")
  }

  @Test(
    "random bytes of the system are as many as were asked for, and others each time",
    arguments: [1, 8, 13, 32, 256, 300])
  func systemBytes(count: Int) {
    let random = LoginRandom(SystemRandomNumberGenerator())
    let all = (0..<4).map { _ in random.bytes(count) }
    #expect(all.allSatisfy { $0.count == count } && random.bytes(0).isEmpty)
    // Of 64 bytes that are truly random, hardly ever so few are different.
    #expect(Set((0..<64).flatMap { _ in random.bytes(count) }).count > 24)
    if count >= 8 { #expect(Set(all).count == all.count) }
  }

  @Test("15: cookies are __Host-, Secure, HttpOnly and Lax with https, and plain without")
  func flags() throws {
    for (url, expected) in [
      ("https://sync.example.com", ["__Host-naru_", "; Path=/; ", "; HttpOnly; SameSite=Lax; Secure"]),
      ("http://127.0.0.1:8080", ["naru_", "; Path=/; ", "; HttpOnly; SameSite=Lax"]),
    ] {
      let bench = try Bench { $0.publicURL = url }
      defer { bench.remove() }
      let header = try #require(bench.login.start(Browser().request()).cookies.last?.header)
      #expect(header.hasPrefix(expected[0]) && header.contains(expected[1]) && header.hasSuffix(expected[2]))
      #expect(!header.contains("Domain"))
    }
  }

  @Test("15: a cookie stays under 400 bytes whatever the return address, and ten of them far below 8 KB")
  func sizes() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    let browser = Browser()
    var longest = 0
    for length in [1, 100, 150, 172, 173, 174, 300, 900] {
      let target = "/" + String(repeating: "a", count: length)
      let answer = browser.take(bench.login.start(browser.request(target)))
      for cookie in answer.cookies { longest = max(longest, cookie.name.utf8.count + cookie.value.utf8.count + 1) }
      let query = bench.kakao.authorize(try #require(answer.location), as: nil)
      let back = await bench.login.callback(
        browser.callback(query.replacingOccurrences(of: "login_required", with: "access_denied")))
      #expect(back.location == "https://flower.example.com\(target)?naru_error=cancelled")
    }
    #expect(longest < 400)
    for _ in 0..<30 { browser.take(bench.login.start(browser.request("/" + String(repeating: "b", count: 170)))) }
    #expect(browser.cookies.count == 10 && browser.header.utf8.count < 4200)
  }

  @Test("14: ten tabs at once all come to their own end, in any order")
  func tabs() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    bench.kakao.addUser(5)
    _ = try await bench.accounts.link(member: "flower01", kakaoUser: 5)
    let browser = Browser()
    let starts = (0..<10).map { index in
      browser.take(bench.login.start(browser.request("/tab\(index)"))).location ?? ""
    }
    for index in [3, 9, 0, 7, 1, 8, 2, 6, 5, 4] {
      let answer = await bench.comeBack(browser, starts[index], as: 5)
      #expect(answer.location?.hasPrefix("https://flower.example.com/tab\(index)?naru_code=") == true)
      #expect(try await bench.redeem(answer)?.memberID == "flower01")
    }
  }

  @Test("14: ten tabs that come back at the same moment all come to their own end")
  func atOnce() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    bench.kakao.addUser(5)
    _ = try await bench.accounts.link(member: "flower01", kakaoUser: 5)
    let browser = Browser()
    var starts: [String] = []
    for index in 0..<10 {
      starts.append(browser.take(bench.login.start(browser.request("/tab\(index)"))).location ?? "")
    }
    let requests = starts.map { address in browser.callback(bench.kakao.authorize(address, as: 5)) }
    let login = bench.login
    let answers = await withTaskGroup(of: LoginAnswer.self) { group in
      for request in requests { group.addTask { await login.callback(request) } }
      return await group.reduce(into: [LoginAnswer]()) { $0.append($1) }
    }
    var pages: Set<String> = []
    for answer in answers where answer.code != nil {
      pages.insert(String((answer.location ?? "").prefix { $0 != "?" }))
    }
    let expected = (0..<10).map { index in "https://flower.example.com/tab\(index)" }
    #expect(pages == Set(expected))
  }

  @Test("20: every kind of login asks for no scope but the configuration's, and for none where it names none")
  func scopes() async throws {
    for (configured, ordinary, silent) in [
      (["openid", "name"], "openid,name", "openid"), (["name"], "name", nil), ([], nil, nil),
    ] as [([String], String?, String?)] {
      let bench = try Bench { $0.scopes = configured }
      defer { bench.remove() }
      let (plain, talk) = (Browser(), Browser())
      talk.isKakaoTalk = true
      #expect(bench.login.start(plain.request("/a")).fields["scope"] == ordinary)
      #expect(bench.login.start(talk.request("/a")).fields["scope"] == ordinary)
      let entry = await bench.login.autoLogin(talk.request("/a"))
      #expect(entry.fields["prompt"] == "none" && entry.fields["scope"] == silent)
    }
  }

  @Test("the eleventh tab takes the place of the oldest, and of one that is over before that")
  func eviction() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    bench.kakao.addUser(5)
    let browser = Browser()
    var starts: [String] = []
    for index in 0..<10 {
      starts.append(browser.take(bench.login.start(browser.request("/tab\(index)"))).location ?? "")
      bench.time.advance(seconds: 1)
    }
    _ = await bench.comeBack(browser, starts[5], as: 5)
    browser.take(bench.login.start(browser.request("/eleventh")))
    #expect(await bench.comeBack(browser, starts[0], as: 5).code != nil, "the one that was over made room")
    bench.time.advance(seconds: 1)
    for index in 0..<2 { browser.take(bench.login.start(browser.request("/more\(index)"))) }
    let evicted = await bench.comeBack(browser, starts[1], as: 5)
    #expect(evicted.page?.kind == .unknownAttempt)
    #expect(await bench.comeBack(browser, starts[2], as: 5).code != nil)
  }

  @Test("1: after 15 minutes an attempt is over, a minute before it is not")
  func expiry() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    bench.kakao.addUser(5)
    let browser = Browser()
    let (early, late) = (
      browser.take(bench.login.start(browser.request("/a"))).location ?? "",
      browser.take(bench.login.start(browser.request("/b"))).location ?? ""
    )
    bench.time.advance(seconds: 840)
    #expect(await bench.comeBack(browser, early, as: 5).code != nil)
    bench.time.advance(seconds: 61)
    let answer = await bench.comeBack(browser, late, as: 5)
    #expect(answer.page?.kind == .unknownAttempt && answer.status == 400)
    #expect(answer.page?.back == "https://flower.example.com/b")
  }

  @Test("10: an attempt, and its cookie under any name, is refused at another shop of the same store")
  func crossShop() async throws {
    let flower = try Bench()
    defer { flower.remove() }
    let rose = try Bench(shop: "rose", seed: 2, store: flower.store, folder: flower.folder)
    flower.kakao.addUser(5)
    let browser = Browser()
    let address = browser.take(flower.login.start(browser.request("/a"))).location ?? ""
    let query = flower.kakao.authorize(address, as: 5)
    #expect(await rose.login.callback(browser.callback(query)).page?.kind == .unknownAttempt)
    #expect(rose.kakao.callCount("/oauth/token") == 0)
    #expect(await flower.login.callback(browser.callback(query)).code != nil)
  }

  @Test("a cookie that somebody changed, or sealed for another end, is none")
  func forged() async throws {
    let bench = try Bench { $0.sessions = true }
    defer { bench.remove() }
    bench.kakao.addUser(5)
    let browser = Browser()
    let address = browser.take(bench.login.start(browser.request("/a"))).location ?? ""
    let query = bench.kakao.authorize(address, as: 5)
    let name = try #require(browser.order.first)
    let value = try #require(browser.cookies[name])
    for index in [0, 1, 5, 10, 30, 60, value.count - 1] {
      let forged = Browser()
      var letters = Array(value)
      letters[index] = letters[index] == "A" ? "B" : "A"
      forged.set(name, String(letters))
      #expect(await bench.login.callback(forged.callback(query)).page?.kind == .unknownAttempt, "\(index)")
    }
    let session = Browser()
    session.set("__Host-naru_session_flower", String(value.dropFirst()))
    #expect(await bench.login.authorize(cookies: session.header) == .denied)
    #expect(bench.kakao.callCount("/oauth/token") == 0)
  }

  @Test("base64url gives back every byte, and refuses what is none")
  func base64() {
    var random = SplitMix64(seed: 9)
    for length in 0..<70 {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(URLSafeText.decode(URLSafeText.encode(bytes)) == bytes)
    }
    for text in ["A", "AB=", "A+BC", "A/BC", "A BC", "AB1", "é"] { #expect(URLSafeText.decode(text) == nil, "\(text)") }
  }
}
