public import CommonValues
internal import Synchronization

/// Keeps one Kakao app within its quotas: slows down before Kakao refuses, and refuses by itself when they are used up.
///
/// Every attempt that goes out counts, whatever comes of it, but for one that never left this machine. Kakao counts for
/// the whole app: calls that other programs make are not seen here; take them off ``Limits/total``, or add them with
/// ``restore(_:)``. The owner stores ``snapshot()`` now and then and restores it at the next start.
public final class AppBudget: CallGate {
  /// What the app may do.
  public struct Limits: Sendable, Hashable {
    /// Calls of a period, all APIs together. Default 3,000,000, as Kakao documents for a month.
    public var total: Int
    /// The period. Default the calendar month in Seoul.
    public var period: BudgetPeriod
    /// The share of ``total`` from which on what is left is spread over the rest of the period. Default 0.9.
    public var pacedFrom: Double
    /// The longest pause between two calls that pacing makes. Default 10 s.
    public var longestPause: Duration
    /// The most calls in any minute, by group. Default 100 for ``CallGroup/userIDs``, as Kakao documents.
    public var perMinute: [CallGroup: Int]

    /// The defaults, but for what is given.
    public init(
      total: Int = 3_000_000, period: BudgetPeriod = .calendarMonth, pacedFrom: Double = 0.9,
      longestPause: Duration = .seconds(10), perMinute: [CallGroup: Int] = [.userIDs: 100]
    ) {
      self.total = total
      self.period = period
      self.pacedFrom = pacedFrom
      self.longestPause = longestPause
      self.perMinute = perMinute
    }
  }

  /// What was counted; to be stored.
  public struct Snapshot: Sendable, Hashable, Codable {
    /// When the period began.
    public var periodStart: Timestamp
    /// Calls since then.
    public var used: Int
    /// When calls of groups with a limit a minute went out, as far as it still matters.
    public var recent: [CallGroup: [Timestamp]]

    /// A count.
    public init(periodStart: Timestamp, used: Int, recent: [CallGroup: [Timestamp]] = [:]) {
      self.periodStart = periodStart
      self.used = used
      self.recent = recent
    }
  }

  /// How much of the budget is used.
  public struct Usage: Sendable, Hashable {
    /// Calls of this period.
    public let used: Int
    /// Calls that the period may have.
    public let total: Int
    /// When the next period begins.
    public let renewal: Timestamp
    /// Whether calls are slowed down.
    public let isPaced: Bool
  }

  private struct State {
    var budget: AppBudgetState
    /// The period that each call under way was counted in.
    var underWay: [UInt64: Timestamp] = [:]
  }

  private let inner: any CallGate
  private let clock: ElapsedClock
  private let now: @Sendable () -> Timestamp
  private let state: Mutex<State>

  /// - Parameters:
  ///   - inner: asked after the budget has let a call through, such as a ``RateLimiter``.
  ///   - now: the time of day, for the period.
  ///   - clock: does the waiting.
  public init(
    _ limits: Limits = Limits(), wrapping inner: any CallGate, now: @escaping @Sendable () -> Timestamp,
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    self.inner = inner
    self.now = now
    self.clock = ElapsedClock(clock)
    state = Mutex(State(budget: AppBudgetState(limits: limits, now: now())))
  }

  /// How much of the budget is used now.
  public var usage: Usage {
    state.withLock { state in
      state.budget.turn(to: now())
      let budget = state.budget
      return Usage(
        used: budget.used, total: budget.limits.total, renewal: budget.period.upperBound, isPaced: budget.isPaced)
    }
  }

  /// What was counted so far, to be stored.
  public func snapshot() -> Snapshot {
    state.withLock { state in
      state.budget.turn(to: now())
      return state.budget.snapshot(now: now(), elapsed: clock.elapsed())
    }
  }

  /// Takes over what was stored. Of the same period the larger count holds, so that doing it twice changes nothing; the
  /// count of another period is passed over.
  public func restore(_ snapshot: Snapshot) {
    state.withLock { $0.budget.restore(snapshot, now: now(), elapsed: clock.elapsed()) }
  }

  /// As ``enter(_:)``, for a call of no group.
  public func enter() async throws(KakaoError) { try await enter(.unknown) }

  /// As ``leave(_:of:)``, for a call of no group.
  public func leave(_ error: KakaoError?) { leave(error, of: .unknown) }

  /// Counts the call and waits as pacing and the minute's limit want it, then asks the wrapped gate.
  ///
  /// - Throws: ``KakaoError`` with ``KakaoError/Reason/budgetUsedUp`` and ``RetryClass/quota`` when the period's calls
  ///   are used up, its ``KakaoError/retryAfter`` the time to the next period; or what the wrapped gate throws, and that
  ///   the task was cancelled: the call is then not counted.
  public func enter(_ call: GatedCall) async throws(KakaoError) {
    let decision = state.withLock { $0.budget.take(call.group, now: now(), elapsed: clock.elapsed()) }
    switch decision {
    case .usedUp(let renewal):
      throw .budgetUsedUp(call, after: .milliseconds(max(0, renewal.milliseconds - now().milliseconds)))
    case .wait(let wait, let place):
      do throws(KakaoError) {
        try await sleep(wait)
        try await inner.enter(call)
      } catch {
        state.withLock { $0.budget.giveBack(place, call.group) }
        throw error
      }
      state.withLock { $0.underWay[call.id] = place.periodStart }
    }
  }

  /// Tells the wrapped gate, and takes a call off the count that never left this machine.
  public func leave(_ error: KakaoError?, of call: GatedCall) {
    inner.leave(error, of: call)
    state.withLock { state in
      let periodStart = state.underWay.removeValue(forKey: call.id)
      if let error, error.reason == .noAnswer, !error.mayHaveBeenProcessed, let periodStart {
        state.budget.giveBackCall(of: periodStart)
      }
    }
  }

  private func sleep(_ wait: Duration) async throws(KakaoError) {
    guard wait > .zero else { return }
    do {
      try await clock.sleep(wait)
    } catch {
      throw .cancelled(mayHaveBeenProcessed: false)
    }
  }
}

extension KakaoError {
  fileprivate static func budgetUsedUp(_ call: GatedCall, after wait: Duration) -> KakaoError {
    var error = KakaoError(.budgetUsedUp, .quota, mayHaveBeenProcessed: false)
    if !call.endpoint.isEmpty { error.endpoint = call.endpoint }
    error.retryAfter = wait
    error.detail = LocalizedText(
      ko: "이 카카오 앱에 정한 기간의 호출 수를 모두 써서 보내지 않았습니다. 다음 기간에 다시 하십시오.",
      en: "Not sent: the calls of this period are used up for the Kakao app. Try again in the next period.")
    return error
  }
}
