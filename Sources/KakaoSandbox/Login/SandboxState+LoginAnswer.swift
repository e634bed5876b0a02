extension SandboxState {
  /// Answers a request to a path of kauth; `false` when the path is none of these.
  mutating func answerLogin(
    _ request: SandboxRequest, _ answer: inout KakaoAnswer, nonce: UInt64, at now: SandboxTime
  ) -> Bool {
    guard let endpoint = LoginEndpoint(rawValue: request.path) else { return false }
    guard endpoint.method == request.method else {
      answer.status = 405
      answer.fault(
        SandboxText(ko: "이 주소는 \(endpoint.method)로 호출합니다.", en: "This path is called with \(endpoint.method)."))
      return true
    }
    let pages = loginPages(nonce, now)
    switch endpoint {
    case .authorize: answer.take(authorize(request, &answer, pages, at: now))
    case .logout: answer.take(logout(request, &answer, pages, at: now))
    case .token:
      catching(&answer) { (state, answer) throws(KOEFailure) in
        answer.body = try state.token(request, &answer, at: now)
      }
    case .tokenInfo:
      catching(&answer) { (state, answer) throws(KOEFailure) in
        answer.body = try state.tokenInfo(request, &answer, at: now)
      }
    case .discovery: answer.body = discovery(request)
    case .eventConfiguration: answer.body = eventConfiguration(request)
    case .keySet:
      catching(&answer) { (state, answer) throws(KOEFailure) in
        _ = try state.key()
        answer.body = TokenSigner.keySet(state.login.signingKeys)
      }
    case .userInfo:
      do {
        answer.body = try userInfo(request, &answer, at: now)
      } catch {
        answer.status = error.status
        answer.body = error.body
        answer.fault(error.remark)
      }
    }
    return true
  }

  private mutating func catching(
    _ answer: inout KakaoAnswer,
    _ body: (inout SandboxState, inout KakaoAnswer) throws(KOEFailure) -> Void
  ) {
    do {
      try body(&self, &answer)
      answer.headers["cache-control"] = "no-store"
    } catch {
      answer.status = error.status
      answer.body = error.body
      answer.fault(error.remark)
    }
  }

  /// The signing key, as an error of kauth when it can not be had.
  mutating func key() throws(KOEFailure) -> SigningKey {
    do {
      return try signingKey()
    } catch {
      throw KOEFailure("KOE003", "server_error", "server error", 500, ko: error.text.ko, en: error.text.en)
    }
  }

  private mutating func authorize(
    _ request: SandboxRequest, _ answer: inout KakaoAnswer, _ pages: LoginPages, at now: SandboxTime
  ) -> SandboxResponse {
    let browser = browser(request, at: now)
    do throws(AuthorizeRefusal) {
      let parsed = try authorizeRequest(request, &answer)
      let outcome = try login(parsed, browser: browser?.session, at: now)
      return respond(outcome, browser: browser?.id, pages, at: now)
    } catch {
      answer.fault(error.remark)
      return pages.response(error)
    }
  }

  /// Turns an outcome into a response. A page with a form needs a session, whose token the form carries.
  mutating func respond(
    _ outcome: LoginOutcome, browser: String?, _ pages: LoginPages, at now: SandboxTime
  ) -> SandboxResponse {
    guard case .page(let page) = outcome else { return pages.response(outcome, formToken: "") }
    // Where KakaoTalk knows the person, the session is theirs from here on.
    let known = page.person?.account
    if let browser, let session = login.sessions[browser], known == nil || known == session.account {
      return pages.response(.page(page), formToken: session.formToken)
    }
    let (id, session) = openSession(replacing: browser, account: known, at: now)
    var response = pages.response(.page(page), formToken: session.formToken)
    response.headers["set-cookie"] = Self.setCookie(id, until: session.expiresAt, at: now)
    return response
  }

  static func setCookie(_ id: String, until end: SandboxTime, at now: SandboxTime) -> String {
    "\(cookie)=\(id); Path=/; Max-Age=\(max(0, end.seconds - now.seconds)); HttpOnly; SameSite=Lax"
  }

  /// `GET /oauth/logout`: asks whether the Kakao account is to be logged out too, when one is logged in.
  private mutating func logout(
    _ request: SandboxRequest, _ answer: inout KakaoAnswer, _ pages: LoginPages, at now: SandboxTime
  ) -> SandboxResponse {
    do throws(KOEFailure) {
      let (key, target) = try logoutTarget(request.query)
      guard let browser = browser(request, at: now), let user = user(of: browser.session, app: key.app) else {
        return pages.response(.redirect(target.address([:])), formToken: "")
      }
      return respond(.page(.logout(query: request.query, user)), browser: browser.id, pages, at: now)
    } catch {
      answer.fault(error.remark)
      return pages.response(.page(.failure(error)), formToken: "")
    }
  }

  /// The key and the address of a logout, checked.
  func logoutTarget(_ query: String) throws(KOEFailure) -> (SandboxKey, AuthorizeRequest.Target) {
    let values = try form(Array(query.utf8), known: ["client_id", "logout_redirect_uri", "state"])
    guard let id = values["client_id"] else { throw .missing("client_id") }
    guard let key = keys.first(where: { $0.value == id }) else { throw .unknownClient(settings.errorPageStatus) }
    guard key.kind == .rest || key.kind == .javascript else { throw .wrongKind(key) }
    guard let uri = values["logout_redirect_uri"] else { throw .missing("logout_redirect_uri") }
    guard key.logoutRedirectURIs.contains(uri) else {
      throw KOEFailure(
        "KOE007", nil, "not registered logout_redirect_uri",
        ko: "키 ‘\(key.name)’에 등록되지 않은 Logout Redirect URI입니다: \(uri.prefix(200))",
        en: "Key '\(key.name)' has no logout redirect URI \(uri.prefix(200)).")
    }
    return (key, AuthorizeRequest.Target(redirectURI: uri, state: values["state"]))
  }

  /// A form by name; a name that is not known or occurs twice is refused as the settings say.
  func form(_ bytes: [UInt8], known: [String]) throws(KOEFailure) -> [String: String] {
    let request = SandboxRequest(method: "", path: "", query: String(decoding: bytes, as: UTF8.self))
    guard let pairs = request.parameters else {
      throw .badRequest(ko: "폼을 UTF-8 문자열로 읽을 수 없습니다.", en: "The form can not be read as UTF-8.")
    }
    var values: [String: String] = [:]
    for pair in pairs {
      if !known.contains(pair.name), settings.unknownParameter == .refuseCall { throw .unknownParameter(pair.name) }
      guard values.updateValue(pair.value, forKey: pair.name) == nil else {
        throw .badRequest(ko: "파라미터가 두 번 있습니다: \(pair.name)", en: "This parameter occurs twice: \(pair.name)")
      }
    }
    return values.filter { !$0.value.isEmpty }
  }
}

extension AuthorizeRefusal {
  var remark: SandboxText {
    switch self {
    case .page(let failure): failure.remark
    case .redirect(_, _, _, let text): text
    }
  }
}

extension LoginPage {
  /// Whose page it is, where somebody is known.
  var person: SandboxUser? {
    switch self {
    case .people, .failure: nil
    case .guardian(_, let user), .consent(_, let user, _, _, _): user
    case .logout(_, let user): user
    }
  }
}
