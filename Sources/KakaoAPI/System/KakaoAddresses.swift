public import CommonValues

/// Kakao's own addresses, for firewall rules.
///
/// Kakao's documentation does not have this endpoint; it was seen in a Kakao engineer's public test page. Check what it
/// answers before relying on it.
public struct KakaoAddresses: Sendable, Hashable {
  /// Addresses, or ranges, that Kakao is reached at.
  public let inbound: [String]
  /// Addresses, or ranges, that Kakao's own calls such as webhooks come from.
  public let outbound: [String]

  /// Addresses.
  public init(inbound: [String], outbound: [String]) {
    self.inbound = inbound
    self.outbound = outbound
  }
}

extension KakaoAPIClient {
  /// Kakao's own addresses: `GET /v1/system/ips`.
  ///
  /// - Parameter restAPIKey: the app's REST API key, which this endpoint takes instead of the admin key.
  public func kakaoAddresses(restAPIKey: Secret<String>) async throws(KakaoError) -> KakaoAddresses {
    try await call(.systemAddresses, as: .otherKey(restAPIKey), repeatable: true) { bytes in
      decodeJSON(KakaoAddresses.self, from: bytes)
    }
  }
}

extension KakaoAddresses: Decodable {
  private enum Key: String, CodingKey { case inbound, outbound }

  /// Fails when there is neither list, or an element that is no text: a firewall needs all of them.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    let inbound = try fields.decodeIfPresent([String].self, forKey: .inbound)
    let outbound = try fields.decodeIfPresent([String].self, forKey: .outbound)
    guard inbound != nil || outbound != nil else {
      throw DecodingError.dataCorruptedError(forKey: .outbound, in: fields, debugDescription: "no addresses")
    }
    self.init(inbound: inbound ?? [], outbound: outbound ?? [])
  }
}
