import Foundation
import Testing

@testable import ShopAdapters

/// As much of JSON Schema as docs/schemas/adapter.schema.json uses, over the tree that manifests are read from.
struct SchemaValidator {
  let root: [String: Any]

  static func load() throws -> SchemaValidator {
    let data = try Data(contentsOf: URL(filePath: Golden.root + "/docs/schemas/adapter.schema.json"))
    return SchemaValidator(root: try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any]))
  }

  func definition(_ name: String) -> [String: Any] { (root["$defs"] as? [String: Any])?[name] as? [String: Any] ?? [:] }

  func accepts(_ yaml: String) throws -> Bool { accepts(try ManifestParser.parse(yaml), root) }

  private func accepts(_ node: ManifestNode, _ schema: [String: Any]) -> Bool {
    if let reference = schema["$ref"] as? String {
      return accepts(node, definition(reference.split(separator: "/").last.map(String.init) ?? ""))
    }
    if let choices = schema["oneOf"] as? [[String: Any]], choices.filter({ accepts(node, $0) }).count != 1 {
      return false
    }
    if let constant = schema["const"], !isSame(node, constant) { return false }
    if let values = schema["enum"] as? [Any], !values.contains(where: { isSame(node, $0) }) { return false }
    if let types = schema["type"] as? [String] ?? (schema["type"] as? String).map({ [$0] }) {
      guard types.contains(where: { isOfType(node, $0) }) else { return false }
    }
    if case .list(let children) = node.content {
      if let least = schema["minItems"] as? Int, children.count < least { return false }
      if let items = schema["items"] as? [String: Any], !children.allSatisfy({ accepts($0, items) }) { return false }
    }
    if case .map(let pairs) = node.content {
      let names = Set(pairs.map(\.key.name))
      if let required = schema["required"] as? [String], !names.isSuperset(of: required) { return false }
      if let least = schema["minProperties"] as? Int, names.count < least { return false }
      if let most = schema["maxProperties"] as? Int, names.count > most { return false }
      guard schema["properties"] != nil || schema["additionalProperties"] != nil else { return true }
      let properties = schema["properties"] as? [String: Any] ?? [:]
      for (key, value) in pairs {
        if let own = properties[key.name] as? [String: Any] {
          if !accepts(value, own) { return false }
        } else if let other = schema["additionalProperties"] as? [String: Any] {
          if !accepts(value, other) { return false }
        } else if schema["additionalProperties"] as? Bool == false {
          return false
        }
      }
    }
    return true
  }

  private func isSame(_ node: ManifestNode, _ value: Any) -> Bool {
    guard case .text(let text) = node.content else { return false }
    if let word = value as? String { return text == word }
    return text == "\(value)" || (value as? Bool == true && text == "true")
  }

  private func isOfType(_ node: ManifestNode, _ type: String) -> Bool {
    switch (node.content, type) {
    case (.map, "object"), (.list, "array"), (.text, "string"): true
    case (.text(let text), "boolean"): text == "true" || text == "false"
    case (.text(let text), "number"): Double(text) != nil
    case (.text(let text), "integer"): Int(text) != nil
    default: false
    }
  }
}

@Suite("The JSON Schema of adapter.yaml")
struct AdapterSchemaTests {
  /// A manifest with every section.
  private static let whole =
    TestManifests.head + """
      members:
        id: { first: [{ labels: [ID], when: { labels: [x], is: [y] } }, [번호]] }
        joined_at: { labels: [a], time: [b], zone: utc, format: text }
        consents: { sms: { labels: [c], yes_words: [Y], no_words: [N], yes_date: [d], no_date: [e], changed_date: [f] } }
        attributes: { 메모: [g] }
        header_row: 2
        records: member
        rows: list
        complete: never
      orders:
        id: [ID]
        buyer: { name: [a], phone: [b], email: [c] }
        items: { joined: ", ", name: [d] }
        contacts: delivery_only
        fill_down: true
        columns: [a]
      webhook:
        verify: { hmac: { header: A, algorithm: sha1, encoding: hex, key: text, prefix: "x", separator: ",", signed: "{timestamp}{body}", timestamp: { header: T, format: unix_seconds } } }
        ping: { form: p }
        event: [{ path: a }, { header: B }]
        at: { query: c, format: unix_milliseconds, zone: utc }
        dedup: { header: D }
        payload: [data, .]
        members: { id: { labels: [a], separator: "," } }
        orders: { id: [a], buyer: { name: [b] }, items: { each: [i], name: [n] } }
        routes:
          a: member
          b: [{ to: order, when: { labels: [x], is_not: [y] }, set: { status: paid, paid_at: event_time, placed_at: event_time } }]
          c: { to: link, kakao_user_id: [k], app: [z], ids: { labels: [i], separator: "," }, at: [t], when: [{ labels: [x], is: [y] }] }
          d: { to: refetch, entity: order }

      """

