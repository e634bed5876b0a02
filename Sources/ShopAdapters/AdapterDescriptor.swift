public import CommonValues

/// Who an adapter is and what it can do.
public struct AdapterDescriptor: Sendable, Hashable {
  /// Something that an adapter can do for a shop.
  public enum Capability: String, Sendable, Hashable, CaseIterable, Codable {
    /// Map the rows of a member export.
    case memberExport = "member_export"
    /// Map the rows of an order export.
    case orderExport = "order_export"
    /// Understand webhooks about members.
    case memberWebhook = "member_webhook"
    /// Understand webhooks about orders.
    case orderWebhook = "order_webhook"
    /// Learn from webhooks which member is which Kakao user.
    case accountLinks = "account_links"
    /// Name members or orders that have to be fetched again.
    case refetch
    /// Pass on orders to delete a person.
    case erasure
  }

  /// The name in a shop's config: lower-case letters, digits and `-`, 1 to 63, beginning with a letter.
  public let id: String
  /// The adapter's own version, for people (`1.0.0`).
  public let version: String
  /// What it is called.
  public let name: LocalizedText
  /// The platform it serves; nil when it serves any.
  public let platform: String?
  /// What it can do.
  public var capabilities: Set<Capability>

  /// A description.
  public init(
    id: String, version: String, name: LocalizedText, platform: String? = nil, capabilities: Set<Capability> = []
  ) {
    self.id = id
    self.version = version
    self.name = name
    self.platform = platform
    self.capabilities = capabilities
  }

  /// Whether a text can be an adapter's id.
  public static func isID(_ text: String) -> Bool {
    let bytes = text.utf8
    guard (1...63).contains(bytes.count), let first = bytes.first, (0x61...0x7A).contains(first) else { return false }
    return bytes.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
  }
}
