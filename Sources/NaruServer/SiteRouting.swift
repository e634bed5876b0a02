import CommonValues
import Hummingbird
import Naru

/// What every configuration's routes stand on, for the life of the process.
struct SiteRouting: Sendable {
  let inbox: NaruInbox
  let jobs: NaruJobs
  let watch: HealthWatch
  let metrics: RequestMetrics
  let limits: RequestLimits
  let deadline: BodyDeadline
  let adminGate: LoginGate
  let stopping: StopSignal

  /// What every request of one configuration passes.
  func front(for naru: Naru) -> FrontMiddleware {
    FrontMiddleware(
      trusted: naru.configuration.trustedProxies.compactMap(IPNetwork.init), metrics: metrics, watch: watch,
      deadline: deadline, limits: limits, idempotency: IdempotencyMiddleware(naru: naru))
  }

  /// The routes of one configuration, with the refusals of other methods unless said.
  func router(_ logins: LoginDirectory, withRefusals: Bool = true) -> Router<ServerContext> {
    let naru = logins.naru
    let router = Router(context: ServerContext.self)
    router.add(middleware: front(for: naru))
    // Where names are of one kind the router looks in this order, so that what is called most goes first.
    ShopWebhookRoutes(naru: naru, inbox: inbox).add(to: router)
    BrowserRoutes(logins: logins).add(to: router)
    AuthRoute(logins: logins).add(to: router)
    BackEndRoutes(logins: logins).add(to: router)
    PipelineRoutes(naru: naru, jobs: jobs).add(to: router)
    ImportRoutes(naru: naru, jobs: jobs, stopping: stopping).add(to: router)
    KakaoWebhookRoutes(naru: naru, inbox: inbox).add(to: router)
    RecordRoutes(naru: naru, inbox: inbox).add(to: router)
    ChannelRoutes(naru: naru).add(to: router)
    AssetRoutes(naru: naru).add(to: router)
    HealthRoutes(naru: naru, watch: watch).add(to: router)
    AdminRoutes(naru: naru, inbox: inbox, jobs: jobs, watch: watch, gate: adminGate).add(to: router)
    DocumentRoute(naru: naru).add(to: router)
    if withRefusals { RouteTable(router.routes).addRefusals(to: router) }
    return router
  }
}
