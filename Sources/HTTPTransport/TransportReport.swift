internal import Logging
internal import Metrics
internal import Synchronization

/// What is told of a finished request: host, outcome and duration, nothing else.
final class TransportReport: Sendable {
  private struct Key: Hashable {
    let host: String
    let outcome: String
  }

  private struct Meters {
    let requests: Counter
    let duration: Timer
  }

  /// More label pairs than that mean that hosts come from outside; the meters are then let go and made anew.
  private static let meterLimit = 1_000

  private let logger: Logger?
  private let factory: (any MetricsFactory)?
  private let meters = Mutex<[Key: Meters]>([:])

  init(logger: Logger?, factory: (any MetricsFactory)?) {
    self.logger = logger
    self.factory = factory
  }

  func finished(_ request: PendingRequest, _ result: Result<HTTPResponse, HTTPTransportError>) {
    let outcome =
      switch result {
      case .success(let response): "\(response.status / 100)xx"
      case .failure(let error): error.code.name
      }
    let duration = ContinuousClock.now - request.started
    let nanoseconds = duration.components.seconds * 1_000_000_000 + duration.components.attoseconds / 1_000_000_000
    let meters = meters(for: Key(host: request.checked.origin.host, outcome: outcome))
    meters.requests.increment()
    meters.duration.recordNanoseconds(nanoseconds)
    logger?.debug(
      "HTTP request finished",
      metadata: [
        "host": "\(request.checked.origin.host)", "method": "\(request.checked.request.method)",
        "outcome": "\(outcome)", "milliseconds": "\(nanoseconds / 1_000_000)",
      ])
  }

  private func meters(for key: Key) -> Meters {
    meters.withLock { meters in
      if let known = meters[key] { return known }
      if meters.count >= TransportReport.meterLimit { meters.removeAll() }
      let labels = [("host", key.host), ("outcome", key.outcome)]
      let factory = factory ?? MetricsSystem.factory
      let made = Meters(
        requests: Counter(label: "naru_http_requests", dimensions: labels, factory: factory),
        duration: Timer(
          label: "naru_http_duration", dimensions: labels, preferredDisplayUnit: .seconds, factory: factory))
      meters[key] = made
      return made
    }
  }
}