  @Test("takes every manifest that Naru brings, and that takes part in the tests")
  func accepted() throws {
    let schema = try SchemaValidator.load()
    for (id, yaml) in EmbeddedAdapters.manifests { #expect(try schema.accepts(yaml), "\(id)") }
    #expect(TestManifests.faults(Self.whole).isEmpty, "\(TestManifests.faults(Self.whole))")
    #expect(try schema.accepts(Self.whole))
    let example = try String(contentsOfFile: Golden.root + "/Examples/python-adapter/adapter.yaml", encoding: .utf8)
    #expect(try schema.accepts(example) && TestManifests.faults(example).isEmpty)
  }

  @Test(
    "refuses what the reader refuses",
    arguments: [
      "colour: red", "members: { name: [이름] }", "members: { id: [] }",
      "members: { id: [ID], name: { labels: [a], time: [b] } }",
      "members: { id: [ID], gender: { labels: [a], map: { femal: [여] } } }", "members: unsuported",
      "members: { id: [ID], complete: yes }",
      "members: { id: [ID], joined_at: { labels: [a], zone: kst } }", "orders: { id: [ID], buyer: { phoen: [a] } }",
      "webhook: { event: { path: a } }",
      "webhook: { verify: { header: a, query: b } }", "webhook: { verify: { none: false } }",
      "webhook: { verify: { query: a }, event: { path: a, header: b } }",
      "webhook: { verify: { query: a }, routes: { a: ignroe } }",
      "webhook: { verify: { query: a }, orders: { id: [a], fill_down: true } }", "limits: { memory: 1 }",
    ])
  func refused(body: String) throws {
    let yaml = TestManifests.head + body + "\n"
    #expect(try !SchemaValidator.load().accepts(yaml))
    #expect(!TestManifests.faults(yaml).isEmpty)
  }

  @Test("knows the same keys as the reader")
  func keys() throws {
    var reader = ManifestReader()
    _ = reader.manifest(try ManifestParser.parse(Self.whole))
    let schema = try SchemaValidator.load()
    func keys(_ node: Any?) -> Set<String> {
      Set(((node as? [String: Any])?["properties"] as? [String: Any] ?? [:]).keys)
    }
    func inner(_ name: String, _ path: String...) -> Any? {
      path.reduce(schema.definition(name) as Any?) { node, step in
        ((node as? [String: Any])?["properties"] as? [String: Any])?[step]
      }
    }
    func choice(_ name: String) -> Any? { (schema.definition(name)["oneOf"] as? [Any])?.last }
    #expect(keys(schema.root) == reader.sections["adapter.yaml"])
    #expect(keys(schema.definition("members")) == reader.sections["members"])
    #expect(keys(schema.definition("orders")) == reader.sections["orders"])
    #expect(
      keys(inner("orders", "items")) == reader.sections["items"]
        && keys(inner("orders", "buyer")) == reader.sections["buyer"])
    #expect(keys(inner("members", "consents")) == reader.sections["consents"])
    #expect(keys(schema.definition("condition")) == reader.sections["when"])
    #expect(keys(schema.definition("source")).union(keys(schema.definition("timeSource"))) == reader.sections["first"])
    #expect(keys(schema.definition("webhook")) == reader.sections["webhook"])
    #expect(keys(schema.definition("webhookMembers")) == reader.sections["webhook.members"])
    #expect(keys(schema.definition("webhookOrders")) == reader.sections["webhook.orders"])
    #expect(keys(inner("webhookOrders", "items")) == reader.sections["webhook.items"])
    #expect(keys(schema.definition("verify")) == reader.sections["webhook.verify"])
    #expect(keys(schema.definition("hmac")) == reader.sections["webhook.hmac"])
    #expect(keys(inner("hmac", "timestamp")) == reader.sections["webhook.timestamp"])
    #expect(keys(choice("route")) == reader.sections["webhook.routes"])
    #expect(keys(schema.definition("place")) == reader.sections["webhook.event"])
    #expect(keys(schema.definition("timePlace")) == reader.sections["webhook.at"])
    let fields = ["plainField", "textField", "timeField", "idsField", "genderField", "flag"].reduce(into: Set<String>())
    { $0.formUnion(keys(choice($1))) }
    let shape = FieldShape(extraKeys: ["yes_words", "no_words", "yes_date", "no_date", "changed_date"])
    #expect(fields == Set(shape.keys))
  }
}
