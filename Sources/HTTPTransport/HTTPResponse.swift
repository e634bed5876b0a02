/// One complete response, as a value.
///
/// Printing it shows status and size alone.
public struct HTTPResponse: Sendable, Hashable {
  /// The protocol that carried the response.
  public struct Version: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// `1.0`, `1.1`, `2` or what comes after.
    public let rawValue: String

    /// Any version.
    public init(rawValue: String) { self.rawValue = rawValue }

    public var description: String { "HTTP/" + rawValue }

    /// HTTP/1.1.
    public static let http1 = Version(rawValue: "1.1")
    /// HTTP/2.
    public static let http2 = Version(rawValue: "2")
  }

  /// The status code, 200 to 599.
  public var status: Int
  /// The header fields of the final response, trailers not included.
  public var headers: HTTPHeaders
  /// The body without transfer encoding.
  public var body: [UInt8]
  /// The protocol that carried it.
  public var version: Version

  /// A response.
  public init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = [], version: Version = .http1) {
    self.status = status
    self.headers = headers
    self.body = body
    self.version = version
  }
}

extension HTTPResponse: CustomStringConvertible, CustomReflectable {
  public var description: String { "\(status), \(body.count) bytes, \(version)" }
  public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
