import CommonValues
import Synchronization

/// A wall clock that tests set.
final class TestTime: Sendable {
  private let milliseconds = Mutex<Int64>(1_790_000_000_000)

  var now: Timestamp { Timestamp(milliseconds: milliseconds.withLock { $0 }) }
  func advance(seconds: Int64) { milliseconds.withLock { $0 += seconds * 1000 } }
}

/// A clock that stands still until it is advanced; who sleeps on it wakes when its time has come or it is cancelled.
final class StillClock: Clock, Sendable {
  struct Instant: InstantProtocol {
    var offset: Duration
    func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    func duration(to other: Instant) -> Duration { other.offset - offset }
    static func < (lhs: Instant, rhs: Instant) -> Bool { lhs.offset < rhs.offset }
  }

  private struct Sleeper {
    let until: Duration
    let wake: CheckedContinuation<Void, Never>
  }

  private struct State {
    var now: Duration = .zero
    var next = 0
    var sleepers: [Int: Sleeper] = [:]
    var cancelled: Set<Int> = []
  }

  private let state = Mutex(State())

  var now: Instant { Instant(offset: state.withLock { $0.now }) }
  var minimumResolution: Duration { .nanoseconds(1) }
  /// How many are asleep.
  var sleeping: Int { state.withLock { $0.sleepers.count } }

  func advance(by duration: Duration) {
    let due = state.withLock { state in
      state.now += duration
      let now = state.now
      let due = state.sleepers.filter { $0.value.until <= now }
      for key in due.keys { state.sleepers[key] = nil }
      return due.values.map(\.wake)
    }
    for wake in due { wake.resume() }
  }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    let id = state.withLock { state in
      state.next += 1
      return state.next
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { wake in
        let isOver = state.withLock { state in
          if state.cancelled.remove(id) != nil || deadline.offset <= state.now { return true }
          state.sleepers[id] = Sleeper(until: deadline.offset, wake: wake)
          return false
        }
        if isOver { wake.resume() }
      }
    } onCancel: {
      let sleeper = state.withLock { state in
        let sleeper = state.sleepers.removeValue(forKey: id)
        if sleeper == nil { state.cancelled.insert(id) }
        return sleeper
      }
      sleeper?.wake.resume()
    }
    try Task.checkCancellation()
  }
}
