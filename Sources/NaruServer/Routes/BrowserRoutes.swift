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
      return answer(login.start(try await BrowserRequest(request, in: context)), request, context)
    }
    router.post("/shops/:shop/login") { request, context in
      let login = try logins.login(in: context)
      return answer(login.start(try await BrowserRequest(request, in: context)), request, context)
    }
    router.get("/shops/:shop/auto-login") { request, context in
      let login = try logins.login(in: context)
      return answer(await login.autoLogin(try await BrowserRequest(request, in: context)), request, context)
    }
    router.get("/shops/:shop/kakao/callback") { request, context in
      let login = try logins.login(in: context)
      return answer(await login.callback(CallbackRequest(request)), request, context)
    }
    router.post("/shops/:shop/logout") { request, context in
      let login = try logins.login(in: context)
      let form = try await FormBody.read(request, context)
      return answer(
        await login.logout(
          cookies: request.cookieText, everywhere: form.isTrue("everywhere"), atKakao: form.isTrue("kakao")),
        request, context)
    }
  }

  private func answer(_ answer: LoginAnswer, _ request: Request, _ context: ServerContext) -> Response {
    let shop = try? logins.naru.shop(in: context)
    LoginLog.note(answer.event, shop: shop?.id, context.logger)
    return answer.response(to: request, shopName: shop?.name ?? "")
  }
}
