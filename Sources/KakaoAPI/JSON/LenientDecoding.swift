internal import CommonValues

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Reads `bytes` as JSON; nil when they are none, or not of that shape.
func decodeJSON<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) -> Value? {
  try? JSONDecoder().decode(type, from: Data(bytes))
}

/// Optional fields of Kakao's answers: missing, null and of another type are all "not there".
extension KeyedDecodingContainer {
  /// A 64-bit integer, as a number or as a string of digits; never by way of a floating-point number.
  func lenientInt64(_ key: Key) -> Int64? {
    if let number = try? decode(Int64.self, forKey: key) {
      return ExactInteger.isSafe(number) || ExactInteger.isExact(number, try? decode(Decimal.self, forKey: key))
        ? number : nil
    }
    return (try? decode(String.self, forKey: key)).flatMap { ExactInteger.digits($0) }
  }

  func lenientInt(_ key: Key) -> Int? { lenientInt64(key).flatMap { Int(exactly: $0) } }

  func lenientString(_ key: Key) -> String? { try? decode(String.self, forKey: key) }

  /// A text that says something: nil when it is empty.
  func lenientText(_ key: Key) -> String? { lenientString(key).flatMap { $0.isEmpty ? nil : $0 } }

  /// A Boolean, as such or as the word in any case.
  func lenientBool(_ key: Key) -> Bool? {
    if let value = try? decode(Bool.self, forKey: key) { return value }
    switch lenientString(key)?.lowercased() {
    case "true": return true
    case "false": return false
    default: return nil
    }
  }

  /// RFC 3339, as ``Timestamp/init(kakao:)`` reads it.
  func lenientTime(_ key: Key) -> Timestamp? { lenientString(key).flatMap { Timestamp(kakao: $0) } }

  /// Whole seconds since 1970.
  func lenientUnixTime(_ key: Key) -> Timestamp? { lenientInt64(key).map { Timestamp(seconds: $0) } }

  func lenientStrings(_ key: Key) -> [String] { lenientArray(of: String.self, key) ?? [] }

  /// The elements that can be read; nil when there is no array.
  func lenientArray<Element: Decodable>(of type: Element.Type, _ key: Key) -> [Element]? {
    (try? decode([Lenient<Element>].self, forKey: key))?.compactMap(\.value)
  }

  /// An object that can be read.
  func lenient<Value: Decodable>(_ type: Value.Type, _ key: Key) -> Value? { try? decode(type, forKey: key) }
}

/// An element of an array that may be unreadable without spoiling the others.
struct Lenient<Value: Decodable>: Decodable {
  let value: Value?

  init(from decoder: any Decoder) throws { value = try? Value(from: decoder) }
}

/// A 64-bit id as an element of an array, as a number or as a string of digits.
struct LenientID: Decodable {
  let value: Int64

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let number = try? container.decode(Int64.self)
    if let number, ExactInteger.isSafe(number) || ExactInteger.isExact(number, try? container.decode(Decimal.self)) {
      value = number
    } else if number == nil, let digits = ExactInteger.digits(try container.decode(String.self)) {
      value = digits
    } else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a 64-bit integer")
    }
  }
}

/// The key of an object whose keys are not known beforehand.
struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

/// Guards against a decoder that reads `1376016924429759228.0` by way of a `Double`.
private enum ExactInteger {
  /// Whether a `Double` would hold the number exactly.
  static func isSafe(_ number: Int64) -> Bool { number.magnitude <= 1 << 53 }

  /// Whether the number is what is written, which a `Decimal` of 38 digits holds exactly.
  static func isExact(_ number: Int64, _ written: Decimal?) -> Bool { written == Decimal(number) }

  /// ASCII digits, perhaps behind a minus.
  static func digits(_ text: String) -> Int64? {
    text.utf8.allSatisfy { $0 &- 0x30 < 10 || $0 == 0x2D } ? Int64(text) : nil
  }
}

extension Timestamp {
  /// RFC 3339. Kakao writes its times in UTC, so a text without an offset is read so.
  init?(kakao text: String) {
    let hasOffset = text.dropFirst(10).contains { "Zz+-".contains($0) }
    self.init(hasOffset ? text : text + "Z")
  }
}
