/// Why there is no complete response.
///
/// It holds the host at most: no path, query, header value or body. Two errors are equal when code and
/// ``mayHaveBeenProcessed`` are.
public struct HTTPTransportError: Error, Sendable {
  /// What went wrong; the set may grow.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    /// A stable name in kebab-case, also the `outcome` label of the metrics.
    public let name: String

    public var description: String { name }

    /// The host name did not resolve.
    public static let couldNotResolve = Code(name: "could-not-resolve")
    /// No TCP connection came about.
    public static let couldNotConnect = Code(name: "could-not-connect")
    /// The TLS handshake failed: certificate, host name or version.
    public static let tls = Code(name: "tls")
    /// The connection did not stand within the connect (or total) timeout.
    public static let connectTimedOut = Code(name: "connect-timed-out")
    /// The answer was not complete within the total timeout.
    public static let timedOut = Code(name: "timed-out")
    /// The connection ended before the answer was complete.
    public static let droppedConnection = Code(name: "dropped-connection")
    /// The answer is longer than the request allows.
    public static let responseTooLarge = Code(name: "response-too-large")
    /// What came back is not HTTP.
    public static let invalidResponse = Code(name: "invalid-response")
    /// Too many redirects, or one to where the transport does not go.
    public static let badRedirect = Code(name: "bad-redirect")
    /// A policy forbids the address, the host or the scheme.
    public static let addressRefused = Code(name: "address-refused")
    /// The calling task was cancelled.
    public static let cancelled = Code(name: "cancelled")
    /// The transport is shut down, or was before the answer was complete.
    public static let shutDown = Code(name: "shut-down")
    /// The request can not be sent as it is; ``HTTPTransportError/detail`` names the part.
    public static let invalidRequest = Code(name: "invalid-request")
    /// Anything else; ``HTTPTransportError/detail`` has the library's words.
    public static let failed = Code(name: "failed")
  }

  /// What went wrong.
  public let code: Code
  /// Whether the request, or part of it, may have reached the server, so that the server may have acted on it. False is
  /// a promise, true is not.
  public let mayHaveBeenProcessed: Bool
  /// The host that was asked, when the URL had one.
  public let host: String?
  /// Fixed words on the cause, free of request data.
  public let detail: String?

  /// An error.
  public init(_ code: Code, mayHaveBeenProcessed: Bool, host: String? = nil, detail: String? = nil) {
    self.code = code
    self.mayHaveBeenProcessed = mayHaveBeenProcessed
    self.host = host
    self.detail = detail
  }
}

extension HTTPTransportError: Equatable {
  public static func == (lhs: HTTPTransportError, rhs: HTTPTransportError) -> Bool {
    lhs.code == rhs.code && lhs.mayHaveBeenProcessed == rhs.mayHaveBeenProcessed
  }
}

extension HTTPTransportError: CustomStringConvertible {
  public var description: String {
    var text = code.name
    if let host { text += " (\(host))" }
    if let detail { text += ": \(detail)" }
    return text
  }
}
