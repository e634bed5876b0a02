import CommonValues
public import ShopModel

/// Who a session speaks for.
public struct SessionIdentity: Sendable, Hashable {
  /// The shop.
  public var shop: ShopID
  /// The user id in the shop's Kakao app.
  public var kakaoUserID: Int64
  /// The member that the user is; nil when nobody yet.
  public var memberID: String?

  /// The header fields for the back end behind a reverse proxy. In a member id everything but visible ASCII, and `%`, is
  /// percent-encoded.
  public var headers: [(name: String, value: String)] {
    var fields = [(name: "X-Naru-Shop", value: shop.description), (name: "X-Naru-Kakao-User", value: "\(kakaoUserID)")]
    if let memberID {
      fields.append(
        (name: "X-Naru-Member", value: PercentEncoding.encode(memberID) { (0x21...0x7E).contains($0) && $0 != 0x25 }))
    }
    return fields
  }
}

/// Whether a request has a live session.
public enum SessionDecision: Sendable, Hashable {
  /// It has: 202 with ``SessionIdentity/headers``.
  case allowed(SessionIdentity)
  /// It has none: 401.
  case denied
  /// The store can not be read: 503.
  case unavailable

  /// The HTTP status.
  public var status: Int {
    switch self {
    case .allowed: 202
    case .denied: 401
    case .unavailable: 503
    }
  }
}
