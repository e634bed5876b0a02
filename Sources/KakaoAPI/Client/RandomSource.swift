internal import Synchronization

/// A random generator that several calls share.
final class RandomSource: Sendable {
  private let generator: Mutex<any RandomNumberGenerator & Sendable>

  init(_ generator: any RandomNumberGenerator & Sendable) { self.generator = Mutex(generator) }

  /// Evenly spread over 0 ..< 1.
  func fraction() -> Double {
    generator.withLock { generator in Double(generator.next() >> 11) * 0x1p-53 }
  }
}
