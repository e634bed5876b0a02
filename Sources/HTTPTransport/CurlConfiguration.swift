extension CurlTransport {
  /// How a ``CurlTransport`` behaves. Nothing is read from the environment.
  public struct Configuration: Sendable {
    /// The most transfers at a time to one scheme, host and port; the rest wait in line. Default 8.
    public var connectionsPerHost: Int
    /// The most idle connections that are kept for the next request. Default 32.
    public var idleConnections: Int
    /// A PEM file of the only certificate authorities to trust; nil trusts the system's.
    public var certificateAuthorityFile: String?
    /// The proxy for all requests, such as `http://proxy.example.com:3128`; nil goes direct. It may hold a password and
    /// is never printed.
    public var proxy: String?
    /// Hosts that are reached without the proxy.
    public var proxyExceptions: [String]
    /// Addresses to use for a host in place of what its name resolves to; the certificate is still held against the name.
    public var hostAddresses: [String: [String]]
    /// Which addresses connections may go to; nil: any. A connection to a proxy counts like any other.
    public var addresses: AddressPolicy?
    /// Whether plain `http` is for loopback addresses alone.
    var keepsPlainToLoopback = false
    /// The `User-Agent` of requests that bring none; nil sends none.
    public var userAgent: String?

    /// The defaults, but for what is given.
    public init(
      connectionsPerHost: Int = 8, idleConnections: Int = 32, certificateAuthorityFile: String? = nil,
      proxy: String? = nil, proxyExceptions: [String] = [], userAgent: String? = "Naru",
      hostAddresses: [String: [String]] = [:], addresses: AddressPolicy? = nil
    ) {
      self.connectionsPerHost = connectionsPerHost
      self.idleConnections = idleConnections
      self.certificateAuthorityFile = certificateAuthorityFile
      self.proxy = proxy
      self.proxyExceptions = proxyExceptions
      self.userAgent = userAgent
      self.hostAddresses = hostAddresses
      self.addresses = addresses
    }
  }
}

extension CurlTransport.Configuration: CustomStringConvertible, CustomReflectable {
  public var description: String {
    "connectionsPerHost: \(connectionsPerHost), idleConnections: \(idleConnections), proxy: \(proxy == nil ? "no" : "yes")"
  }

  public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
