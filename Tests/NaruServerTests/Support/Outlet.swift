import HTTPTypes
import HummingbirdTesting
import KakaoSandbox
import NIOCore
import Testing

/// Everything that goes out of a site, by where it goes. Every step says how it has to end, so that a flow which failed early can not
/// pass for one that told nothing.
final class Outlet {
  let site: Site
  /// Browsers, whose answers are searched at the end.
  private var browsers: [TestBrowser] = []
  /// Answers to back ends and webhooks in which nothing personal has a place.
  private(set) var replies: [TestResponse] = []
  /// Addresses that are printed, as for a campaign.
  var printed: [String] = []

  init(_ site: Site) { self.site = site }

  /// Every answer to a browser but those of `/auth`, which are a proxy's.
  var shown: [TestResponse] { browsers.flatMap { browser in browser.answers.filter { $0.status != .accepted } } }
  var codes: Set<String> { Set(shown.compactMap(\.code)) }
  var cookies: Set<String> {
    let values = shown.flatMap { answer in
      answer.headers[values: .setCookie].map { $0.prefix { $0 != ";" }.drop { $0 != "=" }.dropFirst() }
    }
    return Set(values.filter { $0.utf8.count > 4 }.map { String($0) })
  }

  func browser(_ userAgent: String = TestBrowser.phone) -> TestBrowser {
    let browser = site.browser(userAgent)
    browsers.append(browser)
    return browser
  }

  /// A request of a browser's that has to end with a status and, when it is sent on, at an address that begins so.
  @discardableResult
  func open(
    _ browser: TestBrowser, _ uri: String, _ status: Int = 303, at address: String = "", headers: HTTPFields = [:],
    form: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> TestResponse {
    var headers = headers
    if form != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
    let answer = try await browser.send(form == nil ? .get : .post, uri, headers: headers, body: form)
    #expect(answer.status.code == status, "\(uri.prefix { $0 != "?" })", sourceLocation: sourceLocation)
    #expect(answer.location.hasPrefix(address), "\(answer.location)", sourceLocation: sourceLocation)
    #expect(status == 303 || answer.location.isEmpty, sourceLocation: sourceLocation)
    return answer
  }

  /// From the button to Kakao: the callback that the browser brings back.
  func toKakao(
    _ browser: TestBrowser, _ entry: String = "login?return_to=/cart", as user: Int64 = Site.hana,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> String {
    let answer = try await open(
      browser, "/shops/flower/" + entry, at: "https://kauth.kakao.com/oauth/authorize?", sourceLocation: sourceLocation)
    return try browser.atKakao(answer, as: user)
  }

  /// A call of the back end's, whose answer holds nothing personal.
  @discardableResult
  func call(
    _ backEnd: BackEnd, _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, _ status: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> TestResponse {
    let answer = try await backEnd.send(method, path, body)
    #expect(answer.status.code == status, "\(method) \(answer.text)", sourceLocation: sourceLocation)
    replies.append(answer)
    return answer
  }

  /// A webhook of Kakao's.
  func webhook(
    _ name: String, key: String, _ body: String, _ status: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let answer = try await site.client.execute(
      uri: "/shops/flower/webhooks/kakao/\(name)", method: .post, headers: [.authorization: key],
      body: ByteBuffer(string: body))
    #expect(answer.status.code == status, "\(name) \(answer.text)", sourceLocation: sourceLocation)
    replies.append(answer)
  }
}
