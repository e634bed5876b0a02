public import CommonValues

/// What a shop's config says about its webhooks.
public struct WebhookSettings: Sendable {
  /// Where a shared token stands, for platforms that leave it open.
  public enum TokenPlace: Sendable, Hashable {
    /// In a header, behind a prefix such as `Bearer `.
    case header(name: String, prefix: String = "")
    /// In the query of the URL.
    case query(name: String)
  }

  /// The secrets that are accepted, the current one first: during a rotation the old one stays for a while.
  public var secrets: [Secret<String>] {
    didSet { keys = SignatureKeys() }
  }
  /// Where the token stands, when the adapter leaves it to the shop; nil: where the adapter expects it.
  public var tokenPlace: TokenPlace?
  /// Addresses and networks (`203.0.113.0/24`) that calls may come from; empty: from anywhere. Asked in addition to the proof.
  public var allowedSenders: [IPNetwork]
  /// Whether calls of a platform that proves nothing are taken all the same.
  public var acceptsUnverified: Bool
  /// What the secrets come to as keys.
  private(set) var keys = SignatureKeys()

  /// Settings.
  public init(
    secrets: [Secret<String>] = [], tokenPlace: TokenPlace? = nil, allowedSenders: [IPNetwork] = [],
    acceptsUnverified: Bool = false
  ) {
    self.secrets = secrets
    self.tokenPlace = tokenPlace
    self.allowedSenders = allowedSenders
    self.acceptsUnverified = acceptsUnverified
  }
}
