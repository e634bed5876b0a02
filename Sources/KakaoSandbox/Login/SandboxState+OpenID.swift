extension SandboxState {
  /// The claims of an ID token.
  func idClaims(
    _ user: SandboxUser, _ key: SandboxKey, _ authenticatedAt: SandboxTime, _ nonce: String?, _ now: SandboxTime,
    _ seconds: Int64
  ) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init(key: "aud", value: .string(key.value)), .init(key: "sub", value: .string(String(user.id))),
      .init(key: "auth_time", value: .integer(authenticatedAt.seconds)),
      .init(key: "iss", value: .string(settings.issuer)),
      .init(key: "iat", value: .integer(now.seconds)), .init(key: "exp", value: .integer(now.seconds + seconds)),
    ]
    func put(_ key: String, _ value: String?) {
      if let value { members.append(.init(key: key, value: .string(value))) }
    }
    put("nonce", nonce)
    if user.scopes.contains("profile_nickname"), !user.nickname.isEmpty { put("nickname", user.nickname) }
    if user.scopes.contains("profile_image") { put("picture", user.profile.profileImageURL) }
    if user.scopes.contains("account_email"), user.profile.isEmailValid, user.profile.isEmailVerified {
      put("email", user.profile.email)
    }
    return .object(members)
  }

  /// `POST /oauth/tokeninfo`: the claims of an ID token that is good.
  mutating func tokenInfo(
    _ request: SandboxRequest, _ answer: inout KakaoAnswer, at now: SandboxTime
  ) throws(KOEFailure) -> JSONValue {
    let values = try tokenForm(request, known: ["id_token"])
    func invalid(ko: String, en: String) -> KOEFailure {
      KOEFailure("KOE400", "invalid_token", "invalid id_token", ko: ko, en: en)
    }
    guard let token = values["id_token"] else { throw invalid(ko: "id_token이 없습니다.", en: "id_token is missing.") }
    guard let claims = TokenSigner.verified(token, by: login.signingKeys) else {
      throw invalid(
        ko: "ID 토큰의 형식이나 서명이 맞지 않습니다.", en: "The form or the signature of the ID token is wrong.")
    }
    guard let end = claims["exp"]?.integer, now.seconds < end else {
      throw invalid(ko: "만료된 ID 토큰입니다.", en: "The ID token has expired.")
    }
    answer.hint(
      ko: "디버깅 용도의 API입니다. 운영에서는 직접 검증하십시오.", en: "This is for debugging. In production verify the token yourself.")
    return claims
  }

  /// `GET /v1/oidc/userinfo`.
  func userInfo(
    _ request: SandboxRequest, _ answer: inout KakaoAnswer, at now: SandboxTime
  ) throws(KakaoFailure) -> JSONValue {
    let (user, token) = try bearerUser(request, now)
    guard user.isLinked else {
      throw KakaoFailure(
        -101, 400, "NotRegisteredUserException", ko: "회원 \(user.id)은(는) 앱에 연결되어 있지 않습니다.",
        en: "User \(user.id) is not linked to the app.")
    }
    if token.grant != nil, !token.scopes.contains("openid") {
      answer.hint(
        ko: "scope에 openid 없이 로그인한 토큰입니다. 카카오의 응답은 알려져 있지 않습니다.",
        en: "The login of this token did not ask for openid. What Kakao answers is not published.")
    }
    var members: [JSONValue.Member] = [.init(key: "sub", value: .string(String(user.id)))]
    func put(_ key: String, _ scope: String, _ value: JSONValue?) {
      if let value, user.scopes.contains(scope) { members.append(.init(key: key, value: value)) }
    }
    let profile = user.profile
    put("name", "name", profile.name.map(JSONValue.string))
    put("nickname", "profile_nickname", user.nickname.isEmpty ? nil : .string(user.nickname))
    put("picture", "profile_image", profile.profileImageURL.map(JSONValue.string))
    put("email", "account_email", profile.email.map(JSONValue.string))
    put(
      "email_verified", "account_email",
      profile.email.map { _ in .bool(profile.isEmailValid && profile.isEmailVerified) })
    put(
      "gender", "gender",
      profile.gender.map { .string(settings.upperCaseGender ? $0.rawValue.uppercased() : $0.rawValue) })
    let birthdate = Self.birthdate(
      year: user.scopes.contains("birthyear") ? profile.birthyear : nil,
      day: user.scopes.contains("birthday") ? profile.birthday : nil)
    if let birthdate { members.append(.init(key: "birthdate", value: .string(birthdate))) }
    let phone = user.phone.flatMap(Self.internationalPhone)
    put("phone_number", "phone_number", phone.map(JSONValue.string))
    put("phone_number_verified", "phone_number", phone.map { _ in true })
    return .object(members)
  }

  /// `YYYY-MM-DD`, `0000-MM-DD` or `YYYY`.
  static func birthdate(year: String?, day: String?) -> String? {
    guard let day, day.count == 4 else { return year }
    return "\(year ?? "0000")-\(day.prefix(2))-\(day.suffix(2))"
  }

  /// `+82 10-1234-5678` of `821012345678`; other numbers with the country code parted off.
  static func internationalPhone(_ digits: String) -> String? {
    guard digits.hasPrefix("82"), digits.count >= 11 else { return digits.isEmpty ? nil : "+\(digits)" }
    let rest = digits.dropFirst(2)
    return "+82 \(rest.prefix(2))-\(rest.dropFirst(2).dropLast(4))-\(rest.suffix(4))"
  }

  /// The address that a caller reaches the sandbox by.
  func baseURL(_ request: SandboxRequest) -> String {
    settings.publicURL ?? "http://\(request.headers["host"] ?? "127.0.0.1")"
  }

  func discovery(_ request: SandboxRequest) -> JSONValue {
    let base = baseURL(request)
    return [
      "issuer": .string(settings.issuer),
      "authorization_endpoint": .string(base + LoginEndpoint.authorize.path),
      "token_endpoint": .string(base + LoginEndpoint.token.path),
      "userinfo_endpoint": .string(base + LoginEndpoint.userInfo.path),
      "jwks_uri": .string(base + LoginEndpoint.keySet.path),
      "token_endpoint_auth_methods_supported": ["client_secret_post"],
      "subject_types_supported": ["public"],
      "id_token_signing_alg_values_supported": ["RS256"],
      "request_uri_parameter_supported": false,
      "response_types_supported": ["code"],
      "response_modes_supported": ["query"],
      "grant_types_supported": ["authorization_code", "refresh_token"],
      "code_challenge_methods_supported": ["S256"],
      "claims_supported": ["iss", "aud", "sub", "auth_time", "exp", "iat", "nonce", "nickname", "picture", "email"],
    ]
  }

  func eventConfiguration(_ request: SandboxRequest) -> JSONValue {
    [
      "issuer": .string(settings.issuer), "jwks_uri": .string(baseURL(request) + LoginEndpoint.keySet.path),
      "delivery_methods_supported": ["http://schemas.openid.net/secevent/risc/delivery-method/push"],
    ]
  }
}
