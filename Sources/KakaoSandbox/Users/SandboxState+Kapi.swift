extension SandboxState {
  /// Answers a call to an endpoint about users or KakaoTalk.
  mutating func kapi(
    _ endpoint: KapiEndpoint, _ request: SandboxRequest, _ now: SandboxTime, _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) {
    if endpoint == .tokenInfo { try checkTokenForm(request) }
    let call = try call(endpoint, request, now, &answer)
    switch endpoint {
    case .me: answer.body = try me(call, now, &answer)
    case .appUsers: answer.body = try appUsers(call, now, &answer)
    case .userIDs: answer.body = try userIDs(call, request, now)
    case .tokenInfo: answer.body = try tokenInfo(call, now)
    case .logout: answer.body = try logout(call)
    case .unlink: answer.body = try unlink(call, now)
    case .signup: answer.body = try signup(call, now)
    case .updateProfile: answer.body = try updateProfile(call)
    case .scopes: answer.body = try scopes(call)
    case .revokeScopes: answer.body = try revokeScopes(call, now, &answer)
    case .terms: answer.body = try terms(call)
    case .revokeTerms: answer.body = try revokeTerms(call, &answer)
    case .upgradeTerms: answer.body = try upgradeTerms(call, now, &answer)
    case .legacyTerms: answer.body = try legacyTerms(call)
    case .addresses: answer.body = try addresses(call)
    case .systemIPs: answer.body = systemIPs
    case .friends: answer.body = try friends(call, request, now)
    case .memoDefault, .memoScrap, .memoCustom: answer.body = try memo(endpoint, call, now, &answer)
    case .friendsDefault, .friendsScrap, .friendsCustom:
      answer.body = try message(endpoint, call, now, &answer)
    }
  }

  private var systemIPs: JSONValue {
    [
      "inbound": .array(settings.inboundIPs.map(JSONValue.string)),
      "outbound": .array(settings.outboundIPs.map(JSONValue.string)),
    ]
  }

  // MARK: Tokens

  /// A token that can not be one is -2 here and not -401.
  private func checkTokenForm(_ request: SandboxRequest) throws(KakaoFailure) {
    guard let header = request.headers["authorization"], header.hasPrefix("Bearer ") else { return }
    let token = header.dropFirst(7)
    if token.utf8.count > settings.maximumTokenLength {
      throw KakaoFailure(
        -2, 400, "too long for access token.", ko: "액세스 토큰이라기엔 너무 긴 값입니다.",
        en: "The value is too long for an access token.")
    }
    let isPlain = token.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "-._~+/=".utf8.contains(byte)
    }
    guard isPlain, !token.isEmpty else {
      throw .parameter(ko: "액세스 토큰의 형식이 아닙니다.", en: "The value does not have the form of an access token.")
    }
  }

  private func tokenInfo(_ call: KapiCall, _ now: SandboxTime) throws(KakaoFailure) -> JSONValue {
    let seconds = call.token?.expiresAt.map { $0.seconds - now.seconds } ?? settings.accessTokenSeconds
    var members: [JSONValue.Member] = [
      .init(key: "id", value: .integer(try call.person.id)), .init(key: "expires_in", value: .integer(seconds)),
      .init(key: "app_id", value: .integer(call.app.id)),
    ]
    if settings.sendsDeprecatedFields {
      members += [
        .init(key: "expiresInMillis", value: .integer(seconds &* 1000)),
        .init(key: "appId", value: .integer(call.app.id)),
      ]
    }
    return .object(members)
  }

  private mutating func logout(_ call: KapiCall) throws(KakaoFailure) -> JSONValue {
    let user = try call.person
    if let token = call.token { endLogin(with: token, of: user.key) } else { endLogins(of: user.key) }
    return ["id": .integer(user.id)]
  }

  // MARK: The link

  private mutating func unlink(_ call: KapiCall, _ now: SandboxTime) throws(KakaoFailure) -> JSONValue {
    let user = try call.person
    // Kakao tells nobody about what the app did itself.
    unlink(user.key, because: .ownCall, at: now)
    return ["id": .integer(user.id)]
  }

  private mutating func signup(_ call: KapiCall, _ now: SandboxTime) throws(KakaoFailure) -> JSONValue {
    let user = try call.person
    guard user.isPreregistered else {
      throw KakaoFailure(
        -102, 400, "already registered", ko: "회원 \(user.id)은(는) 이미 연결되어 있습니다. 자동 연결을 끈 앱에서만 씁니다.",
        en: "User \(user.id) is linked already. The call is for apps with automatic linking off.")
    }
    let properties = try custom(call, required: false)
    users[user.key]?.properties.merge(properties) { $1 }
    users[user.key]?.isPreregistered = false
    users[user.key]?.isLinked = true
    tell(.linked, of: user.key, by: .ownCall, at: now)
    return ["id": .integer(user.id)]
  }

  private mutating func updateProfile(_ call: KapiCall) throws(KakaoFailure) -> JSONValue {
    let user = try call.person
    let properties = try custom(call, required: true)
    users[user.key]?.properties.merge(properties) { $1 }
    return ["id": .integer(user.id)]
  }

  private func custom(_ call: KapiCall, required: Bool) throws(KakaoFailure) -> [String: String] {
    if required { _ = try call.required("properties") }
    var result: [String: String] = [:]
    for (key, value) in try call.object("properties") ?? [] { result[key] = value }
    let unknown = result.keys.filter { !call.app.propertyKeys.contains($0) }.sorted()
    guard unknown.isEmpty else {
      let list = unknown.joined(separator: ", ")
      throw KakaoFailure(
        -201, 400, "user property not found ([\(list)] for appId=\(call.app.id))",
        ko: "앱에 정의되지 않은 사용자 프로퍼티입니다: \(list)", en: "User properties that the app has not defined: \(list)")
    }
    return result
  }
}

extension SandboxUser {
  var key: SandboxState.UserKey { SandboxState.UserKey(app: app, id: id) }
}
