import ArgumentParser
import ShopModel

/// `naru link`.
struct LinkVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "link",
    abstract: "Make an auto-login link for a channel message, with its QR code. · 채널 메시지에 넣을 자동 로그인 링크와 QR 코드를 만듭니다.")

  @OptionGroup var common: CommonOptions
  @Option(name: .long, help: "The shop's id. · 쇼핑몰 id.") var shop: ShopArgument
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Where the person shall land: a path of the shop, or an address that return_urls allows. · 도착할 주소.",
      valueName: "path"))
  var to: String
  @Option(
    name: .long, help: ArgumentHelp("Also write the QR code as SVG. · QR 코드를 SVG 파일로도 저장합니다.", valueName: "file"))
  var svg: String?

  func perform(_ session: Session) async throws -> ExitStatus {
    let request = LinkRequest(shop: shop.id, target: to, svgFile: svg)
    return try session.finish(try await session.operations.link(request, session.context))
  }
}

/// `naru erase`.
struct EraseVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Delete one person everywhere, with a receipt. · 한 사람의 정보를 모두 지우고 확인 번호를 남깁니다.")

  @OptionGroup var common: CommonOptions
  @Option(name: .long, help: "The shop's id. · 쇼핑몰 id.") var shop: ShopArgument
  @Option(name: .long, help: "The shop's member id. · 쇼핑몰의 회원 아이디.") var member: String?
  @Option(name: .long, help: "The Kakao user id (app user id). · 카카오 회원번호.") var kakaoUser: Int64?
  @Flag(name: .long, help: "Do it; without, only say what would go. · 실제로 지웁니다. 없으면 무엇이 지워질지만 보여 줍니다.") var yes = false

  func validate() throws {
    guard (member == nil) != (kakaoUser == nil) else {
      throw ValidationError("Name --member or --kakao-user. · --member나 --kakao-user 중 하나를 쓰십시오.")
    }
  }

  func perform(_ session: Session) async throws -> ExitStatus {
    let request = EraseRequest(shop: shop.id, member: member, kakaoUser: kakaoUser, confirmed: yes)
    return try session.finish(try await session.operations.erase(request, session.context))
  }
}

/// `naru serve`.
struct ServeVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run the sidecar: logins, webhooks, the back end's interface. · 사이드카를 실행합니다.")

  @OptionGroup var common: CommonOptions
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Log lines as json or text; text on a terminal, json elsewhere. · 로그의 형식. 터미널에서는 text, 그 밖에는 json.",
      valueName: "format"))
  var logFormat: LogFormat?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Least weight of log lines: debug, info, notice, warning or error; requests are info. · 기록할 가장 낮은 수준.",
      valueName: "level"))
  var logLevel = LogLevel.info

  func perform(_ session: Session) async throws -> ExitStatus {
    var request = ServeRequest(logFormat: logFormat ?? (session.console.errorTerminal.isInteractive ? .text : .json))
    request.logLevel = logLevel
    return try session.finish(try await session.operations.serve(request, session.context))
  }
}

extension LogFormat: ExpressibleByArgument {}
extension LogLevel: ExpressibleByArgument {}
