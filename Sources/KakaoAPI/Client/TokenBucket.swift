/// A token bucket that hands out places in the future; a pure state machine on elapsed time.
///
/// It may be overdrawn: each taker beyond what is there is told how long to wait, and those who come later wait longer,
/// so that they go in the order in which they came.
struct TokenBucket: Sendable {
  private let perSecond: Double
  private let burst: Double
  private var tokens: Double
  private var updated: Duration = .zero

  /// A full bucket. Both figures are at least a thousandth.
  init(perSecond: Double, burst: Double) {
    self.perSecond = max(perSecond, 0.001)
    self.burst = max(burst, 1)
    tokens = max(burst, 1)
  }

  /// Takes one token; returns how long to wait before using it.
  mutating func take(at now: Duration) -> Duration {
    refill(now)
    tokens -= 1
    return tokens >= 0 ? .zero : .seconds(-tokens / perSecond)
  }

  /// Gives back a token that was taken and not used.
  mutating func giveBack(at now: Duration) {
    refill(now)
    tokens = min(burst, tokens + 1)
  }

  private mutating func refill(_ now: Duration) {
    guard now > updated else { return }
    tokens = min(burst, tokens + (now - updated) / .seconds(1) * perSecond)
    updated = now
  }
}
