import Hummingbird
import HummingbirdCore
import Logging
import NIOPosix

@testable import NaruServer

/// Routes of a test, behind everything that every request passes, on a port of their own.
struct Listening: Sendable {
  let port: Int
  let task: Task<Void, any Error>
  let server: Server<RequestChannel>

  static func start(
    _ site: Site, idle: Duration = .seconds(30), _ routes: (Router<ServerContext>) -> Void
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
        idle: idle),
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
