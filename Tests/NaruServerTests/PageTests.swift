import CommonValues
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import NaruServer

@Suite("Pages, button and script")
struct PageTests {
  @Test("a page is kept by nobody, framed by nobody, and loads nothing from elsewhere")
  func headers() async throws {
    try await withSite { site in
      for path in ["channel/add", "channel/chat", "kakao/callback?state=x", "login?return_to=//evil"] {
        let answer = try await site.browser().send(.get, "/shops/flower/" + path)
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(answer.headers[.named("Referrer-Policy")] == "no-referrer")
        #expect(answer.headers[.xContentTypeOptions] == "nosniff")
        let policy = try #require(answer.headers[.contentSecurityPolicy])
        #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe") && !answer.text.contains("<script"))
        #expect(
          answer.text.firstMatch(of: /(src|href)="(?!https:\/\/(flower\.example\.com|pf\.kakao\.com)\/)[^"]/) == nil)
      }
    }
  }

  @Test("every page has its own nonce")
  func nonce() async throws {
    try await withSite { site in
      let one = try await site.browser().send(.get, "/shops/flower/channel/add").headers[.contentSecurityPolicy]
      let other = try await site.browser().send(.get, "/shops/flower/channel/add").headers[.contentSecurityPolicy]
      #expect(one != other)
    }
  }

  @Test("the channel pages lead to Kakao's own, for channels of the shop alone")
  func channel() async throws {
    try await withSite { site in
      let add = try await site.browser().send(.get, "/shops/flower/channel/add")
      #expect(add.text.contains("href=\"https://pf.kakao.com/_xgTNZs/friend\"") && add.text.contains("플라워샵"))
      let chat = try await site.browser().send(.get, "/shops/flower/channel/chat?channel=_xgTNZs")
      #expect(chat.text.contains("href=\"https://pf.kakao.com/_xgTNZs/chat\""))
      for (shop, query) in [("flower", "?channel=_other"), ("flower", "?channel=%22%3E"), ("rose", ""), ("plain", "")] {
        let answer = try await site.browser().send(.get, "/shops/\(shop)/channel/add" + query)
        #expect(answer.status == .notFound && JSONValue(answer.text).problem == "unknown-channel")
      }
    }
  }

  @Test("text from a config or a request can not become markup")
  func escaping() {
    let hostile = "<script>\"'&"
    let html: HTML = "<a href=\"\(hostile)\">\(hostile)</a>"
    #expect(html.text == "<a href=\"&lt;script&gt;&quot;&#39;&amp;\">&lt;script&gt;&quot;&#39;&amp;</a>")
    #expect(PercentEncoding.encode("/a b?c=가&d") == "%2Fa%20b%3Fc%3D%EA%B0%80%26d")
  }

  @Test("the login button keeps its proportions at every width, and ignores what is none")
  func button() async throws {
    try await withSite { site in
      for (query, width) in [
        ("", 300), ("?width=200", 200), ("?width=9999", 600), ("?width=-1", 120), ("?width=x", 300),
      ] {
        let answer = try await site.browser().send(.get, "/shops/flower/login-button.svg" + query)
        #expect(answer.headers[.contentType] == "image/svg+xml")
        #expect(answer.text.contains("width=\"\(width)\" height=\"45\"") && answer.text.contains("#FEE500"))
        #expect(answer.text.contains("카카오로 시작하기"))
      }
      let english = try await site.browser().send(.get, "/shops/flower/login-button.svg?lang=en&label=login")
      #expect(english.text.contains("Login with Kakao"))
      let odd = try await site.browser().send(.get, "/shops/flower/login-button.svg?label=%3Cscript%3E&lang=xx")
      #expect(odd.status == .ok && !odd.text.contains("script"))
    }
  }

  @Test("the script is under 2 KB as it is sent, names the shop, and holds nothing of the request")
  func script() async throws {
    try await withSite { site in
      let answer = try await site.browser().send(.get, "/shops/flower/naru.js?x=marked")
      #expect(answer.headers[.contentType] == "text/javascript; charset=utf-8")
      #expect(answer.headers[.accessControlAllowOrigin] == "*")
      #expect(answer.body.readableBytes <= 2_048, "\(answer.body.readableBytes) bytes")
      #expect(answer.text.contains("https://sync.example.com/shops/flower/") && !answer.text.contains("marked"))
    }
  }
}
