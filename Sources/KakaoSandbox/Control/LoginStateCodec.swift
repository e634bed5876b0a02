// The JSON form of what logins have left, in a state. Seconds since the epoch, since nobody writes these by hand.

extension LoginState {
  init(_ json: JSONValue, _ place: String) throws(SandboxError) {
    let object = try ControlObject(
      json, place,
      known: [
        "access_tokens", "refresh_tokens", "codes", "sessions", "signing_keys", "last_grant", "talk_account",
        "talk_signed_out", "silent_error", "access_issues", "refresh_issues",
      ])
    self.init()
    accessTokens = try Self.table(object, "access_tokens", extra: ["scopes"]) { (part) throws(SandboxError) in
      AccessToken(
        user: try part.user(), client: try part.string("client") ?? "", grant: try part.integer("grant") ?? 0,
        scopes: try part.strings("scopes") ?? [], issuedAt: try part.seconds("issued"),
        expiresAt: try part.seconds("expires"))
    }
    refreshTokens = try Self.table(object, "refresh_tokens", extra: ["openid"]) {
      (part) throws(SandboxError) in
      RefreshToken(
        user: try part.user(), client: try part.string("client") ?? "", grant: try part.integer("grant") ?? 0,
        issuedAt: try part.seconds("issued"), expiresAt: try part.seconds("expires"),
        authenticatedAt: try part.seconds("authenticated"), isOpenID: try part.flag("openid") ?? false)
    }
    codes = try Self.table(object, "codes", extra: ["openid", "nonce", "redirect_uri", "challenge", "spent"]) {
      (part) throws(SandboxError) in
      AuthorizationCode(
        user: try part.user(), client: try part.string("client") ?? "",
        redirectURI: try part.string("redirect_uri") ?? "", issuedAt: try part.seconds("issued"),
        expiresAt: try part.seconds("expires"), authenticatedAt: try part.seconds("authenticated"),
        isOpenID: try part.flag("openid") ?? false, nonce: try part.string("nonce"),
        challenge: try part.string("challenge"), isSpent: try part.flag("spent") ?? false)
    }
    sessions = try Self.table(object, "sessions", extra: ["account", "form_token"]) { (part) throws(SandboxError) in
      BrowserSession(
        account: try part.string("account"), authenticatedAt: try part.seconds("authenticated"),
        expiresAt: try part.seconds("expires"), formToken: try part.string("form_token") ?? "")
    }
    signingKeys = try object.objects("signing_keys") { (json, place) throws(SandboxError) in
      let part = try ControlObject(json, place, known: ["kid", "pem"])
      guard let id = try part.string("kid") else { throw part.missing("kid") }
      guard let pem = try part.string("pem") else { throw part.missing("pem") }
      let key = SigningKey(id: id, pem: pem)
      guard TokenSigner.isUsable(key) else { throw part.missing("pem") }
      return key
    }
    lastGrant = try object.integer("last_grant") ?? 0
    talkAccount = try object.string("talk_account")
    isTalkSignedOut = try object.flag("talk_signed_out") ?? false
    silentError = try object.string("silent_error")
    accessIssues = try Self.issues(object, "access_issues")
    refreshIssues = try Self.issues(object, "refresh_issues")
  }

  private static func table<Value>(
    _ object: ControlObject, _ key: String, extra: [String],
    _ read: (ControlObject) throws(SandboxError) -> Value
  ) throws(SandboxError) -> [String: Value] {
    var result: [String: Value] = [:]
    for (index, element) in try object.list(key).enumerated() {
      let known = ["value", "app", "user", "client", "grant", "issued", "expires", "authenticated"]
      let part = try ControlObject(element, "\(object.place).\(key)[\(index)]", known: known + extra)
      guard let value = try part.string("value") else { throw part.missing("value") }
      result[value] = try read(part)
    }
    return result
  }

