/// What kauth says of its account webhooks at `GET /.well-known/sse-configuration`.
public struct SecurityEventConfiguration: Sendable, Hashable, Decodable {
  /// The `iss` of every event.
  public let issuer: String
  /// Where the keys are; the same as for ID tokens.
  public let keySetURL: String?
  /// How events are delivered.
  public let deliveryMethods: [String]

  private enum Key: String, CodingKey {
    case issuer
    case keySetURL = "jwks_uri"
    case deliveryMethods = "delivery_methods_supported"
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    issuer = try fields.decode(String.self, forKey: .issuer)
    keySetURL = fields.lenientString(.keySetURL)
    deliveryMethods = fields.lenientStrings(.deliveryMethods)
  }
}
