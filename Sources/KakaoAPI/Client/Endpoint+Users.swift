internal import HTTPTransport

extension Endpoint {
  static let user = Endpoint(method: .get, path: "/v2/user/me")
  static let users = Endpoint(method: .get, path: "/v2/app/users")
  static let userIDs = Endpoint(method: .get, path: "/v1/user/ids")
  static let tokenInfo = Endpoint(method: .get, path: "/v1/user/access_token_info")
  static let logout = Endpoint(method: .post, path: "/v1/user/logout")
  static let unlink = Endpoint(method: .post, path: "/v1/user/unlink")
  static let signup = Endpoint(method: .post, path: "/v1/user/signup")
  static let updateProfile = Endpoint(method: .post, path: "/v1/user/update_profile")
  static let scopes = Endpoint(method: .get, path: "/v2/user/scopes")
  static let revokeScopes = Endpoint(method: .post, path: "/v2/user/revoke/scopes")
  static let serviceTerms = Endpoint(method: .get, path: "/v2/user/service_terms")
  static let revokeServiceTerms = Endpoint(method: .post, path: "/v2/user/revoke/service_terms")
  static let agreeServiceTerms = Endpoint(method: .post, path: "/v2/user/upgrade/service_terms")
  static let legacyServiceTerms = Endpoint(method: .get, path: "/v1/user/service/terms")
  static let shippingAddress = Endpoint(method: .get, path: "/v1/user/shipping_address")
}
