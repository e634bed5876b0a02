import Synchronization

/// A clock whose sleepers sleep until it is opened; an answer that a fault delays waits for it.
final class Gate: Clock {
  typealias Instant = ContinuousClock.Instant

  private struct State {
    var isOpen = false
    var sleepers: [Int: CheckedContinuation<Void, Never>] = [:]
    var next = 0
  }

  private let state = Mutex(State())

  init() {}

  var now: Instant { ContinuousClock.now }
  var minimumResolution: Duration { .nanoseconds(1) }

  /// Wakes everybody, and lets nobody sleep any more.
  func open() {
    let sleepers = state.withLock { state in
      state.isOpen = true
      defer { state.sleepers = [:] }
      return state.sleepers.values.map { $0 }
    }
    for sleeper in sleepers { sleeper.resume() }
  }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    let id = state.withLock { state in
      state.next += 1
      return state.next
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let goesOn = state.withLock { state in
          if state.isOpen || Task.isCancelled { return true }
          state.sleepers[id] = continuation
          return false
        }
        if goesOn { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.sleepers.removeValue(forKey: id) }?.resume()
    }
    try Task.checkCancellation()
  }
}
