import Foundation
import NaruTestSupport

/// Holds JSON against one of `docs/schemas`. Knows the keywords that they use; any other is a finding.
struct SchemaCheck {
  private let root: JSONTree

  /// The schema `docs/schemas/NAME.schema.json`.
  init(_ name: String) throws {
    var repository = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { repository = repository.deletingLastPathComponent() }
    let file = repository.appendingPathComponent("docs/schemas/\(name).schema.json")
    root = try JSONTree(String(decoding: Data(contentsOf: file), as: UTF8.self))
  }

  /// What is wrong with `text`; empty when it fits.
  func findings(_ text: String) throws -> [String] { findings(try JSONTree(text), root, at: "") }

  private func findings(_ value: JSONTree, _ schema: JSONTree, at place: String) -> [String] {
    guard case .object(let keywords) = schema else { return ["\(place): the schema is no object"] }
    return keywords.sorted { $0.key < $1.key }.flatMap { keyword, rule -> [String] in
      switch keyword {
      case "$schema", "$defs", "title", "description": return []
      case "$ref":
        guard let name = rule.string?.split(separator: "/").last, let part = root["$defs"]?[String(name)] else {
          return ["\(place): unknown $ref"]
        }
        return findings(value, part, at: place)
      case "type":
        let names = rule.string.map { [$0] } ?? rule.elements.compactMap(\.string)
        return names.contains { matches(value, type: $0) } ? [] : ["\(place): is no \(names)"]
      case "enum": return rule.elements.contains(value) ? [] : ["\(place): not in enum"]
      case "minimum":
        guard let least = rule.int, let number = value.int else { return [] }
        return number >= least ? [] : ["\(place): below \(least)"]
      case "required":
        return rule.elements.compactMap(\.string).filter { value[$0] == nil }.map { "\(place): lacks \($0)" }
      case "properties":
        guard case .object(let members) = value else { return [] }
        return members.sorted { $0.key < $1.key }.flatMap { key, member in
          // A key that nobody documented is a finding of its own.
          rule[key].map { findings(member, $0, at: "\(place)/\(key)") } ?? ["\(place): \(key) is not documented"]
        }
      case "additionalProperties":
        guard keywords["properties"] == nil, case .object(let members) = value else { return [] }
        return members.values.flatMap { findings($0, rule, at: "\(place)/*") }
      case "items": return value.elements.flatMap { findings($0, rule, at: "\(place)/*") }
      case "anyOf":
        return rule.elements.contains { findings(value, $0, at: place).isEmpty } ? [] : ["\(place): fits none of anyOf"]
      default: return ["\(place): \(keyword) is not understood"]
      }
    }
  }

  private func matches(_ value: JSONTree, type: String) -> Bool {
    switch (type, value) {
    case ("object", .object), ("array", .list), ("string", .text), ("boolean", .bool), ("null", .null),
      ("number", .number):
      true
    case ("integer", .number): value.int != nil
    default: false
    }
  }
}
