import Crypto
import Synchronization

/// HMAC under one key.
///
/// Readying a key costs as much as signing a kilobyte with it, so that it is done once; what is signed goes into a copy.
enum SignatureKey: Sendable {
  case sha256(HMAC<SHA256>)
  case sha512(HMAC<SHA512>)
  case sha1(HMAC<Insecure.SHA1>)

  /// Nil for a key without bytes.
  init?(_ bytes: [UInt8], _ algorithm: WebhookVerifier.HMACScheme.Algorithm) {
    guard !bytes.isEmpty else { return nil }
    let key = SymmetricKey(data: bytes)
    self =
      switch algorithm {
      case .sha256: .sha256(HMAC(key: key))
      case .sha512: .sha512(HMAC(key: key))
      case .sha1: .sha1(HMAC(key: key))
      }
  }

  /// Whether one of the signatures is the content's.
  ///
  /// The content is gone through once, however many signatures somebody sends; each is compared in a time that does not depend on where
  /// the two differ.
  func isAny(_ signatures: [[UInt8]], of content: [UInt8]) -> Bool {
    switch self {
    case .sha256(let key): SignatureKey.isAny(signatures, of: content, key)
    case .sha512(let key): SignatureKey.isAny(signatures, of: content, key)
    case .sha1(let key): SignatureKey.isAny(signatures, of: content, key)
    }
  }

  private static func isAny<Hash>(_ signatures: [[UInt8]], of content: [UInt8], _ key: HMAC<Hash>) -> Bool {
    var signing = key
    signing.update(data: content)
    let code = signing.finalize()
    return signatures.reduce(false) { found, signature in code == signature || found }
  }
}

/// The keys that a shop's secrets are, each readied when a call first needs it.
final class SignatureKeys: Sendable {
  /// How secrets become keys.
  enum Form: Hashable {
    case hmac(WebhookVerifier.HMACScheme.Key, WebhookVerifier.HMACScheme.Algorithm)
    case standardWebhooks
  }

  private let keys = Mutex<[Form: [SignatureKey]]>([:])

  /// The keys in that form.
  ///
  /// - Parameter make: readies them, the first time.
  func keys(_ form: Form, make: () -> [SignatureKey]) -> [SignatureKey] {
    keys.withLock { keys in
      if let known = keys[form] { return known }
      let made = make()
      keys[form] = made
      return made
    }
  }
}
