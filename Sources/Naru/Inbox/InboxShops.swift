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
    /// Who works on the deliveries of a source.
    var handlers: [String: any InboxHandler] = [:]

    init(_ naru: Naru) throws {
      var accounts: [ShopID: KakaoAccounts] = [:]
      var logins: [ShopID: KakaoLogin] = [:]
      for shop in naru.configuration.shops {
        let connection = try naru.connection(shop.id.description)
        connections[shop.id] = connection
        accounts[shop.id] = try connection.accounts
        if shop.login != nil { logins[shop.id] = try connection.login }
        if shop.kakao?.restAPIKey != nil { clients[shop.id] = try naru.authClient(shop) }
      }
      let kakao = KakaoInboxHandler(accounts: accounts, logins: logins)
      for webhook in KakaoWebhook.allCases { handlers[webhook.rawValue] = kakao }
    }
  }

  private let state: Mutex<State>

  init(_ naru: Naru) throws { state = Mutex(try State(naru)) }

  /// The state of this moment; whoever took it goes on with it.
  var current: State { state.withLock { $0 } }

  /// Readies another configuration; what is returned puts it in place.
  func prepare(_ naru: Naru) throws -> @Sendable () -> Void {
    let fresh = try State(naru)
    return { self.state.withLock { $0 = fresh } }
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
}
