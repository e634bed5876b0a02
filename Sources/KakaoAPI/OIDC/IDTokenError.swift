/// Why an ID token is not believed. Nothing of the token is in it.
public struct IDTokenError: Error, Sendable, CustomStringConvertible {
  /// What is wrong; the set may grow.
  public struct Reason: Sendable, Hashable, CustomStringConvertible {
    /// A stable name in kebab-case.
    public let name: String

    public var description: String { name }

    /// No JWT in compact form.
    public static let malformed = Reason(name: "malformed")
    /// Longer than any token of Kakao's.
    public static let tooLong = Reason(name: "too-long")
    /// Not signed with RS256: `none`, `HS256` and everything else is refused unread.
    public static let algorithm = Reason(name: "algorithm")
    /// A signed thing of another kind, such as a security event.
    public static let type = Reason(name: "type")
    /// Signed with a key that kauth does not publish.
    public static let unknownKey = Reason(name: "unknown-key")
    /// kauth's keys could not be had; see ``IDTokenError/cause``. The token may be fine.
    public static let keysUnavailable = Reason(name: "keys-unavailable")
    /// The signature is wrong.
    public static let signature = Reason(name: "signature")
    /// A claim that has to be there is missing or of a wrong form.
    public static let claims = Reason(name: "claims")
    /// Issued by somebody else.
    public static let issuer = Reason(name: "issuer")
    /// Issued for another app.
    public static let audience = Reason(name: "audience")
    /// It has ended.
    public static let expired = Reason(name: "expired")
    /// Issued in the future: a clock is wrong, ours or theirs.
    public static let issuedInFuture = Reason(name: "issued-in-future")
    /// It belongs to another authorize request.
    public static let nonce = Reason(name: "nonce")
  }

  /// What is wrong.
  public let reason: Reason
  /// For ``Reason/keysUnavailable``: why.
  public let cause: KakaoError?

  init(_ reason: Reason, cause: KakaoError? = nil) {
    self.reason = reason
    self.cause = cause
  }

  init(_ problem: SignedToken.Problem) {
    switch problem {
    case .tooLong: self.init(Reason.tooLong)
    case .malformed: self.init(Reason.malformed)
    case .algorithm: self.init(Reason.algorithm)
    }
  }

  public var description: String {
    "ID token refused: \(reason)" + (cause.map { " (\($0))" } ?? "")
  }
}
