import CommonValues
import HTTPTransport
import KakaoSync
import ShopAdapters
import ShopModel
import Store

/// What working on one shop's webhooks takes. A class, since it is large and every delivery hands it on.
final class ShopInbox: Sendable {
  let shop: ShopConfiguration
  let webhooks: ShopWebhooks?
  let accounts: KakaoAccounts
  let store: Store
  /// Who answers refetches; nil: nobody, and they wait for an export.
  let client: RefetchClient?

  init(_ connection: Connection, fetching: (any HTTPTransport)?) throws {
    shop = connection.shop
    webhooks = ShopWebhooks(connection.adapter, connection.shop)
    accounts = try connection.accounts
    store = connection.naru.store
    client = fetching.flatMap { RefetchClient(connection, transport: $0) }
  }

  /// Whether Kakao user ids that belong to `app`, or to the app that the platform named before, are those of the shop's own app. Where
  /// nobody said anything they are.
  func isOwnApp(_ app: String?) async throws -> Bool {
    let id = shop.id
    var digest = app.map(KakaoAppDigest.of)
    if digest == nil { digest = try await store.perform { try $0.platformApp(of: id) } }
    guard let digest else { return true }
    return (shop.kakao?.restAPIKey?.all ?? []).contains { KakaoAppDigest.of($0.reveal()) == digest }
  }
}
