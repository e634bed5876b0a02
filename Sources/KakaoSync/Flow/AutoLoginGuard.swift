import CommonValues
import ShopModel

/// For a shop's own pages: whether a visitor is sent for a silent login first. A shop's middleware asks it on every page.
///
/// It sends nobody who is logged in, nobody outside of KakaoTalk, and nobody twice within ten minutes: a cookie on the shop's own host
/// says so, which is set on the way there, since whoever has a live session at the sidecar and none at the shop comes back without any mark,
/// and again on the way back, which else carries `naru_auto=tried`.
public struct AutoLoginGuard: Sendable {
  /// What to do with a page.
  public enum Decision: Sendable, Hashable {
    /// Show it. A cookie is to be set with it where there is one.
    case show(SetCookie?)
    /// Send the browser here first, with 303 and with the cookie.
    case redirect(to: String, SetCookie)
  }

  private let returnAddresses: ReturnAddresses
  private let entry: String
  private let tried: String
  private let sent: String
  private let names: CookieNames

  init(_ settings: LoginSettings) {
    returnAddresses = settings.returnAddresses
    entry = "\(settings.publicURL)/shops/\(settings.shop)/auto-login?return_to="
    names = CookieNames(isSecure: settings.returnAddresses.fallback.description.hasPrefix("https://"))
    tried = names.tried(settings.shop.description)
    sent = names.sent(settings.shop.description)
  }

  /// - Parameters:
  ///   - page: the whole address of the page, or its path with query.
  ///   - cookies: the value of the `Cookie` header that the shop's own host got.
  ///   - isGet: whether the page was asked for with GET; nothing else can be come back to.
  public func decide(
    page: String, userAgent: String, cookies: String, isLoggedIn: Bool, isGet: Bool = true
  ) -> Decision {
    guard !isLoggedIn, isGet, BrowserRequest.isKakaoTalk(userAgent), let address = returnAddresses.address(page) else {
      return .show(nil)
    }
    if address.wasTried { return .show(names.set(tried, "1", maxAge: 600)) }
    let jar = CookieJar(cookies)
    if jar[tried] != nil || jar[sent] != nil { return .show(nil) }
    return .redirect(to: entry + PercentEncoding.encode(address.description), names.set(sent, "1", maxAge: 600))
  }
}

extension KakaoLogin {
  /// What a middleware of the shop asks on every page.
  public var autoLoginGuard: AutoLoginGuard { AutoLoginGuard(settings) }
}
