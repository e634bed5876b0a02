/// One request, as a value.
///
/// Printing it shows method and host alone, because URL, headers and body may hold secrets and personal data.
public struct HTTPRequest: Sendable, Hashable {
  /// How long a request may take.
  public struct Timeouts: Sendable, Hashable {
    /// From the start of the transfer until the connection stands: name resolution, TCP and TLS.
    public var connect: Duration
    /// From the call of ``HTTPTransport/send(_:)`` to the last byte of the answer, waiting for a free connection
    /// included.
    public var total: Duration
    /// The longest time without a single byte, in whole seconds (rounded up); nil: as long as `total` lasts.
    public var stall: Duration?

    /// Limits of which each is at least one millisecond.
    public init(connect: Duration = .seconds(5), total: Duration = .seconds(30), stall: Duration? = nil) {
      self.connect = connect
      self.total = total
      self.stall = stall
    }
  }

  /// The method.
  public var method: HTTPMethod
  /// An absolute `http` or `https` URL in ASCII (percent-encoded) without user name and password.
  public var url: String
  /// The header fields to send. `Content-Length` and `Transfer-Encoding` are the transport's.
  public var headers: HTTPHeaders
  /// The body; nil sends none.
  public var body: [UInt8]?
  /// How long it may take.
  public var timeouts: Timeouts
  /// The most bytes of body to accept; a longer answer fails with ``HTTPTransportError/Code/responseTooLarge``.
  public var responseLimit: Int
  /// Whether to follow redirects (at most five, `GET` and `HEAD` alone, never from `https` to `http`). A redirect that
  /// is not followed is a response like any other.
  public var followRedirects: Bool
  /// Whether the transport may send the request a second time when a kept-alive connection turns out dead before the
  /// first byte of an answer.
  public var isRepeatable: Bool
  /// Whether a kept-alive connection may carry it; false opens one for it. Of a request that is not repeatable this lets the transport
  /// send it once more in the one case above, so it is for those alone to whom a second sending can do nothing but fail.
  public var mayReuseConnection: Bool

  /// A request. `isRepeatable` follows from the method unless said, `mayReuseConnection` from that.
  public init(
    method: HTTPMethod = .get, url: String, headers: HTTPHeaders = [:], body: [UInt8]? = nil,
    timeouts: Timeouts = Timeouts(), responseLimit: Int = 8 << 20, followRedirects: Bool = false,
    isRepeatable: Bool? = nil, mayReuseConnection: Bool? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeouts = timeouts
    self.responseLimit = responseLimit
    self.followRedirects = followRedirects
    self.isRepeatable = isRepeatable ?? method.isIdempotent
    self.mayReuseConnection = mayReuseConnection ?? self.isRepeatable
  }
}

extension HTTPRequest: CustomStringConvertible, CustomReflectable {
  /// The method and the host: what is secret may stand anywhere else.
  public var description: String { "\(method) \(Origin(url: url)?.host ?? "?")" }
  /// As ``description``.
  public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
