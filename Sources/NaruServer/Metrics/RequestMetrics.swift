import Metrics
import Synchronization

/// Requests by route and status, and how long they took. Routes are those that there are, so that there are few.
final class RequestMetrics: Sendable {
  private struct Key: Hashable {
    let route: RouteName
    let status: Int
  }

  private struct Cell {
    let counter: any CounterHandler
    let timer: any TimerHandler
  }

  private let registry: MetricsRegistry
  private let cells = Mutex<[Key: Cell]>([:])

  init(_ registry: MetricsRegistry) { self.registry = registry }

  /// - Parameter status: 0 when there was no answer.
  func count(_ route: RouteName, status: Int, duration: Duration) {
    let key = Key(route: route, status: status)
    let cell = cells.withLock { cells in
      if let known = cells[key] { return known }
      let labels = [("method", route.method), ("route", route.path)]
      let cell = Cell(
        counter: registry.makeCounter(
          label: "naru_server_requests_total", dimensions: labels + [("status", "\(status)")]),
        timer: registry.makeTimer(label: "naru_server_request_duration_seconds", dimensions: labels))
      cells[key] = cell
      return cell
    }
    cell.counter.increment(by: 1)
    let (seconds, attoseconds) = duration.components
    cell.timer.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }

  /// A request that a limit refused.
  func countLimited(_ limit: String) {
    registry.makeCounter(label: "naru_server_requests_limited_total", dimensions: [("limit", limit)]).increment(by: 1)
  }
}
