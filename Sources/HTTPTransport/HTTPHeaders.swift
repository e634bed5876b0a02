/// Header fields in the order in which they were written or received.
///
/// Names compare without regard to ASCII case; one name may occur several times.
public struct HTTPHeaders: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  /// One header field.
  public struct Field: Sendable, Hashable {
    /// The name as written.
    public var name: String
    /// The value without surrounding blanks.
    public var value: String

    /// A header field.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// All fields in order.
  public private(set) var fields: [Field]

  /// The given fields, in order.
  public init(_ fields: [Field] = []) { self.fields = fields }

  public init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { Field($0.0, $0.1) }
  }

  /// Adds a field at the end, whether or not the name occurs already.
  public mutating func add(_ name: String, _ value: String) { fields.append(Field(name, value)) }

  /// The first value of that name, nil when there is none.
  public subscript(name: String) -> String? {
    fields.first { HTTPHeaders.sameName($0.name, name) }?.value
  }

  /// Every value of that name, in order.
  public func values(of name: String) -> [String] {
    fields.compactMap { HTTPHeaders.sameName($0.name, name) ? $0.value : nil }
  }

  static func sameName(_ one: String, _ other: String) -> Bool {
    one.utf8.count == other.utf8.count && zip(one.utf8, other.utf8).allSatisfy { lowercase($0) == lowercase($1) }
  }

  private static func lowercase(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}

extension HTTPHeaders: CustomStringConvertible {
  /// The names alone: values may be secrets.
  public var description: String { "[" + fields.map(\.name).joined(separator: ", ") + "]" }
}

extension HTTPHeaders.Field: CustomStringConvertible, CustomReflectable {
  /// The name alone: the value may be a secret.
  public var description: String { name }
  public var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
