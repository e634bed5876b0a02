public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
public import Naru
public import ServiceLifecycle

/// The sidecar: HTTP in front of one ``Naru``.
///
/// Every address is below `/shops/{shop}`, but for `/auth`, `/admin`, health and metrics; docs/http-api.md lists them. Redirects are built from the
/// configuration alone, never from a request's headers.
public struct NaruServer: Sendable {
  let logger: Logger
  private let routing: SiteRouting
  private let site: LiveSite
  private let tls: TLSContexts?
  private let logins: LoginDirectory

  var inbox: NaruInbox { routing.inbox }
  var jobs: NaruJobs { routing.jobs }
  var watch: HealthWatch { routing.watch }

  /// The one that the server was made with.
  private var first: Naru { logins.naru }

  /// A server for what `naru` is configured for. Throws ``NaruError`` when a shop's login can not be readied, ``ListenError`` when the
  /// certificate can not be used.
  ///
  /// - Parameters:
  ///   - inbox: keeps and works on webhooks; ``run(until:clock:reloading:onServerRunning:)`` runs it, else its `run()` has to go on while
  ///     the server does.
  ///   - jobs: imports, syncs and what is scheduled; run like the inbox. Nil: those of `naru`.
  ///   - metrics: what `/metrics` shows. What Naru itself counts comes there when the process's metrics go to it.
  ///   - clock: measures how long requests take, also until a body has arrived, and how often is asked.
  public init(
    _ naru: Naru, inbox: NaruInbox, jobs: NaruJobs? = nil, logger: Logger = Logger(label: "naru.server"),
    metrics: MetricsRegistry = MetricsRegistry(), clock: any Clock<Duration> = ContinuousClock()
  ) throws {
    self.logger = logger
    logins = try LoginDirectory(naru)
    routing = SiteRouting(
      inbox: inbox, jobs: try jobs ?? NaruJobs(naru, logger: logger),
      watch: HealthWatch(metrics, inbox: inbox, now: { naru.currentTime }), metrics: RequestMetrics(metrics),
      limits: RequestLimits(naru.configuration.rateLimits, elapsed: NaruServer.elapsed(clock)),
      deadline: BodyDeadline(clock: clock), adminGate: LoginGate(), stopping: StopSignal())
    tls = try naru.configuration.tls.map { files in try TLSContexts(files) }
    site = LiveSite(LiveSite.State(naru: naru, responder: routing.router(logins).buildResponder()))
  }

  /// The time since now, by a clock.
  private static func elapsed(_ clock: some Clock<Duration>) -> @Sendable () -> Duration {
    let start = clock.now
    return { start.duration(to: clock.now) }
  }

  /// The Naru that answers now; after a reload another than the server was made with.
  public var current: Naru { site.current.naru }

  /// All routes of the configuration that the server was made with, the refusals of other methods among them.
  public func router() -> Router<ServerContext> { routing.router(logins) }

  /// What every request passes now.
  var front: FrontMiddleware { routing.front(for: current) }

  /// What answers requests, also after a reload.
  public var responder: some HTTPResponder<ServerContext> { LiveResponder(site: site) }

  /// Every route that does something, as `GET /shops/{shop}/login`, in order.
  public var routes: [String] {
    RouteTable(routing.router(logins, withRefusals: false).routes).lines
  }

  /// Goes on with another configuration: requests from now on are answered by it, those that have begun by the one before, and nobody
  /// is turned away. All of it or, when it can not be readied, nothing. Certificates are read again.
  ///
  /// What only a new start takes over is logged. Throws ``NaruError`` or ``ListenError``.
  public func use(_ configuration: NaruConfiguration) throws {
    let old = current
    let fresh = try old.reconfigured(configuration)
    let router = routing.router(try LoginDirectory(fresh))
    let changeInbox = try inbox.prepare(fresh)
    let changeJobs = try jobs.prepare(fresh)
    if let tls, let files = configuration.tls { try tls.reload(files) }
    changeInbox()
    changeJobs()
    routing.limits.use(configuration.rateLimits)
    site.use(LiveSite.State(naru: fresh, responder: router.buildResponder()))
    for key in first.keysThatNeedRestart(for: configuration) {
      logger.warning("this key is taken over by a restart alone", metadata: ["key": .string(key)])
    }
  }

  /// Where the server listens, for as long as it runs.
  var listenAddress: ListenAddress { first.configuration.listen }

  /// After which time a connection is closed on which no request arrives, or goes on arriving: bytes of a head that is not whole do not
  /// count.
  var idle: Duration = .seconds(30)

  /// What listens and answers by ``responder``. It runs until its task is cancelled, or its service group shuts down gracefully: then it
  /// accepts nothing new, and ends when what has begun is answered.
  ///
  /// - Parameter onServerRunning: told the port that was bound (0 for a unix socket), once connections are accepted.
  public func service(
    onServerRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
  ) -> some Service {
    let listen = listenAddress
    let address: BindAddress =
      listen.socketPath.map { .unixDomainSocket(path: $0) } ?? .hostname(listen.host, port: listen.port)
    let logger = logger
    let server = Server(
      childChannelSetup: RequestChannel(
        answering: Answering(site: site, logger: logger, date: HTTPDate { first.currentTime }), tls: tls, idle: idle),
      configuration: ServerConfiguration(address: address, serverName: nil),
      onServerRunning: { channel in
        if let path = listen.socketPath {
          do throws(ListenError) { try UnixSocket(path: path).open() } catch {
            logger.error("the socket could not be opened for its group", metadata: ["cause": "\(error.cause)"])
          }
        }
        await onServerRunning(channel.localAddress?.port ?? listen.port)
      },
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
    return ListeningService(server: server, stopping: routing.stopping, jobs: jobs)
  }
}

/// Hummingbird's server, and the word to those who answer without end that they have to.
private struct ListeningService<Listening: Service>: Service {
  let server: Listening
  let stopping: StopSignal
  let jobs: NaruJobs

  func run() async throws {
    stopping.clear()
    try await withGracefulShutdownHandler {
      try await server.run()
    } onGracefulShutdown: {
      stopping.set()
      jobs.endWaiting()
    }
  }
}
