/// What comes of a step of the login.
enum LoginOutcome: Sendable {
  case page(LoginPage)
  /// To the redirect URI.
  case redirect(String)
}

/// A page of the login.
enum LoginPage: Sendable {
  /// Who is it? `problem` says why the page is shown again.
  case people(AuthorizeRequest, [SandboxUser], problem: String?)
  /// A person under 14 needs a guardian.
  case guardian(AuthorizeRequest, SandboxUser)
  case consent(AuthorizeRequest, SandboxUser, ConsentSheet, hasGuardian: Bool, problem: String?)
  /// Which logout?
  case logout(query: String, SandboxUser?)
  case failure(KOEFailure)
}

extension SandboxState {
  /// The first step of a login: the code at once, an error, or a page.
  mutating func login(
    _ request: AuthorizeRequest, browser: BrowserSession?, at now: SandboxTime
  ) throws(AuthorizeRefusal) -> LoginOutcome {
    if request.prompts.contains(.none) {
      return .redirect(try silentLogin(request, browser, at: now))
    }
    let asksWho = !request.prompts.isDisjoint(with: [.login, .selectAccount, .create])
    if !asksWho, request.isInTalk, let user = talkUser(of: request.app.id) {
      return try proceed(request, user, authenticatedAt: now, at: now)
    }
    if !asksWho, let browser, let user = user(of: browser, app: request.app.id) {
      return try proceed(request, user, authenticatedAt: browser.authenticatedAt, at: now)
    }
    return .page(.people(request, people(of: request.app.id), problem: nil))
  }

  /// What follows once it is known who it is.
  mutating func proceed(
    _ request: AuthorizeRequest, _ user: SandboxUser, authenticatedAt: SandboxTime, hasGuardian: Bool = false,
    at now: SandboxTime
  ) throws(AuthorizeRefusal) -> LoginOutcome {
    try checkPerson(request, user, at: now)
    guard let sheet = consentSheet(for: request, user) else {
      return .redirect(code(for: request, user, authenticatedAt: authenticatedAt, at: now))
    }
    if needsGuardian(user, at: now), !hasGuardian { return .page(.guardian(request, user)) }
    return .page(.consent(request, user, sheet, hasGuardian: hasGuardian, problem: nil))
  }

  /// The answer to the consent screen.
  mutating func consent(
    _ request: AuthorizeRequest, _ user: SandboxUser, _ choice: ConsentChoice, authenticatedAt: SandboxTime,
    hasGuardian: Bool, at now: SandboxTime
  ) throws(AuthorizeRefusal) -> LoginOutcome {
    try checkPerson(request, user, at: now)
    if let sheet = consentSheet(for: request, user) {
      if needsGuardian(user, at: now), !hasGuardian { return .page(.guardian(request, user)) }
      let missing = choice.missing(of: sheet)
      guard missing.isEmpty else {
        return .page(
          .consent(
            request, user, sheet, hasGuardian: hasGuardian,
            problem: "필수 항목에 동의해야 합니다: \(missing.joined(separator: ", "))"))
      }
      accept(choice, of: sheet, for: request, UserKey(app: user.app, id: user.id), at: now)
    }
    return .redirect(code(for: request, user, authenticatedAt: authenticatedAt, at: now))
  }

  /// The refusal of a person who pressed cancel.
  func cancelled(_ request: AuthorizeRequest) -> AuthorizeRefusal {
    .redirect(
      request.target, error: "access_denied", description: "User denied access",
      SandboxText(ko: "사용자가 취소했습니다.", en: "The person cancelled."))
  }

  func guardianRefused(_ request: AuthorizeRequest) -> AuthorizeRefusal {
    .redirect(
      request.target, error: "access_denied", description: settings.guardianRefusalDescription,
      SandboxText(ko: "보호자가 동의하지 않았습니다.", en: "The guardian did not agree."))
  }

