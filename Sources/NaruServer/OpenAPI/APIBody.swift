/// What a request carries.
struct APIBody: Sendable {
  /// English: what it is, and how long it may be.
  var text: String
  var contents: [APIContent]
  var isRequired = true
  /// Whether another media type, or what is no such JSON, is refused as a problem.
  var isCheckedJSON = false

  /// JSON of one schema.
  static func json(_ schema: String, limit: String, example: String) -> APIBody {
    APIBody(
      text: "JSON, up to \(limit).", contents: [APIContent("application/json", schema, example: .written(example))],
      isCheckedJSON: true)
  }

  /// The fields of a form.
  static func form(_ schema: String, limit: String, example: String, isRequired: Bool = false) -> APIBody {
    APIBody(
      text: "A form, up to \(limit).",
      contents: [APIContent("application/x-www-form-urlencoded", schema, example: .written(example))],
      isRequired: isRequired)
  }

  var json: OrderedJSON {
    var members: [OrderedJSON.Member] = [.init("description", .text(text))]
    if isRequired { members.append(.init("required", .written("true"))) }
    members.append(.init("content", APIContent.json(contents)))
    return .object(members)
  }
}

/// One representation of a body.
struct APIContent: Sendable {
  var type: String
  var schema: OrderedJSON
  /// By name.
  var examples: [(name: String, value: OrderedJSON)]

  /// - Parameters:
  ///   - schema: the name of a component.
  ///   - example: the only example.
  init(_ type: String, _ schema: String, example: OrderedJSON? = nil) {
    self.init(type, schema: .reference("schemas", schema), examples: example.map { [("example", $0)] } ?? [])
  }

  init(_ type: String, schema: OrderedJSON, examples: [(name: String, value: OrderedJSON)] = []) {
    self.type = type
    self.schema = schema
    self.examples = examples
  }

  /// The content object.
  static func json(_ contents: [APIContent]) -> OrderedJSON {
    .object(
      contents.map { content in
        var members: [OrderedJSON.Member] = [.init("schema", content.schema)]
        if content.examples.count == 1 {
          members.append(.init("example", content.examples[0].value))
        } else if !content.examples.isEmpty {
          members.append(
            .init(
              "examples", .object(content.examples.map { .init($0.name, .object([.init("value", $0.value)])) })))
        }
        return .init(content.type, .object(members))
      })
  }
}
