import CommonValues

/// `application/x-www-form-urlencoded`, as bodies and as the query of a URL.
enum FormBody {
  /// How many fields are taken.
  static let fieldLimit = 1_000

  /// Names and values in their order; nil when there are too many, or bytes that are no text.
  static func parse(_ bytes: some Collection<UInt8>) -> [(name: String, value: String)]? {
    var fields: [(name: String, value: String)] = []
    for part in bytes.split(separator: 0x26) {
      guard fields.count < fieldLimit else { return nil }
      let halves = part.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = decode(halves[0]), let value = halves.count == 2 ? decode(halves[1]) : "" else { return nil }
      fields.append((name, value))
    }
    return fields
  }

  /// The fields as an object, so that a path finds them.
  static func value(_ bytes: some Collection<UInt8>) -> JSONValue? {
    parse(bytes).map { .object($0.map { JSONValue.Member(key: $0.name, value: .string($0.value)) }) }
  }

  private static func decode(_ bytes: some Collection<UInt8>) -> String? {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var rest = bytes.makeIterator()
    while let byte = rest.next() {
      switch byte {
      case 0x2B: decoded.append(0x20)
      case 0x25:
        guard let high = rest.next().flatMap(HexText.value), let low = rest.next().flatMap(HexText.value) else {
          return nil
        }
        decoded.append(high << 4 | low)
      default: decoded.append(byte)
      }
    }
    return String(validating: decoded, as: UTF8.self)
  }
}
