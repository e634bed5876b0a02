public import CommonValues
public import HTTPTransport

/// What to answer the sender of a webhook.
public struct WebhookAnswer: Sendable, Hashable {
  /// Why it is refused, as a problem document has it.
  public struct Refusal: Sendable, Hashable {
    /// A stable name: `webhook-refused`.
    public var name: String
    /// The reason; without personal data.
    public var detail: LocalizedText
  }

  /// The HTTP status.
  public var status: Int
  /// The body; usually none.
  public var body: [UInt8] = []
  /// The type of the body, when there is one.
  public var contentType: String?
  /// A stable word on what happened, for logs and metrics: `stored`, `seen`, `wrong-key`, `malformed` …
  public var outcome: String
  /// The reason, where the sender is told one.
  public var refusal: Refusal?

  init(_ status: Int, _ outcome: String, _ refusal: Refusal? = nil) {
    self.status = status
    self.outcome = outcome
    self.refusal = refusal
  }
}

/// A webhook as it arrived. Nothing of it was looked at yet.
public struct WebhookRequest: Sendable {
  /// The query of the address, without `?`.
  public var query: String
  /// All header fields; one that was sent twice stands twice.
  public var headers: HTTPHeaders
  /// The body, byte by byte.
  public var body: [UInt8]
  /// Whether the method is GET.
  public var isGet: Bool
  /// The path as it was asked for, without the query.
  public var path: String
  /// The caller's IP address, as far as the host can vouch for it.
  public var remoteAddress: String?

  /// A request.
  public init(
    query: String = "", headers: HTTPHeaders = [:], body: [UInt8] = [], isGet: Bool = false, path: String = "/",
    remoteAddress: String? = nil
  ) {
    self.path = path
    self.remoteAddress = remoteAddress
    self.query = query
    self.headers = headers
    self.body = body
    self.isGet = isGet
  }
}
