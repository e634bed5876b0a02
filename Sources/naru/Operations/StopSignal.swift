import Synchronization

/// Whether somebody asked to stop. Asking is final.
final class StopSignal: Sendable {
  private struct State {
    var isAsked = false
    var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    var next = 0
  }

  private let state = Mutex(State())

  init() {}

  /// Whether to come to an end.
  var isAsked: Bool { state.withLock { $0.isAsked } }

  /// Asks; everybody who waits goes on.
  func ask() {
    let waiters = state.withLock { state in
      state.isAsked = true
      defer { state.waiters = [:] }
      return state.waiters.values.map { $0 }
    }
    for waiter in waiters { waiter.resume() }
  }

  /// Returns when somebody asks, or when the task is cancelled.
  func wait() async {
    let id = state.withLock { state in
      state.next += 1
      return state.next
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let goesOn = state.withLock { state in
          if state.isAsked || Task.isCancelled { return true }
          state.waiters[id] = continuation
          return false
        }
        if goesOn { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
    }
  }
}
