public import CommonValues
internal import HTTPTransport

extension Endpoint {
  static let userInfo = Endpoint(method: .get, path: "/v1/oidc/userinfo")
}

extension KakaoAPIClient {
  /// The OpenID Connect claims of the user of an access token: `GET /v1/oidc/userinfo`.
  public func userInfo(accessToken: Secret<String>) async throws(KakaoError) -> UserInfo {
    try await call(.userInfo, as: .accessToken(accessToken), repeatable: true) { bytes in
      decodeJSON(UserInfo.self, from: bytes)
    }
  }
}
