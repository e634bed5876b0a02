internal import Synchronization

/// A token bucket in front of one Kakao app, and a limit a minute for groups of endpoints that have one.
///
/// Kakao publishes no rate for the channel and customer-file APIs (only 3,000,000 calls a month for an app over all
/// APIs), so the default is Naru's own choice: far above what a sync needs, far below a flood. For `/v1/user/ids` it
/// allows 100 calls a minute (since 2025-04-01), which are kept to in every stretch of a minute.
public final class RateLimiter: CallGate {
  /// A minute, and a second for clocks and networks that differ.
  static let minute: Duration = .seconds(61)

  private struct State {
    var bucket: TokenBucket
    var windows: [CallGroup: SlidingWindow]
  }

  private let clock: ElapsedClock
  private let state: Mutex<State>

  /// - Parameters:
  ///   - perSecond: calls a second in the long run.
  ///   - burst: calls that may go out at once after a pause.
  ///   - perMinute: the most calls in any minute, for groups that have such a limit.
  ///   - clock: the clock that refills the bucket and does the waiting.
  public init(
    perSecond: Double = 10, burst: Int = 10, perMinute: [CallGroup: Int] = [.userIDs: 100],
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    self.clock = ElapsedClock(clock)
    state = Mutex(
      State(
        bucket: TokenBucket(perSecond: perSecond, burst: Double(burst)),
        windows: perMinute.mapValues { SlidingWindow(limit: $0, span: RateLimiter.minute) }))
  }

  /// Waits for a token. Throws ``KakaoError`` when the task is cancelled meanwhile; the token is then given back.
  public func enter() async throws(KakaoError) { try await enter(.unknown) }

  /// Waits for a token, then for a place in the minute of the call's group. Throws ``KakaoError`` when the task is
  /// cancelled meanwhile; both are then given back.
  public func enter(_ call: GatedCall) async throws(KakaoError) {
    let wait = state.withLock { $0.bucket.take(at: clock.elapsed()) }
    try await sleep(wait) { $0.bucket.giveBack(at: $1) }
    let start = state.withLock { $0.windows[call.group]?.take(at: clock.elapsed()) }
    guard let start else { return }
    try await sleep(start - clock.elapsed()) {
      $0.bucket.giveBack(at: $1)
      $0.windows[call.group]?.giveBack(start)
    }
  }

  /// Does nothing: how a call went does not change the rate.
  public func leave(_ error: KakaoError?) {}

  private func sleep(
    _ wait: Duration, giveBack: (inout State, Duration) -> Void
  ) async throws(KakaoError) {
    guard wait > .zero else { return }
    do {
      try await clock.sleep(wait)
    } catch {
      state.withLock { giveBack(&$0, clock.elapsed()) }
      throw .cancelled(mayHaveBeenProcessed: false)
    }
  }
}
