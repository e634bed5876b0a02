import ArgumentParser
import ShopModel

/// `naru demo`.
struct DemoVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Run everything on the bundled sample shop and a local Kakao. · 예제 쇼핑몰과 로컬 카카오로 전 과정을 실행합니다.")

  @OptionGroup var common: CommonOptions
  @Flag(name: .long, help: "Run through and end. · 끝까지 실행하고 종료합니다.") var once = false
  @Option(name: .long, help: "Port of the local Kakao; any free one otherwise. · 로컬 카카오의 포트.") var port: Int?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Where the demo's files go; a new temporary folder otherwise. · 예제 파일을 둘 폴더.", valueName: "folder"))
  var dir: String?

  func validate() throws { try PortOption.validate(port) }

  func perform(_ session: Session) async throws -> ExitStatus {
    let request = DemoRequest(once: once, port: port, folder: dir)
    return try session.finish(try await session.operations.demo(request, session.context))
  }
}

/// `naru check`.
struct CheckVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check config, secrets and adapters. · 설정, 비밀 값, 어댑터를 점검합니다.",
    discussion: "Exit status: 78 with errors, 2 with warnings alone. · 종료 코드: 오류가 있으면 78, 경고만 있으면 2.")

  @OptionGroup var common: CommonOptions
  @Option(name: .long, help: "One shop's id; all otherwise. · 쇼핑몰 id. 없으면 모두.") var shop: ShopArgument?
  @Flag(name: .long, help: "Also ask Kakao what is switched on. · 카카오에 켜져 있는 기능도 확인합니다.") var online = false

  func perform(_ session: Session) async throws -> ExitStatus {
    let request = CheckRequest(shop: shop?.id, online: online)
    return try session.finish(try await session.operations.check(request, session.context))
  }
}

/// `naru error`.
struct ErrorVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "error",
    abstract: "Explain a Kakao error code (KOE006, -10). · 카카오 오류 코드를 쉬운 말로 설명합니다.")

  @OptionGroup var common: CommonOptions
  // `naru error -10` looks like an option; what no option takes is the code.
  @Argument(parsing: .allUnrecognized, help: "The code. · 오류 코드.") var code: [String]

  func validate() throws {
    guard code.count == 1, let code = code.first, ErrorVerb.isCode(code) else {
      throw ValidationError("Name one code, like KOE006 or -10. · KOE006이나 -10처럼 코드를 하나 쓰십시오.")
    }
  }

  /// `KOE` or `KAE` and digits, or a number with or without its minus.
  static func isCode(_ text: String) -> Bool {
    let upper = text.uppercased()
    let isNamed = upper.hasPrefix("KOE") || upper.hasPrefix("KAE")
    let digits = isNamed ? upper.dropFirst(3) : upper.hasPrefix("-") ? upper.dropFirst() : upper[...]
    return (1...6).contains(digits.count) && digits.allSatisfy { $0.isASCII && $0.isNumber }
  }

  func perform(_ session: Session) async throws -> ExitStatus {
    let request = ErrorRequest(code: code[0].uppercased())
    return try session.finish(try await session.operations.explainError(request, session.context))
  }
}

/// `naru sandbox`.
struct SandboxVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "sandbox", abstract: "Run the local Kakao alone. · 로컬 카카오만 실행합니다.")

  @OptionGroup var common: CommonOptions
  @Option(name: .long, help: "Port; any free one otherwise. · 포트.") var port: Int?
  @Option(name: .long, help: ArgumentHelp("A state to begin with. · 처음 상태를 담은 파일.", valueName: "file")) var seed:
    String?

  func validate() throws { try PortOption.validate(port) }

  func perform(_ session: Session) async throws -> ExitStatus {
    let request = SandboxRequest(port: port, seedFile: seed)
    return try session.finish(try await session.operations.sandbox(request, session.context))
  }
}

/// What `--port` may be.
enum PortOption {
  static func validate(_ port: Int?) throws {
    guard let port else { return }
    guard (0...65_535).contains(port) else {
      throw ValidationError("--port must be 0 to 65535. · --port는 0에서 65535까지입니다.")
    }
  }
}
