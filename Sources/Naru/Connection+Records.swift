public import CommonValues
import ShopAdapters
import ShopModel
public import Store

/// What became of members and orders that were handed over as canonical JSON.
public struct TakenRecords: Sendable, Hashable {
  /// One that was not taken.
  public struct Rejected: Sendable, Hashable {
    /// Which one, counted from 0.
    public var index: Int
    /// Its id, where it has one.
    public var id: String?
    /// Why.
    public var reason: Diagnostic
  }

  /// How many were taken.
  public var accepted = 0
  /// Of those the members and orders of which something changed.
  public var changed = 0
  /// Of those the members and orders that were known so.
  public var unchanged = 0
  /// What was not taken, in order.
  public var rejected: [Rejected] = []
  /// How many values were left out of what was taken, such as a phone number that is none.
  public var warnings = 0
}

extension Connection {
  /// Takes members and orders as canonical JSON: an object, an array of them, or JSON Lines. What can not be used is rejected by itself;
  /// all the others are stored in one transaction, by the function that takes events and files.
  ///
  /// Of one without a time of its own now counts. A `kind` goes before `entity`, so that both may hold whatever canonical JSON may.
  /// - Parameter entity: what an object without a `kind` is.
  /// - Throws: ``NaruError`` when the bytes are no JSON as a whole (`bad-json`), or the store fails: then nothing was taken.
  public func take(_ bytes: [UInt8], of entity: WaitingRefetch.Entity) async throws(NaruError) -> TakenRecords {
    var decoder = CanonicalDecoder(attributes: declaredAttributes, assuming: entity == .member ? .members : .orders)
    decoder.byteLimit = naru.configuration.limits.bodyBytes
    let now = naru.now()
    let reader = decoder
    let (id, rules, asks) = (shop.id, rules, shop.fetchURL != nil)
    return try await work { store in
      let items = try reader.decode(bytes, receivedAt: now)
      // The shop itself says it, of its own app.
      let found = AdapterEvents(items.events, isOwnApp: true)
      let order = RefetchOrder(shop: id, refetches: found.refetches, since: now, asks: asks)
      let news = try store.together {
        let news = try $0.apply(found.events.map { DatedEvent($0, at: now) }, in: id, rules: rules)
        try order.keep(in: $0, now: now)
        return news
      }
      var taken = TakenRecords()
      taken.accepted = items.accepted.count
      taken.changed = news.count { $0 }
      taken.unchanged = news.count - taken.changed
      taken.rejected = items.rejected.map { TakenRecords.Rejected(index: $0.index, id: $0.id, reason: $0.reason) }
      taken.warnings = items.accepted.reduce(0) { $0 + $1.warnings.count }
      return taken
    }
  }

  /// The names of attributes that are kept: the manifest's and the shop's own.
  var declaredAttributes: Set<String> {
    let manifest = (adapter as? DeclarativeAdapter)?.manifest ?? (adapter as? CommandAdapter)?.manifest
    let declared = (manifest?.members?.attributes ?? []) + (manifest?.webhook?.members?.attributes ?? [])
    return Set(declared.map(\.name) + shop.attributes.map(\.name))
  }
}
