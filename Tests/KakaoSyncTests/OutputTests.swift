import CommonValues
import Foundation
import KakaoAPI
import ShopModel
import Store
import Testing

@testable import KakaoSync

/// Checklist 18, 19, 68: what goes out of the flows holds nothing secret or personal.
@Suite("What goes out")
struct OutputTests {
  @Test(
    "no token, code of Kakao's, profile or key is in an address, a page, an event or a description; sealed cookies tell nothing"
  )
  func marked() async throws {
    let mark = "marked7731"
    let bench = try Bench(keepsTokens: true) {
      $0.sessions = true
      $0.signupURL = "https://flower.example.com/join"
    }
    defer { bench.remove() }
    bench.kakao.addUser(5) {
      $0.account = [
        "name": "\"\(mark)\"", "email": "\"\(mark)@example.com\"", "is_email_valid": "true",
        "is_email_verified": "true",
        "phone_number": "\"+82 10-0000-7731\"", "ci": "\"\(mark)\"", "profile": "{\"nickname\":\"\(mark)\"}",
      ]
    }
    var output = ""
    func note(_ answer: LoginAnswer) {
      output += "\(answer.event) \(answer.content) \(answer.cookies.map(\.header)) \(answer)\n"
    }
    let browser = Browser()
    browser.isKakaoTalk = true
    note(bench.login.start(browser.request("/cart")))
    let first = await bench.logIn(browser, as: 5)
    note(first)
    let handoff = try #require(try await bench.redeem(first))
    output += "\(handoff) \(handoff.profile) \(String(reflecting: handoff))"
    _ = try await bench.accounts.link(member: "a", kakaoUser: 5)
    note(await bench.autoLogin(browser, as: 5))
    note(await bench.logIn(browser, as: 5, agreeing: false))
    note(await bench.logIn(browser, as: 5))
    note(await bench.login.logout(cookies: browser.header, atKakao: true))
    note(await bench.login.callback(CallbackRequest(query: "code=\(mark)&state=\(mark)", cookies: "naru_l_x=\(mark)")))
    output += "\(await bench.login.authorize(cookies: browser.header)) \(bench.login.settings.shop)"
    output += "\(String(describing: try await bench.accounts.unlink(kakaoUser: 5)))"
    for word in [mark, "7731", "access-", "refresh-", "code-", "secret", "admin-key", "code_verifier"] {
      #expect(!output.contains(word), "\(word) is seen outside")
    }
    let names = LoginAnswer.headers.map { "\($0.0): \($0.1)" }
    #expect(names == ["Cache-Control: no-store", "Referrer-Policy: no-referrer"])
  }

  @Test("18: every redirect is 303")
  func status() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    bench.kakao.addUser(5)
    let browser = Browser()
    #expect(bench.login.start(browser.request()).status == 303)
    #expect(await bench.logIn(browser, as: 5).status == 303)
    #expect(await bench.login.logout(cookies: "").status == 303)
  }

  @Test("the hand-off in the store is unreadable without its code")
  func handoffAtRest() async throws {
    let bench = try Bench()
    defer { bench.remove() }
    bench.kakao.addUser(5) { $0.account = ["ci": "\"marked7731\""] }
    let answer = await bench.logIn(Browser(), as: 5)
    let code = try #require(answer.code)
    bench.store.close()
    for name in try FileManager.default.contentsOfDirectory(atPath: bench.folder) {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: bench.folder + "/" + name))
      for word in ["marked7731", code] { #expect(bytes.firstRange(of: Data(word.utf8)) == nil, "\(name)") }
    }
  }

  @Test("every page kind has a status and a sentence in both languages")
  func pages() {
    for kind in LoginPage.Kind.allCases {
      #expect((200...504).contains(kind.status))
      #expect(!kind.sentence.korean.isEmpty && !kind.sentence.english.isEmpty)
    }
  }
}
