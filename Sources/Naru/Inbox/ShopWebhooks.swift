import CommonValues
import HTTPTransport
import ShopAdapters
import ShopModel
import Store

/// One shop's adapter as far as it takes webhooks, with what the shop's config says about them.
struct ShopWebhooks: Sendable {
  private let verifier: any WebhookVerifying
  private let decoder: any WebhookDecoding
  /// Reads what can be read without starting a program, before the sender is answered.
  private let reader: any WebhookDecoding
  /// Whether a program does the decoding, so that whoever asks is blocked.
  let startsProgram: Bool
  private let settings: WebhookSettings
  private let options: WebhookOptions
  /// From ``read(_:)`` to whoever works on it.
  let handOver = DecodedHandOver()

  /// Nil for an adapter that takes none.
  init?(_ adapter: any ShopAdapter, _ shop: ShopConfiguration) {
    guard let verifier = adapter as? any WebhookVerifying, let decoder = adapter as? any WebhookDecoding,
      adapter.declaresWebhooks
    else { return nil }
    self.verifier = verifier
    self.decoder = decoder
    let command = adapter as? CommandAdapter
    startsProgram = command != nil
    reader = command.map { DeclarativeAdapter($0.manifest) } ?? decoder
    settings = WebhookSettings(shop.webhook)
    options = WebhookOptions(attributes: shop.attributeMappings)
  }

  func verify(
    _ request: WebhookRequest, now: Timestamp
  ) throws(WebhookRefusal) -> VerifiedWebhook {
    let call = ShopAdapters.WebhookRequest(
      method: request.isGet ? "GET" : "POST", path: request.path,
      headers: request.headers.fields.map { ShopAdapters.WebhookRequest.Header($0.name, $0.value) },
      query: request.query,
      body: request.body, remoteAddress: request.remoteAddress, receivedAt: now)
    return try verifier.verify(call, settings, now: now)
  }

  /// What a call says, as far as that is needed to keep and answer it.
  func read(_ webhook: VerifiedWebhook) -> DecodedWebhook { reader.decode(webhook, options) }

  /// What a call says.
  func decode(_ webhook: VerifiedWebhook) -> DecodedWebhook { decoder.decode(webhook, options) }
}

extension ShopAdapter {
  /// What the manifest says about webhooks; nil when there is no manifest, or nothing in it.
  var webhookMapping: WebhookMapping? {
    (self as? DeclarativeAdapter)?.manifest.webhook ?? (self as? CommandAdapter)?.manifest.webhook
  }

  /// Whether the adapter takes webhooks. One that is its manifest, or a program beside it, does if the manifest says how they are proved.
  var declaresWebhooks: Bool {
    guard self is any WebhookVerifying, self is any WebhookDecoding else { return false }
    return webhookMapping != nil || !(self is DeclarativeAdapter || self is CommandAdapter)
  }
}

extension WebhookSettings {
  init(_ webhook: WebhookConfiguration) {
    let place: TokenPlace? =
      switch webhook.tokenPlace {
      case .header(let name, let prefix): .header(name: name, prefix: prefix)
      case .query(let name): .query(name: name)
      case nil: nil
      }
    self.init(
      secrets: webhook.secret?.all ?? [], tokenPlace: place,
      allowedSenders: webhook.senders.compactMap(IPNetwork.init),
      acceptsUnverified: webhook.acceptsUnverified)
  }
}

extension ShopConfiguration {
  /// The shop's own attributes as adapters take them.
  var attributeMappings: [AttributeMapping] { attributes.map { AttributeMapping(name: $0.name, labels: $0.labels) } }
}
