public import CommonValues

extension KakaoAPIClient {
  /// Ends access: `POST /v1/user/logout`.
  ///
  /// With a token it ends that token, on every device that shares it; with a user id it ends all tokens of the user.
  /// A session of the shop's own is the shop's to end.
  ///
  /// - Returns: the user's id as Kakao names it.
  @discardableResult
  public func logout(_ access: KakaoUserAccess) async throws(KakaoError) -> Int64? {
    try await userAction(.logout, access, repeatable: true)
  }

  /// Unlinks a user from the app: `POST /v1/user/unlink`. All tokens and consents of the user end.
  ///
  /// Kakao sends no unlink webhook for it. With a user id an unknown outcome is tried again, and a user who is not
  /// linked (code -101) is a success, since that is what was wanted; with a token neither can be told apart from a
  /// token that has expired, so the call is made once.
  ///
  /// - Returns: whether this call found the user linked, and the user's id as Kakao names it.
  @discardableResult
  public func unlink(_ access: KakaoUserAccess) async throws(KakaoError) -> UnlinkResult {
    switch access {
    case .token:
      return UnlinkResult(wasLinked: true, userID: try await userAction(.unlink, access, repeatable: false))
    case .user(let id):
      do throws(KakaoError) {
        return UnlinkResult(wasLinked: true, userID: try await userAction(.unlink, access, repeatable: true) ?? id)
      } catch {
        guard error.code == KakaoErrorTable.notLinked else { throw error }
        return UnlinkResult(wasLinked: false, userID: id)
      }
    }
  }

  /// Completes the signup of a preregistered user: `POST /v1/user/signup`; for apps that do not link users
  /// automatically.
  ///
  /// It has to happen within 24 hours of the login, else Kakao unlinks the user. A user who is linked already is
  /// refused with -102, a property that the console does not define with -201. A call of unknown outcome is not
  /// repeated: look at ``KakaoUser/hasSignedUp``.
  ///
  /// - Returns: the user's id as Kakao names it.
  @discardableResult
  public func signUp(
    token: Secret<String>, properties: [String: String] = [:]
  ) async throws(KakaoError) -> Int64? {
    let fields = properties.isEmpty ? [] : [("properties", JSONText.object(properties))]
    return try await userAction(.signup, .token(token), fields: fields, repeatable: false)
  }

  /// Sets custom properties of the user: `POST /v1/user/update_profile`.
  ///
  /// - Parameter properties: at least one; a name that the console does not define is refused with -201.
  /// - Returns: the user's id as Kakao names it.
  @discardableResult
  public func updateProfile(
    token: Secret<String>, properties: [String: String]
  ) async throws(KakaoError) -> Int64? {
    guard !properties.isEmpty else {
      throw .invalidRequest(LocalizedText(ko: "바꿀 프로퍼티가 없습니다.", en: "There is no property to set."))
    }
    return try await userAction(
      .updateProfile, .token(token), fields: [("properties", JSONText.object(properties))], repeatable: true)
  }

  /// What an access token is: `GET /v1/user/access_token_info`.
  ///
  /// Code -401 says that the token is no longer valid, -2 that it is none; -1 is a passing fault, which no user should
  /// be logged out for.
  public func tokenInfo(_ token: Secret<String>) async throws(KakaoError) -> TokenInfo {
    try await call(.tokenInfo, as: .accessToken(token), repeatable: true) { bytes in
      decodeJSON(TokenInfo.self, from: bytes)
    }
  }

  /// A call that answers with the user's id.
  private func userAction(
    _ endpoint: Endpoint, _ access: KakaoUserAccess, fields: [(String, String)] = [], repeatable: Bool
  ) async throws(KakaoError) -> Int64? {
    let form = access.fields + fields
    return try await call(
      endpoint, body: .form(form), as: access.authorization, repeatable: repeatable
    ) { bytes in
      decodeJSON(UserActionAnswer.self, from: bytes).flatMap { access.matches($0.userID) ? $0 : nil }
    }.userID
  }
}

/// What came of ``KakaoAPIClient/unlink(_:)``.
public struct UnlinkResult: Sendable, Hashable {
  /// False when Kakao answered that the user is not linked, be it since long or by an earlier attempt of the same call.
  public let wasLinked: Bool
  /// The user's id.
  public let userID: Int64?
}

private struct UserActionAnswer: Decodable {
  let userID: Int64?

  private enum Key: String, CodingKey { case id }

  init(from decoder: any Decoder) throws { userID = try decoder.container(keyedBy: Key.self).lenientInt64(.id) }
}
