public import CommonValues

/// How a platform proves that a webhook call is its own.
public enum WebhookVerifier: Sendable, Hashable {
  /// A secret in a header, behind a prefix.
  case header(name: String, prefix: String)
  /// A secret in the query of the URL.
  case query(name: String)
  /// A secret in a place that the shop's config may move; here until it does.
  case token(WebhookSettings.TokenPlace)
  /// A signature over the body.
  case hmac(HMACScheme)
  /// Standard Webhooks 1.0, symmetric signatures (`v1`).
  case standardWebhooks
  /// Nothing at all: the shop's config must name the senders or say that it takes calls unverified.
  case none(allow: [IPNetwork])

  /// A signature by HMAC.
  public struct HMACScheme: Sendable, Hashable {
    /// The hash within.
    public enum Algorithm: String, Sendable, Hashable, CaseIterable {
      case sha256, sha512
      /// For platforms that have nothing better.
      case sha1
    }

    /// How bytes are written as text.
    public enum Encoding: String, Sendable, Hashable, CaseIterable {
      case base64, hex
    }

    /// How the secret's text becomes a key.
    public enum Key: String, Sendable, Hashable, CaseIterable {
      /// Its UTF-8.
      case text
      case base64, hex
    }

    /// A piece of what is signed.
    public enum Piece: Sendable, Hashable {
      case text(String)
      case body
      case timestamp
      case method
      case path
      case header(String)
      case query(String)
    }

    /// The header that carries the signature.
    public var header: String
    /// The hash within.
    public var algorithm = Algorithm.sha256
    /// How the signature is written.
    public var encoding = Encoding.base64
    /// How the secret is written.
    public var key = Key.text
    /// What stands before the signature in the header, such as `sha256=`.
    public var prefix = ""
    /// What stands between several signatures in the header; nil: there is one.
    public var separator: String?
    /// What is signed; the body alone unless said.
    public var signed: [Piece] = [.body]
    /// The header with the time of the call, which must be signed too; nil: there is none.
    public var timestampHeader: String?
    /// How that time is written.
    public var timestampFormat = SourceRule.TimeFormat.unixSeconds

    /// A signature in that header.
    public init(header: String) { self.header = header }
  }
}
