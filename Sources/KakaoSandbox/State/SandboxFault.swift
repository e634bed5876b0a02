/// A rule that makes requests to one of Kakao's paths go wrong.
public struct SandboxFault: Sendable, Hashable {
  /// What goes wrong.
  public enum Effect: Sendable, Hashable {
    /// Nothing but the delay.
    case delay
    /// An error answer `{"msg","code"}` with this HTTP status.
    case error(status: Int, code: Int, message: String)
    /// An error answer of the login server, `{"error","error_description","error_code"}`, with this HTTP status.
    case loginError(status: Int, error: String, code: String, message: String)
    /// The answer has this status and no body at all.
    case emptyBody(status: Int)
    /// The answer breaks off in the middle of its body, with the `Content-Length` of the whole.
    case truncatedBody
    /// A page of HTML in place of JSON, as a proxy on the way sends it.
    case htmlBody(status: Int)
    /// The connection is closed without an answer.
    case drop
    /// A webhook is not sent at all.
    case webhookLost
    /// A webhook is sent twice, the same to the byte.
    case webhookDoubled
    /// A webhook is held back for ``SandboxFault/delay``, by the sandbox's clock; others pass it.
    case webhookLate

    /// Whether the effect is one on webhooks and not on requests.
    var isOnWebhooks: Bool {
      switch self {
      case .webhookLost, .webhookDoubled, .webhookLate: true
      case .delay, .error, .loginError, .emptyBody, .truncatedBody, .htmlBody, .drop: false
      }
    }

    /// HTTP 400 with code -10.
    public static let quota = Effect.error(status: 400, code: -10, message: "API limit has been exceeded.")
  }

  /// The paths concerned, or the kinds of webhook (`unlink`, `channel`, `account`); `*` stands for any run of characters.
  public var path: String
  /// The method concerned; `nil` for every one.
  public var method: String?
  /// What goes wrong.
  public var effect: Effect
  /// Whether the request takes effect before the answer goes wrong.
  public var processed: Bool
  /// How long the answer is held back, by the sandbox's clock.
  public var delay: Duration
  /// How many matching requests pass unharmed first; 2 makes the third one fail.
  public var skip: Int
  /// How many requests are harmed; `nil` for all that follow.
  public var times: Int?

  /// Makes a rule; without further arguments it harms the next matching request, before it takes effect.
  public init(
    path: String, method: String? = nil, effect: Effect, processed: Bool = false, delay: Duration = .zero,
    skip: Int = 0, times: Int? = 1
  ) {
    self.path = path
    self.method = method
    self.effect = effect
    self.processed = processed
    self.delay = delay
    self.skip = skip
    self.times = times
  }

  func matches(method: String, path: String) -> Bool {
    !effect.isOnWebhooks && (self.method.map { $0 == method } ?? true)
      && Self.matches(Array(self.path.utf8)[...], Array(path.utf8)[...])
  }

  func matches(webhook: SandboxWebhookRequest.Kind) -> Bool {
    effect.isOnWebhooks && Self.matches(Array(path.utf8)[...], Array(webhook.rawValue.utf8)[...])
  }

  /// Matches with `*` by remembering the last star: linear in practice, quadratic at worst, and never recursive.
  private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
    var place = pattern.startIndex
    var position = text.startIndex
    var star: (place: Int, position: Int)?
    while position < text.endIndex {
      if place < pattern.endIndex, pattern[place] == UInt8(ascii: "*") {
        star = (place + 1, position)
        place += 1
      } else if place < pattern.endIndex, pattern[place] == text[position] {
        place += 1
        position += 1
      } else if let last = star {
        place = last.place
        position = last.position + 1
        star = (last.place, last.position + 1)
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
