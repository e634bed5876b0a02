/// At most so many calls in any stretch of time; a pure state machine on elapsed time.
///
/// Like a ``TokenBucket`` it hands out places in the future, in the order in which they are asked for; unlike one it
/// holds in every stretch, not only in the long run.
struct SlidingWindow: Sendable {
  let limit: Int
  let span: Duration
  /// When calls go out or went out, oldest first; no more than what can still matter.
  private(set) var starts: [Duration]

  /// - Parameter limit: at least 1.
  init(limit: Int, span: Duration, starts: [Duration] = []) {
    self.limit = max(1, limit)
    self.span = span
    self.starts = starts.sorted()
  }

  /// Takes a place; returns when the call may go out.
  mutating func take(at now: Duration) -> Duration {
    if let old = starts.firstIndex(where: { $0 > now - span }) { starts.removeFirst(old) } else { starts = [] }
    var start = max(now, starts.last ?? now)
    if starts.count >= limit { start = max(start, starts[starts.count - limit] + span) }
    starts.append(start)
    return start
  }

  /// Gives back a place that was not used.
  mutating func giveBack(_ start: Duration) {
    if let index = starts.lastIndex(of: start) { starts.remove(at: index) }
  }
}
