import CommonValues
import Foundation
import Metrics

/// The process.
@main
enum Main {
  static func main() async {
    MetricsSystem.bootstrap(ProcessMetrics.registry)
    let variables = ProcessInfo.processInfo.environment
    let arguments = Array(CommandLine.arguments.dropFirst())
    let stop = StopSignal()
    let language = LanguageChoice.language(option: LanguageChoice.option(in: arguments), environment: variables)
    let signals = SignalHandling(stop: stop) {
      StandardSink.error.write("\n" + SignalHandling.message.text(in: language) + "\n")
    }
    let clock = ContinuousClock()
    let start = clock.now
    let environment = CommandEnvironment(
      operations: OperationsFactory.make(), variables: variables, output: StandardSink.output,
      errors: StandardSink.error, outputTerminal: Terminal(descriptor: STDOUT_FILENO, environment: variables),
      errorTerminal: Terminal(descriptor: STDERR_FILENO, environment: variables), stop: stop,
      now: { start.duration(to: clock.now) })
    let status = await CommandRunner.run(arguments, in: environment)
    withExtendedLifetime(signals) {}
    exit(status.rawValue)
  }
}
