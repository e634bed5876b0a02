/// An answer of the sandbox, free of any HTTP library.
public struct SandboxResponse: Sendable {
  /// How much of the answer reaches the caller.
  public enum Delivery: Sendable, Hashable {
    /// All of it.
    case whole
    /// So many bytes of the body, under the `Content-Length` of all; then the connection is closed.
    case truncated(Int)
    /// Nothing; the connection is closed.
    case dropped
  }

  /// The HTTP status.
  public var status: Int
  /// Header fields by lower-case name.
  public var headers: [String: String]
  /// The body.
  public var body: [UInt8]
  /// How much of it is sent.
  public var delivery: Delivery
  /// A state that is written while it is sent, in place of `body`.
  var export: StateExport?

  /// Makes a response that is sent whole.
  public init(status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
    self.delivery = .whole
  }

  static func error(_ error: SandboxError) -> SandboxResponse {
    .json(
      [
        "error": [
          "code": .string(error.code.description), "ko": .string(error.text.ko), "en": .string(error.text.en),
        ]
      ],
      status: error.status)
  }

  static func json(_ value: JSONValue, status: Int = 200) -> SandboxResponse {
    SandboxResponse(
      status: status, headers: ["content-type": "application/json;charset=UTF-8", "cache-control": "no-store"],
      body: value.encoded)
  }
}
