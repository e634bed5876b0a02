import HTTPTypes
import Hummingbird
import KakaoSync

/// `/auth?shop=`: the `auth_request` contract of reverse proxies. Whoever is not logged in gets `X-Naru-Login` with the 401, so that no proxy
/// has to put an address into an address; with `redirect=true`, for proxies that hand our answer on, a 303 to it.
struct AuthRoute: Sendable {
  let logins: LoginDirectory

  func add(to router: Router<ServerContext>) {
    // A proxy may ask with the method of the request that it guards.
    for method in [.get, .post, .put, .delete, .patch, .head] as [HTTPRequest.Method] {
      router.on("/auth", method: method) { request, _ in
        let login = try logins.login(of: request.uri.queryParameters["shop"].map(String.init))
        let decision = await login.authorize(cookies: request.cookieText)
        var headers = HTTPFields()
        headers[.cacheControl] = "no-store"
        switch decision {
        case .allowed(let identity):
          for (name, value) in identity.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
          }
        case .denied:
          let entry = login.entry(from: request.headers[.forwardedURI], userAgent: request.headers[.userAgent] ?? "")
          headers[.naruLogin] = entry
          if AuthRoute.redirects(request) {
            headers[.location] = entry
            return Response(status: .seeOther, headers: headers)
          }
        case .unavailable: break
        }
        return Response(status: HTTPResponse.Status(code: decision.status), headers: headers)
      }
    }
  }

  /// Whether the proxy hands our answer on to the browser, and the browser asked for something that can be come back to.
  private static func redirects(_ request: Request) -> Bool {
    guard request.uri.queryParameters["redirect"] == "true" else { return false }
    return ["GET", "HEAD"].contains(request.headers[.forwardedMethod] ?? request.method.rawValue)
  }
}

extension HTTPField.Name {
  /// The path and query that the browser asked the proxy for, as Traefik and Caddy call it.
  fileprivate static let forwardedURI = HTTPField.Name("X-Forwarded-Uri") ?? .referer
  /// The method with which it did.
  fileprivate static let forwardedMethod = HTTPField.Name("X-Forwarded-Method") ?? .referer
  /// Where whoever is not logged in is to be sent.
  fileprivate static let naruLogin = HTTPField.Name("X-Naru-Login") ?? .location
}
