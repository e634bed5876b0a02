import Metrics
import Synchronization

/// Requests by route and status, and how long they took. Routes are those that there are, so that there are few.
final class RequestMetrics: Sendable {
  private struct Key: Hashable {
    let route: RouteName
    let status: Int
  }

  private struct Cells {
    var counts: [Key: any CounterHandler] = [:]
    var timers: [RouteName: any TimerHandler] = [:]
  }

  private let registry: MetricsRegistry
  private let cells = Mutex(Cells())

  init(_ registry: MetricsRegistry) { self.registry = registry }

  /// - Parameter status: 0 when there was no answer.
  func count(_ route: RouteName, status: Int, duration: Duration) {
    let key = Key(route: route, status: status)
    let (counter, timer) = cells.withLock { cells in
      let counter =
        cells.counts[key]
        ?? registry.makeCounter(
          label: "naru_server_requests_total",
          dimensions: [("method", route.method), ("route", route.path), ("status", "\(status)")])
      let timer =
        cells.timers[route]
        ?? registry.makeTimer(
          label: "naru_server_request_duration_seconds", dimensions: [("method", route.method), ("route", route.path)])
      cells.counts[key] = counter
      cells.timers[route] = timer
      return (counter, timer)
    }
    counter.increment(by: 1)
    let (seconds, attoseconds) = duration.components
    timer.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }

  /// A request that a limit refused.
  func countLimited(_ limit: String) {
    registry.makeCounter(label: "naru_server_requests_limited_total", dimensions: [("limit", limit)]).increment(by: 1)
  }
}
