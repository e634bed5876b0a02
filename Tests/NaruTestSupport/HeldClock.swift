import Synchronization

/// A clock that stands still; sleepers wake when it is moved past their time.
package final class HeldClock: Clock, Sendable {
  package struct Instant: InstantProtocol {
    package var offset: Duration
    package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    package func duration(to other: Instant) -> Duration { other.offset - offset }
    package static func < (lhs: Instant, rhs: Instant) -> Bool { lhs.offset < rhs.offset }
  }

  private struct State {
    var now: Duration = .zero
    var sleepers: [(until: Duration, id: Int, waiter: CheckedContinuation<Void, any Error>)] = []
    var watchers: [CheckedContinuation<Bool, Never>] = []
    var next = 0
  }

  private let state = Mutex(State())

  package init() {}

  package var now: Instant { Instant(offset: state.withLock { $0.now }) }
  package var minimumResolution: Duration { .nanoseconds(1) }

  package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    let id = state.withLock { state in
      state.next += 1
      return state.next
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (waiter: CheckedContinuation<Void, any Error>) in
        let (result, watchers): (Result<Void, any Error>?, [CheckedContinuation<Bool, Never>]) = state.withLock {
          state in
          if Task.isCancelled { return (.failure(CancellationError()), []) }
          if deadline.offset <= state.now { return (.success(()), []) }
          state.sleepers.append((deadline.offset, id, waiter))
          defer { state.watchers = [] }
          return (nil, state.watchers)
        }
        if let result { waiter.resume(with: result) }
        for watcher in watchers { watcher.resume(returning: false) }
      }
    } onCancel: {
      let waiter = state.withLock { state -> CheckedContinuation<Void, any Error>? in
        guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else { return nil }
        return state.sleepers.remove(at: index).waiter
      }
      waiter?.resume(throwing: CancellationError())
    }
  }

  /// Returns when somebody sleeps.
  package func waitForSleeper() async { await wait { _ in true } }

  /// Returns when somebody sleeps for that long from now.
  package func waitForSleeper(of duration: Duration) async { await wait { $0 == duration } }

  private func wait(_ isIt: @escaping @Sendable (Duration) -> Bool) async {
    while true {
      let isThere: Bool = await withCheckedContinuation { watcher in
        let isThere = state.withLock { state in
          if state.sleepers.contains(where: { isIt($0.until - state.now) }) { return true }
          state.watchers.append(watcher)
          return false
        }
        if isThere { watcher.resume(returning: true) }
      }
      if isThere { return }
    }
  }

  package func advance(by duration: Duration) {
    let due = state.withLock { state in
      state.now += duration
      let due = state.sleepers.filter { $0.until <= state.now }
      state.sleepers.removeAll { $0.until <= state.now }
      return due
    }
    for sleeper in due { sleeper.waiter.resume() }
  }
}
