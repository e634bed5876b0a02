public import Hummingbird
public import Logging
import NIOCore
public import Naru
import ServiceLifecycle

/// The sidecar: HTTP in front of one ``Naru``.
///
/// Every address is below `/shops/{shop}`, but for `/auth` and health; docs/http-api.md lists them. Redirects are built from the
/// configuration alone, never from a request's headers.
public struct NaruServer: Sendable {
  let naru: Naru
  let inbox: NaruInbox
  let jobs: NaruJobs
  let logger: Logger
  private let logins: LoginDirectory

  /// A server for what `naru` is configured for. Throws ``NaruError`` when a shop's login can not be readied.
  ///
  /// - Parameters:
  ///   - inbox: keeps and works on webhooks; ``run(until:clock:onServerRunning:)`` runs it, else its `run()` has to go on while
  ///     the server does.
  ///   - jobs: imports, syncs and what is scheduled; run like the inbox. Nil: those of `naru`.
  public init(
    _ naru: Naru, inbox: NaruInbox, jobs: NaruJobs? = nil, logger: Logger = Logger(label: "naru.server")
  ) throws {
    self.naru = naru
    self.inbox = inbox
    self.jobs = try jobs ?? NaruJobs(naru, logger: logger)
    self.logger = logger
    logins = try LoginDirectory(naru)
  }

  /// All routes, the refusals of other methods among them.
  public func router() -> Router<ServerContext> {
    let router = served()
    RouteTable(router.routes).addRefusals(to: router)
    return router
  }

  /// Every route that does something, as `GET /shops/{shop}/login`, in order.
  public var routes: [String] { RouteTable(served().routes).lines }

  private func served() -> Router<ServerContext> {
    let router = Router(context: ServerContext.self)
    router.add(middleware: HeaderMiddleware())
    router.add(middleware: ErrorMiddleware())
    BrowserRoutes(logins: logins).add(to: router)
    AuthRoute(logins: logins).add(to: router)
    BackEndRoutes(logins: logins).add(to: router)
    PipelineRoutes(naru: naru, jobs: jobs).add(to: router)
    ImportRoutes(naru: naru, jobs: jobs).add(to: router)
    KakaoWebhookRoutes(naru: naru, inbox: inbox).add(to: router)
    ChannelRoutes(naru: naru).add(to: router)
    AssetRoutes(naru: naru).add(to: router)
    HealthRoutes(naru: naru).add(to: router)
    DocumentRoute(naru: naru).add(to: router)
    return router
  }

  /// Seconds after which a connection on which nothing moves is closed.
  static let idleSeconds: Int64 = 30

  /// A server around ``router()``. It runs until its task is cancelled or its service group shuts down gracefully.
  ///
  /// - Parameter onServerRunning: told the port that was bound, once connections are accepted.
  public func application(
    onServerRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
  ) -> some ApplicationProtocol {
    let listen = naru.configuration.listen
    return Application(
      router: router(),
      server: .http1(
        configuration: .init(
          idleTimeout: .seconds(NaruServer.idleSeconds),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 32 << 10, maxHeaderListSize: 64 << 10, maxHeaderFieldCount: 128))),
      configuration: ApplicationConfiguration(address: .hostname(listen.host, port: listen.port), serverName: nil),
      onServerRunning: { channel in await onServerRunning(channel.localAddress?.port ?? listen.port) },
      logger: logger)
  }

  /// Serves, works on what arrives and sweeps up until `stop` returns: then nothing new is accepted, requests in flight are answered,
  /// and inbox and jobs end what they have begun. Cancelling the task ends it at once.
  ///
  /// - Parameters:
  ///   - stop: returns when the server shall end.
  ///   - clock: does the waiting between sweeps.
  ///   - onServerRunning: told the port that was bound, once connections are accepted.
  /// - Throws: ``ListenError`` when the address can not be listened on.
  public func run(
    until stop: @escaping @Sendable () async -> Void, clock: any Clock<Duration> = ContinuousClock(),
    onServerRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
  ) async throws {
    var configuration = ServiceGroupConfiguration(
      services: [.init(service: application(onServerRunning: onServerRunning), successTerminationBehavior: .ignore)],
      gracefulShutdownSignals: [], logger: logger)
    configuration.maximumGracefulShutdownDuration = .seconds(20)
    let services = ServiceGroup(configuration: configuration)
    try await withThrowingTaskGroup(of: Void.self) { group in
      // A server that ended has nothing to wait for; whoever waits for `stop` is a child of its own.
      group.addTask {
        do {
          try await services.run()
        } catch let error as IOError {
          throw ListenError(error)
        }
      }
      let others = Task {
        await withTaskGroup(of: Void.self) { group in
          group.addTask { await inbox.run() }
          group.addTask { await jobs.run(clock) }
          group.addTask { await Housekeeper(naru: naru, logger: logger).run(clock) }
        }
      }
      let waiting = Task {
        await stop()
        await services.triggerGracefulShutdown()
      }
      defer {
        waiting.cancel()
        others.cancel()
      }
      do {
        try await group.waitForAll()
      } catch {
        others.cancel()
        await others.value
        throw error
      }
      others.cancel()
      await others.value
    }
  }
}
