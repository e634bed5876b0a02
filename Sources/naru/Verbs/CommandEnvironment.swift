import CommonValues

/// What the verbs reach the world through; tests put their own in place for a task.
struct CommandEnvironment: Sendable {
  var operations: any NaruOperations
  var variables: [String: String]
  var output: any OutputSink
  var errors: any OutputSink
  var outputTerminal = Terminal.plain
  var errorTerminal = Terminal.plain
  var stop = StopSignal()
  /// The time since any fixed point.
  var now: @Sendable () -> Duration

  /// The one of this task; the verbs find it here because the argument parser makes them.
  @TaskLocal static var current: CommandEnvironment?
}

/// One verb at work: who it talks to, and how.
struct Session: Sendable {
  let operations: any NaruOperations
  let context: OperationContext
  let console: Console

  var style: RenderStyle { RenderStyle(language: console.language, terminal: console.outputTerminal) }

  /// Prints a result as JSON or text, and what there is to say besides; gives the status on.
  func finish<Result: Rendered>(_ outcome: Outcome<Result>) throws -> ExitStatus {
    try finish(outcome, json: { try JSONOutput.text(outcome.result) }, text: { outcome.result.rendered(style) })
  }

  /// The same for a result that is printed in a form of its own.
  func finish<Result>(
    _ outcome: Outcome<Result>, json: () throws -> String, text: () -> String
  ) throws -> ExitStatus {
    console.print(console.isJSON ? try json() : text())
    for diagnostic in outcome.diagnostics { console.say(diagnostic) }
    return outcome.status
  }
}

/// Shows on the console what an operation reports.
struct ConsoleObserver: OperationObserver {
  let console: Console

  func progress(_ update: ProgressUpdate) { console.show(update) }
  func note(_ text: LocalizedText) { console.say(text) }
  func found(_ diagnostic: Diagnostic) { console.say(diagnostic) }

  func finished(_ step: DemoStep) {
    guard !console.isJSON else { return }
    console.print(step.rendered(RenderStyle(language: console.language, terminal: console.outputTerminal)) + "\n")
  }

  func listening(_ addresses: [ServiceAddress]) {
    let text = addresses.rendered(RenderStyle(language: console.language, terminal: console.outputTerminal))
    if console.isJSON { console.say(text) } else { console.print(text) }
  }
}
