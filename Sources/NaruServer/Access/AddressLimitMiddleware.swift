import CommonValues
import HTTPTypes
import Hummingbird
import Logging

/// The cheap limit, before anything is looked at: an address that has begun too many logins, or was refused too often, waits.
///
/// What is answered well costs nothing, since a platform's webhooks and a shop's back end come from few addresses, many a second.
struct AddressLimitMiddleware: RouterMiddleware {
  let limits: RequestLimits
  let metrics: RequestMetrics

  /// Whoever asks for these is nobody yet, and each costs.
  private static let open: Set<String> = [
    "/shops/{shop}/login", "/shops/{shop}/auto-login", "/shops/{shop}/kakao/callback", "/shops/{shop}/logout",
  ]

  func handle(
    _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
  ) async throws -> Response {
    let route = context.route ?? RouteName(request.method, context.endpointPath)
    if route.isOperators { return try await next(request, context) }
    if let wait = limits.wait(of: context.client) {
      context.logger.warning(
        "too many requests", metadata: ["client": .string(context.client.description), "route": .string(route.path)])
      metrics.countLimited("address")
      return Problem.tooManyRequests(after: wait).response(reference: context.reference)
    }
    let isOpen = AddressLimitMiddleware.open.contains(route.path)
    if isOpen { limits.charge(context.client) }
    let response = try await next(request, context)
    // `/auth` says 401 to everybody who is not logged in.
    if !isOpen, route.path != "/auth",
      [.unauthorized, .forbidden, .notFound, .methodNotAllowed].contains(response.status)
    {
      limits.charge(context.client)
    }
    return response
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
