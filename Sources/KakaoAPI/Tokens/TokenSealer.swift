internal import Crypto
internal import Synchronization

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Seals what is kept of a user's tokens with AES-GCM, and opens it again.
///
/// A record is bound to the app and the user that it was sealed for: moved to another user's place it does not open. It
/// names its key, so that keys can be changed: seal with the first, open with any, and ``resealed(_:app:userID:)`` the
/// records before an old key is taken away.
///
/// Form: one byte version (1), eight bytes key id, twelve bytes nonce, the sealed bytes, sixteen bytes tag.
public struct TokenSealer: Sendable {
  /// Why a record does not open.
  public enum Problem: Error, Sendable, Hashable {
    /// No record, or one of a later version.
    case unknownForm
    /// Sealed with a key that is not in the list.
    case unknownKey
    /// Changed since it was sealed, or sealed for another app or user.
    case tampered
    /// The library could not seal, which nothing is known to cause.
    case notSealed
  }

  private static let version: UInt8 = 1
  private static let nonceLength = 12
  private static let tagLength = 16
  private static let headLength = 1 + SealingKey.idLength

  private let first: SealingKey
  private let others: [SealingKey]
  private let nonces: Nonces

  /// - Parameters:
  ///   - key: seals, and opens.
  ///   - others: former keys, which open.
  ///   - random: makes nonces, of which none may come twice under one key: outside of tests, the system's.
  public init(
    _ key: SealingKey, others: [SealingKey] = [],
    random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
  ) {
    first = key
    self.others = others
    nonces = Nonces(random)
  }

  /// Seals bytes for one user of one app.
  public func seal(_ bytes: [UInt8], app: String, userID: Int64) throws(Problem) -> [UInt8] {
    let head = [TokenSealer.version] + first.id
    let context = TokenSealer.context(head, app, userID)
    guard let nonce = try? AES.GCM.Nonce(data: nonces.next(TokenSealer.nonceLength)),
      let box = try? AES.GCM.seal(bytes, using: first.key, nonce: nonce, authenticating: context)
    else { throw .notSealed }
    return head + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
  }

  /// Opens what ``seal(_:app:userID:)`` has sealed for the same user of the same app.
  public func open(_ record: [UInt8], app: String, userID: Int64) throws(Problem) -> [UInt8] {
    try checkForm(record)
    let head = Array(record.prefix(TokenSealer.headLength))
    let keys = ([first] + others).filter { $0.id == Array(head.dropFirst()) }
    guard !keys.isEmpty else { throw .unknownKey }
    let context = TokenSealer.context(head, app, userID)
    for key in keys {
      if let box = try? AES.GCM.SealedBox(combined: record.dropFirst(TokenSealer.headLength)),
        let bytes = try? AES.GCM.open(box, using: key.key, authenticating: context)
      {
        return Array(bytes)
      }
    }
    throw .tampered
  }

  /// The record under the first key; nil when that is what it is under already.
  public func resealed(_ record: [UInt8], app: String, userID: Int64) throws(Problem) -> [UInt8]? {
    try checkForm(record)
    if record[1..<TokenSealer.headLength].elementsEqual(first.id) { return nil }
    return try seal(try open(record, app: app, userID: userID), app: app, userID: userID)
  }

  private func checkForm(_ record: [UInt8]) throws(Problem) {
    guard record.first == TokenSealer.version,
      record.count >= TokenSealer.headLength + TokenSealer.nonceLength + TokenSealer.tagLength
    else { throw .unknownForm }
  }

  /// What is not sealed and yet can not be changed: head, app and user, each of a length that is known.
  private static func context(_ head: [UInt8], _ app: String, _ userID: Int64) -> [UInt8] {
    let name = Array(app.utf8)
    let lengths = [UInt64(name.count), UInt64(bitPattern: userID)]
    return head + lengths.flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) } }
      + name
  }
}

/// Where nonces come from.
private final class Nonces: Sendable {
  private let generator: Mutex<any RandomNumberGenerator & Sendable>

  init(_ generator: any RandomNumberGenerator & Sendable) { self.generator = Mutex(generator) }

  func next(_ count: Int) -> [UInt8] { generator.withLock { randomBytes(count, using: &$0) } }
}
