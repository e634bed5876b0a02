import HTTPTypes
import HummingbirdTesting
import KakaoSandbox
import NIOCore
import Testing

@Suite("Auto-login by HTTP")
struct AutoLoginRouteTests {
  private static let path = "/shops/flower/auto-login?return_to=/event"
  private static let tried = "https://flower.example.com/event?naru_auto=tried"

  @Test("in KakaoTalk, on Android and iOS, one silent attempt asks for nothing optional")
  func silent() async throws {
    try await withSite { site in
      for agent in [TestBrowser.talk, TestBrowser.talkOnIOS] {
        let answer = try await site.browser(agent).send(.get, Self.path)
        #expect(answer.status == .seeOther && answer.location.fields["prompt"] == "none")
        #expect(answer.headers[values: .setCookie].count == 2)
        #expect(answer.headers[values: .setCookie].allSatisfy(LoginRouteTests.isSafe))
      }
    }
  }

  @Test("a member who comes from KakaoTalk is logged in and goes on")
  func success() async throws {
    try await withSite { site in
      try await BackEnd(site: site).signUp(site.browser(), Site.hana, member: "flower01")
      site.sandbox.setTalk(account: nil)
      let browser = site.browser(TestBrowser.talk)
      let answer = try await browser.send(.get, browser.atKakao(browser.send(.get, Self.path), as: Site.hana))
      #expect(answer.location.hasPrefix("https://flower.example.com/event?naru_code="), "\(site.log.all.suffix(6))")
      let handoff = try await BackEnd(site: site).redeem(answer.code).json
      #expect(handoff["member_id"].string == "flower01")
      // The session of that login stands: the next link goes straight on.
      let next = try await browser.send(.get, Self.path)
      #expect(next.location == "https://flower.example.com/event")
    }
  }

  @Test(
    "whatever Kakao answers to a silent attempt, the person goes on logged out",
    arguments: [
      "consent_required", "login_required", "interaction_required", "auto_login", "timeout", "server_error",
      "access_denied",
      "anything",
    ])
  func refused(error: String) async throws {
    try await withSite { site in
      let browser = site.browser(TestBrowser.talk)
      let state = try await browser.send(.get, Self.path).location.fields["state"] ?? ""
      let answer = try await browser.send(.get, "/shops/flower/kakao/callback?error=\(error)&state=\(state)")
      #expect(answer.status == .seeOther && answer.location == Self.tried)
      // At most one attempt an entry.
      let again = try await browser.send(.get, Self.path)
      #expect(again.location == Self.tried)
    }
  }

  @Test("outside of KakaoTalk nobody is tried")
  func elsewhere() async throws {
    try await withSite { site in
      let answer = try await site.browser().send(.get, Self.path)
      #expect(answer.status == .seeOther && answer.location == Self.tried)
    }
  }

  @Test("without cookies it ends after one attempt, and the way back says so")
  func withoutCookies() async throws {
    try await withSite { site in
      let browser = site.browser(TestBrowser.talk)
      browser.takesCookies = false
      let callback = try browser.atKakao(await browser.send(.get, Self.path), as: Site.hana)
      let answer = try await browser.send(.get, callback)
      #expect(answer.location == Self.tried)
      // The shop's snippet and middleware stop there; the entry itself does too when the mark comes along.
      let marked = try await browser.send(.get, "/shops/flower/auto-login?return_to=/event%3Fnaru_auto%3Dtried")
      #expect(marked.location == Self.tried)
    }
  }

  @Test("the mark lasts ten minutes")
  func mark() async throws {
    try await withSite { site in
      let browser = site.browser(TestBrowser.talk)
      let answer = try await browser.send(.get, Self.path)
      #expect(
        answer.headers[values: .setCookie].contains {
          $0.contains("naru_tried_flower=1") && $0.contains("Max-Age=600;")
        })
    }
  }

  @Test("a Kakao user without a member goes on without a code")
  func stranger() async throws {
    try await withSite { site in
      _ = try await site.browser().logIn(Site.hana)
      let browser = site.browser(TestBrowser.talk)
      let answer = try await browser.send(.get, browser.atKakao(browser.send(.get, Self.path), as: Site.hana))
      #expect(answer.status == .seeOther && answer.code == nil)
    }
  }
}
