import CommonValues
import Foundation
import Hummingbird
import KakaoSync
import Naru
import NaruServer
import ShopModel
import Store
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
    router.post("/logout") { request, _ in self.logOut(request) }
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
    // A code tells who logged in at Kakao and not in which browser: anybody can send a link with a code of their own.
    if let loggedIn = self.member(request), loggedIn != handoff.memberID { return question(loggedIn) }
    // A real shop asks what it still needs, and asks the person before it believes `handoff.match`.
    var member = handoff.memberID ?? "kakao-\(handoff.kakaoUserID)"
    if handoff.isNew {
      switch try await accounts.link(member: member, kakaoUser: handoff.kakaoUserID) {
      case .linked: break
      // The Kakao user has become a member meanwhile: that is who it is. A shop that has made a new member removes it here.
      case .userTaken(by: let link): member = link.memberID
      case .memberTaken:
        return html("<p>이 회원은 다른 카카오계정과 연결되어 있어 로그인할 수 없습니다. 고객센터에 문의해 주세요.</p>", status: .conflict)
      }
    }
    let cookie = (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
    members.withLock { $0[cookie] = member }
    var response = Response(status: .seeOther)
    response.headers[.location] = handoff.returnTo
    let secure = login.settings.isSecure ? "; Secure" : ""
    response.headers[.setCookie] = "shop=\(cookie); Path=/; HttpOnly; SameSite=Lax\(secure)"
    return response
  }

  /// Somebody else's login arrived: whoever is logged in stays so, unless they log out themselves.
  private func question(_ loggedIn: String) -> Response {
    html(
      """
      <p>지금 \(escaped(loggedIn)) 계정으로 로그인되어 있는데, 이 계정과 연결되지 않은 다른 카카오 로그인이 도착했습니다.</p>
      <p>그 카카오계정으로 로그인하시려면 먼저 로그아웃하고 다시 시작해 주세요. 직접 하신 일이 아니면 다른 사람이 보낸 것이니 그대로 계속하세요.</p>
      <form method="post" action="/logout"><button>로그아웃</button></form><p><a href="/">그대로 계속하기</a></p>
      """)
  }

  private func logOut(_ request: Request) -> Response {
    if let cookie = request.cookies["shop"]?.value { members.withLock { $0[cookie] = nil } }
    var response = Response(status: .seeOther)
    response.headers[.location] = "/"
    return response
  }

  private func answer(_ request: Request) -> Response {
    let greeting = member(request).map { "logged in as \($0)" } ?? "not logged in"
    return html(
      """
      <p>\(escaped(greeting))</p>
      <p><a href="/shops/\(login.settings.shop)/login?return_to=/">카카오로 시작하기</a></p>
      """)
  }

  private func html(_ body: String, status: HTTPResponse.Status = .ok) -> Response {
    let text = """
      <!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>\(escaped(name))</title><h1>\(escaped(name))</h1>\(body)
      """
    var response = Response(status: status, body: .init(byteBuffer: .init(string: text)))
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
