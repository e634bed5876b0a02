#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An IPv4 or IPv6 address, without port and zone.
public struct IPAddress: Sendable, Hashable {
  /// Which protocol.
  package enum Family: Sendable, Hashable {
    case v4, v6

    /// Bits of an address.
    package var width: Int { self == .v4 ? 32 : 128 }
  }

  package let family: Family
  /// The address as a number; of IPv4 the lowest 32 bits.
  package let bits: UInt128

  package init(_ family: Family, _ bits: UInt128) {
    self.family = family
    self.bits = bits
  }

  /// The address that `text` writes: four decimal numbers, or IPv6 by RFC 4291. Nil for names, zones, brackets, and the shorter,
  /// octal or hexadecimal spellings of IPv4.
  public init?(_ text: String) {
    var four = in_addr()
    var six = in6_addr()
    if inet_pton(AF_INET, text, &four) == 1 {
      self.init(.v4, withUnsafeBytes(of: &four) { IPAddress.number($0) })
    } else if inet_pton(AF_INET6, text, &six) == 1 {
      self.init(.v6, withUnsafeBytes(of: &six) { IPAddress.number($0) })
    } else {
      return nil
    }
  }

  /// The address of a socket; nil for families other than IPv4 and IPv6.
  package init?(family: Int32, socketAddress: UnsafeRawBufferPointer) {
    switch family {
    case AF_INET:
      let start = MemoryLayout<sockaddr_in>.offset(of: \.sin_addr) ?? 4
      guard socketAddress.count >= start + 4 else { return nil }
      self.init(.v4, IPAddress.number(UnsafeRawBufferPointer(rebasing: socketAddress[start..<start + 4])))
    case AF_INET6:
      let start = MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr) ?? 8
      guard socketAddress.count >= start + 16 else { return nil }
      self.init(.v6, IPAddress.number(UnsafeRawBufferPointer(rebasing: socketAddress[start..<start + 16])))
    default: return nil
    }
  }

  private static func number(_ bytes: UnsafeRawBufferPointer) -> UInt128 {
    bytes.reduce(0) { $0 << 8 | UInt128($1) }
  }

  /// Whether it is of IPv6.
  public var isIPv6: Bool { family == .v6 }

  /// The network of the first `length` bits of the address (0 to 32 or 128), with all bits behind them 0.
  public func network(_ length: Int) -> IPNetwork {
    let rest = family.width - min(max(0, length), family.width)
    return IPNetwork(IPAddress(family, rest >= 128 ? 0 : (bits >> rest) << rest), family.width - rest)
  }

  /// An IPv4 address that is written as IPv6 (`::ffff:203.0.113.7`) as what it is.
  public var unmapped: IPAddress {
    family == .v6 && bits >> 32 == 0xFFFF ? IPAddress(.v4, bits & 0xFFFF_FFFF) : self
  }

  /// Whether it is this machine itself: 127.0.0.0/8 or ::1, also written as IPv4 in IPv6.
  package var isLoopback: Bool {
    switch family {
    case .v4: bits >> 24 == 127
    case .v6: bits == 1 || (bits >> 32 == 0xFFFF && (bits >> 24) & 0xFF == 127)
    }
  }
}

extension IPAddress: CustomStringConvertible {
  /// As people write it, `203.0.113.7` or `2001:db8::7`; ``init(_:)`` reads it back.
  public var description: String {
    if family == .v4 {
      return "\(UInt8(truncatingIfNeeded: bits >> 24)).\(UInt8(truncatingIfNeeded: bits >> 16))"
        + ".\(UInt8(truncatingIfNeeded: bits >> 8)).\(UInt8(truncatingIfNeeded: bits))"
    }
    let bytes = withUnsafeBytes(of: bits.bigEndian) { Array($0) }
    var text = [CChar](repeating: 0, count: 64)
    let known = inet_ntop(AF_INET6, bytes, &text, socklen_t(text.count)) != nil
    return known ? String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) : "?"
  }
}
