/// A KakaoTalk message that an app sent through the sandbox.
public struct SandboxMessage: Sendable, Hashable {
  /// How the message was made.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// From a `template_object`.
    case standard = "default"
    /// From the page behind a `request_url`.
    case scrap
    /// From a template of the console, by `template_id`.
    case custom
  }

  /// Counts from 1 since the last reset.
  public var number: Int
  /// When it was sent.
  public var time: SandboxTime
  /// The app.
  public var app: Int64
  /// Who sent it, by app user id.
  public var sender: Int64
  /// Who got it; the sender for a message to oneself.
  public var receiver: Int64
  /// How it was made.
  public var kind: Kind
  /// `object_type` of the template; `nil` for a scrap message and for a custom one.
  public var objectType: String?
  /// What was sent, as JSON text: the `template_object`, or the other parameters.
  public var content: String

  /// Whether the person sent it to themselves.
  public var isMemo: Bool { sender == receiver }
}
