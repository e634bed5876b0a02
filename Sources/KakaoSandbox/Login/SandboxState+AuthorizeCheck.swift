extension SandboxState {
  /// Checks an authorize request. What is wrong with the app's configuration, or leaves no address to answer to, is
  /// shown on Kakao's page; all else goes back to the redirect URI.
  func authorizeRequest(
    _ request: SandboxRequest, _ answer: inout KakaoAnswer
  ) throws(AuthorizeRefusal) -> AuthorizeRequest {
    guard let pairs = request.parameters else {
      throw .page(
        KOEFailure(
          "KOE002", "invalid_request", "bad url", ko: "주소의 쿼리를 UTF-8 문자열로 읽을 수 없습니다.",
          en: "The query of the address can not be read as UTF-8."))
    }
    var values: [String: String] = [:]
    for pair in pairs {
      guard values.updateValue(pair.value, forKey: pair.name) == nil else {
        throw .page(
          .badRequest(ko: "파라미터가 두 번 있습니다: \(pair.name)", en: "This parameter occurs twice: \(pair.name)"))
      }
    }
    let (key, app) = try authorizeClient(values)
    let target = try authorizeTarget(values, key)
    if app.isSuspended {
      throw .redirect(
        target, error: "unauthorized_client", description: "the app is suspended",
        SandboxText(ko: "카카오가 이용을 제한한 앱입니다.", en: "The app is sanctioned by Kakao."))
    }
    var result = AuthorizeRequest(query: request.query, app: app, key: key, target: target)
    result.isInTalk = request.headers["user-agent"]?.lowercased().contains("kakaotalk") == true
    try checkAuthorizeNames(pairs.map(\.name), target, &answer)
    try readScopes(values, &result, &answer)
    try readChannels(values, &result)
    try readPrompts(values, &result, &answer)
    try readChallenge(values, &result)
    result.loginHint = values["login_hint"].flatMap { $0.isEmpty ? nil : $0 }
    result.nonce = values["nonce"].flatMap { $0.isEmpty ? nil : $0 }
    if let text = values["service_terms"] ?? values["extra.service_terms"] {
      if app.login.isSyncOn {
        result.tags = AuthorizeRequest.list(text)
        for tag in result.tags ?? [] where app.login.term(tag) == nil {
          answer.hint(ko: "앱에 없는 약관 태그입니다: \(tag)", en: "The app has no term of this tag: \(tag)")
        }
      } else {
        answer.hint(
          ko: "service_terms는 카카오싱크를 쓰는 앱에서만 작동합니다.", en: "service_terms only works for apps with Kakao Sync.")
      }
    }
    return result
  }

  /// `redirect_uri` and `state` carry a failure only when the address is a registered one.
  private func authorizeClient(
    _ values: [String: String]
  ) throws(AuthorizeRefusal) -> (SandboxKey, SandboxApp) {
    guard let id = values["client_id"], !id.isEmpty else { throw .page(.missing("client_id")) }
    guard let key = keys.first(where: { $0.value == id }), let app = app(key.app) else {
      throw .page(.unknownClient(settings.errorPageStatus))
    }
    guard key.kind == .rest || key.kind == .javascript else { throw .page(.wrongKind(key)) }
    guard app.login.isOn else { throw .page(.loginOff) }
    return (key, app)
  }

  private func authorizeTarget(
    _ values: [String: String], _ key: SandboxKey
  ) throws(AuthorizeRefusal) -> AuthorizeRequest.Target {
    guard let uri = values["redirect_uri"], !uri.isEmpty else { throw .page(.missing("redirect_uri")) }
    guard key.redirectURIs.contains(uri) else {
      throw .page(
        KOEFailure(
          "KOE006", nil, "not registered redirect_uri",
          ko:
            "키 ‘\(key.name)’에 등록되지 않은 Redirect URI입니다: \(uri.prefix(200)). 등록된 것: \(key.redirectURIs.joined(separator: ", "))",
          en:
            "Key '\(key.name)' has no redirect URI \(uri.prefix(200)). Registered: \(key.redirectURIs.joined(separator: ", "))"
        ))
    }
    switch values["response_type"] {
    case "code": break
    case "token", "id_token", "id_token token":
      throw .page(
        KOEFailure(
          "KOE202", "unsupported_response_type", "implicit grant is not supported",
          ko: "response_type은 code만 됩니다. 암묵적 방식은 없습니다.",
          en: "response_type is code alone. There is no implicit grant."))
    case nil, "": throw .page(.missing("response_type"))
    case let other?:
      throw .page(
        KOEFailure(
          "KOE201", "unsupported_response_type", "unsupported response_type",
          ko: "response_type은 code만 됩니다. 받은 값: \(other.prefix(60))",
          en: "response_type is code alone. Received: \(other.prefix(60))"))
    }
    return AuthorizeRequest.Target(redirectURI: uri, state: values["state"])
  }

  private func checkAuthorizeNames(
    _ names: [String], _ target: AuthorizeRequest.Target, _ answer: inout KakaoAnswer
  ) throws(AuthorizeRefusal) {
    for name in names where !AuthorizeRequest.documented.contains(name) {
      if AuthorizeRequest.internals.contains(name) {
        answer.hint(
          ko: "카카오 SDK 내부에서 쓰는 파라미터입니다: \(name)", en: "This parameter is internal to Kakao's SDKs: \(name)")
      } else {
        let failure = KOEFailure.unknownParameter(name)
        if settings.unknownParameter == .refuseCall { throw invalid(target, failure) }
        answer.hint(ko: failure.remark.ko, en: failure.remark.en)
      }
    }
  }

  private func invalid(_ target: AuthorizeRequest.Target, _ failure: KOEFailure) -> AuthorizeRefusal {
    .redirect(target, error: "invalid_request", description: failure.description, failure.remark)
  }

  private func readScopes(
    _ values: [String: String], _ result: inout AuthorizeRequest, _ answer: inout KakaoAnswer
  ) throws(AuthorizeRefusal) {
    for id in AuthorizeRequest.list(values["scope"] ?? "") {
      if id == "openid", result.app.login.isOpenIDOn {
        result.isOpenID = true
      } else if id == "profile" {
        // The legacy id of nickname and picture together.
        result.scopes += ["profile_nickname", "profile_image"].filter { result.app.login.item($0) != nil }
      } else if result.app.login.item(id) != nil {
        result.scopes.append(id)
      } else {
        throw .page(
          KOEFailure(
            "KOE205", "invalid_scope", "invalid_scope: \(id.prefix(60))",
            ko: id == "openid"
              ? "앱의 OpenID Connect가 꺼져 있어 scope에 openid를 쓸 수 없습니다."
              : "앱에 설정되지 않은 동의항목입니다: \(id.prefix(60))",
            en: id == "openid"
              ? "OpenID Connect is switched off for the app, so openid is no scope of it."
              : "The app has no consent item \(id.prefix(60))."))
      }
    }
  }

  private func readChannels(
    _ values: [String: String], _ result: inout AuthorizeRequest
  ) throws(AuthorizeRefusal) {
    guard let text = values["channel_public_id"] ?? values["extra.plus_friend_public_id"] else { return }
    let ids = AuthorizeRequest.list(text)
    for id in ids where !result.app.channels.contains(id) {
      throw .page(
        KOEFailure(
          "KOE102", "invalid_client", "no channel is linked to the app",
          ko: "앱에 연결되지 않은 채널입니다: \(id.prefix(60))", en: "This channel is not connected to the app: \(id.prefix(60))"))
    }
    result.channels = ids
  }

  private func readPrompts(
    _ values: [String: String], _ result: inout AuthorizeRequest, _ answer: inout KakaoAnswer
  ) throws(AuthorizeRefusal) {
    for name in AuthorizeRequest.list(values["prompt"] ?? "") {
      guard let prompt = AuthorizeRequest.Prompt(rawValue: name) else {
        throw invalid(
          result.target,
          .invalidParameter(
            "prompt", ko: "prompt에 모르는 값이 있습니다: \(name.prefix(60))",
            en: "prompt has an unknown value: \(name.prefix(60))"))
      }
      result.prompts.insert(prompt)
    }
    if values["auth_type"] == "reauthenticate" { result.prompts.insert(.login) }
    if result.prompts.contains(.none), result.prompts.count > 1 {
      throw invalid(
        result.target,
        .invalidParameter(
          "prompt", ko: "prompt의 none은 다른 값과 함께 쓸 수 없습니다.", en: "none does not go with another value of prompt."))
    }
    if result.isInTalk, result.prompts.contains(.login) {
      let text = SandboxText(
        ko: "카카오톡 인앱 브라우저에서는 prompt=login을 쓸 수 없습니다.",
        en: "prompt=login must not be used in KakaoTalk's in-app browser.")
      if settings.refusesPromptLoginInTalk {
        throw .redirect(
          result.target, error: "invalid_request", description: "prompt=login is not usable in KakaoTalk", text)
      }
      answer.hint(ko: text.ko, en: text.en)
    }
  }

  private func readChallenge(
    _ values: [String: String], _ result: inout AuthorizeRequest
  ) throws(AuthorizeRefusal) {
    guard let challenge = values["code_challenge"] else {
      if values["code_challenge_method"] != nil {
        throw invalid(result.target, .missing("code_challenge"))
      }
      if result.app.login.pkce == .required { throw invalid(result.target, .missing("code_challenge")) }
      return
    }
    guard values["code_challenge_method"] == "S256" else {
      throw invalid(
        result.target,
        .invalidParameter(
          "code_challenge_method", ko: "code_challenge_method는 S256만 됩니다.", en: "code_challenge_method is S256 alone."))
    }
    // 32 bytes of SHA-256 in base64url without padding.
    let isWellFormed =
      challenge.utf8.count == 43
      && challenge.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
    guard isWellFormed else {
      throw invalid(
        result.target,
        .invalidParameter(
          "code_challenge", ko: "code_challenge는 base64url 43자입니다.", en: "code_challenge is 43 characters of base64url."
        ))
    }
    result.challenge = challenge
  }
}
