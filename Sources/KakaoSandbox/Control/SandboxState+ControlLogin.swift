extension SandboxState {
  /// `/sandbox/api/signing-keys`: what ID tokens and security event tokens are signed by.
  mutating func controlSigningKeys(_ request: SandboxRequest) throws(SandboxError) -> SandboxResponse {
    switch request.method {
    case "GET": break
    case "POST":
      let body = request.body.isEmpty ? JSONValue.object([]) : try json(request)
      let object = try ControlObject(body, "signing-keys", known: ["keep_old"])
      try rotateSigningKey(keepingOld: try object.flag("keep_old") ?? true)
    default: throw Self.noRoute(request)
    }
    return .json(["signing_keys": .array(login.signingKeys.map { .string($0.id) })])
  }

  /// `/sandbox/api/talk`: who is known inside KakaoTalk, and how the silent login answers.
  mutating func controlTalk(_ request: SandboxRequest) throws(SandboxError) -> SandboxResponse {
    switch request.method {
    case "GET": break
    case "PUT":
      let object = try ControlObject(try json(request), "talk", known: ["account", "signed_in", "silent_error"])
      let account = try object.string("account")
      if let account, !users.values.contains(where: { $0.account == account }) {
        throw SandboxError(.notFound, ko: "계정 ‘\(account)’이(가) 없습니다.", en: "There is no account '\(account)'.")
      }
      login.silentError = try object.string("silent_error")
      login.isTalkSignedOut = try object.flag("signed_in") == false
      login.talkAccount = account
    default: throw Self.noRoute(request)
    }
    return .json([
      "account": .text(login.talkAccount), "signed_in": .bool(!login.isTalkSignedOut),
      "silent_error": .text(login.silentError),
    ])
  }

  /// `/sandbox/api/logins`: codes, tokens and browsers, by their last characters; and the end of them.
  mutating func controlLogins(
    _ request: SandboxRequest, _ parts: [String], _ now: SandboxTime
  ) throws(SandboxError) -> SandboxResponse {
    switch (request.method, parts.count) {
    case ("GET", 1): break
    case ("DELETE", 1): endAllLogins()
    case ("DELETE", 2):
      let matching = users.keys.filter { String($0.id) == parts[1] }
      guard !matching.isEmpty else {
        throw SandboxError(.notFound, ko: "회원 \(parts[1])이(가) 없습니다.", en: "There is no user \(parts[1]).")
      }
      for key in matching { endLogins(of: key) }
    default: throw Self.noRoute(request)
    }
    func shown(_ value: String, _ user: UserKey?, _ end: SandboxTime) -> [JSONValue.Member] {
      [
        .init(key: "value", value: .string("…" + value.suffix(4))),
        .init(key: "app", value: user.map { .integer($0.app) } ?? .null),
        .init(key: "user", value: user.map { .integer($0.id) } ?? .null),
        .init(key: "expires_at", value: .string(end.rfc3339)), .init(key: "expired", value: .bool(end <= now)),
      ]
    }
    return .json([
      "codes": .array(
        login.codes.sorted { $0.key < $1.key }.map { value, code in
          .object(shown(value, code.user, code.expiresAt) + [.init(key: "spent", value: .bool(code.isSpent))])
        }),
      "access_tokens": .array(
        login.accessTokens.sorted { $0.key < $1.key }.map { value, token in
          .object(
            shown(value, token.user, token.expiresAt) + [
              .init(key: "scope", value: .string(token.scopes.joined(separator: " ")))
            ])
        }),
      "refresh_tokens": .array(
        login.refreshTokens.sorted { $0.key < $1.key }.map { value, token in
          .object(shown(value, token.user, token.expiresAt))
        }),
      "browsers": .array(
        login.sessions.sorted { $0.key < $1.key }.map { value, session in
          .object(
            shown(value, nil, session.expiresAt) + [.init(key: "account", value: .text(session.account))])
        }),
    ])
  }

  /// `POST /sandbox/api/authorize`: a login without a browser. The authorize request is checked as the real one is.
  mutating func controlAuthorize(_ request: SandboxRequest, _ now: SandboxTime) throws(SandboxError) -> SandboxResponse
  {
    let object = try ControlObject(
      try json(request), "authorize",
      known: ["url", "user", "scopes", "service_terms", "channels", "cancel", "user_agent"])
    guard let url = try object.string("url") else { throw object.missing("url") }
    guard let user = try object.integer("user") else { throw object.missing("user") }
    var consent: SandboxConsent?
    let scopes = try object.strings("scopes")
    let terms = try object.strings("service_terms")
    let channels = try object.strings("channels")
    if scopes != nil || terms != nil || channels != nil {
      consent = SandboxConsent(scopes: Set(scopes ?? []), terms: Set(terms ?? []), channels: Set(channels ?? []))
    }
    if try object.flag("cancel") == true { consent = .cancelled }
    let address = try authorize(
      url, user: user, consent: consent, userAgent: try object.string("user_agent") ?? "", at: now)
    let query = SandboxRequest(method: "", path: "", query: String(address.drop { $0 != "?" }.dropFirst()))
    func value(_ name: String) -> JSONValue { .text(query.parameters?.last { $0.name == name }?.value) }
    return .json([
      "location": .string(address), "code": value("code"), "state": value("state"), "error": value("error"),
      "error_description": value("error_description"),
    ])
  }

  /// - Parameter consent: `nil` for everything that is asked for.
  mutating func authorize(
    _ url: String, user id: Int64, consent: SandboxConsent?, userAgent: String, at now: SandboxTime
  ) throws(SandboxError) -> String {
    let query = url.contains("?") ? String(url.drop { $0 != "?" }.dropFirst()) : url
    let request = SandboxRequest(
      method: "GET", path: LoginEndpoint.authorize.path, query: query, headers: ["user-agent": userAgent])
    var ignored = KakaoAnswer()
    var isUnknown = false
    do throws(AuthorizeRefusal) {
      let parsed = try authorizeRequest(request, &ignored)
      guard let user = users[UserKey(app: parsed.app.id, id: id)], user.profile.status == .active else {
        isUnknown = true
        throw KOEFailure(nil, nil, "", ko: "회원 \(id)이(가) 없습니다.", en: "There is no user \(id).").page
      }
      let browser = BrowserSession(account: user.account, authenticatedAt: now, expiresAt: now, formToken: "")
      if parsed.prompts.contains(.none) {
        guard case .redirect(let address) = try login(parsed, browser: browser, at: now) else { return "" }
        return address
      }
      if consent == .cancelled { throw cancelled(parsed) }
      let sheet = consentSheet(for: parsed, user) ?? ConsentSheet()
      let choice =
        consent.map { ConsentChoice(scopes: $0.scopes, tags: $0.terms, channels: $0.channels) }
        ?? ConsentChoice(all: sheet)
      switch try self.consent(parsed, user, choice, authenticatedAt: now, hasGuardian: true, at: now) {
      case .redirect(let address): return address
      case .page(.consent(_, _, _, _, let problem?)):
        throw KOEFailure(
          nil, nil, "", ko: problem,
          en: "What is required must be agreed to: \(choice.missing(of: sheet).joined(separator: ", "))"
        ).page
      case .page: return ""
      }
    } catch {
      switch error {
      case .redirect(let target, let name, let description, _):
        return target.address(["error": name, "error_description": description])
      case .page(let failure):
        let code = failure.code.map { $0 + ": " } ?? ""
        throw SandboxError(
          isUnknown ? .notFound : .invalid, ko: code + failure.remark.ko,
          en: code + failure.remark.en)
      }
    }
  }
}

extension KOEFailure {
  fileprivate var page: AuthorizeRefusal { .page(self) }
}
