import CommonValues
import HTTPTypes
import Hummingbird
import Logging
import Metrics
import Naru

/// `/admin`: the operator's pages. Without `admin.token` in the config there are none.
struct AdminRoutes: Sendable {
  let naru: Naru
  let inbox: NaruInbox
  let jobs: NaruJobs
  let watch: HealthWatch
  private let access: AdminAccess

  /// - Parameter gate: one for the life of the process, so that nobody is forgiven by a reload.
  init(naru: Naru, inbox: NaruInbox, jobs: NaruJobs, watch: HealthWatch, gate: LoginGate) {
    self.naru = naru
    self.inbox = inbox
    self.jobs = jobs
    self.watch = watch
    access = AdminAccess(naru, gate)
  }

  func add(to router: Router<ServerContext>) {
    addLogin(to: router)
    show("/admin", router, AdminShopsPage.answer)
    show("/admin/shops/:shop", router, AdminStatePage.answer)
    act("/admin/shops/:shop/coverage", router, AdminStatePage.count)
    show("/admin/shops/:shop/files", router, AdminFilesPage.answer)
    act("/admin/shops/:shop/plan", router, AdminFilesPage.plan)
    act("/admin/shops/:shop/sync", router, AdminRunsPage.sync)
    act("/admin/shops/:shop/reconcile", router, AdminRunsPage.reconcile)
    show("/admin/shops/:shop/runs", router, AdminRunsPage.answer)
    show("/admin/shops/:shop/runs/:run", router, AdminRunPage.answer)
    // A member's id may be an e-mail address, so it never stands in an address.
    show("/admin/shops/:shop/member", router, AdminMemberPage.answer)
    act("/admin/shops/:shop/member", router, AdminMemberPage.find)
    show("/admin/shops/:shop/quarantine", router, AdminQuarantinePage.answer)
    show("/admin/shops/:shop/quarantine/:row", router, AdminQuarantinePage.row)
    act("/admin/shops/:shop/quarantine/:row", router, AdminQuarantinePage.reveal)
    show("/admin/shops/:shop/inbox", router, AdminInboxPage.answer)
    act("/admin/shops/:shop/inbox", router, AdminInboxPage.retry)
    show("/admin/shops/:shop/inbox/:entry", router, AdminInboxPage.entry)
    act("/admin/shops/:shop/inbox/:entry", router, AdminInboxPage.reveal)
  }

  // MARK: Pages and forms

  private func show(
    _ path: RouterPath, _ router: Router<ServerContext>,
    _ body: @escaping @Sendable (AdminVisit) async throws -> AdminPage
  ) {
    router.read(path) { request, context in
      try access.requireOn()
      let (language, isChosen) = access.language(request)
      var response = try await answered(request, context, language) { session in
        .page(try await body(visit(session, language, request, context)))
      }
      if isChosen { response.headers.append(access.languageCookie(language)) }
      return response
    }
  }

  private func act(
    _ path: RouterPath, _ router: Router<ServerContext>,
    _ body: @escaping @Sendable (AdminVisit) async throws -> AdminAnswer
  ) {
    router.post(path) { request, context in
      try access.requireOn()
      let language = access.language(request).language
      return try await answered(request, context, language) { session in
        var visit = visit(session, language, request, context)
        visit.form = try await FormBody.read(request, context)
        guard !access.isForeign(request), session.isToken(visit.form["form"]) else { throw AdminRoutes.foreignForm }
        return try await body(visit)
      }
    }
  }

  private func visit(
    _ session: AdminSession, _ language: Language, _ request: Request, _ context: ServerContext
  ) -> AdminVisit {
    AdminVisit(
      naru: naru, inbox: inbox, jobs: jobs, watch: watch, session: session, language: language, request: request,
      context: context)
  }

  /// The answer for whoever is logged in, to the others the way to the login; what fails is a page, too.
  private func answered(
    _ request: Request, _ context: ServerContext, _ language: Language,
    _ body: (AdminSession) async throws -> AdminAnswer
  ) async throws -> Response {
    let t = AdminWords(language: language)
    var session: AdminSession?
    do {
      session = try await access.session(request)
      guard let session else {
        let next = request.method == .post ? "" : "?next=" + PercentEncoding.encode(request.uri.path)
        return AdminRoutes.redirect("/admin/login" + next)
      }
      switch try await body(session) {
      case .page(let page): return page.response(t, session: session, path: request.uri.path)
      case .redirect(let address): return AdminRoutes.redirect(address)
      }
    } catch let error as CancellationError {
      throw error
    } catch {
      return failure(error, context, t, session, path: request.uri.path)
    }
  }

