public import Hummingbird
public import Logging
import NIOCore
public import Naru

/// The sidecar: HTTP in front of one ``Naru``.
///
/// Every address is below `/shops/{shop}`, but for `/auth` and health. Redirects are built from the configuration alone, never from a
/// request's headers.
public struct NaruServer: Sendable {
  let naru: Naru
  let inbox: NaruInbox
  let logger: Logger
  private let logins: LoginDirectory

  /// A server for what `naru` is configured for. Throws ``NaruError`` when a shop's login can not be readied.
  ///
  /// - Parameter inbox: keeps and works on webhooks; its `run()` has to go on while the server runs.
  public init(_ naru: Naru, inbox: NaruInbox, logger: Logger = Logger(label: "naru.server")) throws {
    self.naru = naru
    self.inbox = inbox
    self.logger = logger
    logins = try LoginDirectory(naru)
  }

  /// All routes.
  public func router() -> Router<ServerContext> {
    let router = Router(context: ServerContext.self)
    router.add(middleware: ErrorMiddleware())
    BrowserRoutes(logins: logins).add(to: router)
    AuthRoute(logins: logins).add(to: router)
    BackEndRoutes(logins: logins).add(to: router)
    KakaoWebhookRoutes(naru: naru, inbox: inbox).add(to: router)
    ChannelRoutes(naru: naru).add(to: router)
    AssetRoutes(naru: naru).add(to: router)
    HealthRoutes(naru: naru).add(to: router)
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

  /// Serves and works on what arrives until the task is cancelled, then ends what was begun.
  public func run(onServerRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await application(onServerRunning: onServerRunning).run() }
      group.addTask { await inbox.run() }
      do {
        try await group.next()
      } catch {
        group.cancelAll()
        throw error
      }
      group.cancelAll()
    }
  }
}
