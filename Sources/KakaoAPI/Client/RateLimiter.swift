internal import Synchronization

/// A token bucket in front of one Kakao app.
///
/// Kakao publishes no rate for the channel and customer-file APIs (only 3,000,000 calls a month for an app over all
/// APIs), so the default is Naru's own choice: far above what a sync needs, far below a flood.
public final class RateLimiter: CallGate {
  private let clock: ElapsedClock
  private let bucket: Mutex<TokenBucket>

  /// - Parameters:
  ///   - perSecond: calls a second in the long run.
  ///   - burst: calls that may go out at once after a pause.
  ///   - clock: the clock that refills the bucket and does the waiting.
  public init(perSecond: Double = 10, burst: Int = 10, clock: any Clock<Duration> = ContinuousClock()) {
    self.clock = ElapsedClock(clock)
    bucket = Mutex(TokenBucket(perSecond: perSecond, burst: Double(burst)))
  }

  /// Waits for a token. Throws ``KakaoError`` when the task is cancelled meanwhile; the token is then given back.
  public func enter() async throws(KakaoError) {
    let wait = bucket.withLock { $0.take(at: clock.elapsed()) }
    guard wait > .zero else { return }
    do {
      try await clock.sleep(wait)
    } catch {
      bucket.withLock { $0.giveBack(at: clock.elapsed()) }
      throw .cancelled(mayHaveBeenProcessed: false)
    }
  }

  /// Does nothing: how a call went does not change the rate.
  public func leave(_ error: KakaoError?) {}
}
