/// What a source said about one field: nothing, that it is empty, or a value.
public enum Field<Value> {
  /// Absent: nothing was said; what was known stays.
  case unknown
  /// `null`: known to be empty.
  case empty
  /// This value.
  case value(Value)

  /// The value, when there is one.
  public var value: Value? {
    if case .value(let value) = self { value } else { nil }
  }

  /// A value, or ``unknown`` for nil.
  public init(_ value: Value?) { self = value.map(Field.value) ?? .unknown }
}

extension Field: Sendable where Value: Sendable {}
extension Field: Equatable where Value: Equatable {}
extension Field: Hashable where Value: Hashable {}

extension KeyedDecodingContainer {
  /// Absent is ``Field/unknown``, `null` is ``Field/empty``.
  func field<Value: Decodable>(_ type: Value.Type, _ key: Key) throws -> Field<Value> {
    guard contains(key) else { return .unknown }
    if try decodeNil(forKey: key) { return .empty }
    return .value(try decode(type, forKey: key))
  }
}

extension KeyedEncodingContainer {
  mutating func encode<Value: Encodable>(_ field: Field<Value>, _ key: Key) throws {
    switch field {
    case .unknown: break
    case .empty: try encodeNil(forKey: key)
    case .value(let value): try encode(value, forKey: key)
    }
  }
}

/// A word of a closed list, nil when it is none of them: the sources' lists grow without notice.
struct KnownWord<Word: RawRepresentable>: Decodable where Word.RawValue == String {
  let value: Word?

  init(from decoder: any Decoder) throws {
    value = Word(rawValue: try decoder.singleValueContainer().decode(String.self))
  }
}

extension Field {
  /// The word, or ``unknown`` when it is none of the list.
  func known<Word>() -> Field<Word> where Value == KnownWord<Word> {
    switch self {
    case .unknown: .unknown
    case .empty: .empty
    case .value(let word): Field<Word>(word.value)
    }
  }
}
