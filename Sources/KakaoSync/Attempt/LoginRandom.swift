internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#endif

/// The generator of everything that nobody may guess, shared by all flows of a shop.
final class LoginRandom: Sendable {
  private let generator: Mutex<any RandomNumberGenerator & Sendable>
  /// The system is asked for all bytes at one time, and not for eight.
  private let isSystem: Bool

  /// `generator` has to be a cryptographic one outside of tests.
  init(_ generator: any RandomNumberGenerator & Sendable) {
    self.generator = Mutex(generator)
    isSystem = generator is SystemRandomNumberGenerator
  }

  func bytes(_ count: Int) -> [UInt8] {
    if isSystem { return LoginRandom.systemBytes(count) }
    return generator.withLock { generator in
      var bytes: [UInt8] = []
      bytes.reserveCapacity(count + 7)
      while bytes.count < count { withUnsafeBytes(of: generator.next()) { bytes += $0 } }
      bytes.removeLast(bytes.count - count)
      return bytes
    }
  }

  private static func systemBytes(_ count: Int) -> [UInt8] {
    Array(unsafeUninitializedCapacity: count) { bytes, filled in
      #if canImport(Glibc)
        if count <= 256, let start = bytes.baseAddress, getentropy(start, count) == 0 { filled = count }
      #endif
      // Elsewhere, and where the kernel refuses.
      var system = SystemRandomNumberGenerator()
      while filled < count {
        bytes.initializeElement(at: filled, to: system.next())
        filled += 1
      }
    }
  }

  /// A number for people, `7KQ4-M2XD`: 40 bits, without letters that are mistaken for others.
  func reference() -> String {
    let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    let text = bytes(8).map { letters[Int($0 & 31)] }
    return String(text.prefix(4)) + "-" + String(text.suffix(4))
  }
}
