import CommonValues
internal import Crypto
import ShopModel
internal import Synchronization

/// Seals what a browser carries for us, so that it can neither be read nor changed nor used for another purpose or shop: AES-256-GCM
/// with a key for each purpose, shop and hour, all made from one key of the store.
///
/// With an hour for each key the random nonces stay far below what one key bears. What purpose, shop and context were is part of
/// what is authenticated.
final class Sealer: Sendable {
  enum Purpose: String, Sendable {
    case attempt, state, session
  }

  /// Something that was opened.
  struct Opened {
    let bytes: [UInt8]
    /// When it was sealed, in whole seconds.
    let sealedAt: Timestamp
  }

  private struct KeyName: Hashable {
    let purpose: Purpose
    let hour: UInt32
  }

  private static let version: UInt8 = 1
  private static let header = 5

  private let root: SymmetricKey
  private let shop: ShopID
  private let random: LoginRandom
  private let keys = Mutex<[KeyName: SymmetricKey]>([:])

  init(root: Secret<[UInt8]>, shop: ShopID, random: LoginRandom) {
    self.root = SymmetricKey(data: root.reveal())
    self.shop = shop
    self.random = random
  }

  /// The sealed text, base64url.
  func seal(_ bytes: [UInt8], _ purpose: Purpose, context: [UInt8] = [], at time: Timestamp) throws -> String {
    let seconds = UInt32(clamping: time.milliseconds / 1000)
    var sealed = [Sealer.version] + Sealer.bigEndian(seconds)
    let box = try AES.GCM.seal(
      bytes, using: key(purpose, seconds), nonce: AES.GCM.Nonce(data: random.bytes(12)),
      authenticating: additional(sealed, context))
    box.nonce.withUnsafeBytes { sealed += $0 }
    sealed += box.ciphertext
    sealed += box.tag
    return URLSafeText.encode(sealed)
  }

  /// What is in a sealed text; nil for anything that this shop did not seal for this purpose and context within `maxAge` seconds.
  func open(
    _ text: some StringProtocol, _ purpose: Purpose, context: [UInt8] = [], maxAge: Int64, now: Timestamp
  ) -> Opened? {
    guard text.utf8.count <= 4096, let sealed = URLSafeText.decode(text), sealed.count >= Sealer.header + 28,
      sealed[0] == Sealer.version
    else { return nil }
    let seconds = sealed[1...4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let age = now.milliseconds / 1000 - Int64(seconds)
    // A little ahead is another process's clock.
    guard age <= maxAge, age >= -60 else { return nil }
    let tag = sealed.count - 16
    guard let nonce = try? AES.GCM.Nonce(data: sealed[5..<17]),
      let box = try? AES.GCM.SealedBox(nonce: nonce, ciphertext: sealed[17..<tag], tag: sealed[tag...]),
      let bytes = try? AES.GCM.open(
        box, using: key(purpose, seconds), authenticating: additional(Array(sealed[..<5]), context))
    else { return nil }
    return Opened(bytes: Array(bytes), sealedAt: Timestamp(seconds: Int64(seconds)))
  }

  private func additional(_ header: [UInt8], _ context: [UInt8]) -> [UInt8] {
    let name = Array(shop.description.utf8)
    return header + [UInt8(name.count)] + name + context
  }

  private func key(_ purpose: Purpose, _ seconds: UInt32) -> SymmetricKey {
    let name = KeyName(purpose: purpose, hour: seconds / 3600)
    if let key = keys.withLock({ $0[name] }) { return key }
    let info = Array("naru \(purpose.rawValue) \(shop) \(name.hour)".utf8)
    let key = HKDF<SHA256>.deriveKey(inputKeyMaterial: root, info: info, outputByteCount: 32)
    keys.withLock { keys in
      // Sessions are opened with keys of many hours; a few hundred of them are no memory, and more are made again.
      if keys.count >= 1024 { keys.removeAll(keepingCapacity: true) }
      keys[name] = key
    }
    return key
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
  }
}

/// SHA-256 of a labelled value, so that one random value serves several ends without telling one from the other.
func labelledHash(_ label: StaticString, _ bytes: [UInt8]) -> [UInt8] {
  var hash = SHA256()
  hash.update(bufferPointer: UnsafeRawBufferPointer(start: label.utf8Start, count: label.utf8CodeUnitCount))
  withUnsafeBytes(of: UInt8(0)) { hash.update(bufferPointer: $0) }
  bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
  return hash.finalize().withUnsafeBytes { Array($0) }
}

/// Whether two are equal, in a time that does not depend on where they differ.
func isEqual(_ first: [UInt8], _ second: [UInt8]) -> Bool {
  guard first.count == second.count else { return false }
  return zip(first, second).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}

func plainHash(_ bytes: [UInt8]) -> [UInt8] {
  var hash = SHA256()
  bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
  return hash.finalize().withUnsafeBytes { Array($0) }
}
