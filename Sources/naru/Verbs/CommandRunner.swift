import ArgumentParser
import CommonValues
import Foundation

/// From arguments to the exit status.
enum CommandRunner {
  /// Parses, runs and says what went wrong; never exits the process.
  static func run(_ arguments: [String], in environment: CommandEnvironment) async -> ExitStatus {
    await CommandEnvironment.$current.withValue(environment) {
      do {
        var command = try NaruCommand.parseAsRoot(arguments)
        if var asynchronous = command as? any AsyncParsableCommand {
          try await asynchronous.run()
        } else {
          try command.run()
        }
        return .fine
      } catch {
        return report(error, arguments, environment)
      }
    }
  }

  /// Help goes to standard output; an argument that was not understood is said in both languages, because nobody knows yet which
  /// one the person wanted.
  private static func report(
    _ error: any Error, _ arguments: [String], _ environment: CommandEnvironment
  ) -> ExitStatus {
    if let code = error as? ExitCode { return ExitStatus(rawValue: code.rawValue) }
    let code = NaruCommand.exitCode(for: error)
    let text = NaruCommand.fullMessage(for: error)
    if code == .success {
      environment.output.write(text + "\n")
      return .fine
    }
    let korean = "오류: 명령을 이해하지 못했습니다. 명령 이름과 옵션을 확인하십시오 (naru help).\n"
    environment.errors.write(korean + text + "\n")
    return .usage
  }
}
