import ArgumentParser
import CommonValues
import Naru
import ShopModel

/// The options of every verb.
struct CommonOptions: ParsableArguments {
  static let defaultConfig = "naru.yaml"

  @Option(name: .long, help: ArgumentHelp("The process's config file. · 프로세스의 설정 파일.", valueName: "path"))
  var config = CommonOptions.defaultConfig

  @Flag(name: .long, help: "Print the result as JSON. · 결과를 JSON으로 출력합니다.")
  var json = false

  @Option(name: .long, help: "Language of messages: ko or en. · 메시지의 언어.")
  var lang: LanguageOption?
}

/// `--lang`.
enum LanguageOption: String, ExpressibleByArgument, CaseIterable {
  case ko, en
}

/// `--shop`.
struct ShopArgument: ExpressibleByArgument {
  let id: ShopID

  init?(argument: String) {
    guard let id = ShopID(argument) else { return nil }
    self.id = id
  }
}

/// A verb: its options, and one operation.
protocol Verb: AsyncParsableCommand {
  var common: CommonOptions { get }
  /// Calls the operation and prints what it gives.
  func perform(_ session: Session) async throws -> ExitStatus
}

extension Verb {
  func run() async throws {
    guard let environment = CommandEnvironment.current else {
      throw ExitCode(ExitStatus.failed.rawValue)
    }
    let language = LanguageChoice.language(option: common.lang?.rawValue, environment: environment.variables)
    let console = Console(
      language: language, isJSON: common.json, output: environment.output, errors: environment.errors,
      outputTerminal: environment.outputTerminal, errorTerminal: environment.errorTerminal, now: environment.now)
    let context = OperationContext(
      configPath: common.config, environment: environment.variables, observer: ConsoleObserver(console: console),
      stop: environment.stop)
    let session = Session(operations: environment.operations, context: context, console: console)
    let status = await Failures.status(console) { try await perform(session) }
    if status != .fine { throw ExitCode(status.rawValue) }
  }
}

/// What a verb that fails says, and with which status it ends.
enum Failures {
  static func status(_ console: Console, _ work: () async throws -> ExitStatus) async -> ExitStatus {
    do {
      return try await work()
    } catch let error as OperationError {
      for diagnostic in error.diagnostics { console.say(diagnostic) }
      return error.status
    } catch let error as ConfigurationError {
      for finding in error.findings { console.say(finding) }
      return .configuration
    } catch is CancellationError {
      console.say(LocalizedText(ko: "중단했습니다.", en: "Stopped."))
      return .interrupted
    } catch let diagnostic as Diagnostic {
      console.say(diagnostic)
      return .failed
    } catch {
      // Only the type: the text of an error nobody foresaw may hold personal data.
      let type = String(describing: Swift.type(of: error))
      console.say(
        Diagnostic(
          .error, code: "unexpected",
          reason: LocalizedText(ko: "예상하지 못한 오류입니다 (\(type))", en: "something unexpected went wrong (\(type))"),
          fix: LocalizedText(ko: "이 줄과 실행한 명령을 개발자에게 알려 주십시오", en: "please report this line and the command")))
      return .failed
    }
  }
}
