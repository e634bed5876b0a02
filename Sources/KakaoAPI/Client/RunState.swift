internal import Synchronization

/// What the calls of one run share: how many repeats are left, and whether a quota has ended the run.
final class RunState: Sendable {
  private struct State {
    var retriesLeft: Int
    var stoppedBy: KakaoError?
  }

  private let state: Mutex<State>

  init(retryBudget: Int) { state = Mutex(State(retriesLeft: retryBudget)) }

  /// - Throws: the quota error that ended the run.
  func check() throws(KakaoError) {
    if let error = state.withLock({ $0.stoppedBy }) { throw error }
  }

  /// Remembers that no further call of the run has a point.
  func stop(_ error: KakaoError) {
    state.withLock { state in
      if state.stoppedBy == nil { state.stoppedBy = error }
    }
  }

  /// False when the budget is used up.
  func spendRetry() -> Bool {
    state.withLock { state in
      guard state.retriesLeft > 0 else { return false }
      state.retriesLeft -= 1
      return true
    }
  }
}
