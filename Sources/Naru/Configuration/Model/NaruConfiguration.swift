public import ShopModel

/// Everything the config files say, checked: `naru.yaml` for the process and one file a shop (DESIGN §5).
///
/// Printing it, in any way, shows no secret.
public struct NaruConfiguration: Sendable {
  /// The path of `naru.yaml` as it was given.
  public let file: String
  /// Where the sidecar listens; `127.0.0.1:8080` unless said.
  public let listen: ListenAddress
  /// What every redirect URI is built from. Needed as soon as somebody logs in.
  public let publicURL: WebURL?
  /// Where the store is; `sqlite:data/naru.db` beside the file unless said.
  public let store: StoreLocation
  /// The server's own certificate and key; nil: it speaks plain HTTP.
  public let tls: TLSFiles?
  /// The operator's token for the pages.
  public let adminToken: BearerTokens?
  /// What `/metrics` is asked with; nil: this machine alone may ask.
  public let metricsToken: BearerTokens?
  /// Addresses and networks (CIDR) of the reverse proxies whose forwarding headers count.
  public let trustedProxies: [String]
  /// Limits on how often is asked.
  public let rateLimits: RateLimits
  /// Limits on what is read.
  public let limits: InputLimits
  /// Where exports may be fetched from.
  public let fetch: FetchSettings
  /// What webhooks leave behind.
  public let inbox: InboxSettings
  /// The folder that the shops' files are in.
  public let shopsFolder: String
  /// The shops in the order of their ids, each id once.
  public let shops: [ShopConfiguration]

  /// The shop of that id.
  public func shop(_ id: ShopID) -> ShopConfiguration? { shops.first { $0.id == id } }
}

/// An address to listen on: a host and port, or a unix socket.
public struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
  /// A name or address; IPv6 in brackets. Empty for a unix socket.
  public let host: String
  /// 0 lets the system choose.
  public let port: Int
  /// The path of a unix socket, absolute or from the working directory; nil: host and port.
  public let socketPath: String?

  /// A host and port.
  public init(host: String, port: Int) {
    self.host = host
    self.port = port
    socketPath = nil
  }

  /// A unix socket.
  public init(socketPath: String) {
    host = ""
    port = 0
    self.socketPath = socketPath
  }

  /// Whether only this machine can reach it.
  public var isLocal: Bool {
    socketPath != nil || host == "localhost" || host == "[::1]" || host.hasPrefix("127.")
  }

  /// `host:port`, or `unix:path`.
  public var description: String { socketPath.map { "unix:\($0)" } ?? "\(host):\(port)" }
}

/// Where the store is.
public enum StoreLocation: Sendable, Hashable {
  /// A database file; the path is absolute or from the working directory.
  case sqlite(path: String)
}

/// Where exports may be fetched from: `https` alone, and public addresses unless their network is named.
public struct FetchSettings: Sendable, Hashable {
  /// The only hosts; `*.example.com` is every name below that one; nil: any.
  public var hosts: [String]?
  /// Networks (CIDR) that may be asked although they are not public.
  public var networks: [String] = []

  /// Any host with a public address.
  public init() {}
}

/// Limits on what is read, with the defaults of DESIGN §10.
public struct InputLimits: Sendable, Hashable {
  /// Bytes of an upload.
  public var uploadBytes: Int64 = 2 << 30
  /// Bytes of members or orders that are posted as canonical JSON, or fetched.
  public var bodyBytes = 16 << 20
  /// Bytes of a file.
  public var fileBytes: Int64 = 2 << 30
  /// Bytes of what a compressed file unpacks to.
  public var unpackedBytes: Int64 = 8 << 30
  /// Unpacked bytes for one packed byte, beyond the first 10 MiB.
  public var unpackedRatio = 200
  /// Entries of a zip.
  public var zipEntries = 1_000
  /// Columns of a file.
  public var columns = 1_000
  /// Bytes of a field.
  public var fieldBytes = 64 << 10
  /// Bytes of a record.
  public var recordBytes = 1 << 20
  /// Levels of nesting of XML and JSON.
  public var depth = 64

  /// The defaults.
  public init() {}
}
