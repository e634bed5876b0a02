/// A generator with a seed, so that a failure comes back.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Bytes that look enough like `alphabet` to get past the first checks, with foreign ones among them.
  package mutating func bytes(upTo count: Int, alphabet: [UInt8]) -> [UInt8] {
    (0..<Int.random(in: 0...count, using: &self)).map { _ in
      let isForeign = Int.random(in: 0..<10, using: &self) == 0
      return isForeign ? UInt8.random(in: 0...255, using: &self) : alphabet.randomElement(using: &self) ?? 0
    }
  }
}
