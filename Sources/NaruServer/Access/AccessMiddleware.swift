import CommonValues
import HTTPTypes
import Hummingbird
import Logging
import ShopModel
import Synchronization

/// The outermost of all: gives a request its number, finds out who asks, and writes one log line and two metrics when it was answered.
///
/// Neither holds the address that was asked for, only the route that took it; nobody's ids, codes or queries come into them.
struct AccessMiddleware: RouterMiddleware {
  let trusted: [IPNetwork]
  let metrics: RequestMetrics
  let watch: HealthWatch
  let deadline: BodyDeadline
  let limits: RequestLimits
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
    var response: Response
    do {
      response = try await next(request, context)
    } catch {
      note(route, context, status: 0, since: start)
      throw error
    }
    response.headers[.requestID] = context.reference
    note(route, context, status: response.status.code, since: start)
    return response
  }

  private func note(_ route: RouteName, _ context: ServerContext, status: Int, since start: Duration) {
    let duration = limits.elapsed() - start
    let shop = context.parameters.get("shop").flatMap { ShopID($0) }
    metrics.count(route, status: status, duration: duration)
    if let shop, (200..<300).contains(status), AccessMiddleware.records.contains(route) { watch.heard(of: shop) }
    let level: Logger.Level = route.isOperators ? .debug : .info
    guard context.logger.logLevel <= level else { return }
    var metadata: Logger.Metadata = [
      "method": .string(route.method), "route": .string(route.path), "status": .stringConvertible(status),
      "ms": .stringConvertible(
        duration.components.seconds * 1_000 + duration.components.attoseconds / 1_000_000_000_000_000),
    ]
    if let shop { metadata["shop"] = .string(shop.description) }
    if let token = context.token { metadata["token"] = .stringConvertible(token) }
    context.logger.log(level: level, "request", metadata: metadata)
  }
}

/// A route as logs and metrics call it: one of those that there are, or `none`.
struct RouteName: Sendable, Hashable {
  let method: String
  /// `/shops/{shop}/login`, or `none`.
  let path: String

  private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"]

  init(_ method: HTTPRequest.Method, _ endpoint: String?) {
    self.method = RouteName.methods.contains(method.rawValue) ? method.rawValue : "other"
    guard let endpoint else {
      path = "none"
      return
    }
    path = RouteName.paths.withLock { paths in
      if let known = paths[endpoint] { return known }
      let parts = endpoint.split(separator: "/").map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }
      let path = "/" + parts.joined(separator: "/")
      paths[endpoint] = path
      return path
    }
  }

  /// By what the router calls them: as many as there are routes.
  private static let paths = Mutex<[String: String]>([:])

  /// Whether an operator's machines ask for it all the time.
  var isOperators: Bool { path == "/healthz" || path == "/readyz" || path == "/metrics" }
}

extension HTTPField.Name {
  static let requestID = HTTPField.Name("X-Request-Id") ?? .cacheControl
  static let forwardedFor = HTTPField.Name("X-Forwarded-For") ?? .cacheControl
}
