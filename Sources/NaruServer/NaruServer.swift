public import Hummingbird
public import Logging
public import Naru
import NIOCore

/// The sidecar: HTTP in front of one ``Naru``.
///
/// Every address is below `/shops/{shop}` but for health and the operator's. Redirects are built from the configuration alone, never
/// from a request's headers.
public struct NaruServer: Sendable {
  let naru: Naru
  let logger: Logger

  /// A server for what `naru` is configured for.
  public init(_ naru: Naru, logger: Logger = Logger(label: "naru.server")) {
    self.naru = naru
    self.logger = logger
  }

  /// All routes.
  public func router() -> Router<ServerContext> {
    let router = Router(context: ServerContext.self, options: [.autoGenerateHeadEndpoints])
    router.add(middleware: ErrorMiddleware())
    ChannelRoutes(naru: naru).add(to: router)
    AssetRoutes(naru: naru).add(to: router)
    return router
  }

  /// A server around ``router()``. It runs until its task is cancelled or its service group shuts down gracefully.
  ///
  /// - Parameter onServerRunning: told the port that was bound, once connections are accepted.
  public func application(
    onServerRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
  ) -> some ApplicationProtocol {
    let listen = naru.configuration.listen
    return Application(
      router: router(),
      configuration: ApplicationConfiguration(address: .hostname(listen.host, port: listen.port), serverName: nil),
      onServerRunning: { channel in await onServerRunning(channel.localAddress?.port ?? listen.port) },
      logger: logger)
  }
}
