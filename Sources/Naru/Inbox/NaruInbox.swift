import CommonValues
public import HTTPTransport
public import Ingest
import KakaoAPI
import KakaoSync
public import Logging
import Metrics
import ShopAdapters
public import ShopModel
import Store

/// What arrives while Naru runs as a server: webhooks are checked, kept durably, and answered, mostly
/// together with what they say; the rest is worked on after that.
///
/// Make one for each process and call ``run()``; it ends when its task is cancelled, after what it has begun.
public final class NaruInbox: Sendable {
  private let naru: Naru
  private let writer: InboxWriter
  private let workers: InboxWorkers
  private let shops: InboxShops
  private let logger: Logger
  private let capacity: Int
  private let counters = CounterBook<Outcome>()

  private struct Outcome: Hashable {
    let shop: ShopID
    let source: String
    let name: String
  }

  private var connections: [ShopID: Connection] { shops.current.connections }
  private var clients: [ShopID: KakaoAuthClient] { shops.current.clients }

  /// An inbox for all shops. Throws ``NaruError``.
  ///
  /// - Parameters:
  ///   - fetching: how a shop's `fetch_url` is asked; nil: over the network, where `fetch` in `naru.yaml` allows. Plain `http` is spoken
  ///     with this machine alone, when `fetch.networks` has it.
  ///   - clock: measures how long a sender waits for the disk.
  public init(
    _ naru: Naru, logger: Logger, options: InboxWriter.Options = InboxWriter.Options(),
    work: InboxWorkers.Options = InboxWorkers.Options(), fetching: (any HTTPTransport)? = nil,
    clock: any Clock<Duration> = ContinuousClock()
  ) throws {
    self.naru = naru
    self.logger = logger
    let shops = try InboxShops(naru, fetching: fetching)
    self.shops = shops
    capacity = options.capacity
    let sources = KakaoWebhook.allCases.map(\.rawValue) + [ShopDelivery.source, RefetchDelivery.source]
    let workers = InboxWorkers(
      naru.store,
      handlers: Dictionary(uniqueKeysWithValues: sources.map { ($0, CurrentHandler(shops, source: $0)) }),
      rules: { shops.current.connections[$0]?.rules ?? OrderRules() },
      worksFor: { shops.current.connections[$0] != nil }, options: work, now: naru.now, logger: logger)
    self.workers = workers
    writer = InboxWriter(naru.store, options: options, clock: clock, workers: workers)
  }

  /// Works on what is kept until the task is cancelled; then takes nothing in any more.
  public func run() async {
    await workers.run()
    await writer.close()
    await shops.close()
  }

  /// Something was put in otherwise than through this inbox, as a delivery that is tried again.
  public func wake() { workers.wake() }

  /// Works on everything that is due now, and returns; for whoever does not keep ``run()`` going.
  public func drain() async throws(NaruError) {
    do {
      while try await workers.round() > 0 {}
    } catch {
      throw NaruError(error)
    }
  }

  /// Readies another configuration on the same store; what is returned puts it in place, from then on for everything that is received
  /// or worked on. Throws ``NaruError`` when it can not be readied, and then nothing has changed.
  public func prepare(_ naru: Naru) throws(NaruError) -> @Sendable () -> Void {
    do {
      return try shops.prepare(naru)
    } catch {
      throw NaruError(error)
    }
  }

  /// Deliveries that wait for the disk, and how many may.
  public var line: (waiting: Int, capacity: Int) { (writer.waiting, capacity) }

  // MARK: The shop's webhooks

