internal import Synchronization

/// Lets one at a time through for each key, in the order in which they came.
final class KeyedLock<Key: Hashable & Sendable>: Sendable {
  /// For each key that somebody is through for, those who wait.
  private let queues = Mutex<[Key: [CheckedContinuation<Void, Never>]]>([:])

  func withLock<Value: Sendable, Failure: Error>(
    _ key: Key, _ body: () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    await enter(key)
    defer { leave(key) }
    return try await body()
  }

  private func enter(_ key: Key) async {
    await withCheckedContinuation { waiter in
      let isFree = queues.withLock { queues in
        if queues[key] != nil {
          queues[key]?.append(waiter)
          return false
        }
        queues[key] = []
        return true
      }
      if isFree { waiter.resume() }
    }
  }

  private func leave(_ key: Key) {
    let next = queues.withLock { queues -> CheckedContinuation<Void, Never>? in
      guard queues[key]?.isEmpty == false else {
        queues[key] = nil
        return nil
      }
      return queues[key]?.removeFirst()
    }
    next?.resume()
  }
}
