import CommonValues
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore

/// A shop's back end: calls the sidecar with a token.
struct BackEnd {
  let site: Site
  var shop = "flower"
  var authorization: String? = Site.token

  /// Status and decoded body of a call.
  @discardableResult
  func call(
    _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, type: String? = "application/json"
  ) async throws -> (status: Int, json: JSONValue) {
    let answer = try await send(method, path, body, type: type)
    return (answer.status.code, JSONValue(answer.text))
  }

  func send(
    _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, type: String? = "application/json"
  ) async throws -> TestResponse {
    var headers: HTTPFields = [:]
    headers[.authorization] = authorization
    if body != nil { headers[.contentType] = type }
    let uri = "/shops/\(shop)\(path)"
    let answer = try await site.client.execute(
      uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
    Conformance.check(method, uri, answer)
    return answer
  }

  func redeem(_ code: String?) async throws -> (status: Int, json: JSONValue) {
    try await call(.post, "/handoff", "{\"code\":\"\(code ?? "")\"}")
  }

  /// Signs a person up, from the button to the link.
  func signUp(_ browser: TestBrowser, _ user: Int64, member: String) async throws {
    let answer = try await browser.logIn(user)
    _ = try await redeem(answer.code)
    _ = try await call(.put, "/links/\(user)", "{\"member_id\":\"\(member)\"}")
  }
}

/// Any JSON.
struct JSONValue {
  private let value: Any?

  init(_ text: String) { value = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed) }
  private init(_ value: Any?) { self.value = value }

  subscript(name: String) -> JSONValue { JSONValue((value as? [String: Any])?[name]) }
  subscript(index: Int) -> JSONValue {
    let list = value as? [Any] ?? []
    return JSONValue(list.indices.contains(index) ? list[index] : nil)
  }
  var string: String? { value as? String }
  var int: Int? { (value as? NSNumber)?.intValue }
  var bool: Bool? { value as? Bool }
  var count: Int { (value as? [Any])?.count ?? 0 }
  var keys: Set<String> { Set((value as? [String: Any] ?? [:]).keys) }
  var isNull: Bool { value is NSNull }
  var list: [JSONValue] { (value as? [Any] ?? []).map { JSONValue($0) } }
  /// The problem's name.
  var problem: String? { string(of: "type")?.replacing("urn:naru:problem:", with: "") }
  private func string(of name: String) -> String? { self[name].string }
}
