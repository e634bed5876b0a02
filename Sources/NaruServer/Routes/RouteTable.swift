import CommonValues
import HTTPTypes
import Hummingbird

/// The routes by their path, for refusing the methods that a path does not take.
struct RouteTable: Sendable {
  private var methods: [(path: RouterPath, methods: [HTTPRequest.Method])] = []

  init(_ routes: [Router<ServerContext>.RouteDescription]) {
    for route in routes {
      if let index = methods.firstIndex(where: { $0.path.description == route.path.description }) {
        methods[index].methods.append(route.method)
      } else {
        methods.append((route.path, [route.method]))
      }
    }
  }

  /// `GET /shops/{shop}/login` and so on, in order.
  var lines: [String] {
    methods.flatMap { entry in
      let path = entry.path.description.split(separator: "/").map {
        $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0)
      }
      return entry.methods.map { "\($0.rawValue) /\(path.joined(separator: "/"))" }
    }.sorted()
  }

  private static let known: [HTTPRequest.Method] =
    [.get, .head, .post, .put, .delete, .patch, .options, .trace] + [HTTPRequest.Method("QUERY")].compactMap(\.self)

  /// Answers 405 with `Allow` to every other method of a path.
  func addRefusals(to router: Router<ServerContext>) {
    for entry in methods {
      let allowed = entry.methods.map(\.rawValue).sorted().joined(separator: ", ")
      for method in RouteTable.known where !entry.methods.contains(method) {
        router.on(entry.path, method: method) { _, _ -> Response in
          var problem = Problem.methodNotAllowed
          problem.headers = [(.allow, allowed)]
          throw problem
        }
      }
    }
  }
}

extension RouterMethods {
  /// A route for GET, and for HEAD without the body; for what changes nothing.
  func read(
    _ path: RouterPath, use handler: @escaping @Sendable (Request, Context) async throws -> Response
  ) {
    get(path, use: handler)
    on(path, method: .head) { request, context in
      try await handler(request, context).createHeadResponse()
    }
  }
}

extension Problem {
  static let methodNotAllowed = Problem(
    "method-not-allowed", .methodNotAllowed,
    LocalizedText(ko: "이 주소는 그 방식의 요청을 받지 않습니다.", en: "This address does not take that method."))
}
