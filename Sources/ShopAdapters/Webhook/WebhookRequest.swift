public import CommonValues

/// A webhook call as it arrived: the body is the bytes themselves, before anybody looked into them.
///
/// It can be stored and read back as JSON. Nothing in it is shown to anybody: bodies and headers hold personal data and secrets.
public struct WebhookRequest: Sendable, Hashable, Codable {
  /// One header.
  public struct Header: Sendable, Hashable, Codable {
    /// The name, in any case.
    public var name: String
    /// The value.
    public var value: String

    /// A header.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// `POST`, in capitals.
  public var method: String
  /// The path as it was asked for, without the query.
  public var path: String
  /// All headers, in their order; one that was sent twice stands twice.
  public var headers: [Header]
  /// What stands behind the `?`, still encoded.
  public var query: String
  /// The body's bytes.
  public var body: [UInt8]
  /// The caller's IP address, as far as the host can vouch for it.
  public var remoteAddress: String?
  /// When it arrived.
  public var receivedAt: Timestamp

  /// A call.
  public init(
    method: String = "POST", path: String = "/", headers: [Header] = [], query: String = "", body: [UInt8],
    remoteAddress: String? = nil, receivedAt: Timestamp
  ) {
    self.method = method
    self.path = path
    self.headers = headers
    self.query = query
    self.body = body
    self.remoteAddress = remoteAddress
    self.receivedAt = receivedAt
  }

  /// The value of a header that was sent once; nil when it was not sent, or more than once.
  public func header(_ name: String) -> String? {
    var found: String?
    for header in headers where header.name.isSameHeader(as: name) {
      guard found == nil else { return nil }
      found = header.value
    }
    return found
  }

  /// The decoded value of a query item that stands once; nil when it does not stand there, or more than once.
  public func queryItem(_ name: String) -> String? {
    let found = FormBody.parse(query.utf8)?.filter { $0.name == name } ?? []
    return found.count == 1 ? found[0].value : nil
  }
}

extension String {
  /// Whether both are names of one header: the case of ASCII letters says nothing.
  func isSameHeader(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
    var others = other.utf8.makeIterator()
    for byte in utf8 {
      guard let next = others.next(), lower(byte) == lower(next) else { return false }
    }
    return true
  }
}

extension WebhookRequest: CustomStringConvertible, CustomReflectable {
  /// Method and size only.
  public var description: String { "\(method), \(body.count) bytes" }
  /// Empty: dumps show nothing of a person either.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
