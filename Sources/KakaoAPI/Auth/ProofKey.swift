public import CommonValues
internal import Crypto

/// PKCE (RFC 7636) with `S256`: the challenge goes with the authorize request, the verifier with the code.
public struct ProofKey: Sendable {
  /// What only the maker of the request knows: 43 characters, 256 bits.
  public let verifier: Secret<String>
  /// The verifier's SHA-256 as base64url.
  public let challenge: String

  /// The pair of a verifier that was kept; nil when it is none (43 to 128 unreserved characters).
  public init?(verifier: Secret<String>) {
    let text = verifier.reveal()
    guard (43...128).contains(text.utf8.count), text.utf8.allSatisfy(ProofKey.isUnreserved) else { return nil }
    self.init(unchecked: text)
  }

  private init(unchecked verifier: String) {
    self.verifier = Secret(verifier)
    challenge = Base64URL.encode(Array(SHA256.hash(data: Array(verifier.utf8))))
  }

  /// A new pair.
  ///
  /// - Parameter generator: has to be a cryptographic one outside of tests.
  public static func make(using generator: inout some RandomNumberGenerator) -> ProofKey {
    ProofKey(unchecked: RandomToken.make(using: &generator))
  }

  /// A new pair from the system's generator.
  public static func make() -> ProofKey {
    var system = SystemRandomNumberGenerator()
    return make(using: &system)
  }

  static func isChallenge(_ text: String) -> Bool { Base64URL.decode(text.utf8)?.count == 32 }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
    default: false
    }
  }
}
