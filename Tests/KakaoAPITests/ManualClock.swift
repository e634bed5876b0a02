import Synchronization

/// A clock that stands still until somebody sleeps on it; then it is at once where the sleeper wanted it. Keeps every
/// sleep.
final class ManualClock: Clock, Sendable {
  struct Instant: InstantProtocol {
    var offset: Duration
    func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    func duration(to other: Instant) -> Duration { other.offset - offset }
    static func < (lhs: Instant, rhs: Instant) -> Bool { lhs.offset < rhs.offset }
  }

  private struct State {
    var now: Duration = .zero
    var sleeps: [Duration] = []
  }

  private let state = Mutex(State())
  private let cancelsSleepers: Bool

  /// `cancelsSleepers` makes every sleep end as in a cancelled task.
  init(cancelsSleepers: Bool = false) { self.cancelsSleepers = cancelsSleepers }

  var now: Instant { Instant(offset: state.withLock { $0.now }) }
  var minimumResolution: Duration { .nanoseconds(1) }
  var sleeps: [Duration] { state.withLock { $0.sleeps } }

  func advance(by duration: Duration) { state.withLock { $0.now += duration } }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    if cancelsSleepers { throw CancellationError() }
    try Task.checkCancellation()
    state.withLock { state in
      state.sleeps.append(deadline.offset - state.now)
      state.now = max(state.now, deadline.offset)
    }
  }
}

/// A generator that always gives the highest number, so that waits are as long as they can be.
struct Highest: RandomNumberGenerator, Sendable {
  mutating func next() -> UInt64 { .max }
}
