import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NaruTestSupport
import Testing

@testable import NaruServer

/// Holds answers of the server against its OpenAPI document.
enum Conformance {
  static let document = JSONTree(APIDocument.bytes(publicURL: "https://sync.example.com")) ?? .null
  static let validator = SchemaValidator(root: document)

  /// Paths with their segments.
  private static let paths: [(segments: [Substring], item: JSONTree)] = (document["paths"]?.members ?? [:])
    .sorted { $0.key < $1.key }.map { ($0.key.split(separator: "/"), $0.value) }

  /// Records whatever an answer has that the document does not describe.
  static func check(_ method: HTTPRequest.Method, _ uri: String, _ answer: TestResponse) {
    // Pages for people are not part of it.
    guard !uri.hasPrefix("/admin") else { return }
    for fault in faults(method, uri, answer) {
      Issue.record("\(method) \(uri.prefix { $0 != "?" }) \(answer.status.code): \(fault)")
    }
  }

  static func faults(_ method: HTTPRequest.Method, _ uri: String, _ answer: TestResponse) -> [String] {
    guard let item = item(uri) else { return answer.status == .notFound ? [] : ["the path is not in the document"] }
    guard let operation = item[method.rawValue.lowercased()] else {
      return answer.status == .methodNotAllowed ? [] : ["the method is not in the document"]
    }
    guard var response = operation["responses"]?[String(answer.status.code)] else {
      return ["the status is not described"]
    }
    if let reference = response["$ref"]?.string { response = validator.target(reference) ?? .null }
    guard method != .head else { return answer.body.readableBytes == 0 ? [] : ["HEAD has a body"] }
    let contents = response["content"]?.members ?? [:]
    guard let type = answer.headers[.contentType]?.prefix(while: { $0 != ";" }) else {
      return answer.body.readableBytes == 0 ? [] : ["a body without a type"]
    }
    guard let content = contents[String(type)] else { return ["the type \(type) is not described"] }
    guard type.hasSuffix("json") else { return [] }
    guard let body = JSONTree(answer.body.readableBytesView), let schema = content["schema"] else {
      return ["the body is no JSON"]
    }
    return validator.faults(body, schema)
  }

  private static func item(_ uri: String) -> JSONTree? {
    let parts = uri.prefix { $0 != "?" }.split(separator: "/")
    let fitting = paths.filter { path in
      path.segments.count == parts.count
        && zip(path.segments, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
    // A path that says a segment goes before one that leaves it open.
    return fitting.max { one, other in
      one.segments.count { !$0.hasPrefix("{") } < other.segments.count { !$0.hasPrefix("{") }
    }?.item
  }
}
