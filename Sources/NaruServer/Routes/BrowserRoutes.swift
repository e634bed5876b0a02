import CommonValues
import HTTPTypes
import Hummingbird
import KakaoSync
import Naru

/// What browsers call: login, auto-login, the callback, logout.
struct BrowserRoutes: Sendable {
  let logins: LoginDirectory

  func add(to router: Router<ServerContext>) {
    router.get("/shops/:shop/login") { request, context in
      let login = try logins.login(in: context)
      return answer(login.start(try await browser(request)), request, context)
    }
    router.post("/shops/:shop/login") { request, context in
      let login = try logins.login(in: context)
      return answer(login.start(try await browser(request)), request, context)
    }
    router.get("/shops/:shop/auto-login") { request, context in
      let login = try logins.login(in: context)
      return answer(await login.autoLogin(try await browser(request)), request, context)
    }
    router.get("/shops/:shop/kakao/callback") { request, context in
      let login = try logins.login(in: context)
      let callback = CallbackRequest(query: request.uri.query ?? "", cookies: request.cookieText)
      return answer(await login.callback(callback), request, context)
    }
    router.post("/shops/:shop/logout") { request, context in
      let login = try logins.login(in: context)
      let form = try await FormBody.read(request)
      return answer(
        await login.logout(
          cookies: request.cookieText, everywhere: form.isTrue("everywhere"), atKakao: form.isTrue("kakao")),
        request, context)
    }
  }

  private func browser(_ request: Request) async throws -> BrowserRequest {
    let isPost = request.method == .post
    var target = request.uri.queryParameters["return_to"].map(String.init)
    if isPost, let posted = try await FormBody.read(request)["return_to"] { target = posted }
    return BrowserRequest(
      returnTo: target, cookies: request.cookieText, userAgent: request.headers[.userAgent] ?? "", isPost: isPost,
      fetchSite: request.headers[.fetchSite], origin: request.headers[.origin], referer: request.headers[.referer])
  }

  private func answer(_ answer: LoginAnswer, _ request: Request, _ context: ServerContext) -> Response {
    let shop = (try? logins.naru.shop(in: context))
    LoginLog.note(answer.event, shop: shop?.id, context.logger)
    var response: Response
    switch answer.content {
    case .redirect(let address):
      response = Response(status: .seeOther)
      response.headers[.location] = address
    case .page(let page):
      response = FailurePage(page, shop: shop).response(
        in: Language(acceptLanguage: request.headers[.acceptLanguage]))
    }
    response.headers[.cacheControl] = "no-store"
    response.headers[.referrerPolicy] = "no-referrer"
    for cookie in answer.cookies { response.headers.append(HTTPField(name: .setCookie, value: cookie.header)) }
    return response
  }
}
