import CommonValues
import HTTPTransport
import NaruTestSupport
import ShopModel
import Store
import Synchronization
import Testing

@testable import KakaoSync

/// Random lives of a shop (checklist 87): browsers with tabs, people who change browsers and log out, Kakao failing, the process dying, links
/// made, replaced and ended, members who leave and come back. What must hold is held after every step.
@Suite("Random interleavings")
struct ModelTests {
  private struct Tab {
    let browser: Int
    let address: String
    let isSilent: Bool
  }

  /// What happens to the next calls to Kakao.
  private final class Weather: Sendable {
    let plan = Mutex<[Int]>([])

    func next() -> Int { plan.withLock { $0.isEmpty ? 0 : $0.removeFirst() } }
  }

  @Test("nobody enters another's account, a code is used once, every attempt that is begun ends", arguments: 0..<12)
  func lives(seed: UInt64) async throws {
    var random = SplitMix64(seed: seed &* 7919 &+ 1)
    let bench = try Bench(seed: seed &+ 100, keepsTokens: seed % 2 == 0) { settings in
      settings.sessions = true
      settings.signupURL = seed % 3 == 0 ? nil : "https://flower.example.com/join"
    }
    defer { bench.remove() }
    bench.kakao.state.withLock { $0.terms = [.init(tag: "t", required: true)] }
    let people: [Int64] = [11, 12, 13]
    for person in people { bench.kakao.addUser(person) }
    let browsers = (0..<4).map { _ in Browser() }
    browsers[1].isKakaoTalk = true
    browsers[2].isKakaoTalk = true
    browsers[3].takesCookies = false
    let weather = Weather()
    bench.kakao.interfere.withLock {
      $0 = { _, _ throws(HTTPTransportError) in
        switch weather.next() {
        case 1: return HTTPResponse(status: 503)
        case 2: throw HTTPTransportError(.droppedConnection, mayHaveBeenProcessed: true)
        case 3: return HTTPResponse(status: 200, body: Array("not json".utf8))
        default: return nil
        }
      }
    }
    var tabs: [Tab] = []
    var past: [(browser: Int, query: String, person: Int64)] = []
    var codes: [(text: String, person: Int64)] = []
    var redeemed: Set<String> = []
    var links: [Int64: String] = [:]
    var loggedIn: [Int: Int64] = [:]

    func check(_ answer: LoginAnswer, _ browser: Int, _ person: Int64?) {
      switch answer.content {
      case .redirect(let to):
        let isOwn =
          to.hasPrefix("https://flower.example.com/") || to.hasPrefix("https://kauth.kakao.com/oauth/authorize?")
        #expect(isOwn, "\(to)")
      case .page(let page): #expect(page.back.hasPrefix("https://flower.example.com/") && !page.reference.isEmpty)
      }
      if let code = answer.code {
        guard let person else {
          Issue.record("a code for nobody")
          return
        }
        codes.append((code, person))
      }
      if answer.cookies.contains(where: { $0.name.contains("session") && $0.maxAge > 0 }), let person {
        loggedIn[browser] = person
      }
    }

    for step in 0..<220 {
      let index = Int.random(in: 0..<browsers.count, using: &random)
      let browser = browsers[index]
      weather.plan.withLock { plan in
        plan =
          Int.random(in: 0..<4, using: &random) == 0
          ? (0..<6).map { _ in Int.random(in: 0...5, using: &random) } : []
      }
      switch Int.random(in: 0..<18, using: &random) {
      case 0, 1, 2:
        let answer = browser.take(bench.login.start(browser.request("/page\(step)")))
        check(answer, index, nil)
        tabs.append(Tab(browser: index, address: answer.location ?? "", isSilent: false))
      case 3, 4:
        let answer = browser.take(await bench.login.autoLogin(browser.request("/talk\(step)")))
        check(answer, index, nil)
        if let address = answer.location, address.hasPrefix("https://kauth") {
          tabs.append(Tab(browser: index, address: address, isSilent: true))
        }
      case 5, 6, 7, 8:
        guard !tabs.isEmpty else { continue }
        let tab = tabs.remove(at: Int.random(in: 0..<tabs.count, using: &random))
        let person = people[Int.random(in: 0..<people.count, using: &random)]
        let query = bench.kakao.authorize(tab.address, as: person, agreeing: Int.random(in: 0..<6, using: &random) > 0)
        // Sometimes the answer comes to another browser than the one that began.
        let arrives = Int.random(in: 0..<8, using: &random) == 0 ? index : tab.browser
        let dies = Int.random(in: 0..<8, using: &random) == 0
        let request = browsers[arrives].callback(query)
        let login = bench.login
        let answers = await withTaskGroup(of: LoginAnswer.self) { group in
          for _ in 0..<(step % 5 == 0 ? 3 : 1) { group.addTask { await login.callback(request) } }
          return await group.reduce(into: [LoginAnswer]()) { $0.append($1) }
        }
        #expect(answers.count { $0.code != nil } <= 1)
        if arrives != tab.browser { #expect(answers.allSatisfy { $0.code == nil }, "a login of another browser") }
        past.append((arrives, query, person))
        if dies {
          // The process dies before anybody hears of it; a code that was made is lost with the answer.
          try bench.restart(seed: UInt64(step) &+ 1_000)
          continue
        }
        for answer in answers {
          check(answer, arrives, person)
          browsers[arrives].take(answer)
          if answer.event.kind == .reconsent {
            tabs.append(Tab(browser: arrives, address: answer.location ?? "", isSilent: false))
          }
        }
      case 9:
        guard let old = past.randomElement(using: &random) else { continue }
        let answer = browsers[old.browser].take(await bench.login.callback(browsers[old.browser].callback(old.query)))
        #expect(answer.code == nil, "an old callback gave a code again")
        check(answer, old.browser, nil)
      case 10, 13, 14:
        guard !codes.isEmpty else { continue }
        // Mostly a fresh one; sometimes one that is redeemed or over.
        let oldest = Int.random(in: 0..<4, using: &random) == 0 ? 0 : max(0, codes.count - 2)
        let code = codes[Int.random(in: oldest..<codes.count, using: &random)]
        guard let handoff = try await bench.login.redeem(code.text) else { continue }
        #expect(redeemed.insert(code.text).inserted, "a code was redeemed twice")
        #expect(handoff.kakaoUserID == code.person, "somebody else's hand-off")
        #expect(handoff.memberID == links[code.person])
        if handoff.isNew, Bool.random(using: &random) {
          let member = "m\(code.person)-\(step)"
          if case .linked = try await bench.accounts.link(member: member, kakaoUser: code.person) {
            links[code.person] = member
          }
        }
      case 11:
        let person = people[Int.random(in: 0..<people.count, using: &random)]
        weather.plan.withLock { $0 = [] }
        bench.time.advance(seconds: 700)
        if Bool.random(using: &random) {
          _ = try await bench.accounts.unlink(kakaoUser: person)
        } else {
          bench.kakao.state.withLock { $0.users[person]?.isLinked = false }
          _ = try await bench.accounts.unlinkedByKakao(person, receivedAt: bench.time.now)
        }
        links[person] = nil
        for (browser, known) in loggedIn where known == person { loggedIn[browser] = nil }
      case 15:
        let everywhere = Int.random(in: 0..<3, using: &random) == 0
        check(browser.take(await bench.login.logout(browser.request(isPost: true), everywhere: everywhere)), index, nil)
        if everywhere, let person = loggedIn[index] {
          for (other, known) in loggedIn where known == person { loggedIn[other] = nil }
        }
        loggedIn[index] = nil
      case 16:
        // A member leaves, as an export of the shop's says; whoever that was may sign up again.
        guard let (person, member) = links.sorted(by: { $0.key < $1.key }).randomElement(using: &random) else {
          continue
        }
        bench.time.advance(seconds: 1)
        _ = try bench.store.apply(
          .memberWithdrawn(id: member, at: bench.time.now), in: bench.shop, sourceTime: bench.time.now)
        links[person] = nil
      case 17:
        let person = people[Int.random(in: 0..<people.count, using: &random)]
        let member = "r\(person)-\(step)"
        bench.time.advance(seconds: 1)
        weather.plan.withLock { $0 = [] }
        guard case .linked = try await bench.accounts.link(member: member, kakaoUser: person, replacing: true) else {
          Issue.record("a link that replaces was refused")
          continue
        }
        // Who was logged in as the one is not the other.
        if links[person] != nil {
          for (browser, known) in loggedIn where known == person { loggedIn[browser] = nil }
        }
        links[person] = member
      default:
        bench.time.advance(seconds: Int64.random(in: 0...(step % 4 == 0 ? 400 : 20), using: &random))
        _ = try bench.store.sweepLogins(now: bench.time.now, limit: 3)
      }
      for (index, browser) in browsers.enumerated() {
        guard case .allowed(let identity) = await bench.login.authorize(cookies: browser.header) else { continue }
        #expect(identity.kakaoUserID == loggedIn[index], "somebody else's session")
        #expect(identity.memberID == links[identity.kakaoUserID])
      }
    }
    // Tabs that are still at Kakao come back, in time or too late: each ends.
    weather.plan.withLock { $0 = [] }
    for tab in tabs {
      let query = bench.kakao.authorize(tab.address, as: people[0])
      check(await bench.login.callback(browsers[tab.browser].callback(query)), tab.browser, people[0])
    }
    let exchanges = bench.kakao.state.withLock { $0.exchanges }
    #expect(exchanges.values.allSatisfy { $0 == 1 }, "a code was exchanged twice")
    #expect(
      exchanges.count > 5 && !codes.isEmpty && !redeemed.isEmpty, "a life in which nothing happens proves nothing")
    // Whatever was begun is over in the end, and leaves nothing that expires.
    let end = Timestamp(milliseconds: .max)
    _ = try bench.store.sweepLogins(now: end, limit: 100_000)
    #expect(try bench.store.sweepLogins(now: end, limit: 100_000).isEmpty)
    #expect(try bench.store.pendingSignups(of: bench.shop).isEmpty)
  }
}
