extension SandboxState {
  /// Answers a form of a login page. The query of the authorize request comes along and is checked anew, so that
  /// nothing is believed that a form says.
  mutating func loginStep(
    _ request: SandboxRequest, _ step: String, nonce: UInt64, at now: SandboxTime
  ) -> SandboxResponse {
    let body = SandboxRequest(method: "", path: "", query: String(decoding: request.body, as: UTF8.self))
    let fields = LoginForm(body.parameters ?? [])
    let query = fields["query"] ?? ""
    let pages = loginPages(nonce, now)
    guard let browser = browser(request, at: now), fields["form"] == browser.session.formToken else {
      return pages.expired(Self.isQuery(query) ? query : "")
    }
    if step == "logout" { return endSession(query, fields, browser.id, pages) }
    do throws(AuthorizeRefusal) {
      var ignored = KakaoAnswer()
      var original = request
      original.query = query
      let parsed = try authorizeRequest(original, &ignored)
      if fields["action"] == "cancel" { throw cancelled(parsed) }
      switch step {
      case "account": return try identify(parsed, fields, browser.id, pages, at: now)
      case "guardian", "consent":
        guard let user = user(of: browser.session, app: parsed.app.id) else {
          return respond(
            .page(.people(parsed, people(of: parsed.app.id), problem: nil)), browser: browser.id, pages, at: now)
        }
        let outcome = try decide(parsed, user, step, fields, browser.session.authenticatedAt, at: now)
        return respond(outcome, browser: browser.id, pages, at: now)
      default: return pages.expired("")
      }
    } catch {
      return pages.response(error)
    }
  }

  /// Who is it? Starts the browser's session and goes on.
  private mutating func identify(
    _ request: AuthorizeRequest, _ fields: LoginForm, _ browser: String, _ pages: LoginPages, at now: SandboxTime
  ) throws(AuthorizeRefusal) -> SandboxResponse {
    func again(_ problem: String) -> SandboxResponse {
      respond(
        .page(.people(request, people(of: request.app.id), problem: problem)), browser: browser, pages, at: now)
    }
    let user: SandboxUser
    if fields["action"] == "create" {
      switch newPerson(fields, app: request.app.id) {
      case .success(let made): user = made
      case .failure(let problem): return again(problem.text)
      }
    } else {
      guard let account = fields["account"], let found = self.user(account: account, app: request.app.id) else {
        return again("그런 계정이 없습니다.")
      }
      user = found
    }
    let (id, session) = openSession(
      replacing: browser, account: user.account, stays: fields["stay"] == "1", at: now)
    var response: SandboxResponse
    do throws(AuthorizeRefusal) {
      response = respond(
        try proceed(request, user, authenticatedAt: now, at: now), browser: id, pages, at: now)
    } catch {
      response = pages.response(error)
    }
    response.headers["set-cookie"] = Self.setCookie(id, until: session.expiresAt, at: now)
    return response
  }

  private mutating func decide(
    _ request: AuthorizeRequest, _ user: SandboxUser, _ step: String, _ fields: LoginForm,
    _ authenticatedAt: SandboxTime, at now: SandboxTime
  ) throws(AuthorizeRefusal) -> LoginOutcome {
    if step == "guardian" {
      guard fields["action"] == "agree" else { throw guardianRefused(request) }
      return try proceed(request, user, authenticatedAt: authenticatedAt, hasGuardian: true, at: now)
    }
    var choice = ConsentChoice(
      scopes: Set(fields.all("scope")), tags: Set(fields.all("term")), channels: Set(fields.all("channel")))
    if fields["action"] == "all", let sheet = consentSheet(for: request, user) { choice = ConsentChoice(all: sheet) }
    return try consent(
      request, user, choice, authenticatedAt: authenticatedAt, hasGuardian: fields["guardian"] == "1", at: now)
  }

  private mutating func endSession(
    _ query: String, _ fields: LoginForm, _ browser: String, _ pages: LoginPages
  ) -> SandboxResponse {
    do throws(KOEFailure) {
      let (_, target) = try logoutTarget(query)
      var response = pages.response(.redirect(target.address([:])), formToken: "")
      if fields["action"] == "account" {
        login.sessions[browser] = nil
        response.headers["set-cookie"] = "\(Self.cookie)=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"
      }
      return response
    } catch {
      return pages.response(.page(.failure(error)), formToken: "")
    }
  }

  func loginPages(_ nonce: UInt64, _ now: SandboxTime) -> LoginPages {
    LoginPages(nonce: nonce, now: now, errorStatus: settings.errorPageStatus)
  }

  private struct Problem: Error { var text: String }

  /// A person made on the login page, not linked to anything yet.
  private mutating func newPerson(_ fields: LoginForm, app: Int64) -> Result<SandboxUser, Problem> {
    guard let nickname = fields["nickname"], nickname.count <= 20 else {
      return .failure(Problem(text: "닉네임은 1자에서 20자까지입니다."))
    }
    var profile = SandboxAccount()
    profile.name = fields["name"]
    if let email = fields["email"] {
      guard email.split(separator: "@").count == 2 else { return .failure(Problem(text: "이메일 형식이 아닙니다.")) }
      profile.email = email
    }
    var phone: String?
    if let text = fields["phone"] {
      let digits = text.filter { $0.isASCII && $0.isNumber }
      let full = digits.hasPrefix("82") ? digits : "82" + digits.drop { $0 == "0" }
      guard (10...13).contains(full.count) else { return .failure(Problem(text: "전화번호 형식이 아닙니다.")) }
      phone = full
    }
    if let text = fields["birthdate"] {
      guard SandboxTime(rfc3339: text + "T00:00:00Z") != nil else {
        return .failure(Problem(text: "생년월일은 1990-01-31처럼 적습니다."))
      }
      profile.birthyear = String(text.prefix(4))
      profile.birthday = String(text.dropFirst(5).filter { $0 != "-" })
    }
    var id: Int64
    repeat {
      id = Int64.random(in: 2_000_000_000...4_999_999_999, using: &generator)
    } while users[
      UserKey(app: app, id: id)] != nil
    let user = SandboxUser(
      id: id, app: app, nickname: nickname, phone: phone, profile: profile, isLinked: false, scopes: [])
    users[UserKey(app: app, id: id)] = user
    return .success(user)
  }

  /// A query may only hold what a query can, before it goes into a link.
  private static func isQuery(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "#") }
  }
}

/// The fields of a login page's form.
struct LoginForm {
  private let pairs: [(name: String, value: String)]

  init(_ pairs: [(name: String, value: String)]) { self.pairs = pairs }

  /// The first value of a name; an empty one counts as none.
  subscript(name: String) -> String? {
    pairs.first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
  }

  func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }
}
