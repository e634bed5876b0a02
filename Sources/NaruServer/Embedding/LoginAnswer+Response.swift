import CommonValues
import HTTPTypes
public import Hummingbird
public import KakaoSync

extension LoginAnswer {
  /// The answer as Hummingbird sends it: the redirect or Naru's own page, its cookies, and the headers that keep it out of caches and
  /// other sites' logs.
  ///
  /// - Parameters:
  ///   - request: the request that is answered: its language, and where a page's button posts.
  ///   - shopName: what pages call the shop.
  public func response(to request: Request, shopName: String) -> Response {
    var response: Response
    switch content {
    case .redirect(let address):
      response = Response(status: .seeOther)
      response.headers[.location] = address
    case .page(let page):
      response = FailurePage(page, shopName: shopName, action: request.uri.path).response(
        in: Language(acceptLanguage: request.headers[.acceptLanguage]))
    }
    response.headers[.cacheControl] = "no-store"
    response.headers[.referrerPolicy] = "no-referrer"
    for cookie in cookies { response.headers.append(HTTPField(name: .setCookie, value: cookie.header)) }
    return response
  }
}
