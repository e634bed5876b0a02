import CommonValues
import Synchronization

/// Speaks to the person: results to standard output, everything else to standard error, in one language.
final class Console: Sendable {
  let language: Language
  /// Whether standard output carries JSON, so that nothing else may go there.
  let isJSON: Bool
  let outputTerminal: Terminal
  let errorTerminal: Terminal
  private let output: any OutputSink
  private let errors: any OutputSink
  private let now: @Sendable () -> Duration
  private let bar: Mutex<ProgressBar>

  /// - Parameter now: the time since any fixed point.
  init(
    language: Language, isJSON: Bool = false, output: any OutputSink, errors: any OutputSink,
    outputTerminal: Terminal = .plain, errorTerminal: Terminal = .plain, now: @escaping @Sendable () -> Duration
  ) {
    self.language = language
    self.isJSON = isJSON
    self.output = output
    self.errors = errors
    self.outputTerminal = outputTerminal
    self.errorTerminal = errorTerminal
    self.now = now
    bar = Mutex(ProgressBar(terminal: errorTerminal, language: language))
  }

  /// The result.
  func print(_ text: String) {
    clearBar()
    output.write(text)
  }

  /// Something beside the result, on standard error.
  func say(_ text: String) {
    bar.withLock { errors.write($0.clear() + text + "\n") }
  }

  /// Something beside the result, in the person's language.
  func say(_ text: LocalizedText) { say(text.text(in: language)) }

  /// A finding with a coloured word for how much it matters.
  func say(_ diagnostic: Diagnostic) {
    say(Self.line(for: diagnostic, in: language, on: errorTerminal))
  }

  /// How far something is; no bar beside JSON that a program reads without a terminal.
  func show(_ update: ProgressUpdate) {
    bar.withLock { bar in
      let text = bar.text(for: update, at: now())
      if !text.isEmpty { errors.write(text) }
    }
  }

  private func clearBar() {
    bar.withLock { bar in
      let text = bar.clear()
      if !text.isEmpty { errors.write(text) }
    }
  }

  /// `error: naru.yaml:3:5: kakao.channels: reason — fix [code]`; docs/errors.md is in order of the codes.
  static func line(for diagnostic: Diagnostic, in language: Language, on terminal: Terminal) -> String {
    let (word, style): (LocalizedText, TextStyle) =
      switch diagnostic.severity {
      case .error: (LocalizedText(ko: "오류", en: "error"), .red)
      case .warning: (LocalizedText(ko: "경고", en: "warning"), .yellow)
      case .note: (LocalizedText(ko: "참고", en: "note"), .cyan)
      }
    return style.applied(to: word.text(in: language), on: terminal) + ": "
      + "\(diagnostic.message(in: language)) [\(diagnostic.code)]".printable
  }
}
