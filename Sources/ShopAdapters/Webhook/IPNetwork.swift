/// An IP address or a network of them: `203.0.113.7`, `203.0.113.0/24`, `2001:db8::/32`.
public struct IPNetwork: Sendable, Hashable, CustomStringConvertible, LosslessStringConvertible {
  private let bytes: [UInt8]
  private let bits: Int
  /// The text that it was made of.
  public let description: String

  /// Nil for what is no address; bits behind the network's are ignored.
  public init?(_ description: String) {
    let halves = description.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let bytes = IPNetwork.address(halves[0]) else { return nil }
    var bits = bytes.count * 8
    if halves.count == 2 {
      guard halves[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let given = Int(halves[1]), given <= bits else {
        return nil
      }
      bits = given
    }
    self.bytes = bytes
    self.bits = bits
    self.description = description
  }

  /// Whether an address lies in the network. An IPv4 address in IPv6 clothes (`::ffff:203.0.113.7`) is the IPv4 address.
  public func contains(_ address: String) -> Bool {
    guard var other = IPNetwork.address(Substring(address)) else { return false }
    if other.count == 16, bytes.count == 4, other.prefix(12).elementsEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255]) {
      other = Array(other.suffix(4))
    }
    guard other.count == bytes.count else { return false }
    for index in 0..<bits where (bytes[index / 8] ^ other[index / 8]) & (0x80 >> (index % 8)) != 0 { return false }
    return true
  }

  private static func address(_ text: Substring) -> [UInt8]? { text.contains(":") ? version6(text) : version4(text) }

  private static func version4(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    let numbers = parts.compactMap { part -> UInt8? in
      let isNumber = part.utf8.allSatisfy { (0x30...0x39).contains($0) } && (part == "0" || !part.hasPrefix("0"))
      return isNumber ? UInt8(part) : nil
    }
    return numbers.count == 4 ? numbers : nil
  }

  private static func version6(_ text: Substring) -> [UInt8]? {
    let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
    guard halves.count <= 2, let head = groups(halves[0]) else { return nil }
    guard halves.count == 2 else { return head.count == 16 ? head : nil }
    guard let tail = groups(halves[1]), head.count + tail.count <= 14 else { return nil }
    return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
  }

  private static func groups(_ text: Substring) -> [UInt8]? {
    if text.isEmpty { return [] }
    var bytes: [UInt8] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, part.contains(".") {
        guard let four = version4(part) else { return nil }
        bytes += four
      } else {
        guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy({ FormBody.nibble($0) != nil }),
          let group = UInt16(part, radix: 16)
        else { return nil }
        bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
      }
    }
    return bytes.count <= 16 ? bytes : nil
  }
}
