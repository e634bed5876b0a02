import Synchronization

/// Tasks that were begun and nobody waits for: they are counted, and ended together.
final class TaskBook: Sendable {
  private struct State {
    var tasks: [UInt64: Task<Void, Never>] = [:]
    var next: UInt64 = 0
    var isClosed = false
  }

  private let state = Mutex(State())

  /// Begins a task; false when the book is closed, and then nothing is done.
  func start(_ work: @escaping @Sendable () async -> Void) -> Bool {
    state.withLock { state in
      guard !state.isClosed else { return false }
      state.next += 1
      let id = state.next
      state.tasks[id] = Task {
        await work()
        self.end(id)
      }
      return true
    }
  }

  private func end(_ id: UInt64) { state.withLock { _ = $0.tasks.removeValue(forKey: id) } }

  /// Returns when everything that was begun has come to its end.
  func settle() async {
    while let task = state.withLock({ $0.tasks.values.first }) { await task.value }
  }

  /// Begins nothing any more, cancels what runs, and returns when it has ended.
  func close() async {
    for task in state.withLock({ state in
      state.isClosed = true
      return Array(state.tasks.values)
    }) {
      task.cancel()
    }
    await settle()
  }
}

/// Whether somebody asked to stop, for code that can not be a task's.
final class StopFlag: Sendable {
  private let flag = Mutex(false)

  var isSet: Bool { flag.withLock { $0 } }
  func set() { flag.withLock { $0 = true } }
}
