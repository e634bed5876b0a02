extension SandboxState {
  /// `POST /oauth/token`, both grants.
  mutating func token(
    _ request: SandboxRequest, _ answer: inout KakaoAnswer, at now: SandboxTime
  ) throws(KOEFailure) -> JSONValue {
    let values = try tokenForm(
      request,
      known: [
        "grant_type", "client_id", "redirect_uri", "code", "client_secret", "code_verifier", "refresh_token",
        "scope", "ios_bundle_id", "android_key_hash", "client_origin",
      ])
    if values["scope"] != nil {
      // RFC 6749 has it for refreshes, and clients (Authlib) send it; Kakao does not document it.
      answer.hint(
        ko: "scope는 토큰 요청에 쓰이지 않습니다. 동의한 항목이 그대로 적용됩니다.",
        en: "scope means nothing in a token request; what the person agreed to counts.")
    }
    let grant = values["grant_type"]
    guard grant == "authorization_code" || grant == "refresh_token" else {
      throw KOEFailure(
        "KOE310", "unsupported_grant_type", "unsupported grant_type",
        ko: "grant_type은 authorization_code 또는 refresh_token입니다.",
        en: "grant_type is authorization_code or refresh_token.")
    }
    let key = try tokenClient(values, &answer)
    return grant == "refresh_token"
      ? try refresh(values, key, &answer, at: now) : try redeem(values, key, &answer, at: now)
  }

  /// The form of a POST, which must be one.
  func tokenForm(_ request: SandboxRequest, known: [String]) throws(KOEFailure) -> [String: String] {
    if request.bodyIsTooLarge {
      throw KOEFailure(
        "KOE001", "invalid_request", "bad request", 413, ko: "본문이 \(settings.maximumBodyBytes)바이트를 넘습니다.",
        en: "The body is longer than \(settings.maximumBodyBytes) bytes.")
    }
    let type = request.headers["content-type"] ?? ""
    let media = type.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
    guard media == "application/x-www-form-urlencoded" else {
      throw .badRequest(
        ko: "본문은 application/x-www-form-urlencoded여야 합니다. 받은 형식: \(type.isEmpty ? "없음" : type)",
        en: "The body must be application/x-www-form-urlencoded. Received: \(type.isEmpty ? "nothing" : type)")
    }
    return try form(request.body, known: known)
  }

  private func tokenClient(
    _ values: [String: String], _ answer: inout KakaoAnswer
  ) throws(KOEFailure) -> SandboxKey {
    guard let id = values["client_id"] else { throw .missing("client_id") }
    guard let key = keys.first(where: { $0.value == id }), let app = app(key.app) else {
      throw .unknownClient(settings.clientErrorStatus)
    }
    guard key.kind == .rest || key.kind == .javascript else { throw .wrongKind(key) }
    guard app.login.isOn else { throw .loginOff }
    guard !app.isSuspended else {
      throw KOEFailure(
        nil, "unauthorized_client", "the app is suspended", ko: "카카오가 이용을 제한한 앱입니다.",
        en: "The app is sanctioned by Kakao.")
    }
    if key.usesClientSecret {
      guard let secret = values["client_secret"], secret == key.clientSecret else {
        throw KOEFailure(
          "KOE010", "invalid_client", "Bad client credentials", settings.clientErrorStatus,
          ko: values["client_secret"] == nil
            ? "키 ‘\(key.name)’의 Client Secret이 켜져 있는데 client_secret이 없습니다." : "client_secret이 다릅니다.",
          en: values["client_secret"] == nil
            ? "The client secret of key '\(key.name)' is on and client_secret is missing."
            : "The client_secret is another one.")
      }
    } else if values["client_secret"] != nil {
      answer.hint(
        ko: "키 ‘\(key.name)’의 Client Secret이 꺼져 있어 client_secret을 보지 않았습니다.",
        en: "The client secret of key '\(key.name)' is off, so client_secret was not looked at.")
    }
    return key
  }

  private mutating func redeem(
    _ values: [String: String], _ key: SandboxKey, _ answer: inout KakaoAnswer, at now: SandboxTime
  ) throws(KOEFailure) -> JSONValue {
    guard let text = values["code"] else { throw .missing("code") }
    let uri = values["redirect_uri"]
    if uri == nil {
      if settings.requiresRedirectURIAtToken { throw .missing("redirect_uri") }
      answer.hint(
        ko: "redirect_uri가 없습니다. 문서에는 필수입니다.", en: "redirect_uri is missing. The documentation demands it.")
    }
    func unusable(ko: String, en: String) -> KOEFailure {
      KOEFailure(
        "KOE320", "invalid_grant", "authorization code not found for code=\(text.prefix(100))", ko: ko, en: en)
    }
    guard let code = login.codes[text], users[code.user]?.isLinked == true else {
      throw unusable(ko: "모르는 인가 코드입니다.", en: "Nobody was given this code.")
    }
    guard !code.isSpent else { throw unusable(ko: "이미 쓴 인가 코드입니다.", en: "The code was used before.") }
    guard now < code.expiresAt else { throw unusable(ko: "만료된 인가 코드입니다.", en: "The code has expired.") }
    guard code.client == key.value else {
      throw unusable(ko: "다른 키로 받은 인가 코드입니다.", en: "The code was given to another key.")
    }
    guard uri == nil || code.redirectURI == uri else {
      throw KOEFailure(
        "KOE303", "invalid_grant", "Redirect URI mismatch.", ko: "인가 요청의 redirect_uri와 다릅니다.",
        en: "This is not the redirect_uri of the authorize request.")
    }
    try checkVerifier(values["code_verifier"], code)
    try checkLimits(code.user, access: true, refresh: true, at: now)
    login.codes[text]?.isSpent = true
    login.lastGrant += 1
    let grant = login.lastGrant
    var members = try access(
      code.user, key, grant: grant, isOpenID: code.isOpenID, authenticatedAt: code.authenticatedAt, nonce: code.nonce,
      at: now)
    members += renewal(
      code.user, key, grant: grant, isOpenID: code.isOpenID, authenticatedAt: code.authenticatedAt, at: now)
    return .object(members)
  }

  private func checkVerifier(_ verifier: String?, _ code: AuthorizationCode) throws(KOEFailure) {
    // Kakao's code for a verifier that does not fit is not published.
    func mismatch(ko: String, en: String) -> KOEFailure {
      KOEFailure(settings.verifierErrorCode, "invalid_grant", "code_verifier mismatch", ko: ko, en: en)
    }
    switch (code.challenge, verifier) {
    case (nil, nil): return
    case (nil, _?):
      throw mismatch(
        ko: "인가 요청에 code_challenge가 없었는데 code_verifier가 있습니다.",
        en: "There is a code_verifier, but the authorize request had no code_challenge.")
    case (_?, nil):
      throw mismatch(
        ko: "인가 요청에 code_challenge가 있었으므로 code_verifier가 필요합니다.",
        en: "The authorize request had a code_challenge, so code_verifier is needed.")
    case (let challenge?, let verifier?):
      guard (43...128).contains(verifier.utf8.count), TokenSigner.challenge(of: verifier) == challenge else {
        throw mismatch(
          ko: "code_verifier가 code_challenge와 맞지 않습니다.", en: "The code_verifier does not fit the code_challenge.")
      }
    }
  }

  private mutating func refresh(
    _ values: [String: String], _ key: SandboxKey, _ answer: inout KakaoAnswer, at now: SandboxTime
  ) throws(KOEFailure) -> JSONValue {
    guard let text = values["refresh_token"] else {
      throw KOEFailure(
        "KOE319", "invalid_grant", "refresh token is missing", ko: "refresh_token이 없습니다.",
        en: "refresh_token is missing.")
    }
    func unusable(ko: String, en: String) -> KOEFailure {
      KOEFailure("KOE322", "invalid_grant", "expired_or_invalid_refresh_token", ko: ko, en: en)
    }
    guard let token = login.refreshTokens[text], users[token.user]?.isLinked == true else {
      throw unusable(ko: "모르는 리프레시 토큰입니다.", en: "Nobody has this refresh token.")
    }
    guard now < token.expiresAt else { throw unusable(ko: "만료된 리프레시 토큰입니다.", en: "The refresh token has expired.") }
    guard token.client == key.value else {
      throw unusable(ko: "다른 키로 받은 리프레시 토큰입니다.", en: "The refresh token was given to another key.")
    }
    let renews = token.expiresAt.seconds - now.seconds < settings.refreshRenewalSeconds
    try checkLimits(token.user, access: true, refresh: renews, at: now)
    var members = try access(
      token.user, key, grant: token.grant, isOpenID: token.isOpenID, authenticatedAt: token.authenticatedAt,
      nonce: nil, at: now)
    if renews {
      login.refreshTokens[text] = nil
      members += renewal(
        token.user, key, grant: token.grant, isOpenID: token.isOpenID, authenticatedAt: token.authenticatedAt, at: now)
    }
    return .object(members)
  }

  /// 20 access tokens in 10 minutes and 30 refresh tokens in an hour, for each user.
  private func checkLimits(
    _ user: UserKey, access: Bool, refresh: Bool, at now: SandboxTime
  ) throws(KOEFailure) {
    func count(_ times: [SandboxTime]?, _ seconds: Int64) -> Int {
      times?.count { now.seconds - $0.seconds < seconds } ?? 0
    }
    let tooMany =
      access && count(login.accessIssues[user], 600) >= settings.maximumAccessTokens
      || refresh && count(login.refreshIssues[user], 3600) >= settings.maximumRefreshTokens
    if tooMany {
      throw KOEFailure(
        "KOE237", "invalid_request", "token request rate limit exceeded", settings.rateLimitStatus,
        ko: "한 회원에게 토큰을 너무 자주 발급했습니다(10분에 \(settings.maximumAccessTokens)번, 60분에 \(settings.maximumRefreshTokens)번).",
        en:
          "Tokens were issued to this user too often (\(settings.maximumAccessTokens) in 10 minutes, \(settings.maximumRefreshTokens) in 60)."
      )
    }
  }

  /// Issues an access token, and an ID token where the login asked for one.
  private mutating func access(
    _ user: UserKey, _ key: SandboxKey, grant: Int64, isOpenID: Bool, authenticatedAt: SandboxTime, nonce: String?,
    at now: SandboxTime
  ) throws(KOEFailure) -> [JSONValue.Member] {
    let seconds = key.kind == .javascript ? settings.accessTokenSecondsOfJavaScriptKeys : settings.accessTokenSeconds
    var idToken: String?
    if isOpenID, let person = users[user] {
      do {
        idToken = try sign(idClaims(person, key, authenticatedAt, nonce, now, seconds))
      } catch {
        throw KOEFailure("KOE003", "server_error", "server error", 500, ko: error.text.ko, en: error.text.en)
      }
    }
    forgetExpired(at: now)
    let token = drawn(54)
    let scopes = (users[user]?.scopes.sorted() ?? []) + (isOpenID ? ["openid"] : [])
    login.accessTokens[token] = AccessToken(
      user: user, client: key.value, grant: grant, scopes: scopes, issuedAt: now,
      expiresAt: SandboxTime(seconds: now.seconds + seconds))
    login.accessIssues[user, default: []].removeAll { now.seconds - $0.seconds >= 3600 }
    login.accessIssues[user, default: []].append(now)
    var members: [JSONValue.Member] = [
      .init(key: "access_token", value: .string(token)), .init(key: "token_type", value: "bearer"),
      .init(key: "expires_in", value: .integer(seconds)),
    ]
    if let idToken { members.append(.init(key: "id_token", value: .string(idToken))) }
    if !scopes.isEmpty { members.append(.init(key: "scope", value: .string(scopes.joined(separator: " ")))) }
    return members
  }

  private mutating func renewal(
    _ user: UserKey, _ key: SandboxKey, grant: Int64, isOpenID: Bool, authenticatedAt: SandboxTime, at now: SandboxTime
  ) -> [JSONValue.Member] {
    let token = drawn(54)
    login.refreshTokens[token] = RefreshToken(
      user: user, client: key.value, grant: grant, issuedAt: now,
      expiresAt: SandboxTime(seconds: now.seconds + settings.refreshTokenSeconds), authenticatedAt: authenticatedAt,
      isOpenID: isOpenID)
    login.refreshIssues[user, default: []].removeAll { now.seconds - $0.seconds >= 3600 }
    login.refreshIssues[user, default: []].append(now)
    return [
      .init(key: "refresh_token", value: .string(token)),
      .init(key: "refresh_token_expires_in", value: .integer(settings.refreshTokenSeconds)),
    ]
  }
}
