import HTTPTypes
public import Hummingbird
public import KakaoSync

/// Logs in whoever opens a page of the shop in KakaoTalk's browser, before the page is shown: one silent attempt, then the page,
/// logged in or not.
///
/// For a shop that runs in the same process as the sidecar's library. Only navigations are touched (GET, for HTML), never one whose address
/// carries `naru_auto=tried`, nor one of a browser that was tried within ten minutes: the flows see to that. Whoever has a session of the
/// sidecar's and is not logged in by `isLoggedIn` all the same sees the page: no attempt would change that.
public struct AutoLoginMiddleware<Context: RequestContext>: RouterMiddleware {
  private let login: KakaoLogin
  private let shopName: String
  private let isLoggedIn: @Sendable (Request, Context) async throws -> Bool

  /// A middleware for every page behind it.
  ///
  /// - Parameters:
  ///   - login: the shop's flows.
  ///   - shopName: what pages call the shop.
  ///   - isLoggedIn: whether the shop knows the person already; asked in KakaoTalk's browser alone.
  public init(
    _ login: KakaoLogin, shopName: String,
    isLoggedIn: @escaping @Sendable (Request, Context) async throws -> Bool
  ) {
    self.login = login
    self.shopName = shopName
    self.isLoggedIn = isLoggedIn
  }

  /// Shows the page, or sends the browser to Kakao first; throws what `isLoggedIn` and the page behind it throw.
  public func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    guard request.method == .get, request.headers[.accept]?.contains("text/html") ?? false,
      request.uri.queryParameters["naru_auto"] == nil, request.uri.queryParameters["naru_code"] == nil
    else { return try await next(request, context) }
    // The path with its query, on the shop's own origin; an address that is not the shop's is never made from what a browser sends.
    // What a page calls `return_to` itself, as a login page does, is the page's own affair.
    var browser = try await BrowserRequest(request)
    browser.returnTo = request.uri.string
    guard browser.isKakaoTalk, try await !isLoggedIn(request, context) else { return try await next(request, context) }
    let answer = await login.autoLogin(browser)
    switch answer.event.kind {
    case .silentStarted: return answer.response(to: request, shopName: shopName)
    default: return try await next(request, context)
    }
  }
}
