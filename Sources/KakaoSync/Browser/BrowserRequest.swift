/// What the flows look at of a browser's request that starts something.
public struct BrowserRequest: Sendable {
  /// `return_to`, percent-decoded; nil when absent.
  public var returnTo: String?
  /// The value of the `Cookie` header, several joined by `; `; empty without one.
  public var cookies: String
  /// The `User-Agent` header.
  public var userAgent: String
  /// Whether the method is POST.
  public var isPost: Bool
  /// The `Sec-Fetch-Site` header, where the browser sends it.
  public var fetchSite: String?
  /// The `Origin` header.
  public var origin: String?
  /// The `Referer` header.
  public var referer: String?

  /// A request.
  public init(
    returnTo: String? = nil, cookies: String = "", userAgent: String = "", isPost: Bool = false,
    fetchSite: String? = nil, origin: String? = nil, referer: String? = nil
  ) {
    self.returnTo = returnTo
    self.cookies = cookies
    self.userAgent = userAgent
    self.isPost = isPost
    self.fetchSite = fetchSite
    self.origin = origin
    self.referer = referer
  }

  /// Whether this is KakaoTalk's own browser, on Android (`KAKAOTALK 10.7.0`) or iOS (`KAKAOTALK/…`).
  public var isKakaoTalk: Bool { BrowserRequest.isKakaoTalk(userAgent) }

  static func isKakaoTalk(_ userAgent: String) -> Bool {
    let word = Array("kakaotalk".utf8)
    var userAgent = userAgent
    return userAgent.withUTF8 { bytes in
      guard bytes.count >= word.count else { return false }
      return (0...bytes.count - word.count).contains { start in
        word.indices.allSatisfy { bytes[start + $0] | 0x20 == word[$0] }
      }
    }
  }
}

/// Kakao's answer that the browser brings to the redirect address.
public struct CallbackRequest: Sendable {
  /// The query as it stands in the address, without `?`, not decoded.
  public var query: String
  /// The value of the `Cookie` header, several joined by `; `; empty without one.
  public var cookies: String

  /// A request.
  public init(query: String, cookies: String = "") {
    self.query = query
    self.cookies = cookies
  }
}
