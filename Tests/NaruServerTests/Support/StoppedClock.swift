/// A clock that stands still, so that no login is too slow however busy the machine is: who sleeps on it wakes when cancelled.
struct StoppedClock: Clock {
  struct Instant: InstantProtocol {
    var offset: Duration
    func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    func duration(to other: Instant) -> Duration { other.offset - offset }
    static func < (lhs: Instant, rhs: Instant) -> Bool { lhs.offset < rhs.offset }
  }

  var now: Instant { Instant(offset: .zero) }
  var minimumResolution: Duration { .nanoseconds(1) }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    // A stream that nobody feeds ends when its reader is cancelled.
    let (stream, feed) = AsyncStream.makeStream(of: Never.self)
    for await _ in stream {}
    feed.finish()
    throw CancellationError()
  }
}
