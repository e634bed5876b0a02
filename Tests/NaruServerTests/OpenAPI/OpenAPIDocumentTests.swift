import Foundation
import HTTPTransport
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Naru
import NaruTestSupport
import Testing

@testable import NaruServer

@Suite("The OpenAPI document")
struct OpenAPIDocumentTests {
  private static let document = Conformance.document
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let methods: Set<String> = ["get", "head", "post", "put", "patch", "delete", "options", "trace"]

  /// Every operation, as `GET /shops/{shop}/login`.
  private static var operations: [(line: String, value: JSONTree)] {
    (document["paths"]?.members ?? [:]).flatMap { path, item in
      item.members.filter { methods.contains($0.key) }.map { ("\($0.key.uppercased()) \(path)", $0.value) }
    }.sorted { $0.0 < $1.0 }
  }

  @Test("its paths and methods are the routes, but for the pages of operators")
  func routes() async throws {
    try await withSite { site in
      let routes = site.server.routes.filter { !$0.contains(" /admin") }
      #expect(Self.operations.map(\.line) == routes.sorted())
    }
    for (path, item) in Self.document["paths"]?.members ?? [:] {
      #expect(Set(item.members.keys).isSubset(of: Self.methods.union(["parameters"])), "\(path)")
    }
  }

  @Test("docs/openapi.json is what is served, with a made-up address")
  func golden() throws {
    let file = Self.root.appending(path: "docs/openapi.json")
    let bytes = Data(APIDocument.bytes(publicURL: "https://sync.example.com"))
    if ProcessInfo.processInfo.environment["NARU_RECORD"] == "1" { try bytes.write(to: file) }
    #expect(try bytes == Data(contentsOf: file), "record with NARU_RECORD=1")
  }

