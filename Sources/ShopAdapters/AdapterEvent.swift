public import CommonValues
public import ShopModel

/// What an adapter found out. Most is a ``ShopEvent``; the rest asks something of the host.
public enum AdapterEvent: Sendable, Hashable {
  /// Something to apply to the store. An account link is applied only if its Kakao app is the shop's: see
  /// ``DecodedWebhook/kakaoApp``.
  case event(ShopEvent)
  /// The platform told only that these have changed, not how: ask it, or wait for the next export.
  case refetch(Refetch)
  /// The shop or a person wants everything about this member deleted.
  case erase(memberID: String, at: Timestamp)
  /// The platform told which Kakao app its user ids belong to, by the app's REST API key.
  case kakaoApp(restAPIKey: String, at: Timestamp)
}

/// Members or orders of which something has changed.
public struct Refetch: Sendable, Hashable, Codable {
  /// Of what.
  public enum Entity: String, Sendable, Hashable, Codable, CaseIterable {
    case member
    case order
  }

  /// Members or orders.
  public var entity: Entity
  /// The shop's own ids, each once.
  public var ids: [String]

  /// What to ask for.
  public init(_ entity: Entity, _ ids: [String]) {
    self.entity = entity
    self.ids = ids
  }
}

extension Refetch {
  private enum CodingKeys: String, CodingKey { case kind, entity, ids }

  /// Reads canonical JSON (DESIGN §8).
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(Entity.self, forKey: .entity), try container.decode([String].self, forKey: .ids))
  }

  /// Writes canonical JSON (DESIGN §8).
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode("refetch", forKey: .kind)
    try container.encode(entity, forKey: .entity)
    try container.encode(ids, forKey: .ids)
  }
}
