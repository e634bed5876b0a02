/// An entry of the delivery journal: one webhook, sent or not.
public struct SandboxDelivery: Sendable, Hashable {
  /// What became of it. Nothing is ever sent a second time by itself: Kakao's retries are not published.
  public enum Outcome: Sendable, Hashable {
    /// It waits for its time.
    case waiting
    /// It is being sent.
    case sending
    /// The shop answered as Kakao expects.
    case accepted(status: Int)
    /// The shop answered otherwise.
    case refused(status: Int)
    /// No answer came; with the reason.
    case failed(SandboxText)
    /// A fault lost it; it was not sent.
    case lost

    /// The outcome's name in the control plane.
    public var name: String {
      switch self {
      case .waiting: "waiting"
      case .sending: "sending"
      case .accepted: "accepted"
      case .refused: "refused"
      case .failed: "failed"
      case .lost: "lost"
      }
    }

    /// The HTTP status of the shop's answer.
    public var status: Int? {
      switch self {
      case .accepted(let status), .refused(let status): status
      case .waiting, .sending, .failed, .lost: nil
      }
    }
  }

  /// Counts from 1 since the last reset.
  public var number: Int
  /// The app whose webhook it is.
  public var app: Int64
  /// When what it tells of happened.
  public var time: SandboxTime
  /// When it may be sent; later than ``time`` where a fault makes it late.
  public var due: SandboxTime
  /// The request.
  public var request: SandboxWebhookRequest
  /// What became of it.
  public var outcome: Outcome
  /// The fault rule that lost it, doubled it or made it late.
  public var fault: Int?
  /// What it tells of, in plain words.
  public var about: SandboxText
}
