public import CommonValues

/// One secret, or several while they are exchanged: the first is sent, all of them are accepted.
public struct SecretList: Sendable {
  /// What is sent.
  public let first: Secret<String>
  /// What is accepted besides.
  public let others: [Secret<String>]

  /// A list that begins with the secret to send.
  public init(_ first: Secret<String>, _ others: [Secret<String>] = []) {
    self.first = first
    self.others = others
  }

  /// All that are accepted.
  public var all: [Secret<String>] { [first] + others }

  /// Whether `candidate` is one of them; every one is compared, so that the time tells nothing.
  public func matches(_ candidate: String) -> Bool {
    var found = false
    for secret in all where secret.matches(candidate) { found = true }
    return found
  }
}
