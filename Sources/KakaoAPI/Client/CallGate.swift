/// What stands before every single request to Kakao and hears how it went.
///
/// ``RateLimiter``, ``AppBudget`` and ``CircuitBreaker`` are ones. Gates compose by wrapping: a circuit breaker is a
/// gate that asks another one after it has let a call through. One gate serves one Kakao app, and every client of that
/// app shares it.
///
/// The clients call the forms that say which call it is. A gate to which that makes no difference implements the two
/// plain forms alone.
public protocol CallGate: Sendable {
  /// Returns when a request may go out.
  ///
  /// - Throws: ``KakaoError`` when it may not, or when the task is cancelled meanwhile; ``leave(_:)`` is then not
  ///   called.
  func enter() async throws(KakaoError)

  /// Called once for each ``enter()`` that returned: nil when Kakao answered with success, else what went wrong.
  func leave(_ error: KakaoError?)

  /// ``enter()``, for a known call.
  func enter(_ call: GatedCall) async throws(KakaoError)

  /// ``leave(_:)``, for a known call: the one that ``enter(_:)`` was asked for.
  func leave(_ error: KakaoError?, of call: GatedCall)
}

extension CallGate {
  /// Asks ``enter()``.
  public func enter(_ call: GatedCall) async throws(KakaoError) { try await enter() }

  /// Tells ``leave(_:)``.
  public func leave(_ error: KakaoError?, of call: GatedCall) { leave(error) }
}
