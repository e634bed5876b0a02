import Dispatch
import Foundation
import Synchronization

@testable import Store

/// A clock that stands still; sleepers wake when it is moved past their time.
final class HeldClock: Clock, Sendable {
  struct Instant: InstantProtocol {
    var offset: Duration
    func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    func duration(to other: Instant) -> Duration { other.offset - offset }
    static func < (lhs: Instant, rhs: Instant) -> Bool { lhs.offset < rhs.offset }
  }

  private struct State {
    var now: Duration = .zero
    var sleepers: [(until: Duration, id: Int, waiter: CheckedContinuation<Void, any Error>)] = []
    var watchers: [CheckedContinuation<Void, Never>] = []
    var next = 0
  }

  private let state = Mutex(State())

  var now: Instant { Instant(offset: state.withLock { $0.now }) }
  var minimumResolution: Duration { .nanoseconds(1) }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    let id = state.withLock { state in
      state.next += 1
      return state.next
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (waiter: CheckedContinuation<Void, any Error>) in
        let (result, watchers): (Result<Void, any Error>?, [CheckedContinuation<Void, Never>]) = state.withLock {
          state in
          if Task.isCancelled { return (.failure(CancellationError()), []) }
          if deadline.offset <= state.now { return (.success(()), []) }
          state.sleepers.append((deadline.offset, id, waiter))
          defer { state.watchers = [] }
          return (nil, state.watchers)
        }
        if let result { waiter.resume(with: result) }
        for watcher in watchers { watcher.resume() }
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
  func waitForSleeper() async {
    await withCheckedContinuation { watcher in
      let sleeps = state.withLock { state in
        if !state.sleepers.isEmpty { return true }
        state.watchers.append(watcher)
        return false
      }
      if sleeps { watcher.resume() }
    }
  }

  func advance(by duration: Duration) {
    let due = state.withLock { state in
      state.now += duration
      let due = state.sleepers.filter { $0.until <= state.now }
      state.sleepers.removeAll { $0.until <= state.now }
      return due
    }
    for sleeper in due { sleeper.waiter.resume() }
  }
}

/// Holds a store's write lock on a thread of its own, as a disk that does not answer would.
final class StalledStore: Sendable {
  private let release = DispatchSemaphore(value: 0)
  private let held = AsyncStream.makeStream(of: Void.self)
  private let done = AsyncStream.makeStream(of: Void.self)

  init(_ store: Store) {
    Thread.detachNewThread { [self] in
      try? store.write { _ in
        held.continuation.finish()
        release.wait()
      }
      done.continuation.finish()
    }
  }

  /// Returns when nobody else can write.
  func waitUntilHeld() async { for await _ in held.stream {} }

  /// Returns when everybody else can write again.
  func letGo() async {
    release.signal()
    for await _ in done.stream {}
  }
}