  /// A call of the shop's platform, verified by the shop's adapter over the bytes as they came: 202 when it is kept, 200 when it was
  /// kept before, 401 when it is not believed, 400 when it is believed and can not be read.
  ///
  /// An event that nobody maps is kept too. What can not be kept, and a shop without a secret, is 503; an adapter without webhooks 404.
  public func receiveShop(_ request: WebhookRequest, of shop: ShopID) async -> WebhookAnswer {
    let source = ShopDelivery.source
    guard let webhooks = shops.current.shops[shop]?.webhooks else { return note(.noWebhooks, source, shop) }
    let now = naru.now()
    let verified: VerifiedWebhook
    do throws(WebhookRefusal) {
      verified = try webhooks.verify(request, now: now)
    } catch {
      return note(WebhookAnswer(error), source, shop)
    }
    // The platform's question whether somebody is there proves nothing, and leaves nothing.
    if verified.isPing { return note(WebhookAnswer(200, "ping"), source, shop) }
    let decoded = webhooks.read(verified)
    // Whether it can be read, only the program of such an adapter knows.
    if case .malformed(let why) = decoded.outcome, !webhooks.startsProgram {
      return note(.malformed(why), source, shop)
    }
    let delivery = ShopDelivery.make(verified, decoded, of: shop, receivedAt: now)
    if !webhooks.startsProgram { webhooks.handOver.put(decoded, of: delivery) }
    let kept = await keep(delivery)
    // Nobody is going to work on one that is not new.
    if kept.outcome != "stored" { _ = webhooks.handOver.take(delivery) }
    switch kept.outcome {
    case "seen": return note(WebhookAnswer(200, kept.outcome), source, shop)
    case "stored" where decoded.outcome == .unmapped && !webhooks.startsProgram:
      return note(WebhookAnswer(202, "unmapped"), source, shop)
    default: return note(kept.isKept ? WebhookAnswer(202, kept.outcome) : .notKept(kept.outcome), source, shop)
    }
  }

  // MARK: Kakao's webhooks

  /// Kakao's notice that a user unlinked, as GET with a query or POST with a form.
  ///
  /// With the right key the answer is 200 whatever happens, since Kakao asks for that; what the store does not take in time stays in line
  /// until it does. What could not be kept is logged, and found again by asking Kakao who is linked.
  public func receiveUnlink(_ request: WebhookRequest, of shop: ShopID) async -> WebhookAnswer {
    guard isFromKakao(request, shop) else {
      return note(WebhookAnswer(401, "wrong-key"), KakaoWebhook.unlink.rawValue, shop)
    }
    let form = request.isGet ? Array(request.query.utf8) : request.body
    let notice: UnlinkWebhook
    do throws(WebhookProblem) {
      notice = try UnlinkWebhook(form: form)
    } catch {
      return note(
        error == .tooLarge ? WebhookAnswer(413, "too-large") : WebhookAnswer(200, "malformed"),
        KakaoWebhook.unlink.rawValue, shop)
    }
    let now = naru.now()
    // The notice has neither id nor time, and may truly come twice, after another login: only what comes in the same second is the same.
    let dedup = Array(
      "\(notice.appID)/\(notice.userID)/\(notice.referrer?.rawValue ?? "")/\(now.milliseconds / 1_000)".utf8)
    let kept = await keep(
      InboxDelivery(
        shop: shop, source: KakaoWebhook.unlink.rawValue, dedup: Array(dedup.suffix(64)),
        subject: KakaoWebhook.subject(notice.userID), receivedAt: now, body: form), isSentOnce: true)
    return note(WebhookAnswer(200, kept.outcome), KakaoWebhook.unlink.rawValue, shop)
  }

  /// Kakao's notice that a user added or blocked a channel: 200 when it is kept, 400 when it can not be read.
  public func receiveChannel(_ request: WebhookRequest, of shop: ShopID) async -> WebhookAnswer {
    guard isFromKakao(request, shop) else {
      return note(WebhookAnswer(401, "wrong-key"), KakaoWebhook.channel.rawValue, shop)
    }
    let resource = request.headers["x-kakao-resource-id"]
    let notice: ChannelWebhook
    do throws(WebhookProblem) {
      notice = try ChannelWebhook(body: request.body, resourceID: resource)
    } catch {
      return note(
        error == .tooLarge ? WebhookAnswer(413, "too-large") : WebhookAnswer(400, "malformed"),
        KakaoWebhook.channel.rawValue, shop)
    }
    var user: Int64?
    if case .appUser(let id) = notice.user { user = id }
    let dedup =
      resource.flatMap { (1...64).contains($0.utf8.count) ? Array($0.utf8) : nil } ?? InboxDigest.of(request.body)
    let kept = await keep(
      InboxDelivery(
        shop: shop, source: KakaoWebhook.channel.rawValue, dedup: dedup, subject: KakaoWebhook.subject(user),
        receivedAt: naru.now(), body: request.body))
    return note(WebhookAnswer(kept.isKept ? 200 : 503, kept.outcome), KakaoWebhook.channel.rawValue, shop)
  }

