/// The name of a shop in config, routes and the store: lower-case letters, digits, `-` and `_`, 1 to 63, beginning with a letter
/// or digit.
public struct ShopID: Sendable, Hashable, Comparable, CustomStringConvertible, LosslessStringConvertible, Codable {
  /// The name itself.
  public let description: String

  /// Nil when the text is not of that form.
  public init?(_ description: String) {
    let bytes = description.utf8
    func isPlain(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) }
    guard (1...63).contains(bytes.count), let first = bytes.first, isPlain(first),
      bytes.allSatisfy({ isPlain($0) || $0 == 0x2D || $0 == 0x5F })
    else { return nil }
    self.description = description
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let id = ShopID(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a shop id")
    }
    self = id
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  public static func < (lhs: ShopID, rhs: ShopID) -> Bool { lhs.description < rhs.description }
}
