import Crypto

/// The tokens that a caller may show, one or, while they are exchanged, several. Only their SHA-256 is kept.
public struct BearerTokens: Sendable {
  /// The SHA-256 of each.
  package let digests: [[UInt8]]

  /// - Parameter digests: the SHA-256 of each token, 32 bytes.
  init(digests: [[UInt8]]) { self.digests = digests }

  /// How many are accepted.
  public var count: Int { digests.count }

  /// Which token `candidate` is, from 0; nil when it is none.
  ///
  /// Every one is compared, all bytes of it, so that the time tells nothing.
  public func index(of candidate: String) -> Int? {
    let digest = BearerTokens.digest(candidate)
    var found: Int?
    for (index, known) in digests.enumerated() where BearerTokens.areEqual(digest, known) {
      if found == nil { found = index }
    }
    return found
  }

  /// Whether `candidate` is one of them.
  public func matches(_ candidate: String) -> Bool { index(of: candidate) != nil }

  static func digest(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Array(token.utf8))) }

  private static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for index in left.indices { difference |= left[index] ^ right[index] }
    return difference == 0
  }
}

extension BearerTokens: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "<redacted>" }
  public var debugDescription: String { "<redacted>" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
