/// A range of addresses that share their first bits, as `10.0.0.0/8`.
public struct IPNetwork: Sendable, Hashable {
  /// An address of the network; bits behind the prefix do not matter.
  public let address: IPAddress
  /// How many leading bits are shared.
  public let prefixLength: Int

  /// The network that `text` writes; an address alone is a network of one. Nil for what is no address or has too long a prefix.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = IPAddress(String(parts[0])) else { return nil }
    var length = address.family.width
    if parts.count == 2 {
      guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let given = Int(parts[1]), given <= length else {
        return nil
      }
      length = given
    }
    self.init(address, length)
  }

  package init(_ address: IPAddress, _ prefixLength: Int) {
    self.address = address
    self.prefixLength = prefixLength
  }

  /// Whether the address lies in the network; never so for another protocol's.
  public func contains(_ other: IPAddress) -> Bool {
    other.family == address.family && (address.bits ^ other.bits) >> (address.family.width - prefixLength) == 0
  }

  /// Whether the address that `text` writes lies in the network; what is no address lies nowhere. IPv4 that is written as IPv6 is IPv4.
  public func contains(_ text: String) -> Bool { IPAddress(text).map { contains($0.unmapped) } ?? false }
}

extension IPNetwork: CustomStringConvertible {
  public var description: String { "\(address)/\(prefixLength)" }
}
