/// What to answer the sender of a webhook.
public struct WebhookAnswer: Sendable, Hashable {
  /// The HTTP status.
  public var status: Int
  /// The body; usually none.
  public var body: [UInt8] = []
  /// The type of the body, when there is one.
  public var contentType: String?
  /// A stable word on what happened, for logs and metrics: `stored`, `seen`, `wrong-key`, `malformed` …
  public var outcome: String

  init(_ status: Int, _ outcome: String) {
    self.status = status
    self.outcome = outcome
  }
}

/// A webhook as it arrived. Nothing of it was looked at yet.
public struct WebhookRequest: Sendable {
  /// The query of the address, without `?`.
  public var query: String
  /// Header fields by their names in lower case, with all values in their order.
  public var headers: [String: [String]]
  /// The body, byte by byte.
  public var body: [UInt8]
  /// Whether the method is GET.
  public var isGet: Bool

  /// A request.
  public init(query: String = "", headers: [String: [String]] = [:], body: [UInt8] = [], isGet: Bool = false) {
    self.query = query
    self.headers = headers
    self.body = body
    self.isGet = isGet
  }
}
