/// The webhook addresses of an app, as the console holds them.
public struct SandboxWebhooks: Sendable, Hashable {
  /// How the unlink webhook is sent.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// In the query.
    case get = "GET"
    /// As a form.
    case post = "POST"
  }

  /// Where the unlink webhook goes; `nil` for nowhere.
  public var unlinkURL: String?
  /// How it is sent.
  public var unlinkMethod: Method
  /// Where the channel webhook goes; `nil` for nowhere.
  public var channelURL: String?
  /// Where security event tokens about accounts go; `nil` for nowhere.
  public var accountURL: String?
  /// Names of the security events that are sent, such as `user-unlinked`; `nil` for all.
  public var accountEvents: [String]?

  /// Makes a set of addresses.
  public init(
    unlinkURL: String? = nil, unlinkMethod: Method = .post, channelURL: String? = nil, accountURL: String? = nil
  ) {
    self.unlinkURL = unlinkURL
    self.unlinkMethod = unlinkMethod
    self.channelURL = channelURL
    self.accountURL = accountURL
  }
}
