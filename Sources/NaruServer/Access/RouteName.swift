import HTTPTypes
import Synchronization

/// A route as logs and metrics call it: one of those that there are, or `none`.
struct RouteName: Sendable, Hashable {
  let method: String
  /// `/shops/{shop}/login`, or `none`.
  var path: String { route.path }
  private let route: Route

  private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"]

  init(_ method: HTTPRequest.Method, _ endpoint: String?) {
    self.method = RouteName.methods.contains(method.rawValue) ? method.rawValue : "other"
    guard let endpoint else {
      route = Route.none
      return
    }
    route = RouteName.routes.withLock { routes in
      if let known = routes[endpoint] { return known }
      let parts = endpoint.split(separator: "/").map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }
      let route = Route("/" + parts.joined(separator: "/"))
      routes[endpoint] = route
      return route
    }
  }

  /// By what the router calls them: as many as there are routes.
  private static let routes = Mutex<[String: Route]>([:])

  static func == (lhs: RouteName, rhs: RouteName) -> Bool { lhs.route === rhs.route && lhs.method == rhs.method }

  func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(route))
    hasher.combine(method)
  }

  /// Whether an operator's machines ask for it all the time.
  var isOperators: Bool { route.isOperators }
  /// Whether whoever asks for it is nobody yet, and costs something.
  var isOpen: Bool { route.isOpen }
  /// Whether it computes for moments alone between its waits, so that it may do so on the event loop that has other connections to
  /// answer: what browsers and platforms call all the time.
  var isShort: Bool { route.isShort }
}

/// What is known of a route, found out once.
private final class Route: Sendable {
  let path: String
  let isOperators: Bool
  let isOpen: Bool
  let isShort: Bool

  static let none = Route("none")

  init(_ path: String) {
    self.path = path
    isOperators = ["/healthz", "/readyz", "/metrics"].contains(path)
    isOpen = [
      "/shops/{shop}/login", "/shops/{shop}/auto-login", "/shops/{shop}/kakao/callback", "/shops/{shop}/logout",
    ].contains(path)
    isShort = [
      "/auth", "/healthz", "/shops/{shop}/login", "/shops/{shop}/auto-login", "/shops/{shop}/kakao/callback",
      "/shops/{shop}/webhooks/shop", "/shops/{shop}/webhooks/kakao/unlink", "/shops/{shop}/webhooks/kakao/channel",
      "/shops/{shop}/webhooks/kakao/account",
    ].contains(path)
  }
}