  private func failure(
    _ error: any Error, _ context: ServerContext, _ t: AdminWords, _ session: AdminSession?, path: String
  ) -> Response {
    let problem: Problem
    switch error {
    case let error as Problem: problem = error
    default:
      let error = NaruError(error)
      for diagnostic in error.diagnostics {
        context.logger.error("admin: failed", metadata: ["code": .string(diagnostic.code)])
      }
      problem = Problem(error)
    }
    let body: HTML = """
      <h1>\(t("보여 드릴 수 없습니다", "This can not be shown"))</h1>
      <ul class="remarks"><li class="bad"><p>\(t(problem.detail))</p></li></ul>
      <p class="sub">\(t("참조 번호", "Reference")): <code>\(context.reference)</code></p>
      <p><a href="/admin">\(t("쇼핑몰 목록으로", "To the shops"))</a></p>
      """
    var page = AdminPage(t("오류", "Error"), body: body)
    page.status = problem.status
    return page.response(t, session: session, path: session == nil ? "/admin/login" : path)
  }

  static func redirect(_ address: String) -> Response {
    var response = Response(status: .seeOther)
    response.headers[.location] = address
    response.headers[.cacheControl] = "no-store"
    response.headers[.referrerPolicy] = "same-origin"
    return response
  }

  private static let foreignForm = Problem(
    "foreign-form", .forbidden,
    LocalizedText(
      ko: "이 페이지에서 보낸 요청이 아니거나 오래된 페이지입니다. 페이지를 새로 고친 뒤 다시 하십시오.",
      en: "This was not sent by one of these pages, or by an old one. Reload the page and try again."))

  // MARK: Login and logout

  private func addLogin(to router: Router<ServerContext>) {
    router.read("/admin/login") { request, _ in
      try access.requireOn()
      let (language, isChosen) = access.language(request)
      let next = AdminLoginPage.checked(next: request.uri.queryParameters["next"].map(String.init))
      if (try? await access.session(request)) != nil, !isChosen { return AdminRoutes.redirect(next) }
      var response = AdminLoginPage(next: next).response(language)
      if isChosen { response.headers.append(access.languageCookie(language)) }
      return response
    }
    router.post("/admin/login") { request, context in
      try access.requireOn()
      return try await logIn(request, context)
    }
    router.post("/admin/logout") { request, context in
      try access.requireOn()
      let language = access.language(request).language
      var response = try await answered(request, context, language) { session in
        let form = try await FormBody.read(request, context)
        guard !access.isForeign(request), session.isToken(form["form"]) else { throw AdminRoutes.foreignForm }
        try await access.sessions.end(session)
        context.logger.notice("admin: logged out", metadata: ["session": .string(session.mark)])
        return .redirect("/admin/login")
      }
      if response.status == .seeOther { response.headers.append(access.endedSessionCookie) }
      return response
    }
  }

  private func logIn(_ request: Request, _ context: ServerContext) async throws -> Response {
    let t = AdminWords(language: access.language(request).language)
    let form = try await FormBody.read(request, context)
    let next = AdminLoginPage.checked(next: form["next"])
    let address = AdminAccess.address(context)
    func refuse(_ outcome: String, _ failure: AdminLoginPage.Failure) -> Response {
      note(outcome, address, context, level: .warning)
      return AdminLoginPage(next: next, failure: failure).response(t.language)
    }
    guard !access.isForeign(request) else { return refuse("foreign", .foreign) }
    let candidate = form["token"] ?? ""
    guard candidate.utf8.count <= 4_096, let tokens = naru.configuration.adminToken else {
      return refuse("wrong", .wrong)
    }
    switch access.gate.attempt(from: address, now: naru.currentTime, isRight: { tokens.matches(candidate) }) {
    case .wrong: return refuse("wrong", .wrong)
    case .tooSoon(let wait): return refuse("too-soon", .tooSoon(seconds: Int((wait + 999) / 1_000)))
    case .right: break
    }
    do {
      let (cookie, session) = try await access.sessions.begin(with: candidate)
      note("right", address, context, level: .notice, session)
      var response = AdminRoutes.redirect(next)
      response.headers.append(access.sessionCookie(cookie))
      return response
    } catch {
      return failure(error, context, t, nil, path: "/admin/login")
    }
  }

  private func note(
    _ outcome: String, _ address: String, _ context: ServerContext, level: Logger.Level, _ session: AdminSession? = nil
  ) {
    Counter(label: "naru_admin_logins_total", dimensions: [("outcome", outcome)]).increment()
    var metadata: Logger.Metadata = ["outcome": .string(outcome), "address": .string(address)]
    if let session { metadata["session"] = .string(session.mark) }
    context.logger.log(level: level, "admin: login", metadata: metadata)
  }
}
