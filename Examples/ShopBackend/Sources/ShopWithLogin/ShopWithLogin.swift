import CommonValues
import Foundation
import Hummingbird
import KakaoSync
import Naru
import NaruServer
import Synchronization

/// A shop's own back end with Kakao login inside, no sidecar: the flows are library calls, and the shop keeps its own sessions.
///
///     swift run ShopWithLogin CONFIG SHOP
///
/// `public_url` of the config is this program's own address; `login.signup_url` is its `/join`.
@main
struct ShopWithLogin {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count == 2 else {
      print("usage: ShopWithLogin CONFIG SHOP")
      exit(64)
    }
    do {
      let configuration = try NaruConfiguration.load(
        path: arguments[0], environment: ProcessInfo.processInfo.environment, builtInAdapters: Naru.builtInAdapters
      ).get()
      let naru = try Naru(configuration)
      let shop = try Shop(naru.connection(arguments[1]))
      let listen = configuration.listen
      let application = Application(
        router: shop.router(),
        configuration: ApplicationConfiguration(address: .hostname(listen.host, port: listen.port)))
      try await application.runService()
      await naru.close()
    } catch let error as ConfigurationError {
      for finding in error.findings { print(finding.message(in: .english)) }
      exit(78)
    } catch let error as NaruError {
      print(error)
      exit(1)
    }
  }
}

/// The shop: who is logged in is in memory here; a real one has its own sessions and its own members.
final class Shop: Sendable {
  private let login: KakaoLogin
  private let accounts: KakaoAccounts
  private let name: String
  private let members = Mutex<[String: String]>([:])

  init(_ connection: Connection) throws {
    login = try connection.login
    accounts = try connection.accounts
    name = connection.shop.name
  }

  func router() -> Router<BasicRequestContext> {
    let router = Router()
    let (login, name) = (login, name)
    let base = "/shops/\(login.settings.shop)"
    router.get("\(base)/login") { request, _ in
      login.start(try await BrowserRequest(request)).response(to: request, shopName: name)
    }
    router.post("\(base)/login") { request, _ in
      login.start(try await BrowserRequest(request)).response(to: request, shopName: name)
    }
    router.get("\(base)/kakao/callback") { request, _ in
      await login.callback(CallbackRequest(request)).response(to: request, shopName: name)
    }
    // Every page behind this logs in whoever comes from a channel message.
    let pages = router.group().add(
      middleware: AutoLoginMiddleware(login, shopName: name) { request, _ in self.member(request) != nil })
    pages.get("/") { request, _ in try await self.page(request) }
    pages.get("/join") { request, _ in try await self.page(request) }
    return router
  }

  /// Any page: a hand-off code that comes with it is redeemed first.
  private func page(_ request: Request) async throws -> Response {
    guard let code = request.uri.queryParameters["naru_code"] else { return answer(request) }
    guard let handoff = try await login.redeem(String(code)) else { return answer(request) }
    // A real shop asks what it still needs, and asks the person before it believes `handoff.match`.
    let member = handoff.memberID ?? "kakao-\(handoff.kakaoUserID)"
    if handoff.isNew { _ = try await accounts.link(member: member, kakaoUser: handoff.kakaoUserID) }
    let cookie = (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
    members.withLock { $0[cookie] = member }
    var response = Response(status: .seeOther)
    response.headers[.location] = handoff.returnTo
    response.headers[.setCookie] = "shop=\(cookie); Path=/; HttpOnly; SameSite=Lax"
    return response
  }

  private func answer(_ request: Request) -> Response {
    let greeting = member(request).map { "logged in as \($0)" } ?? "not logged in"
    let text = """
      <!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>\(escaped(name))</title><h1>\(escaped(name))</h1><p>\(escaped(greeting))</p>
      <p><a href="/shops/\(login.settings.shop)/login?return_to=/">카카오로 시작하기</a></p>
      """
    var response = Response(status: .ok, body: .init(byteBuffer: .init(string: text)))
    response.headers[.contentType] = "text/html; charset=utf-8"
    return response
  }

  private func member(_ request: Request) -> String? {
    guard let cookie = request.cookies["shop"]?.value else { return nil }
    return members.withLock { $0[cookie] }
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }
}
