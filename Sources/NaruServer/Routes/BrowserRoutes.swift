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
      let shop = try logins.entry(in: context)
      return answer(try shop.login.start(try await BrowserRequest(request, in: context)), shop, request, context)
    }
    router.post("/shops/:shop/login") { request, context in
      let shop = try logins.entry(in: context)
      return answer(try shop.login.start(try await BrowserRequest(request, in: context)), shop, request, context)
    }
    router.get("/shops/:shop/auto-login") { request, context in
      let shop = try logins.entry(in: context)
      return answer(
        try await shop.login.autoLogin(try await BrowserRequest(request, in: context)), shop, request, context)
    }
    router.get("/shops/:shop/kakao/callback") { request, context in
      let shop = try logins.entry(in: context)
      return answer(try await shop.login.callback(CallbackRequest(request)), shop, request, context)
    }
    router.post("/shops/:shop/logout") { request, context in
      let shop = try logins.entry(in: context)
      let form = try await FormBody.read(request, context)
      return answer(
        try await shop.login.logout(
          BrowserRequest(request, returnTo: nil, isPost: true), everywhere: form.isTrue("everywhere"),
          atKakao: form.isTrue("kakao")),
        shop, request, context)
    }
  }

  private func answer(
    _ answer: LoginAnswer, _ shop: LoginDirectory.Entry, _ request: Request, _ context: ServerContext
  ) -> Response {
    LoginLog.note(answer.event, of: shop, context.logger)
    return answer.response(to: request, shopName: shop.name)
  }
}
