/// Where a ``GuardedTransport`` goes.
public struct FetchPolicy: Sendable, Hashable {
  /// Held against the address of each connection, after the name was resolved.
  public var addresses: AddressPolicy
  /// The only hosts that are asked: names in ASCII, and `*.example.com` for every name below that one; nil: any.
  public var hosts: [String]?
  /// Whether plain `http` may be spoken with this machine itself (loopback, which ``addresses`` must allow as well). Anywhere else only
  /// `https` is.
  public var allowsPlainLoopback: Bool
  /// How many redirects of one request are followed, if the request asks for it.
  public var redirectLimit: Int

  /// Public addresses over `https`, unless said otherwise.
  public init(
    addresses: AddressPolicy = AddressPolicy(), hosts: [String]? = nil, allowsPlainLoopback: Bool = false,
    redirectLimit: Int = 3
  ) {
    self.addresses = addresses
    self.hosts = hosts
    self.allowsPlainLoopback = allowsPlainLoopback
    self.redirectLimit = redirectLimit
  }

  /// Why nobody is asked for something there, as far as the URL tells; nil when it may be tried.
  func objection(to origin: Origin) -> String? {
    if !origin.isSecure, !allowsPlainLoopback { return "only https is allowed" }
    guard let hosts else { return nil }
    let name = FetchPolicy.bare(origin.host)
    let isListed = hosts.contains { entry in
      let entry = FetchPolicy.bare(entry.lowercased())
      return entry.hasPrefix("*.")
        ? name.hasSuffix(entry.dropFirst()) && name.utf8.count > entry.utf8.count - 1 : name == entry
    }
    return isListed ? nil : "the host is not on the list of allowed ones"
  }

  /// Without the dot of a fully qualified name.
  private static func bare(_ host: String) -> String { host.hasSuffix(".") ? String(host.dropLast()) : host }
}
