import HTTPTypes
import Hummingbird
import HummingbirdTesting
import KakaoSandbox
import NIOCore

/// A browser: keeps the sidecar's cookies, follows what it is told to Kakao and back, and remembers all that it was sent.
final class TestBrowser {
  static let phone = "Mozilla/5.0 (Linux; Android 14; SM-S918N) AppleWebKit/537.36 Mobile Safari/537.36"
  static let talk = phone + " KAKAOTALK 10.7.0"
  static let talkOnIOS = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 KAKAOTALK/11.0.0"

  let site: Site
  var userAgent: String
  var takesCookies = true
  private(set) var cookies: [String: String] = [:]
  /// Every answer of the sidecar's.
  private(set) var answers: [TestResponse] = []

  init(_ site: Site, userAgent: String) {
    self.site = site
    self.userAgent = userAgent
  }

  var cookieHeader: String {
    cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
  }

  /// Sends a request to the sidecar, and takes its cookies.
  @discardableResult
  func send(
    _ method: HTTPRequest.Method = .get, _ uri: String, headers: HTTPFields = [:], body: String? = nil
  ) async throws -> TestResponse {
    var headers = headers
    headers[.userAgent] = userAgent
    if !cookies.isEmpty { headers[.cookie] = cookieHeader }
    let answer = try await site.client.execute(
      uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
    answers.append(answer)
    Conformance.check(method, uri, answer)
    for header in answer.headers[values: .setCookie] where takesCookies {
      let parts = header.split(separator: ";").map { $0.drop { $0 == " " } }
      let pair = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.contains("Max-Age=0") {
        cookies[String(pair[0])] = nil
      } else {
        cookies[String(pair[0])] = String(pair[1])
      }
    }
    return answer
  }

  func post(_ uri: String, form: String) async throws -> TestResponse {
    try await send(.post, uri, headers: [.contentType: "application/x-www-form-urlencoded"], body: form)
  }

  /// What Kakao makes of the redirect, as the path and query that the browser comes back to.
  func atKakao(
    _ answer: TestResponse, as user: Int64, consent: SandboxConsent? = nil
  ) throws -> String {
    guard let address = answer.headers[.location] else { throw SiteError.unexpected("no redirect: \(answer.status)") }
    let back = try site.sandbox.authorize(address, as: user, consent: consent, userAgent: userAgent)
    guard back.hasPrefix("https://sync.example.com/") else { throw SiteError.unexpected(back) }
    return String(back.dropFirst("https://sync.example.com".count))
  }

  /// From the button to the end of the callback.
  @discardableResult
  func logIn(
    _ user: Int64, shop: String = "flower", returnTo: String = "/cart", consent: SandboxConsent? = nil
  ) async throws -> TestResponse {
    let started = try await send(.get, "/shops/\(shop)/login?return_to=\(returnTo)")
    return try await send(.get, atKakao(started, as: user, consent: consent))
  }

  /// Cancels at Kakao: the callback's answer.
  func cancel(_ started: TestResponse) async throws -> TestResponse {
    let query = started.location.fields
    return try await send(
      .get,
      "/shops/flower/kakao/callback?error=access_denied&error_description=User%20denied%20access&state=\(query["state"] ?? "")"
    )
  }
}

extension TestResponse {
  var location: String { headers[.location] ?? "" }
  var text: String { String(buffer: body) }
  /// The one-use code that the browser carries.
  var code: String? { location.fields["naru_code"] }
}

extension String {
  /// The fields of an address's query, not decoded.
  var fields: [String: String] {
    let query = drop { $0 != "?" }.dropFirst().prefix { $0 != "#" }
    return Dictionary(
      query.split(separator: "&").map { pair in
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
      }, uniquingKeysWith: { first, _ in first })
  }
}

extension HTTPField.Name {
  /// A field by a name that is a token.
  static func named(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .cacheControl }
}
