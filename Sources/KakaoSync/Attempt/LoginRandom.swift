internal import Synchronization

/// The generator of everything that nobody may guess, shared by all flows of a shop.
final class LoginRandom: Sendable {
  private let generator: Mutex<any RandomNumberGenerator & Sendable>

  /// `generator` has to be a cryptographic one outside of tests.
  init(_ generator: any RandomNumberGenerator & Sendable) { self.generator = Mutex(generator) }

  func bytes(_ count: Int) -> [UInt8] {
    generator.withLock { generator in
      var bytes: [UInt8] = []
      bytes.reserveCapacity(count + 7)
      while bytes.count < count { withUnsafeBytes(of: generator.next()) { bytes += $0 } }
      bytes.removeLast(bytes.count - count)
      return bytes
    }
  }

  /// A number for people, `7KQ4-M2XD`: 40 bits, without letters that are mistaken for others.
  func reference() -> String {
    let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    let text = bytes(8).map { letters[Int($0 & 31)] }
    return String(text.prefix(4)) + "-" + String(text.suffix(4))
  }
}
