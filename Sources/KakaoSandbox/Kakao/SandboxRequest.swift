/// A request as the sandbox sees it, free of any HTTP library.
public struct SandboxRequest: Sendable {
  /// The method, upper-case.
  public var method: String
  /// The path, percent-encoding as sent, without the query.
  public var path: String
  /// The query as sent, without `?`; empty when there is none.
  public var query: String
  /// Header fields by lower-case name; of a field sent twice, the first.
  public var headers: [String: String]
  /// The body.
  public var body: [UInt8]
  /// Whether the body was longer than the limit for its path, and is therefore not here.
  public var bodyIsTooLarge: Bool

  /// Makes a request.
  public init(
    method: String, path: String, query: String = "", headers: [String: String] = [:], body: [UInt8] = [],
    bodyIsTooLarge: Bool = false
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.bodyIsTooLarge = bodyIsTooLarge
  }

  /// Whether the path is the sandbox's own and not one of Kakao's.
  var isControl: Bool { path == "/" || path == "/sandbox" || path.hasPrefix("/sandbox/") }

  /// The decoded parameters of the query; `nil` when an escape is malformed or the text is not UTF-8.
  var parameters: [(name: String, value: String)]? {
    var result: [(name: String, value: String)] = []
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decode(parts[0]), let value = Self.decode(parts.count > 1 ? parts[1] : "") else {
        return nil
      }
      result.append((name, value))
    }
    return result
  }

  /// Undoes percent-encoding and `+`.
  static func decode(_ text: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard rest.count >= 2, let value = JSONText.codeUnit(rest.prefix(2)) else { return nil }
        bytes.append(UInt8(value))
        rest = rest.dropFirst(2)
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
