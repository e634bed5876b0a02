import Synchronization

/// Tells those whose time is over. There is one sleeper for all of them, so that somebody who is soon done costs next to nothing.
final class DeadlineWatch: Sendable {
  private struct Entry {
    let deadline: Duration
    let expire: @Sendable () -> Void
  }

  private struct State {
    var entries: [UInt64: Entry] = [:]
    var next: UInt64 = 0
    var isWatched = false
  }

  private let state = Mutex(State())
  private let elapsed: @Sendable () -> Duration
  private let sleep: @Sendable (Duration) async throws -> Void

  init(_ clock: some Clock<Duration>) {
    let start = clock.now
    elapsed = { start.duration(to: clock.now) }
    sleep = { try await clock.sleep(for: $0) }
  }

  /// Calls `expire` once `limit` is over, unless it was removed before.
  func add(within limit: Duration, expire: @escaping @Sendable () -> Void) -> UInt64 {
    let deadline = elapsed() + limit
    let (ticket, starts) = state.withLock { state in
      state.next += 1
      state.entries[state.next] = Entry(deadline: deadline, expire: expire)
      defer { state.isWatched = true }
      return (state.next, !state.isWatched)
    }
    if starts { Task { await self.watch() } }
    return ticket
  }

  /// - Returns: whether it was still in time.
  func remove(_ ticket: UInt64) -> Bool { state.withLock { $0.entries.removeValue(forKey: ticket) != nil } }

  private func watch() async {
    while let next = nextDeadline() {
      let wait = next - elapsed()
      if wait > .zero { try? await sleep(wait) }
      let now = elapsed()
      let late = state.withLock { state in
        let late = state.entries.filter { $0.value.deadline <= now }
        for ticket in late.keys { state.entries[ticket] = nil }
        return late
      }
      for entry in late.values { entry.expire() }
    }
  }

  /// Nil when nobody is left; then nobody watches any more.
  private func nextDeadline() -> Duration? {
    state.withLock { state in
      let next = state.entries.values.map(\.deadline).min()
      if next == nil { state.isWatched = false }
      return next
    }
  }
}
