public import CommonValues

/// Which addresses a connection may go to.
///
/// By itself it lets through the public internet alone. What it refuses follows IANA's registries of special-purpose addresses:
/// this machine, private and link-local networks, shared address space (CGNAT), documentation and benchmarks, multicast, the
/// unspecified and reserved ones; in IPv6 everything outside 2000::/3, Teredo and the other protocol assignments. An IPv4 address inside
/// an IPv6 one (mapped, NAT64, 6to4) is judged as the IPv4 address.
public struct AddressPolicy: Sendable, Hashable {
  /// Networks that are let through although they are not public.
  public var allowedNetworks: [IPNetwork]

  /// Public addresses, and those of `allowedNetworks`.
  public init(allowing allowedNetworks: [IPNetwork] = []) { self.allowedNetworks = allowedNetworks }

  /// Whether a connection may go to `address`.
  public func permits(_ address: IPAddress) -> Bool {
    let plain = AddressPolicy.embedded(in: address) ?? address
    return AddressPolicy.isPublic(plain)
      || allowedNetworks.contains { $0.contains(address) || $0.contains(plain) }
  }

  /// The IPv4 address that traffic to an IPv6 address ends at.
  private static func embedded(in address: IPAddress) -> IPAddress? {
    guard address.family == .v6 else { return nil }
    if mapped.contains(address) || nat64.contains(address) { return IPAddress(.v4, address.bits & 0xFFFF_FFFF) }
    if sixToFour.contains(address) { return IPAddress(.v4, (address.bits >> 80) & 0xFFFF_FFFF) }
    return nil
  }

  private static func isPublic(_ address: IPAddress) -> Bool {
    switch address.family {
    case .v4: !special4.contains { $0.contains(address) }
    case .v6: unicast6.contains(address) && !special6.contains { $0.contains(address) }
    }
  }

  private static func v4(_ a: UInt128, _ b: UInt128, _ c: UInt128, _ length: Int) -> IPNetwork {
    IPNetwork(IPAddress(.v4, a << 24 | b << 16 | c << 8), length)
  }

  /// The network of the first 64 bits.
  private static func v6(_ high: UInt128, _ length: Int) -> IPNetwork {
    IPNetwork(IPAddress(.v6, high << 64), length)
  }

  private static let special4 = [
    v4(0, 0, 0, 8), v4(10, 0, 0, 8), v4(100, 64, 0, 10), v4(127, 0, 0, 8), v4(169, 254, 0, 16), v4(172, 16, 0, 12),
    v4(192, 0, 0, 24), v4(192, 0, 2, 24), v4(192, 88, 99, 24), v4(192, 168, 0, 16), v4(198, 18, 0, 15),
    v4(198, 51, 100, 24), v4(203, 0, 113, 24), v4(224, 0, 0, 4), v4(240, 0, 0, 4),
  ]
  private static let mapped = IPNetwork(IPAddress(.v6, 0xFFFF << 32), 96)
  private static let nat64 = v6(0x0064_ff9b_0000_0000, 96)
  private static let sixToFour = v6(0x2002_0000_0000_0000, 16)
  private static let unicast6 = v6(0x2000_0000_0000_0000, 3)
  /// Protocol assignments with Teredo, documentation (two), 6to4 aside.
  private static let special6 = [
    v6(0x2001_0000_0000_0000, 23), v6(0x2001_0db8_0000_0000, 32), v6(0x3fff_0000_0000_0000, 20),
  ]
}