  @Test("it says what it is: version, title, a server, and a tag for each area")
  func head() throws {
    #expect(Self.document["openapi"] == .text("3.1.0"))
    #expect(
      Self.document["info"]?["title"]?.string?.isEmpty == false && Self.document["info"]?["version"]?.string != nil)
    #expect(Self.document["servers"] == .list([.object(["url": .text("https://sync.example.com")])]))
    let tags = Set((Self.document["tags"]?.elements ?? []).compactMap { $0["name"]?.string })
    let used = Set(Self.operations.flatMap { $0.value["tags"]?.elements ?? [] }.compactMap(\.string))
    #expect(tags == used)
    let relative = try #require(JSONTree(APIDocument.bytes(publicURL: nil)))
    #expect(relative["servers"] == .list([.object(["url": .text("/")])]))
  }

  @Test("every reference leads somewhere, and every component is used")
  func references() {
    var used: Set<String> = []
    Self.document.forEachObject { path, members in
      guard let reference = members["$ref"] else { return }
      #expect(reference.string.flatMap(Conformance.validator.target) != nil, "\(path): \(reference)")
      if let reference = reference.string { used.insert(reference) }
    }
    for kind in ["schemas", "parameters", "headers"] {
      for name in (Self.document["components"]?[kind]?.members ?? [:]).keys {
        #expect(used.contains("#/components/\(kind)/\(name)"), "nobody uses \(name)")
      }
    }
  }

  @Test("every operation has a name of its own, words in both languages, and its path's parameters")
  func operations() {
    let names = Self.operations.compactMap { $0.value["operationId"]?.string }
    #expect(names.count == Self.operations.count && Set(names).count == names.count && names.count >= 30)
    for (line, operation) in Self.operations {
      #expect(operation["summary"]?.string?.isEmpty == false, "\(line)")
      let description = operation["description"]?.string ?? ""
      let isKorean: (Character) -> Bool = { ("가"..."힣").contains($0) }
      #expect(description.contains(where: isKorean) && description.contains("\n\n"), "\(line)")
      let stated = (operation["parameters"]?.elements ?? []).map { parameter in
        parameter["$ref"]?.string.flatMap(Conformance.validator.target) ?? parameter
      }
      let inPath = stated.filter { $0["in"] == .text("path") }.compactMap { $0["name"]?.string }
      let path = line.matches(of: /\{([a-z_]+)\}/).map { String($0.1) }
      #expect(inPath == path, "\(line)")
      #expect(stated.allSatisfy { $0["in"] != .text("path") || $0["required"] == .bool(true) })
    }
  }

  @Test("what needs a token says so and answers 401; nothing else asks for one")
  func security() {
    for (line, operation) in Self.operations {
      let schemes = (operation["security"]?.elements ?? []).flatMap(\.members.keys)
      #expect(operation["security"] != nil && schemes.count <= 1, "\(line)")
      for scheme in schemes {
        #expect(Self.document["components"]?["securitySchemes"]?[scheme] != nil)
        #expect(operation["responses"]?["401"] != nil, "\(line)")
      }
    }
  }

  @Test("its problems and their status are those of docs/http-api.md")
  func problems() throws {
    let page = try String(contentsOf: Self.root.appending(path: "docs/http-api.md"), encoding: .utf8)
    let section = try #require(page.firstRange(of: "## Problems")).upperBound
    // What is only ever shown as a page is no problem document.
    let listed = page[section...].matches(of: /\| `([a-z-]+)` \| (\d{3}) \|([^\n]*)/)
      .filter { !$0.3.contains("(shown as a page)") }.map { "\($0.1) \($0.2)" }
    #expect(listed.sorted() == APIProblem.all.map { "\($0.name) \($0.status)" }.sorted())
    let names = Self.document["components"]?["schemas"]?["ProblemType"]?["enum"]?.elements.compactMap(\.string) ?? []
    #expect(Set(names) == Set(APIProblem.all.map { "urn:naru:problem:\($0.name)" }))
    for operation in APIDocument.areas.flatMap(\.operations) {
      for name in operation.problems { #expect(APIProblem.all.contains { $0.name == name }, "\(name)") }
    }
  }

  @Test("every example is what its schema says, and every JSON body has one")
  func examples() {
    var count = 0
    Self.document.forEachObject { path, members in
      guard let schema = members["schema"] else { return }
      let named = members["examples"]?.members.values.compactMap { $0["value"] } ?? []
      for example in named + (members["example"].map { [$0] } ?? []) {
        count += 1
        for fault in Conformance.validator.faults(example, schema) { Issue.record("\(path): \(fault)") }
      }
      if path.hasSuffix("/application/json"), !path.contains("openapi.json") {
        #expect(!named.isEmpty || members["example"] != nil, "\(path) has no example")
      }
    }
    #expect(count > 30)
  }

  @Test("its schemas use only what the validator of these tests knows")
  func keywords() {
    var all = Array((Self.document["components"]?["schemas"]?.members ?? [:]).values)
    Self.document["paths"]?.forEachObject { _, members in
      if let schema = members["schema"] { all.append(schema) }
    }
    for schema in all.flatMap(parts) {
      let faults = Conformance.validator.faults(.null, schema).filter { $0.contains("keyword") }
      #expect(faults.isEmpty, "\(schema)")
    }
  }

  /// A schema and every schema in it.
  private func parts(of schema: JSONTree) -> [JSONTree] {
    var inner =
      Array((schema["properties"]?.members ?? [:]).values)
      + [schema["items"], schema["additionalProperties"]]
      .compactMap(\.self)
    for keyword in ["allOf", "anyOf", "oneOf"] { inner += schema[keyword]?.elements ?? [] }
    return [schema] + inner.flatMap(parts)
  }

  @Test(
    "a schema that is broken in any of its words is told",
    arguments: [
      (#"{"type":"string"}"#, "1"), (#"{"type":["string","null"]}"#, "{}"), (#"{"type":"integer"}"#, "1.5"),
      (#"{"const":1}"#, "2"), (#"{"enum":["a"]}"#, #""b""#), (#"{"required":["a"]}"#, "{}"),
      (#"{"properties":{"a":{"type":"null"}}}"#, #"{"a":1}"#), (#"{"additionalProperties":false}"#, #"{"a":1}"#),
      (#"{"additionalProperties":{"type":"string"}}"#, #"{"a":1}"#), (#"{"items":{"type":"string"}}"#, "[1]"),
      (#"{"minItems":1}"#, "[]"), (#"{"maxItems":0}"#, "[1]"), (#"{"minLength":1}"#, #""""#),
      (#"{"maxLength":1}"#, #""ab""#), (#"{"pattern":"^a$"}"#, #""b""#), (#"{"format":"date-time"}"#, #""2026-11-02""#),
      (#"{"format":"date"}"#, #""2. 11.""#), (#"{"minimum":1}"#, "0"), (#"{"maximum":1}"#, "2"),
      (#"{"anyOf":[{"type":"null"}]}"#, "1"), (#"{"oneOf":[{},{}]}"#, "1"), (#"{"allOf":[{},{"type":"null"}]}"#, "1"),
      (##"{"$ref":"#/nowhere"}"##, "1"), (#"{"multipleOf":2}"#, "1"),
    ])
  func validator(schema: String, value: String) throws {
    let (schema, value) = (try #require(JSONTree(schema.utf8)), try #require(JSONTree(value.utf8)))
    #expect(!SchemaValidator(root: .null).faults(value, schema).isEmpty)
  }

  @Test("an answer that the document does not describe is noticed")
  func conformance() async throws {
    try await withSite { site in
      let answer = try await site.client.execute(uri: "/healthz", method: .get)
      #expect(Conformance.faults(.get, "/healthz", answer).isEmpty)
      #expect(!Conformance.faults(.get, "/shops/flower/naru.js", answer).isEmpty)
      #expect(!Conformance.faults(.put, "/healthz", answer).isEmpty)
      #expect(!Conformance.faults(.get, "/nowhere", answer).isEmpty)
      let problem = try await site.client.execute(uri: "/shops/none/naru.js", method: .get)
      #expect(Conformance.faults(.get, "/shops/none/naru.js", problem).isEmpty)
      #expect(!Conformance.faults(.get, "/shops/flower/kakao/callback", answer).isEmpty)
    }
  }
}
