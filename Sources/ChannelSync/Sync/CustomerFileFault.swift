public import CommonValues

/// Why a call of ``CustomerFileService`` failed, after all its retries. Equal by kind.
public struct CustomerFileFault: Error, Sendable, Hashable {
  /// The kinds that ChannelSync treats differently.
  public enum Kind: String, Sendable, Hashable, Codable {
    /// The quota is used up (-10): nothing more today.
    case quota
    /// Key, permission or settings at Kakao are wrong: no call will do better.
    case configuration
    /// There is no such file (-816).
    case unknownFile
    /// The name is taken or not allowed (-817).
    case nameRefused
    /// The channel has no room for another file (-818).
    case noRoom
    /// No answer, or none that could be read: the request may have been carried out.
    case unanswered
    /// Refused for any other reason, or given up after retries.
    case refused
  }

  /// Which kind.
  public let kind: Kind
  /// What happened, without personal data.
  public let diagnostic: Diagnostic

  /// A fault.
  public init(_ kind: Kind, _ diagnostic: Diagnostic) {
    self.kind = kind
    self.diagnostic = diagnostic
  }

  public static func == (lhs: CustomerFileFault, rhs: CustomerFileFault) -> Bool { lhs.kind == rhs.kind }
  public func hash(into hasher: inout Hasher) { hasher.combine(kind) }
}
