import HTTPTransport
public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import Naru
import ServiceLifecycle

/// The sidecar: HTTP in front of one ``Naru``.
///
/// Every address is below `/shops/{shop}`, but for `/auth`, `/admin`, health and metrics; docs/http-api.md lists them. Redirects are built from the
/// configuration alone, never from a request's headers.
public struct NaruServer: Sendable {
  let inbox: NaruInbox
  let jobs: NaruJobs
  let logger: Logger
  let watch: HealthWatch
  private let site: LiveSite
  private let metrics: RequestMetrics
  private let limits: RequestLimits
  private let tls: TLSContexts?
  private let logins: LoginDirectory
  private let deadline: BodyDeadline
  private let adminGate = LoginGate()

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
    self.inbox = inbox
    let jobs = try jobs ?? NaruJobs(naru, logger: logger)
    self.jobs = jobs
    deadline = BodyDeadline(clock: clock)
    self.logger = logger
    logins = try LoginDirectory(naru)
    let elapsed = NaruServer.elapsed(clock)
    self.metrics = RequestMetrics(metrics)
    limits = RequestLimits(naru.configuration.rateLimits, elapsed: elapsed)
    watch = HealthWatch(metrics, inbox: inbox, now: { naru.currentTime })
    tls = try naru.configuration.tls.map { files in try TLSContexts(files) }
    site = LiveSite(
      LiveSite.State(
        naru: naru,
        responder: NaruServer.router(
          logins, inbox, jobs, watch, self.metrics, limits, deadline, adminGate, withRefusals: true
        )
        .buildResponder()))
  }

  /// The time since now, by a clock.
  private static func elapsed(_ clock: some Clock<Duration>) -> @Sendable () -> Duration {
    let start = clock.now
    return { start.duration(to: clock.now) }
  }

  /// The Naru that answers now; after a reload another than the server was made with.
  public var current: Naru { site.current.naru }

  /// All routes of the configuration that the server was made with, the refusals of other methods among them.
  public func router() -> Router<ServerContext> {
    NaruServer.router(logins, inbox, jobs, watch, metrics, limits, deadline, adminGate, withRefusals: true)
  }

  /// What answers requests, also after a reload.
  public var responder: some HTTPResponder<ServerContext> { LiveResponder(site: site) }

  /// Every route that does something, as `GET /shops/{shop}/login`, in order.
  public var routes: [String] {
    RouteTable(
      NaruServer.router(logins, inbox, jobs, watch, metrics, limits, deadline, adminGate, withRefusals: false).routes
    ).lines
  }

  private static func router(
    _ logins: LoginDirectory, _ inbox: NaruInbox, _ jobs: NaruJobs, _ watch: HealthWatch, _ metrics: RequestMetrics,
    _ limits: RequestLimits, _ deadline: BodyDeadline, _ adminGate: LoginGate, withRefusals: Bool
  ) -> Router<ServerContext> {
    let naru = logins.naru
    let router = Router(context: ServerContext.self)
    let trusted = naru.configuration.trustedProxies.compactMap(IPNetwork.init)
    router.add(middleware: AccessMiddleware(trusted: trusted, metrics: metrics, watch: watch, elapsed: limits.elapsed))
    router.add(middleware: HeaderMiddleware())
    router.add(middleware: AddressLimitMiddleware(limits: limits, metrics: metrics))
    router.add(middleware: ErrorMiddleware())
    router.add(middleware: IdempotencyMiddleware(naru: naru))
    BrowserRoutes(logins: logins).add(to: router)
    AuthRoute(logins: logins).add(to: router)
    BackEndRoutes(logins: logins).add(to: router)
    PipelineRoutes(naru: naru, jobs: jobs).add(to: router)
    ImportRoutes(naru: naru, jobs: jobs).add(to: router)
    KakaoWebhookRoutes(naru: naru, inbox: inbox, deadline: deadline).add(to: router)
    ShopWebhookRoutes(naru: naru, inbox: inbox, deadline: deadline).add(to: router)
    RecordRoutes(naru: naru, inbox: inbox, deadline: deadline).add(to: router)
    ChannelRoutes(naru: naru).add(to: router)
    AssetRoutes(naru: naru).add(to: router)
    HealthRoutes(naru: naru, watch: watch).add(to: router)
    AdminRoutes(naru: naru, inbox: inbox, gate: adminGate).add(to: router)
    DocumentRoute(naru: naru).add(to: router)
    if withRefusals { RouteTable(router.routes).addRefusals(to: router) }
    return router
  }

  /// Goes on with another configuration: requests from now on are answered by it, those that have begun by the one before, and nobody
  /// is turned away. All of it or, when it can not be readied, nothing. Certificates are read again.
  ///
  /// What only a new start takes over is logged. Throws ``NaruError`` or ``ListenError``.
  public func use(_ configuration: NaruConfiguration) throws {
    let old = current
    let fresh = try old.reconfigured(configuration)
    let router = NaruServer.router(
      try LoginDirectory(fresh), inbox, jobs, watch, metrics, limits, deadline, adminGate, withRefusals: true)
    let changeInbox = try inbox.prepare(fresh)
    let changeJobs = try jobs.prepare(fresh)
    if let tls, let files = configuration.tls { try tls.reload(files) }
    changeInbox()
    changeJobs()
    limits.use(configuration.rateLimits)
    site.use(LiveSite.State(naru: fresh, responder: router.buildResponder()))
    for key in first.keysThatNeedRestart(for: configuration) {
      logger.warning("this key is taken over by a restart alone", metadata: ["key": .string(key)])
    }
  }

  /// Where the server listens, for as long as it runs.
  var listenAddress: ListenAddress { first.configuration.listen }

  /// Seconds after which a connection on which nothing moves is closed.
  static let idleSeconds: Int64 = 30

  /// A server around ``responder``. It runs until its task is cancelled or its service group shuts down gracefully.
  ///
  /// - Parameter onServerRunning: told the port that was bound (0 for a unix socket), once connections are accepted.
  public func application(
    onServerRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
  ) -> some ApplicationProtocol {
    let listen = listenAddress
    let configuration = HTTP1Channel.Configuration(
      idleTimeout: .seconds(NaruServer.idleSeconds),
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: 32 << 10, maxHeaderListSize: 64 << 10, maxHeaderFieldCount: 128))
    let address: BindAddress =
      listen.socketPath.map { .unixDomainSocket(path: $0) } ?? .hostname(listen.host, port: listen.port)
    let logger = logger
    return Application(
      responder: LiveResponder(site: site),
      server: tls.map { .tls($0, configuration: configuration) } ?? .http1(configuration: configuration),
      configuration: ApplicationConfiguration(address: address, serverName: nil),
      onServerRunning: { channel in
        if let path = listen.socketPath {
          do throws(ListenError) { try UnixSocket(path: path).open() } catch {
            logger.error("the socket could not be opened for its group", metadata: ["cause": "\(error.cause)"])
          }
        }
        await onServerRunning(channel.localAddress?.port ?? listen.port)
      },
      logger: logger)
  }
}
