import NaruTestSupport

/// Holds values against the part of JSON Schema that the document uses; a keyword that it does not know is a fault of the schema.
struct SchemaValidator {
  /// What `$ref` points into.
  let root: JSONTree

  private static let annotations: Set<String> = [
    "description", "title", "default", "examples", "example", "deprecated",
  ]

  /// What `#/a/b` points to.
  func target(_ reference: String) -> JSONTree? {
    guard reference.hasPrefix("#/") else { return nil }
    var tree: JSONTree? = root
    for name in reference.dropFirst(2).split(separator: "/") {
      tree = tree?[String(name).replacing("~1", with: "/").replacing("~0", with: "~")]
    }
    return tree
  }

  /// What is wrong with a value, one line each; empty when it conforms.
  func faults(_ value: JSONTree, _ schema: JSONTree, at path: String = "$") -> [String] {
    if case .bool(let allowed) = schema { return allowed ? [] : ["\(path): nothing is allowed here"] }
    return schema.members.sorted { $0.key < $1.key }.flatMap { keyword, argument in
      faults(value, keyword, argument, schema, path)
    }
  }

  private func faults(
    _ value: JSONTree, _ keyword: String, _ argument: JSONTree, _ schema: JSONTree, _ path: String
  ) -> [String] {
    func unless(_ holds: Bool, _ what: String) -> [String] { holds ? [] : ["\(path): \(what)"] }
    switch (keyword, value) {
    case ("$ref", _):
      guard let target = argument.string.flatMap(target) else { return ["\(path): \(argument) leads nowhere"] }
      return faults(value, target, at: path)
    case ("type", _):
      let types = argument.string.map { [$0] } ?? argument.elements.compactMap(\.string)
      return unless(types.contains { SchemaValidator.isA(value, $0) }, "not \(types)")
    case ("const", _): return unless(value == argument, "not \(argument)")
    case ("enum", _): return unless(argument.elements.contains(value), "\(value) is none of \(argument)")
    case ("allOf", _): return argument.elements.flatMap { faults(value, $0, at: path) }
    case ("anyOf", _):
      return unless(argument.elements.contains { faults(value, $0, at: path).isEmpty }, "none of anyOf holds")
    case ("oneOf", _):
      return unless(
        argument.elements.count { faults(value, $0, at: path).isEmpty } == 1, "not exactly one of oneOf holds")
    case ("required", .object(let members)):
      return argument.elements.compactMap(\.string).flatMap { unless(members[$0] != nil, "has no \($0)") }
    case ("properties", .object(let members)):
      return argument.members.flatMap { name, schema in
        members[name].map { faults($0, schema, at: "\(path).\(name)") } ?? []
      }
    case ("additionalProperties", .object(let members)):
      let known = schema["properties"]?.members ?? [:]
      return members.filter { known[$0.key] == nil }.flatMap { faults($0.value, argument, at: "\(path).\($0.key)") }
    case ("items", .list(let elements)):
      return elements.enumerated().flatMap { faults($1, argument, at: "\(path)[\($0)]") }
    case ("minItems", .list(let elements)): return unless(Double(elements.count) >= argument.double ?? 0, "too few")
    case ("maxItems", .list(let elements)): return unless(Double(elements.count) <= argument.double ?? 0, "too many")
    case ("minLength", .text(let text)):
      return unless(Double(text.unicodeScalars.count) >= argument.double ?? 0, "too short")
    case ("maxLength", .text(let text)):
      return unless(Double(text.unicodeScalars.count) <= argument.double ?? 0, "too long")
    case ("pattern", .text(let text)):
      guard let pattern = argument.string, let regex = try? Regex(pattern) else { return ["\(path): no pattern"] }
      return unless(text.firstMatch(of: regex) != nil, "\(text) does not match \(pattern)")
    case ("format", .text(let text)):
      return unless(SchemaValidator.isWritten(text, as: argument.string ?? ""), "\(text) is no \(argument)")
    case ("minimum", .number(let number)): return unless(number >= argument.double ?? 0, "too small")
    case ("maximum", .number(let number)): return unless(number <= argument.double ?? 0, "too large")
    case ("required", _), ("properties", _), ("additionalProperties", _), ("items", _), ("minItems", _),
      ("maxItems", _), ("minLength", _), ("maxLength", _), ("pattern", _), ("format", _), ("minimum", _),
      ("maximum", _):
      return []
    default:
      return unless(SchemaValidator.annotations.contains(keyword), "\(keyword) is not a keyword that is used here")
    }
  }

  private static func isA(_ value: JSONTree, _ type: String) -> Bool {
    switch (type, value) {
    case ("null", .null), ("boolean", .bool), ("number", .number), ("string", .text), ("array", .list),
      ("object", .object):
      true
    case ("integer", .number(let number)): number == number.rounded()
    default: false
    }
  }

  private static func isWritten(_ text: String, as format: String) -> Bool {
    switch format {
    case "date-time":
      text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/) != nil
    case "date": text.wholeMatch(of: /\d{4}-\d\d-\d\d/) != nil
    case "uri": text.firstMatch(of: /^[a-z][a-z0-9+.-]*:/) != nil
    case "uri-reference": !text.contains(" ")
    default: false
    }
  }
}