  private func checkPerson(
    _ request: AuthorizeRequest, _ user: SandboxUser, at now: SandboxTime
  ) throws(AuthorizeRefusal) {
    if let testers = request.app.login.testers, !testers.contains(user.account) { throw .page(.notATester) }
    guard let limit = request.app.login.ageLimit, let age = user.age(at: now), age < limit else { return }
    throw .redirect(
      request.target, error: settings.underAgeError, description: settings.underAgeDescription,
      SandboxText(
        ko: "앱의 이용 연령(만 \(limit)세)보다 어린 사람입니다.", en: "The person is younger than the app's age limit of \(limit)."))
  }

  private func needsGuardian(_ user: SandboxUser, at now: SandboxTime) -> Bool {
    !user.isLinked && user.age(at: now).map { $0 < 14 } == true
  }

  /// `prompt=none`: the code or an error, never a page that asks.
  private mutating func silentLogin(
    _ request: AuthorizeRequest, _ browser: BrowserSession?, at now: SandboxTime
  ) throws(AuthorizeRefusal) -> String {
    func refusal(_ error: String, _ description: String, ko: String, en: String) -> AuthorizeRefusal {
      .redirect(request.target, error: error, description: description, SandboxText(ko: ko, en: en))
    }
    if let error = login.silentError {
      throw refusal(
        error, error.replacing("_", with: " "), ko: "샌드박스에 설정된 응답입니다.", en: "The sandbox is set to answer so.")
    }
    var person: (user: SandboxUser, authenticatedAt: SandboxTime)?
    if request.isInTalk {
      person = talkUser(of: request.app.id).map { ($0, now) }
    } else {
      switch settings.silentOutsideTalk {
      case .loginRequired: break
      case .consentRequired:
        throw refusal(
          "consent_required", "user consent required.", ko: "카카오톡 인앱 브라우저가 아닙니다.",
          en: "This is not KakaoTalk's in-app browser.")
      case .browserSession:
        if let browser, let user = user(of: browser, app: request.app.id) { person = (user, browser.authenticatedAt) }
      }
    }
    guard let person else {
      throw refusal(
        "login_required", "user login required.",
        ko: request.isInTalk ? "카카오톡에 로그인된 카카오계정이 없습니다." : "카카오톡 인앱 브라우저가 아니어서 누구인지 알 수 없습니다.",
        en: request.isInTalk
          ? "Nobody is logged in to a Kakao account in KakaoTalk."
          : "This is not KakaoTalk's in-app browser, so nobody is known.")
    }
    do throws(AuthorizeRefusal) {
      try checkPerson(request, person.user, at: now)
    } catch {
      guard case .redirect(_, _, _, let text) = error else { throw error }
      throw refusal("interaction_required", "user interaction required.", ko: text.ko, en: text.en)
    }
    guard consentSheet(for: request, person.user) == nil else {
      throw refusal(
        "consent_required", "user consent required.", ko: "회원이 아직 동의하지 않은 것이 있습니다.",
        en: "There is something the user has not agreed to yet.")
    }
    return code(for: request, person.user, authenticatedAt: person.authenticatedAt, at: now)
  }

  /// Makes a code and gives the address that carries it.
  private mutating func code(
    for request: AuthorizeRequest, _ user: SandboxUser, authenticatedAt: SandboxTime, at now: SandboxTime
  ) -> String {
    forgetExpired(at: now)
    let code = drawn(86)
    login.codes[code] = AuthorizationCode(
      user: UserKey(app: user.app, id: user.id), client: request.key.value, redirectURI: request.target.redirectURI,
      issuedAt: now, expiresAt: SandboxTime(seconds: now.seconds + settings.codeSeconds),
      authenticatedAt: authenticatedAt, isOpenID: request.isOpenID, nonce: request.nonce, challenge: request.challenge)
    return request.target.address(["code": code])
  }
}

extension AuthorizeRequest.Target {
  /// The redirect URI with parameters and the state.
  func address(_ parameters: KeyValuePairs<String, String>) -> String {
    var pairs = parameters.map { ($0.key, $0.value) }
    if let state { pairs.append(("state", state)) }
    let query = pairs.map { "\($0)=\(PageParts.segment($1))" }.joined(separator: "&")
    return redirectURI + (redirectURI.contains("?") ? "&" : "?") + query
  }
}
