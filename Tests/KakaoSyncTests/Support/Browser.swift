@testable import KakaoSync

/// A browser: keeps cookies as browsers do, and can be without.
final class Browser {
  private(set) var cookies: [String: String] = [:]
  private(set) var order: [String] = []
  var takesCookies = true
  var isKakaoTalk = false
  /// Every `Set-Cookie` that came.
  private(set) var headers: [String] = []

  static let talk = "Mozilla/5.0 (Linux; Android 14; SM-S918N) AppleWebKit/537.36 Mobile Safari/537.36 KAKAOTALK 10.7.0"
  static let plain = "Mozilla/5.0 (Linux; Android 14; SM-S918N) AppleWebKit/537.36 Mobile Safari/537.36"

  var header: String { order.compactMap { name in cookies[name].map { "\(name)=\($0)" } }.joined(separator: "; ") }
  var userAgent: String { isKakaoTalk ? Browser.talk : Browser.plain }

  func request(_ returnTo: String? = nil, isPost: Bool = false, fetchSite: String? = nil) -> BrowserRequest {
    BrowserRequest(
      returnTo: returnTo, cookies: header, userAgent: userAgent, isPost: isPost, fetchSite: fetchSite)
  }

  func callback(_ query: String) -> CallbackRequest { CallbackRequest(query: query, cookies: header) }

  /// Takes an answer's cookies, and gives the answer back.
  @discardableResult
  func take(_ answer: LoginAnswer) -> LoginAnswer {
    for cookie in answer.cookies {
      headers.append(cookie.header)
      guard takesCookies else { continue }
      order.removeAll { $0 == cookie.name }
      if cookie.maxAge <= 0 {
        cookies[cookie.name] = nil
      } else {
        cookies[cookie.name] = cookie.value
        order.append(cookie.name)
      }
    }
    return answer
  }

  func set(_ name: String, _ value: String) {
    cookies[name] = value
    order.append(name)
  }

  func remove(_ name: String) { cookies[name] = nil }
}
