import Foundation

/// Any JSON, by its kinds.
package indirect enum JSONTree: Sendable, Hashable, Decodable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([JSONTree])
  case object([String: JSONTree])

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([JSONTree].self) {
      self = .list(list)
    } else {
      self = .object(try container.decode([String: JSONTree].self))
    }
  }

  /// Nil for what is no JSON.
  package init?(_ bytes: some Sequence<UInt8>) {
    guard let tree = try? JSONDecoder().decode(JSONTree.self, from: Data(bytes)) else { return nil }
    self = tree
  }

  /// Fails for what is no JSON.
  package init(_ text: String) throws { self = try JSONDecoder().decode(JSONTree.self, from: Data(text.utf8)) }

  package subscript(name: String) -> JSONTree? { members[name] }

  package subscript(index: Int) -> JSONTree? { elements.indices.contains(index) ? elements[index] : nil }

  package var members: [String: JSONTree] { if case .object(let members) = self { members } else { [:] } }
  package var elements: [JSONTree] { if case .list(let elements) = self { elements } else { [] } }
  package var int: Int? { if case .number(let number) = self { Int(exactly: number) } else { nil } }
  package var string: String? { if case .text(let text) = self { text } else { nil } }
  package var double: Double? { if case .number(let number) = self { number } else { nil } }

  /// Calls `body` for every object in the tree, with where it is.
  package func forEachObject(_ path: String = "#", _ body: (String, [String: JSONTree]) throws -> Void) rethrows {
    switch self {
    case .object(let members):
      try body(path, members)
      for (name, value) in members { try value.forEachObject("\(path)/\(name)", body) }
    case .list(let elements):
      for (index, value) in elements.enumerated() { try value.forEachObject("\(path)/\(index)", body) }
    default: break
    }
  }
}
