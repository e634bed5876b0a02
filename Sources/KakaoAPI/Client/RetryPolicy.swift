/// When a failed call is made again, and after how long.
///
/// Waits have full jitter: evenly spread between nothing and a ceiling that doubles with each attempt. Only the classes
/// ``RetryClass/retryable`` and ``RetryClass/ambiguous`` are ever repeated, the latter only where repeating is
/// harmless. The figures are Naru's; Kakao publishes none.
public struct RetryPolicy: Sendable, Hashable {
  /// Attempts of one call, the first included. Default 4.
  public var maxAttempts: Int
  /// The ceiling of the first wait. Default 500 ms.
  public var baseDelay: Duration
  /// The ceiling that later waits do not exceed. Default 30 s.
  public var maxDelay: Duration
  /// Repeated attempts of one run (``KakaoAPIClient/forRun()``), over all its calls. Default 20.
  public var budgetPerRun: Int
  /// A longer `Retry-After` than this ends the attempts. Default 5 min.
  public var maxRetryAfter: Duration

  /// The defaults, but for what is given.
  public init(
    maxAttempts: Int = 4, baseDelay: Duration = .milliseconds(500), maxDelay: Duration = .seconds(30),
    budgetPerRun: Int = 20, maxRetryAfter: Duration = .seconds(300)
  ) {
    self.maxAttempts = maxAttempts
    self.baseDelay = baseDelay
    self.maxDelay = maxDelay
    self.budgetPerRun = budgetPerRun
    self.maxRetryAfter = maxRetryAfter
  }

  /// No second attempt.
  public static let never = RetryPolicy(maxAttempts: 1, budgetPerRun: 0)

  /// How long to wait after attempt number `attempt` (from 1) failed; nil when there shall be no further one.
  ///
  /// - Parameters:
  ///   - retryAfter: what the server asked for; the wait is never shorter.
  ///   - fraction: a random number in 0 ..< 1.
  func delay(afterAttempt attempt: Int, retryAfter: Duration?, fraction: Double) -> Duration? {
    guard attempt < maxAttempts else { return nil }
    if let retryAfter, retryAfter > maxRetryAfter { return nil }
    let ceiling = min(maxDelay, baseDelay * (1 << min(attempt - 1, 20)))
    return (retryAfter ?? .zero) + ceiling * fraction
  }
}
