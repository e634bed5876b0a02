/// A column of a customer file: a key of its schema.
public struct CustomerFileColumn: Sendable, Hashable {
  /// What a column holds. Kakao has two; an unknown one of an answer is kept as it is.
  public struct ValueType: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// Kakao's word.
    public let rawValue: String

    /// Any type.
    public init(rawValue: String) { self.rawValue = rawValue }

    public var description: String { rawValue }

    /// Text, dates included.
    public static let string = ValueType(rawValue: "string")
    /// A JSON number.
    public static let number = ValueType(rawValue: "number")
  }

  /// The column's name.
  public let key: String
  /// What it holds.
  public let type: ValueType

  /// A column.
  public init(_ key: String, _ type: ValueType) {
    self.key = key
    self.type = type
  }
}
