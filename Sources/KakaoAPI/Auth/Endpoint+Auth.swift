internal import HTTPTransport

/// The endpoints of kauth.
extension Endpoint {
  static let authorize = Endpoint(method: .get, path: "/oauth/authorize")
  static let token = Endpoint(method: .post, path: "/oauth/token")
  static let logoutWithAccount = Endpoint(method: .get, path: "/oauth/logout")
  static let idTokenInfo = Endpoint(method: .post, path: "/oauth/tokeninfo")
  static let discovery = Endpoint(method: .get, path: "/.well-known/openid-configuration")
  static let keySet = Endpoint(method: .get, path: "/.well-known/jwks.json")
  static let securityEvents = Endpoint(method: .get, path: "/.well-known/sse-configuration")
}
