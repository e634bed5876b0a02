/// Why the body of a webhook can not be used. No value is in it.
public enum WebhookProblem: Error, Sendable, Hashable {
  /// More than ``WebhookLimits/body`` bytes, or a great many fields.
  case tooLarge
  /// Not of the form that this webhook has.
  case malformed
  /// A field that has to be there is not.
  case missing(String)
  /// A field is not of the form that it has to have.
  case invalid(String)
  /// A field that may occur once occurs several times.
  case repeated(String)

  init(_ problem: FormFields.Problem) {
    switch problem {
    case .tooLong: self = .tooLarge
    case .repeated(let name): self = .repeated(name)
    case .malformed(let name): self = .invalid(name)
    }
  }
}

/// Limits on webhooks. They are Naru's: far above anything that Kakao sends.
public enum WebhookLimits {
  /// Bytes of a body or a query.
  public static let body = 64 << 10
  /// Bytes of an `Authorization` header.
  public static let authorization = 512
  /// Bytes of an id that is text.
  static let text = 256
}
