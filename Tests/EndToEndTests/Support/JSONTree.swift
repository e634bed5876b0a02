import Foundation

/// Any JSON text.
enum JSONTree: Decodable, Hashable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([JSONTree])
  case object([String: JSONTree])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([JSONTree].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: JSONTree].self))
    }
  }

  init(_ text: String) throws { self = try JSONDecoder().decode(JSONTree.self, from: Data(text.utf8)) }

  subscript(key: String) -> JSONTree? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  subscript(index: Int) -> JSONTree? {
    if case .list(let elements) = self, elements.indices.contains(index) { elements[index] } else { nil }
  }

  var int: Int? { if case .number(let value) = self { Int(exactly: value) } else { nil } }
  var string: String? { if case .text(let value) = self { value } else { nil } }
  var array: [JSONTree] { if case .list(let elements) = self { elements } else { [] } }
}
