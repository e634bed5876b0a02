internal import CommonValues
internal import HTTPTransport
internal import Synchronization

/// Stops calling a Kakao that fails, and tries again with one call at a time.
///
/// Failures are Kakao's alone: HTTP 5xx, no answer, and the codes -1, -7, -603, -9798 and KOE003. A refusal, whatever
/// its code, shows that Kakao answers. While it is open, calls fail at once with
/// ``KakaoError/Reason/circuitOpen`` and are not repeated.
public final class CircuitBreaker: CallGate {
  /// When it opens and for how long. The figures are Naru's.
  public struct Settings: Sendable, Hashable {
    /// Failures in a row that open it. Default 5.
    public var failures: Int
    /// How long it stays open before a call may try. Default 30 s, doubled each time that call fails.
    public var pause: Duration
    /// The longest that doubling makes it. Default 5 min.
    public var longestPause: Duration

    /// The defaults, but for what is given.
    public init(failures: Int = 5, pause: Duration = .seconds(30), longestPause: Duration = .seconds(300)) {
      self.failures = failures
      self.pause = pause
      self.longestPause = longestPause
    }
  }

  /// What it does at present.
  public enum Status: String, Sendable, Hashable {
    /// Calls go out.
    case closed
    /// No call goes out.
    case open
    /// One call at a time goes out.
    case halfOpen = "half-open"
  }

  private let inner: any CallGate
  private let clock: ElapsedClock
  private let state: Mutex<BreakerState>

  /// - Parameters:
  ///   - inner: asked after the breaker has let a call through, such as a ``RateLimiter``.
  ///   - clock: measures how long it is open.
  public init(
    _ settings: Settings = Settings(), wrapping inner: any CallGate, clock: any Clock<Duration> = ContinuousClock()
  ) {
    self.inner = inner
    self.clock = ElapsedClock(clock)
    state = Mutex(BreakerState(settings: settings))
  }

  /// What it does at present.
  public var status: Status {
    switch state.withLock({ $0.phase }) {
    case .closed: .closed
    case .open(let until): clock.elapsed() < until ? .open : .halfOpen
    case .halfOpen: .halfOpen
    }
  }

  /// As ``enter(_:)``; calls of which nothing is known look alike.
  public func enter() async throws(KakaoError) { try await enter(.unknown) }

  /// As ``leave(_:of:)``.
  public func leave(_ error: KakaoError?) { leave(error, of: .unknown) }

  /// Lets the call through to the wrapped gate.
  ///
  /// - Throws: ``KakaoError`` with ``KakaoError/Reason/circuitOpen`` and ``RetryClass/retryable`` when it is open, or a
  ///   probe is under way; or what the wrapped gate throws.
  public func enter(_ call: GatedCall) async throws(KakaoError) {
    guard state.withLock({ $0.enter(call.id, at: clock.elapsed()) }) else { throw .circuitOpen(call) }
    do throws(KakaoError) {
      try await inner.enter(call)
    } catch {
      state.withLock { $0.leave(call.id, .silent, at: clock.elapsed()) }
      throw error
    }
  }

  /// Tells the wrapped gate, and counts.
  public func leave(_ error: KakaoError?, of call: GatedCall) {
    inner.leave(error, of: call)
    state.withLock { $0.leave(call.id, BreakerState.Outcome(error), at: clock.elapsed()) }
  }
}

extension BreakerState.Outcome {
  private static let faults: Set<String> = ["-1", "-7", "-603", "-9798", "KOE003"]

  /// What an error, or none, says of Kakao.
  init(_ error: KakaoError?) {
    guard let error else {
      self = .answered
      return
    }
    switch error.reason {
    case .refused:
      let isFault =
        (error.status ?? 0) >= 500 || error.codeText.map { BreakerState.Outcome.faults.contains($0) } ?? false
      self = isFault ? .failed : .answered
    case .noAnswer:
      switch error.transportError?.code {
      case .shutDown, .invalidRequest, .cancelled: self = .silent
      case .responseTooLarge: self = .answered
      default: self = .failed
      }
    default: self = .silent
    }
  }
}

extension KakaoError {
  fileprivate static func circuitOpen(_ call: GatedCall) -> KakaoError {
    var error = KakaoError(.circuitOpen, .retryable, mayHaveBeenProcessed: false)
    if !call.endpoint.isEmpty { error.endpoint = call.endpoint }
    error.detail = LocalizedText(
      ko: "카카오가 계속 응답하지 못해 호출을 잠시 멈추었습니다. 잠시 뒤에 다시 시도하십시오.",
      en: "Not sent: Kakao kept failing, so calls are paused. Try again in a moment.")
    return error
  }
}
