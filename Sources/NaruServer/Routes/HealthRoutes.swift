import CommonValues
import HTTPTypes
import Hummingbird
import Naru

/// `/healthz`, `/readyz` and `/metrics`: what an operator's machines ask.
struct HealthRoutes: Sendable {
  let naru: Naru
  let watch: HealthWatch

  func add(to router: Router<ServerContext>) {
    router.read("/healthz") { _, _ in HealthRoutes.plain(.ok, "ok\n") }
    router.read("/readyz") { _, _ in
      let obstacles = await watch.obstacles(naru)
      return obstacles.isEmpty
        ? HealthRoutes.plain(.ok, "ready\n")
        : HealthRoutes.plain(.serviceUnavailable, obstacles.map { $0 + "\n" }.joined())
    }
    router.read("/metrics") { request, context in
      try MetricsAccess(request, context, token: naru.configuration.metricsToken).require()
      let text = watch.registry.text(with: await watch.samples(naru))
      var response = HealthRoutes.plain(.ok, text)
      response.headers[.contentType] = "text/plain; version=0.0.4; charset=utf-8"
      return response
    }
  }

  private static func plain(_ status: HTTPResponse.Status, _ text: String) -> Response {
    var headers = HTTPFields()
    headers[.contentType] = "text/plain; charset=utf-8"
    headers[.cacheControl] = "no-store"
    return Response(status: status, headers: headers, body: .init(byteBuffer: .init(string: text)))
  }
}

/// Who may read the metrics and the OpenAPI document: whoever shows the token, when there is one; else programs of this machine that ask for themselves.
enum MetricsAccess: Sendable, Hashable {
  case allowed
  case needsToken
  /// As if there were no such address.
  case hidden

  /// What proxies add: a request that has any of it is somebody else's, wherever it comes from.
  private static let forwarding = [
    "Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP",
  ]
  .compactMap { HTTPField.Name($0) }

  init(_ request: Request, _ context: ServerContext, token: BearerTokens?) {
    if let token {
      let isShown = BearerToken.shown(in: request).map { token.matches($0) } ?? false
      self = isShown ? .allowed : .needsToken
      return
    }
    let isForwarded = MetricsAccess.forwarding.contains { request.headers.contains($0) }
    self = ClientAddress(peer: context.remoteAddress).isLocal && !isForwarded ? .allowed : .hidden
  }
}

extension MetricsAccess {
  /// Throws ``Problem/metricsUnauthorized``, or ``Problem/notFound`` for whom there is no such address.
  func require() throws(Problem) {
    switch self {
    case .allowed: return
    case .needsToken:
      var problem = Problem.metricsUnauthorized
      problem.headers = [(.wwwAuthenticate, "Bearer")]
      throw problem
    case .hidden: throw .notFound
    }
  }
}

extension Problem {
  static let metricsUnauthorized = Problem(
    "metrics-unauthorized", .unauthorized,
    LocalizedText(
      ko: "naru.yaml의 metrics.token을 Authorization: Bearer 헤더로 보내 주십시오.",
      en: "Send metrics.token of naru.yaml as Authorization: Bearer."))
}
