/// Text that nobody can guess, for `state`, `nonce` and one-use codes.
public enum RandomToken {
  /// The bytes of a token unless said: 256 bits.
  public static let defaultBytes = 32

  /// `bytes` random bytes (at least 16, which are 128 bits) as base64url without padding: letters, digits, `-`, `_`.
  ///
  /// - Parameter generator: has to be a cryptographic one outside of tests; `SystemRandomNumberGenerator` is.
  public static func make(
    bytes: Int = defaultBytes, using generator: inout some RandomNumberGenerator
  ) -> String {
    Base64URL.encode(randomBytes(max(16, bytes), using: &generator))
  }

  /// 256 bits from the system.
  public static func make() -> String {
    var system = SystemRandomNumberGenerator()
    return make(using: &system)
  }
}

/// Random bytes, eight of each number that the generator gives.
func randomBytes(_ count: Int, using generator: inout some RandomNumberGenerator) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(count + 7)
  while bytes.count < count {
    let number = generator.next()
    for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * shift))) }
  }
  bytes.removeLast(bytes.count - count)
  return bytes
}