  /// Kakao's notice about an account (a security event token): 202 when it is kept, 400 with Kakao's own words when it is refused.
  public func receiveAccount(_ request: WebhookRequest, of shop: ShopID) async -> WebhookAnswer {
    guard request.body.count <= WebhookLimits.body else {
      return note(WebhookAnswer(413, "too-large"), KakaoWebhook.account.rawValue, shop)
    }
    guard let auth = clients[shop], let kakao = connections[shop]?.shop.kakao else {
      return note(WebhookAnswer(503, "no-rest-api-key"), KakaoWebhook.account.rawValue, shop)
    }
    let now = naru.now()
    do throws(AccountEventError) {
      let event = try await auth.accountEvent(body: request.body, audiences: kakao.audiences)
      let kept = await keep(
        InboxDelivery(
          shop: shop, source: KakaoWebhook.account.rawValue, dedup: InboxDigest.of(Array(event.id.utf8)),
          subject: KakaoWebhook.subject(event.userID), receivedAt: now,
          head: StoredAccountEvent(event, receivedAt: now).head, body: request.body))
      return note(WebhookAnswer(kept.isKept ? 202 : 503, kept.outcome), KakaoWebhook.account.rawValue, shop)
    } catch {
      guard let body = error.answer else {
        return note(WebhookAnswer(503, "keys-unavailable"), KakaoWebhook.account.rawValue, shop)
      }
      var answer = WebhookAnswer(400, error.word?.rawValue ?? "malformed")
      answer.body = body
      answer.contentType = "application/json"
      return note(answer, KakaoWebhook.account.rawValue, shop)
    }
  }

  private func isFromKakao(_ request: WebhookRequest, _ shop: ShopID) -> Bool {
    guard let keys = connections[shop]?.shop.kakao?.webhookAdminKey?.all else { return false }
    return WebhookAuthorization(keys: keys).keyIndex(in: request.headers.values(of: "authorization")) != nil
  }

  private func keep(
    _ delivery: InboxDelivery, isSentOnce: Bool = false
  ) async -> (isKept: Bool, outcome: String) {
    do throws(InboxWriter.Refusal) {
      switch try await writer.receive(delivery, isSentOnce: isSentOnce) {
      case .stored: return (true, "stored")
      case .seen: return (true, "seen")
      }
    } catch {
      logger.error(
        "webhook: not kept",
        metadata: ["shop": "\(delivery.shop)", "source": "\(delivery.source)", "cause": "\(error.name)"])
      return (false, error.name)
    }
  }

  private func note(_ answer: WebhookAnswer, _ source: String, _ shop: ShopID) -> WebhookAnswer {
    counters.increment(Outcome(shop: shop, source: source, name: answer.outcome)) {
      Counter(
        label: "naru_webhooks_total",
        dimensions: [("shop", shop.description), ("source", source), ("outcome", answer.outcome)])
    }
    return answer
  }
}

extension InboxWriter.Refusal {
  /// A stable word.
  fileprivate var name: String {
    switch self {
    case .full: "full"
    case .late: "late"
    case .closed: "closed"
    case .failed(let code): code.description
    }
  }
}

extension KakaoConfiguration {
  /// What `aud` of Kakao's tokens may be: a REST API key or the app's number, which Kakao does not say.
  var audiences: Set<String> {
    Set((restAPIKey?.all ?? []).map { $0.reveal() } + (appID.map { [String($0)] } ?? []))
  }
}
