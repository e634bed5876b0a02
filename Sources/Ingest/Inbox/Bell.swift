import Synchronization

/// Wakes those who wait for news. Rings are counted, so that one between looking and waiting is not missed.
package final class Bell: Sendable {
  private struct State {
    var count = 0
    var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
    var next: UInt64 = 0
  }

  private let state = Mutex(State())

  /// How often it rang.
  package var count: Int { state.withLock { $0.count } }

  /// Makes a bell that has not rung.
  package init() {}

  /// Wakes everybody who waits.
  package func ring() {
    let waiters = state.withLock { state in
      state.count += 1
      defer { state.waiters = [:] }
      return state.waiters.values.map { $0 }
    }
    for waiter in waiters { waiter.resume() }
  }

  /// Returns when it rang after `heard`, or when the task is cancelled.
  package func wait(after heard: Int) async {
    let id = state.withLock { state in
      state.next += 1
      return state.next
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        let goesOn = state.withLock { state in
          if state.count > heard || Task.isCancelled { return true }
          state.waiters[id] = waiter
          return false
        }
        if goesOn { waiter.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
    }
  }
}