  private static func issues(
    _ object: ControlObject, _ key: String
  ) throws(SandboxError) -> [SandboxState.UserKey: [SandboxTime]] {
    var result: [SandboxState.UserKey: [SandboxTime]] = [:]
    for (index, element) in try object.list(key).enumerated() {
      let part = try ControlObject(element, "\(object.place).\(key)[\(index)]", known: ["app", "user", "at"])
      result[try part.user()] = try part.list("at").compactMap { $0.integer.map { SandboxTime(seconds: $0) } }
    }
    return result
  }

  var json: JSONValue {
    [
      "access_tokens": Self.table(accessTokens) { token in
        Self.user(token.user) + [
          .init(key: "client", value: .string(token.client)), .init(key: "grant", value: .integer(token.grant)),
          .init(key: "scopes", value: .array(token.scopes.map(JSONValue.string))),
          .init(key: "issued", value: .integer(token.issuedAt.seconds)),
          .init(key: "expires", value: .integer(token.expiresAt.seconds)),
        ]
      },
      "refresh_tokens": Self.table(refreshTokens) { token in
        Self.user(token.user) + [
          .init(key: "client", value: .string(token.client)), .init(key: "grant", value: .integer(token.grant)),
          .init(key: "issued", value: .integer(token.issuedAt.seconds)),
          .init(key: "expires", value: .integer(token.expiresAt.seconds)),
          .init(key: "authenticated", value: .integer(token.authenticatedAt.seconds)),
          .init(key: "openid", value: .bool(token.isOpenID)),
        ]
      },
      "codes": Self.table(codes) { code in
        Self.user(code.user) + [
          .init(key: "client", value: .string(code.client)),
          .init(key: "redirect_uri", value: .string(code.redirectURI)),
          .init(key: "issued", value: .integer(code.issuedAt.seconds)),
          .init(key: "expires", value: .integer(code.expiresAt.seconds)),
          .init(key: "authenticated", value: .integer(code.authenticatedAt.seconds)),
          .init(key: "openid", value: .bool(code.isOpenID)), .init(key: "nonce", value: .text(code.nonce)),
          .init(key: "challenge", value: .text(code.challenge)), .init(key: "spent", value: .bool(code.isSpent)),
        ]
      },
      "sessions": Self.table(sessions) { session in
        [
          .init(key: "account", value: .text(session.account)),
          .init(key: "authenticated", value: .integer(session.authenticatedAt.seconds)),
          .init(key: "expires", value: .integer(session.expiresAt.seconds)),
          .init(key: "form_token", value: .string(session.formToken)),
        ]
      },
      "signing_keys": .array(signingKeys.map { ["kid": .string($0.id), "pem": .string($0.pem)] }),
      "last_grant": .integer(lastGrant), "talk_account": .text(talkAccount),
      "talk_signed_out": .bool(isTalkSignedOut), "silent_error": .text(silentError),
      "access_issues": Self.issues(accessIssues), "refresh_issues": Self.issues(refreshIssues),
    ]
  }

  private static func user(_ key: SandboxState.UserKey) -> [JSONValue.Member] {
    [.init(key: "app", value: .integer(key.app)), .init(key: "user", value: .integer(key.id))]
  }

  private static func table<Value>(
    _ values: [String: Value], _ members: (Value) -> [JSONValue.Member]
  ) -> JSONValue {
    .array(
      values.sorted { $0.key < $1.key }.map { key, value in
        .object([.init(key: "value", value: .string(key))] + members(value))
      })
  }

  private static func issues(_ values: [SandboxState.UserKey: [SandboxTime]]) -> JSONValue {
    .array(
      values.sorted { $0.key < $1.key }.map { key, times in
        .object(user(key) + [.init(key: "at", value: .array(times.map { .integer($0.seconds) }))])
      })
  }
}

extension ControlObject {
  fileprivate func user() throws(SandboxError) -> SandboxState.UserKey {
    guard let id = try integer("user") else { throw missing("user") }
    return SandboxState.UserKey(app: try integer("app") ?? 1, id: id)
  }

  fileprivate func seconds(_ key: String) throws(SandboxError) -> SandboxTime {
    SandboxTime(seconds: try integer(key) ?? 0)
  }
}
