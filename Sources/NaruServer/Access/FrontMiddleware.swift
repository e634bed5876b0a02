import CommonValues
import HTTPTypes
import Hummingbird
import Logging
import Naru
import ShopModel

/// What every request passes, whatever its route: gets its number, is held against the limits, has its errors made answers, and is
/// written to the log and the metrics when it was answered.
///
/// Neither of those holds the address that was asked for, only the route that took it; nobody's ids, codes or queries come into them. It is
/// one middleware, since every request pays for each further one.
struct FrontMiddleware: RouterMiddleware {
  let trusted: [IPNetwork]
  let metrics: RequestMetrics
  let watch: HealthWatch
  let deadline: BodyDeadline
  let limits: RequestLimits
  let idempotency: IdempotencyMiddleware

  /// By these a shop's back end brings what is new; deliveries and imports are found in the store.
  private static let records: Set<RouteName> = [
    RouteName(.post, "/shops/:shop/members"), RouteName(.post, "/shops/:shop/orders"),
  ]

  func handle(
    _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
  ) async throws -> Response {
    let start = limits.elapsed()
    var context = context
    let route = RouteName(request.method, context.endpointPath)
    context.receive(
      reference: request.headers[.requestID].flatMap(RequestReference.accepted),
      client: context.client.resolved(by: request.headers[values: .forwardedFor], trusted: trusted), route: route,
      limits: limits, deadline: deadline)
    let limit = AddressLimit(limits: limits, metrics: metrics, route: route)
    var response: Response
    if let refusal = limit.refusal(context) {
      response = refusal
    } else {
      do {
        if route.isShort {
          response = try await next(request, context)
        } else {
          response = try await withTaskExecutorPreference(globalConcurrentExecutor) {
            try await idempotency.handle(request, context: context, next: next)
          }
        }
      } catch {
        guard let answer = Problem.answer(to: error, context) else {
          note(route, context, status: 0, since: start)
          throw error
        }
        response = answer
      }
      limit.charge(for: response.status, context)
    }
    CommonHeaders.complete(&response)
    response.headers.append(HTTPField(name: .requestID, value: context.reference))
    if request.method == .head { response = response.createHeadResponse() }
    note(route, context, status: response.status.code, since: start)
    return response
  }

  private func note(_ route: RouteName, _ context: ServerContext, status: Int, since start: Duration) {
    let duration = limits.elapsed() - start
    let shop = context.shop
    metrics.count(route, status: status, duration: duration)
    if let shop, (200..<300).contains(status), FrontMiddleware.records.contains(route) { watch.heard(of: shop) }
    let level: Logger.Level = route.isOperators ? .debug : .info
    guard context.plainLogger.logLevel <= level else { return }
    var metadata = Logger.Metadata(minimumCapacity: 7)
    metadata["request"] = .string(context.reference)
    metadata["method"] = .string(route.method)
    metadata["route"] = .string(route.path)
    metadata["status"] = .string(String(status))
    metadata["ms"] = .string(
      String(duration.components.seconds * 1_000 + duration.components.attoseconds / 1_000_000_000_000_000))
    if let shop { metadata["shop"] = .string(shop.description) }
    if let token = context.token { metadata["token"] = .string(String(token)) }
    context.plainLogger.log(level: level, "request", metadata: metadata)
  }
}

extension HTTPField.Name {
  static let requestID = HTTPField.Name("X-Request-Id") ?? .cacheControl
  static let forwardedFor = HTTPField.Name("X-Forwarded-For") ?? .cacheControl
}
