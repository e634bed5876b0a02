internal import CommonValues

/// The counting of an ``AppBudget``; a pure state machine on the time of day (for the period) and on elapsed time (for
/// all waiting, so that a clock that is set does no harm).
struct AppBudgetState: Sendable {
  /// What a call is told.
  enum Decision: Equatable {
    /// It may go out after this wait; the place to give back if it does not.
    case wait(Duration, Place)
    /// The period's calls are used up; the next one begins then.
    case usedUp(until: Timestamp)
  }

  /// What a call took.
  struct Place: Equatable {
    let periodStart: Timestamp
    let minuteStart: Duration?
  }

  let limits: AppBudget.Limits
  private(set) var period: Range<Timestamp>
  private(set) var used = 0
  private var windows: [CallGroup: SlidingWindow]
  private var lastPaced: Duration?

  init(limits: AppBudget.Limits, now: Timestamp) {
    self.limits = limits
    period = limits.period.bounds(of: now)
    windows = limits.perMinute.mapValues { SlidingWindow(limit: $0, span: RateLimiter.minute) }
  }

  /// Whether calls are slowed down.
  var isPaced: Bool { Double(used) >= Double(limits.total) * limits.pacedFrom }

  /// Takes a call out of the budget.
  mutating func take(_ group: CallGroup, now: Timestamp, elapsed: Duration) -> Decision {
    turn(to: now)
    guard used < limits.total else { return .usedUp(until: period.upperBound) }
    var start = elapsed
    if isPaced {
      let rest = max(0, period.upperBound.milliseconds - max(now, period.lowerBound).milliseconds)
      let pause = min(limits.longestPause, .milliseconds(rest) / (limits.total - used))
      if let lastPaced { start = max(start, lastPaced + pause) }
      lastPaced = start
    }
    used += 1
    let minuteStart = windows[group]?.take(at: start)
    return .wait(
      max(start, minuteStart ?? start) - elapsed, Place(periodStart: period.lowerBound, minuteStart: minuteStart))
  }

  /// Gives back what a call took that did not go out. One of a period that is over counts no more.
  mutating func giveBack(_ place: Place, _ group: CallGroup) {
    giveBackCall(of: place.periodStart)
    if let start = place.minuteStart { windows[group]?.giveBack(start) }
  }

  /// Gives back a call of the period that began then, but not its place in the minute.
  mutating func giveBackCall(of periodStart: Timestamp) {
    if periodStart == period.lowerBound { used = max(0, used - 1) }
  }

  /// Begins a new period when there is one. A clock that is set back does not bring an old one back.
  mutating func turn(to now: Timestamp) {
    guard now >= period.upperBound else { return }
    period = limits.period.bounds(of: now)
    used = 0
    lastPaced = nil
  }

  func snapshot(now: Timestamp, elapsed: Duration) -> AppBudget.Snapshot {
    AppBudget.Snapshot(
      periodStart: period.lowerBound, used: used,
      recent: windows.mapValues { window in
        window.starts.filter { $0 > elapsed - window.span }.map { start in
          Timestamp(milliseconds: now.milliseconds - Int64((elapsed - start) / .milliseconds(1)))
        }
      }.filter { !$0.value.isEmpty })
  }

  /// Takes over what another instance had counted: the larger count of the same period, and the calls of the last
  /// minute where this one has made none yet.
  mutating func restore(_ snapshot: AppBudget.Snapshot, now: Timestamp, elapsed: Duration) {
    turn(to: now)
    if snapshot.periodStart == period.lowerBound { used = max(used, snapshot.used) }
    for (group, times) in snapshot.recent {
      guard let window = windows[group], window.starts.isEmpty else { continue }
      let starts = times.compactMap { time -> Duration? in
        let (age, overflow) = now.milliseconds.subtractingReportingOverflow(time.milliseconds)
        // What lies far ahead was written by a clock that was wrong.
        guard !overflow, abs(age) < 120_000 else { return nil }
        return elapsed - .milliseconds(age)
      }
      windows[group] = SlidingWindow(limit: window.limit, span: window.span, starts: starts)
    }
  }
}
