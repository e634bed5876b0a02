/// A webhook on its way from the sandbox to a shop.
public struct SandboxWebhookRequest: Sendable, Hashable {
  /// Which of Kakao's webhooks it is.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A user left the app (연결 해제 웹훅).
    case unlink
    /// A user added or blocked a channel.
    case channel
    /// Something happened to a user's Kakao account: a security event token.
    case account
  }

  /// The kind.
  public var kind: Kind
  /// `POST`, or `GET` for an unlink webhook that is set so.
  public var method: String
  /// The address set for the app, with the query of an unlink webhook that is sent by `GET`.
  public var url: String
  /// Header fields by name, spelled as documented. The primary admin key is among them.
  public var headers: [String: String]
  /// The body; empty for `GET`.
  public var body: [UInt8]

  /// Makes a request.
  public init(kind: Kind, method: String, url: String, headers: [String: String] = [:], body: [UInt8] = []) {
    self.kind = kind
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }

  /// Whether an HTTP status is the one that Kakao waits for: exactly 200 for unlink, any 2XX for a channel, exactly 202
  /// for a security event token.
  public func isAccepted(_ status: Int) -> Bool {
    switch kind {
    case .unlink: status == 200
    case .channel: (200...299).contains(status)
    case .account: status == 202
    }
  }
}
