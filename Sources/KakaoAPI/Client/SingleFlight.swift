internal import Synchronization

/// Runs at most one operation for a key at a time; whoever asks meanwhile gets that one's outcome.
///
/// An operation belongs to all who wait for it and is not cancelled with any of them; who is cancelled stops waiting.
final class SingleFlight<Key: Hashable & Sendable, Value: Sendable, Failure: Error>: Sendable {
  private typealias Outcome = Result<Value, Failure>
  private typealias Waiter = CheckedContinuation<Outcome, Never>

  private struct State {
    var flights: [Key: [Int: Waiter]] = [:]
    /// Callers that were cancelled before they waited.
    var cancelled: Set<Int> = []
    var nextCaller = 0
  }

  private enum Entry { case cancelled, joined, first }

  private let state = Mutex(State())

  /// The outcome of `operation`, or of the one that runs for `key` already.
  ///
  /// - Parameter cancelled: what is thrown when the calling task is cancelled.
  func run(
    _ key: Key, cancelled: Failure, _ operation: @escaping @Sendable () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let caller = state.withLock { state in
      state.nextCaller += 1
      return state.nextCaller
    }
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { (waiter: Waiter) in
        switch enter(key, caller, waiter) {
        case .joined: break
        case .cancelled: waiter.resume(returning: .failure(cancelled))
        case .first: start(key, operation)
        }
      }
    } onCancel: {
      abandon(key, caller)?.resume(returning: .failure(cancelled))
    }
    state.withLock { _ = $0.cancelled.remove(caller) }
    return try outcome.get()
  }

  private func enter(_ key: Key, _ caller: Int, _ waiter: Waiter) -> Entry {
    state.withLock { state in
      if state.cancelled.contains(caller) { return .cancelled }
      let isFirst = state.flights[key] == nil
      state.flights[key, default: [:]][caller] = waiter
      return isFirst ? .first : .joined
    }
  }

  private func start(_ key: Key, _ operation: @escaping @Sendable () async throws(Failure) -> Value) {
    Task {
      let outcome: Outcome
      do throws(Failure) {
        outcome = .success(try await operation())
      } catch {
        outcome = .failure(error)
      }
      let waiters = state.withLock { $0.flights.removeValue(forKey: key) } ?? [:]
      for waiter in waiters.values { waiter.resume(returning: outcome) }
    }
  }

  private func abandon(_ key: Key, _ caller: Int) -> Waiter? {
    state.withLock { state in
      if let waiter = state.flights[key]?.removeValue(forKey: caller) { return waiter }
      state.cancelled.insert(caller)
      return nil
    }
  }
}
