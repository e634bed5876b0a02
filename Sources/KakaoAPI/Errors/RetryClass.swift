/// What a failure means for whoever made the call; the set may grow.
public struct RetryClass: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
  /// A stable name.
  public let rawValue: String

  /// Any class.
  public init(rawValue: String) { self.rawValue = rawValue }

  public var description: String { rawValue }

  /// A fault that passes: the same call may succeed later.
  public static let retryable = RetryClass(rawValue: "retryable")
  /// No answer, or none that can be read: Kakao may or may not have done its part. Repeat only what is harmless twice.
  public static let ambiguous = RetryClass(rawValue: "ambiguous")
  /// A quota is used up: end the run and come back later.
  public static let quota = RetryClass(rawValue: "quota")
  /// Something in the Kakao console, the partner centre or Naru's configuration has to be changed by a person.
  public static let configuration = RetryClass(rawValue: "configuration")
  /// The request is wrong: repeating it is pointless.
  public static let caller = RetryClass(rawValue: "caller")
  /// The key or token is not accepted.
  public static let authentication = RetryClass(rawValue: "authentication")
  /// The user has not agreed to something.
  public static let consent = RetryClass(rawValue: "consent")
  /// It lies with this one user or recipient; calls about others are not affected.
  public static let user = RetryClass(rawValue: "user")
  /// The caller itself ended it: cancelled or shut down.
  public static let stopped = RetryClass(rawValue: "stopped")
}
