import HTTPTransport
import Ingest
import KakaoAPI
import KakaoSync
import ShopModel
import Store
import Synchronization

/// What the inbox knows of the shops, made from one configuration and replaced as a whole.
final class InboxShops: Sendable {
  struct State: Sendable {
    var connections: [ShopID: Connection] = [:]
    var clients: [ShopID: KakaoAuthClient] = [:]
    var shops: [ShopID: ShopInbox] = [:]
    /// What asks the shops' `fetch_url` over the network, when one has any.
    var fetcher: GuardedTransport?
    /// Who works on the deliveries of a source.
    var handlers: [String: any InboxHandler] = [:]

    init(_ naru: Naru, fetching: (any HTTPTransport)?) throws {
      var accounts: [ShopID: KakaoAccounts] = [:]
      var logins: [ShopID: KakaoLogin] = [:]
      if fetching == nil, naru.configuration.shops.contains(where: { $0.fetchURL != nil }) {
        var policy = naru.fetchPolicy
        policy.allowsPlainLoopback = true
        fetcher = try GuardedTransport(policy: policy)
      }
      for shop in naru.configuration.shops {
        let connection = try naru.connection(shop.id.description)
        connections[shop.id] = connection
        shops[shop.id] = try ShopInbox(connection, fetching: fetching ?? fetcher)
        accounts[shop.id] = try connection.accounts
        if shop.login != nil { logins[shop.id] = try connection.login }
        if shop.kakao?.restAPIKey != nil { clients[shop.id] = try naru.authClient(shop) }
      }
      let kakao = KakaoInboxHandler(accounts: accounts, logins: logins)
      for webhook in KakaoWebhook.allCases { handlers[webhook.rawValue] = kakao }
      handlers[ShopDelivery.source] = ShopInboxHandler(shops: shops, now: naru.now)
      handlers[RefetchDelivery.source] = RefetchInboxHandler(shops: shops, now: naru.now)
    }
  }

  private let state: Mutex<State>
  private let fetching: (any HTTPTransport)?

  /// - Parameter fetching: how a shop's `fetch_url` is asked; nil: over the network, as the configuration allows.
  init(_ naru: Naru, fetching: (any HTTPTransport)?) throws {
    self.fetching = fetching
    state = Mutex(try State(naru, fetching: fetching))
  }

  /// The state of this moment; whoever took it goes on with it.
  var current: State { state.withLock { $0 } }

  /// Readies another configuration; what is returned puts it in place.
  func prepare(_ naru: Naru) throws -> @Sendable () -> Void {
    let fresh = try State(naru, fetching: fetching)
    // Whoever began with the earlier one may still be at it; it ends itself when the last of them is gone.
    return { self.state.withLock { $0 = fresh } }
  }

  /// Closes the connections to the shops' addresses.
  func close() async {
    await current.fetcher?.shutdown()
  }
}

/// Hands a delivery to the handler of the configuration that holds when it is worked on.
struct CurrentHandler: InboxHandler {
  private let shops: InboxShops
  private let source: String

  init(_ shops: InboxShops, source: String) {
    self.shops = shops
    self.source = source
  }

  func handle(_ entry: InboxEntry) async -> InboxVerdict {
    await shops.current.handlers[source]?.handle(entry) ?? .unmapped(kind: nil)
  }

  func handleAtOnce(_ delivery: InboxDelivery, isBeingKept: Bool) -> InboxVerdict? {
    shops.current.handlers[source]?.handleAtOnce(delivery, isBeingKept: isBeingKept)
  }
}
