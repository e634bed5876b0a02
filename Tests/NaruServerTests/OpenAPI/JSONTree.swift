import Foundation

/// Any JSON, by its kinds.
indirect enum JSONTree: Sendable, Hashable, Decodable {
  case null
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([JSONTree])
  case object([String: JSONTree])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
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
  init?(_ bytes: some Sequence<UInt8>) {
    guard let tree = try? JSONDecoder().decode(JSONTree.self, from: Data(bytes)) else { return nil }
    self = tree
  }

  subscript(name: String) -> JSONTree? { members[name] }

  var members: [String: JSONTree] { if case .object(let members) = self { members } else { [:] } }
  var elements: [JSONTree] { if case .list(let elements) = self { elements } else { [] } }
  var string: String? { if case .text(let text) = self { text } else { nil } }
  var double: Double? { if case .number(let number) = self { number } else { nil } }

  /// Calls `body` for every object in the tree, with where it is.
  func forEachObject(_ path: String = "#", _ body: (String, [String: JSONTree]) throws -> Void) rethrows {
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
