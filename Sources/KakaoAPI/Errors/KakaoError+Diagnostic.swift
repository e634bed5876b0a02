public import CommonValues
internal import HTTPTransport

extension KakaoError {
  /// The error in words for people, in both languages: what happened, and what to do.
  public var diagnostic: Diagnostic {
    let place = Diagnostic.Place(field: endpoint)
    if let entry {
      return Diagnostic(
        .error, code: "kakao-error", place: place,
        reason: LocalizedText(
          ko: "카카오가 \(entry.code) 오류로 답했습니다: \(entry.meaning.korean)",
          en: KakaoError.answered + "\(entry.code): \(entry.meaning.english)"),
        fix: entry.remedy)
    }
    switch reason {
    case .invalidRequest, .budgetUsedUp, .circuitOpen:
      return Diagnostic(.error, code: "kakao-request-not-sent", place: place, reason: detail ?? KakaoError.unknown)
    case .cancelled:
      return Diagnostic(
        .error, code: "kakao-cancelled", place: place,
        reason: LocalizedText(ko: "카카오 호출이 취소되었습니다.", en: "The call to Kakao was cancelled."))
    case .unreadableAnswer:
      return Diagnostic(
        .error, code: "kakao-unreadable-answer", place: place,
        reason: LocalizedText(ko: "카카오의 답을 읽을 수 없습니다.", en: "Kakao's answer can not be read."),
        fix: LocalizedText(
          ko: "api_url이 카카오의 주소인지, 사이에 프록시가 있는지 확인하십시오.",
          en: "Check that api_url is Kakao's address, and whether a proxy stands between."))
    case .noAnswer: return noAnswerDiagnostic(place)
    default:
      let what = codeText ?? status.map { "HTTP \($0)" } ?? "?"
      return Diagnostic(
        .error, code: "kakao-error", place: place,
        reason: LocalizedText(
          ko: "카카오가 알려지지 않은 오류로 답했습니다(\(what)).", en: "Kakao answered with an error that is not known (\(what))."),
        fix: LocalizedText(
          ko: "카카오 개발자 문서의 에러 코드를 확인하십시오.", en: "Look the code up in Kakao's documentation."))
    }
  }

  /// How the English sentence about an error of the table begins; ``KakaoErrorTable/entry(of:)`` reads the code behind it.
  static let answered = "Kakao answered with error "

  private func noAnswerDiagnostic(_ place: Diagnostic.Place) -> Diagnostic {
    let host = transportError?.host ?? "?"
    let name = transportError?.code.name ?? "?"
    return Diagnostic(
      .error, code: "kakao-no-answer", place: place,
      reason: LocalizedText(
        ko: "\(host)에서 답을 받지 못했습니다(\(name)).", en: "No answer from \(host) (\(name))."),
      fix: retryClass == .configuration
        ? LocalizedText(
          ko: "주소와 인증서 설정을 확인하십시오.", en: "Check the address and the certificate settings.")
        : LocalizedText(
          ko: "네트워크와 방화벽을 확인하고 다시 시도하십시오.", en: "Check network and firewall, then try again."))
  }

  private static let unknown = LocalizedText(ko: "알려지지 않은 오류입니다.", en: "An unknown error.")
}

extension KakaoErrorTable {
  /// The entry that a ``KakaoError/diagnostic`` was made from, also after it was stored as a run's; nil for any other.
  public static func entry(of diagnostic: Diagnostic) -> KakaoErrorEntry? {
    guard diagnostic.code == "kakao-error", diagnostic.reason.english.hasPrefix(KakaoError.answered) else { return nil }
    return entry(for: String(diagnostic.reason.english.dropFirst(KakaoError.answered.count).prefix { $0 != ":" }))
  }
}
