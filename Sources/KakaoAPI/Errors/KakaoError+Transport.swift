internal import HTTPTransport

extension KakaoError {
  /// Whether there was no answer in time.
  public var isTimeout: Bool {
    transportError.map { $0.code == .timedOut || $0.code == .connectTimedOut } ?? false
  }

  /// A stable word on what went wrong, for logs: Kakao's code or error, else the transport's, else ``reason``.
  public var causeWord: String { codeText ?? authError ?? transportError?.code.name ?? reason.name }
}
