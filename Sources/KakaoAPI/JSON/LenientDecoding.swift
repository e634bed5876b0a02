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
    if let number = try? decode(Int64.self, forKey: key) { return number }
    return (try? decode(String.self, forKey: key)).flatMap { Int64($0) }
  }

  func lenientInt(_ key: Key) -> Int? { lenientInt64(key).flatMap { Int(exactly: $0) } }

  func lenientString(_ key: Key) -> String? { try? decode(String.self, forKey: key) }

  func lenientStrings(_ key: Key) -> [String] { lenientArray(of: String.self, key) ?? [] }

  /// The elements that can be read; nil when there is no array.
  func lenientArray<Element: Decodable>(of type: Element.Type, _ key: Key) -> [Element]? {
    (try? decode([Lenient<Element>].self, forKey: key))?.compactMap(\.value)
  }
}

/// An element of an array that may be unreadable without spoiling the others.
struct Lenient<Value: Decodable>: Decodable {
  let value: Value?

  init(from decoder: any Decoder) throws { value = try? Value(from: decoder) }
}
