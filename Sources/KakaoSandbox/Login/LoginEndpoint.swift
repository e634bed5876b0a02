/// One of the endpoints of kauth, and the OpenID one of kapi, on its production path.
enum LoginEndpoint: String, CaseIterable, Sendable {
  case authorize = "/oauth/authorize"
  case token = "/oauth/token"
  case logout = "/oauth/logout"
  case tokenInfo = "/oauth/tokeninfo"
  case discovery = "/.well-known/openid-configuration"
  case keySet = "/.well-known/jwks.json"
  case eventConfiguration = "/.well-known/sse-configuration"
  case userInfo = "/v1/oidc/userinfo"

  var path: String { rawValue }

  var method: String {
    switch self {
    case .token, .tokenInfo: "POST"
    case .authorize, .logout, .discovery, .keySet, .eventConfiguration, .userInfo: "GET"
    }
  }
}
