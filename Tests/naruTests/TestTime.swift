import Synchronization

/// A time that stands still until it is moved.
final class TestTime: Sendable {
  private let value = Mutex(Duration.zero)

  var now: Duration { value.withLock { $0 } }

  func advance(by duration: Duration) { value.withLock { $0 += duration } }
}
