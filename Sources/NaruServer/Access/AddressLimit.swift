import CommonValues
import HTTPTypes
import Hummingbird
import Logging

/// The cheap limit, before anything is looked at: an address that has begun too many logins, or was refused too often, waits.
///
/// What is answered well costs nothing, since a platform's webhooks and a shop's back end come from few addresses, many a second.
struct AddressLimit {
  let limits: RequestLimits
  let metrics: RequestMetrics
  let route: RouteName

  /// The answer to somebody who has to wait; nil when nobody has. Beginning something is charged.
  func refusal(_ context: ServerContext) -> Response? {
    if route.isOperators { return nil }
    if let wait = limits.wait(of: context.client) {
      context.logger.warning(
        "too many requests", metadata: ["client": .string(context.client.description), "route": .string(route.path)])
      metrics.countLimited("address")
      return Problem.tooManyRequests(after: wait).response(reference: context.reference)
    }
    if route.isOpen { limits.charge(context.client) }
    return nil
  }

  /// Being refused is charged.
  func charge(for status: HTTPResponse.Status, _ context: ServerContext) {
    // `/auth` says 401 to everybody who is not logged in.
    guard !route.isOperators, !route.isOpen, route.path != "/auth" else { return }
    switch status {
    case .unauthorized, .forbidden, .notFound, .methodNotAllowed: limits.charge(context.client)
    default: break
    }
  }
}

extension Problem {
  static func tooManyRequests(after wait: Duration) -> Problem {
    var problem = Problem(
      "too-many-requests", .tooManyRequests,
      LocalizedText(ko: "요청이 너무 많습니다. Retry-After 뒤에 다시 시도하십시오.", en: "Too many requests; try again after Retry-After.")
    )
    let (seconds, attoseconds) = wait.components
    problem.headers = [(.retryAfter, "\(max(1, seconds + (attoseconds > 0 ? 1 : 0)))")]
    return problem
  }
}
