import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

@testable import NaruServer

/// Routes of a test, behind everything that every request passes, on a port of their own.
struct Listening: Sendable {
  let port: Int
  let task: Task<Void, any Error>
  let server: Server<RequestChannel>

  static func start(
    _ site: Site, _ routes: (Router<ServerContext>) -> Void
  ) async throws -> Listening {
    let router = Router(context: ServerContext.self)
    router.add(middleware: site.server.front)
    routes(router)
    let state = LiveSite.State(naru: site.naru, responder: router.buildResponder())
    let (ports, bound) = AsyncStream.makeStream(of: Int.self)
    let logger = Logger(label: "naru.test") { site.log.handler(label: $0) }
    let server = Server(
      childChannelSetup: RequestChannel(
        answering: Answering(site: LiveSite(state), logger: logger, date: HTTPDate { site.time.now }), tls: nil,
        idle: .seconds(30)),
      configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { bound.yield($0.localAddress?.port ?? 0) },
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
      logger: logger)
    let task = Task {
      defer { bound.finish() }
      try await server.run()
    }
    for await port in ports { return Listening(port: port, task: task, server: server) }
    try await task.value
    throw SiteError.unexpected("it ended before it began")
  }

  /// Ends it when what has begun is answered.
  func stop() async throws {
    try await server.shutdownGracefully()
    try await task.value
  }

  /// Ends it at once, and waits until it has ended.
  func end() async {
    task.cancel()
    _ = await task.result
  }
}

/// Puts routes on a port for as long as `body`, which is told the port, runs.
func withListening(
  _ routes: @escaping @Sendable (Router<ServerContext>) -> Void, _ body: @escaping @Sendable (Int) async throws -> Void
) async throws {
  try await withSite { site in
    let listening = try await Listening.start(site, routes)
    do { try await body(listening.port) } catch {
      await listening.end()
      throw error
    }
    await listening.end()
  }
}

extension Listening {
  /// A request as it goes over the wire.
  ///
  /// - Parameter headers: each with its line break.
  static func call(_ path: String, _ headers: String = "", method: String = "GET", body: String = "") -> String {
    "\(method) \(path) HTTP/1.1\r\nHost: x\r\n\(headers)\r\n\(body)"
  }
}

extension Response {
  static func text(_ text: String) -> Response {
    Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: text)))
  }
}

extension Router<ServerContext> {
  /// A route that answers when the gate is open.
  func slow(_ path: RouterPath, _ text: String, _ gate: Gate) {
    get(path) { _, _ in
      await gate.pass()
      return Response.text(text)
    }
  }

  /// A route whose answer is written bit by bit.
  func streams(_ path: RouterPath, _ write: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void) {
    get(path) { _, _ in Response(status: .ok, body: ResponseBody(write)) }
  }
}
