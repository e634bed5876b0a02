public import CommonValues

/// The role of an adapter that tells its platform's webhook calls from anybody else's.
///
/// The proof is checked over the raw bytes, before they are parsed, in a time that does not depend on where a wrong one differs.
public protocol WebhookVerifying: ShopAdapter {
  /// Checks a call; throws when it is not believed.
  ///
  /// - Parameter now: the time that a signed time is held against.
  /// - Returns: the call without its proof: only what ``WebhookDecoding`` needs is left of headers and query, so it may be stored.
  func verify(_ request: WebhookRequest, _ settings: WebhookSettings, now: Timestamp) throws(WebhookRefusal)
    -> VerifiedWebhook
}

/// The role of an adapter that understands its platform's webhooks.
public protocol WebhookDecoding: ShopAdapter {
  /// What a call says. The same call gives the same answer whenever it is asked, also after it was stored; nothing is thrown: a
  /// body that is not understood is an outcome too.
  func decode(_ webhook: VerifiedWebhook, _ options: WebhookOptions) -> DecodedWebhook
}

/// The role of an adapter that says which members and orders have to be fetched again after a webhook that names, but does not
/// describe them.
public protocol RefetchAnswering: ShopAdapter {
  /// What to fetch, each id once, at most `limit` ids in one request.
  func refetches(for webhook: DecodedWebhook, limit: Int) -> [Refetch]
}

extension RefetchAnswering {
  /// Collects the ids of the ``AdapterEvent/refetch(_:)`` events.
  public func refetches(for webhook: DecodedWebhook, limit: Int = 100) -> [Refetch] {
    Refetch.Entity.allCases.flatMap { entity -> [Refetch] in
      var seen: Set<String> = []
      let ids = webhook.events.flatMap { event -> [String] in
        if case .refetch(let refetch) = event, refetch.entity == entity { refetch.ids } else { [] }
      }.filter { seen.insert($0).inserted }
      let size = max(1, limit)
      return stride(from: 0, to: ids.count, by: size).map { start in
        Refetch(entity, Array(ids[start..<min(ids.count, start + size)]))
      }
    }
  }
}

/// A webhook call that was believed.
public struct VerifiedWebhook: Sendable, Hashable {
  /// The call, without its proof.
  public let request: WebhookRequest
  /// Whether it is the platform's question whether somebody is there: nothing in it is believed, and nothing follows from it.
  public let isPing: Bool

  init(_ request: WebhookRequest, isPing: Bool = false) {
    self.request = request
    self.isPing = isPing
  }

  /// A call that was verified before it was stored. For an inbox only: what did not come out of
  /// ``WebhookVerifying/verify(_:_:now:)`` must never get here.
  public init(storedAfterVerification request: WebhookRequest, isPing: Bool = false) {
    self.init(request, isPing: isPing)
  }
}

/// What is known about a shop besides a webhook's body.
public struct WebhookOptions: Sendable {
  /// Attributes that the shop's config declares, besides the manifest's.
  public var attributes: [AttributeMapping]

  /// Options.
  public init(attributes: [AttributeMapping] = []) { self.attributes = attributes }
}

/// What a webhook call says.
public struct DecodedWebhook: Sendable, Hashable {
  /// What is to be done with it.
  public enum Outcome: Sendable, Hashable {
    /// These are to be applied; the list may be empty when the event is known to concern nobody.
    case events([AdapterEvent])
    /// Nobody maps this event: kept, counted and acknowledged.
    case unmapped
    /// The platform's question whether somebody is there.
    case ping
    /// It is proved and can not be understood.
    case malformed(Diagnostic)
  }

  /// What is to be done with it.
  public var outcome: Outcome
  /// The event's name; nil when the body has none.
  public var name: String?
  /// The same for the same delivery: `id:` and the platform's own id, or `hash:` and a SHA-256 over event and body.
  public var dedupKey: String
  /// When it happened, else when it arrived: the source time of events without their own.
  public var occurredAt: Timestamp
  /// What was left out of the fields.
  public var warnings: [FieldWarning] = []
  /// Parts of the body that can not be used, while others can.
  public var rejected: [RejectedItem] = []
  /// The REST API key of the Kakao app that user ids in the body belong to; nil when the body does not say. Where it is not the
  /// shop's own app, the links in it mean other people.
  public var kakaoApp: String?

  init(_ outcome: Outcome, name: String?, dedupKey: String, occurredAt: Timestamp) {
    self.outcome = outcome
    self.name = name
    self.dedupKey = dedupKey
    self.occurredAt = occurredAt
  }

  /// The events, if there are any.
  public var events: [AdapterEvent] {
    if case .events(let events) = outcome { events } else { [] }
  }
}

/// One of several items that can not be used.
public struct RejectedItem: Sendable, Hashable {
  /// Which one, counted from 0.
  public var index: Int
  /// Its id, where it has one.
  public var id: String?
  /// Why.
  public var reason: Diagnostic

  /// An item.
  public init(index: Int, id: String?, reason: Diagnostic) {
    self.index = index
    self.id = id
    self.reason = reason
  }
}
