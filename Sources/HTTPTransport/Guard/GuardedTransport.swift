public import Logging
public import Metrics

/// HTTP to addresses that come from a config file, a user or another server, so that nobody can make this process ask for
/// what only it can reach.
///
/// The policy holds for the address that a connection really goes to, after the name was resolved: a name that resolves to
/// something else the second time does not pass. Redirects are followed here and not by libcurl; each target is held against the policy
/// anew, `https` never leads to `http`, and to another scheme, host or port only harmless headers go along. A proxy is not used, since
/// behind one nobody knows the address.
public final class GuardedTransport: HTTPTransport {
  private let policy: FetchPolicy
  private let transport: CurlTransport

  /// Starts the transport's thread.
  ///
  /// - Throws: ``HTTPTransportError/Code/invalidRequest`` for a configuration with a proxy, and as ``CurlTransport``.
  public init(
    policy: FetchPolicy = FetchPolicy(), configuration: CurlTransport.Configuration = .init(), logger: Logger? = nil,
    metricsFactory: (any MetricsFactory)? = nil
  ) throws(HTTPTransportError) {
    guard configuration.proxy == nil else {
      throw HTTPTransportError(
        .invalidRequest, mayHaveBeenProcessed: false, detail: "guarded requests can not go through a proxy")
    }
    var configuration = configuration
    configuration.addresses = policy.addresses
    configuration.keepsPlainToLoopback = true
    self.policy = policy
    transport = try CurlTransport(configuration: configuration, logger: logger, metricsFactory: metricsFactory)
  }

  /// Sends `request`.
  ///
  /// - Throws: ``HTTPTransportError/Code/addressRefused`` when the policy forbids it, ``HTTPTransportError/Code/badRedirect`` for a
  ///   redirect too many or to where the policy does not go, else as every transport.
  public func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
    try await follow(request, into: nil)
  }

  /// Sends `request` and hands the body of a 2xx answer to `sink` piece by piece, on the transport's own thread, which waits meanwhile;
  /// the response that is returned has no body then. Of another answer the body is kept, up to 64 KiB.
  ///
  /// The request's `responseLimit` and timeouts hold. `sink` ends the transfer with ``HTTPTransportError/Code/failed`` by returning
  /// false. When this throws, `sink` may have had a part of the body.
  public func download(
    _ request: HTTPRequest, into sink: @escaping @Sendable (UnsafeRawBufferPointer) -> Bool
  ) async throws(HTTPTransportError) -> HTTPResponse {
    try await follow(request, into: sink)
  }

  /// As ``CurlTransport/shutdown()``.
  public func shutdown() async { await transport.shutdown() }

  private func follow(_ request: HTTPRequest, into sink: BodySink?) async throws(HTTPTransportError) -> HTTPResponse {
    let deadline = ContinuousClock.now + request.timeouts.total
    var hop = request
    hop.followRedirects = false
    var redirects = 0
    while true {
      let origin = try CheckedRequest(hop).origin
      if let objection = policy.objection(to: origin) {
        throw HTTPTransportError(
          redirects == 0 ? .addressRefused : .badRedirect, mayHaveBeenProcessed: redirects > 0, host: origin.host,
          detail: objection)
      }
      let response = try await transport.send(hop, into: sink)
      guard request.followRedirects, hop.method == .get || hop.method == .head,
        [301, 302, 303, 307, 308].contains(response.status), let location = response.headers["Location"]
      else { return response }
      redirects += 1
      hop = try next(hop, from: origin, to: location, number: redirects)
      hop.timeouts.total = deadline - .now
      guard hop.timeouts.total >= .milliseconds(1) else {
        throw HTTPTransportError(.timedOut, mayHaveBeenProcessed: true, host: origin.host)
      }
    }
  }

  /// The request that a redirect makes of `hop`.
  private func next(
    _ hop: HTTPRequest, from origin: Origin, to location: String, number: Int
  ) throws(HTTPTransportError) -> HTTPRequest {
    func refused(_ detail: String) -> HTTPTransportError {
      HTTPTransportError(.badRedirect, mayHaveBeenProcessed: true, host: origin.host, detail: detail)
    }
    guard number <= policy.redirectLimit else { throw refused("more than \(policy.redirectLimit) redirects") }
    guard let url = RedirectTarget.resolve(location, from: hop.url), let target = Origin(url: url) else {
      throw refused("the target is no http or https URL without user name")
    }
    if origin.isSecure, !target.isSecure { throw refused("the target is not https") }
    var next = hop
    next.url = url
    if target != origin {
      next.headers = HTTPHeaders(
        hop.headers.fields.filter {
          ["accept", "accept-language", "user-agent"].contains($0.name.lowercased())
        })
    }
    return next
  }
}
