/// How calls of a shop's platform prove that they are its own, as far as the adapter leaves that to the shop.
public struct WebhookConfiguration: Sendable {
  /// Where a shared token stands.
  public enum TokenPlace: Sendable, Hashable {
    /// In a header, behind a prefix such as `Bearer `, which may be empty.
    case header(name: String, prefix: String)
    /// In the query of the address.
    case query(name: String)
  }

  /// What the platform signs its webhooks with, or sends along.
  public var secret: SecretList?
  /// Where a token stands; nil: where the adapter expects it.
  public var tokenPlace: TokenPlace?
  /// Addresses and networks (CIDR) that calls may come from; empty: from anywhere. Asked in addition to the proof.
  public var senders: [String] = []
  /// Whether calls of a platform that proves nothing are taken all the same.
  public var acceptsUnverified = false

  /// Nothing said.
  public init() {}
}

/// What webhooks leave behind, and for how long.
public struct InboxSettings: Sendable, Hashable {
  /// How long a delivery is kept after it came to an end, and its repetition recognised; one that failed for good is kept three times
  /// as long.
  public var keep: Duration = .seconds(30 * 86_400)

  /// The defaults.
  public init() {}
}
