/// What stands before every single request to Kakao and hears how it went.
///
/// ``RateLimiter`` is one. Gates compose by wrapping: a circuit breaker is a gate that asks another one after it has
/// let a call through, and whose ``leave(_:)`` counts failures. One gate serves one Kakao app, and every client of that
/// app shares it.
public protocol CallGate: Sendable {
  /// Returns when a request may go out.
  ///
  /// - Throws: ``KakaoError`` when it may not, or when the task is cancelled meanwhile; ``leave(_:)`` is then not
  ///   called.
  func enter() async throws(KakaoError)

  /// Called once for each ``enter()`` that returned: nil when Kakao answered with success, else what went wrong.
  func leave(_ error: KakaoError?)
}
