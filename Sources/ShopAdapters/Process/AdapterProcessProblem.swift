public import CommonValues

/// Why an adapter's program could not be used.
public enum AdapterProcessProblem: String, Error, Sendable, Hashable, CaseIterable {
  /// It is not in the adapter's folder, or may not be run.
  case notRunnable = "adapter-not-runnable"
  /// It could not be started.
  case notStarted = "adapter-not-started"
  /// It did not say who it is in time, or said something else.
  case noHandshake = "adapter-no-handshake"
  /// It was silent for too long.
  case silent = "adapter-silent"
  /// It ended before it had answered.
  case ended = "adapter-ended"
  /// A line of its output is too long, is no JSON, or is not of the protocol.
  case badOutput = "adapter-bad-output"

  var reason: LocalizedText {
    switch self {
    case .notRunnable:
      LocalizedText(
        ko: "어댑터 프로그램이 어댑터 폴더 안에 없거나 실행할 수 없습니다.", en: "The adapter's program is not in its folder, or may not be run.")
    case .notStarted: LocalizedText(ko: "어댑터 프로그램을 시작하지 못했습니다.", en: "The adapter's program could not be started.")
    case .noHandshake:
      LocalizedText(
        ko: "어댑터 프로그램이 제때 올바르게 인사(hello)하지 않았습니다.", en: "The adapter's program did not say a right hello in time.")
    case .silent:
      LocalizedText(
        ko: "어댑터 프로그램이 너무 오래 응답하지 않아 종료했습니다.", en: "The adapter's program was silent for too long and was ended.")
    case .ended:
      LocalizedText(ko: "어댑터 프로그램이 응답하기 전에 끝났습니다.", en: "The adapter's program ended before it had answered.")
    case .badOutput:
      LocalizedText(
        ko: "어댑터 프로그램의 출력이 약속된 형식이 아닙니다.", en: "The output of the adapter's program is not of the protocol.")
    }
  }

  /// The problem as it is shown to people. Of what the program wrote to its standard error only the shape is shown.
  public func diagnostic(adapter: String, standardError: String = "") -> Diagnostic {
    let shape = standardError.isEmpty ? "" : " (stderr: \(Masking.shape(standardError)))"
    return Diagnostic(
      .error, code: rawValue, place: Diagnostic.Place(file: "adapters/\(adapter)"),
      reason: LocalizedText(ko: reason.korean + shape, en: reason.english + shape),
      fix: LocalizedText(
        ko: "어댑터의 README와 docs/adapter-protocol.md를 확인해 주십시오.",
        en: "See the adapter's README and docs/adapter-protocol.md."))
  }
}
