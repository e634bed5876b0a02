/// A JSON value as a tree, for small bodies. Numbers keep their literal, objects keep their order.
enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  struct Member: Sendable, Equatable {
    var key: String
    var value: JSONValue
  }

  /// Reads a whole document.
  ///
  /// - Parameter duplicates: whether a key that occurs twice is let through, and the last one counts.
  static func parse(_ bytes: [UInt8], allowingDuplicates duplicates: Bool = false) throws(JSONError) -> JSONValue {
    var cursor = try JSONCursor.validated(bytes)
    let value = try read(&cursor, duplicates: duplicates)
    try cursor.finish()
    return value
  }

  /// Reads one value.
  static func read(_ cursor: inout JSONCursor, duplicates: Bool) throws(JSONError) -> JSONValue {
    switch try cursor.peek() {
    case UInt8(ascii: "{"):
      var members: [Member] = []
      var seen: Set<String> = []
      try cursor.members { (cursor, text) throws(JSONError) in
        let key = cursor.decode(text)
        let value = try read(&cursor, duplicates: duplicates)
        if seen.insert(key).inserted {
          members.append(Member(key: key, value: value))
        } else if duplicates {
          members.removeAll { $0.key == key }
          members.append(Member(key: key, value: value))
        } else {
          throw cursor.failure(.duplicateKey(key))
        }
      }
      return .object(members)
    case UInt8(ascii: "["):
      var elements: [JSONValue] = []
      try cursor.elements { (cursor) throws(JSONError) in elements.append(try read(&cursor, duplicates: duplicates)) }
      return .array(elements)
    case UInt8(ascii: "\""): return .string(cursor.decode(try cursor.string()))
    case UInt8(ascii: "t"):
      try cursor.word("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try cursor.word("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try cursor.word("null")
      return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      let range = try cursor.number()
      return .number(String(decoding: cursor.bytes[range], as: UTF8.self))
    default: throw cursor.failure(.unexpected)
    }
  }

  /// The value of a key of an object.
  subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The integer, when this is a number without fraction and exponent that fits 64 bits.
  var integer: Int64? {
    guard case .number(let literal) = self else { return nil }
    return Int64(literal)
  }

  /// The string, when this is one.
  var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The truth value, when this is one.
  var flag: Bool? {
    guard case .bool(let flag) = self else { return nil }
    return flag
  }

  /// Appends this value as compact JSON.
  func append(to out: inout [UInt8]) {
    switch self {
    case .null: out.append(contentsOf: "null".utf8)
    case .bool(let flag): out.append(contentsOf: (flag ? "true" : "false").utf8)
    case .number(let literal): out.append(contentsOf: literal.utf8)
    case .string(let text): JSONText.append(text, to: &out)
    case .array(let elements):
      out.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        element.append(to: &out)
      }
      out.append(UInt8(ascii: "]"))
    case .object(let members):
      out.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        JSONText.append(member.key, to: &out)
        out.append(UInt8(ascii: ":"))
        member.value.append(to: &out)
      }
      out.append(UInt8(ascii: "}"))
    }
  }

  /// This value as compact JSON.
  var encoded: [UInt8] {
    var out: [UInt8] = []
    append(to: &out)
    return out
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  init(stringLiteral value: String) { self = .string(value) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(integerLiteral value: Int64) { self = .number(String(value)) }
  init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member(key: $0.0, value: $0.1) })
  }

  static func integer(_ value: some BinaryInteger) -> JSONValue { .number(String(value)) }
  static func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
}
