/// An HTTP request method.
public struct HTTPMethod: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
  /// The method as it goes over the wire, such as `GET`.
  public let rawValue: String

  /// Any method; a name that is not an RFC 9110 token is refused when the request is sent.
  public init(rawValue: String) { self.rawValue = rawValue }

  public var description: String { rawValue }

  /// `GET`.
  public static let get = HTTPMethod(rawValue: "GET")
  /// `HEAD`.
  public static let head = HTTPMethod(rawValue: "HEAD")
  /// `POST`.
  public static let post = HTTPMethod(rawValue: "POST")
  /// `PUT`.
  public static let put = HTTPMethod(rawValue: "PUT")
  /// `PATCH`.
  public static let patch = HTTPMethod(rawValue: "PATCH")
  /// `DELETE`.
  public static let delete = HTTPMethod(rawValue: "DELETE")

  /// Whether RFC 9110 §9.2.2 lets a client repeat a request of this method.
  public var isIdempotent: Bool {
    switch self {
    case .get, .head, .put, .delete, HTTPMethod(rawValue: "OPTIONS"): true
    default: false
    }
  }
}
