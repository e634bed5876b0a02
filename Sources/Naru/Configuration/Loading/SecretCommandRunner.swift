import CommonValues
import Foundation
import ShopAdapters

/// Runs the programs that give secrets, each different one once. It blocks its thread.
///
/// A program gets its arguments as they are, no shell between; an input that is at its end; `PATH`, `LANG` and, of Naru's environment, what
/// ``inherited`` names. What it prints is held as a secret, what it writes to its standard error is thrown away, and neither is in a message.
///
/// Confined to the one call that loads a configuration; it is never shared.
final class SecretCommandRunner {
  /// What programs such as `pass` and `gpg` find their keys by. Anything else is for `env` to set, as in `[env, VAULT_ADDR=…, vault, …]`.
  static let inherited = ["HOME", "USER", "LOGNAME"]

  private let environment: [String]
  private let limits: SecretCommandLimits
  private var outputs: [SecretCommand: Result<Secret<String>, ConfigurationProblem>] = [:]
  private var timeouts = 0

  init(environment: [String: String], limits: SecretCommandLimits = SecretCommandLimits()) {
    self.environment = SecretCommandRunner.inherited.compactMap { name in environment[name].map { "\(name)=\($0)" } }
    self.limits = limits
  }

  /// What the program prints, without line ends at its end; it is run when it was not yet.
  func output(of command: SecretCommand) -> Result<Secret<String>, ConfigurationProblem> {
    if let output = outputs[command] { return output }
    guard timeouts < limits.timeouts else { return .failure(.secretCommandNotTried(timeouts)) }
    let output = run(command).flatMap { bytes -> Result<Secret<String>, ConfigurationProblem> in
      guard var text = String(validating: bytes, as: UTF8.self) else { return .failure(.secretCommandNotText) }
      text.trimLineEnds()
      return .success(Secret(text))
    }
    outputs[command] = output
    return output
  }

  private func run(_ command: SecretCommand) -> Result<[UInt8], ConfigurationProblem> {
    guard
      let child = ChildProcess(
        command.program, command.arguments, folder: command.folder, environment: environment)
    else { return .failure(.secretCommandFailed(nil)) }
    defer { child.kill() }
    child.closeInput()
    let clock = ContinuousClock()
    let end = clock.now + limits.time
    var output: [UInt8] = []
    var errors: [UInt8] = []
    var outputEnded = false
    var errorsEnded = false
    while true {
      // Asked before it is read: what it has written by its end is then there to be read. Whoever else still holds its output is not waited for.
      let hasExited = child.hasExited
      let ready = child.wait(
        readsOutput: !outputEnded, readsErrors: !errorsEnded, milliseconds: hasExited ? 0 : 20)
      if ready.output { outputEnded = !ChildProcess.read(child.output, into: &output) }
      if ready.errors {
        errorsEnded = !ChildProcess.read(child.errors, into: &errors)
        errors.removeAll(keepingCapacity: true)
      }
      guard output.count <= limits.bytes else { return .failure(.secretCommandTooLong(bytes: limits.bytes)) }
      if hasExited, !ready.output { break }
      guard clock.now < end else {
        timeouts += 1
        return .failure(.secretCommandTimeout(seconds: max(1, limits.time.components.seconds)))
      }
    }
    child.kill()
    return child.exitCode == 0 ? .success(output) : .failure(.secretCommandFailed(child.exitCode))
  }
}
