/// What a person does on the consent screen, for logins without a browser.
public struct SandboxConsent: Sendable, Hashable {
  /// Ids of consent items agreed to.
  public var scopes: Set<String>
  /// Tags of service terms agreed to.
  public var terms: Set<String>
  /// Public ids of channels added.
  public var channels: Set<String>
  private var isCancelled = false

  /// Makes a consent to some of what is asked for. What is required and not here is an error, as on the screen.
  public init(scopes: Set<String> = [], terms: Set<String> = [], channels: Set<String> = []) {
    self.scopes = scopes
    self.terms = terms
    self.channels = channels
  }

  /// The person presses cancel.
  public static let cancelled: SandboxConsent = {
    var consent = SandboxConsent()
    consent.isCancelled = true
    return consent
  }()
}
