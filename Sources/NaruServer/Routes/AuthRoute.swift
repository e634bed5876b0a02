import HTTPTypes
import Hummingbird
import KakaoSync

/// `/auth?shop=`: the `auth_request` contract of reverse proxies.
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
        if case .allowed(let identity) = decision {
          for (name, value) in identity.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
          }
        }
        return Response(status: HTTPResponse.Status(code: decision.status), headers: headers)
      }
    }
  }
}
