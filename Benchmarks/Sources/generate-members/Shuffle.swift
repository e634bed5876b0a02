/// Numbers 0 up to `count` in another order, each once, without keeping them.
struct Shuffle {
  private let count: Int
  private let factor: Int
  private let offset: Int

  init(count: Int, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    self.count = count
    offset = random.below(count)
    // Near the golden section, so that neighbours in the file lie far apart; without a divisor in common with `count`.
    var candidate = max(1, Int(Double(count) * 0.618_033_988_75))
    while Self.commonDivisor(candidate, count) != 1 { candidate += 1 }
    factor = candidate
  }

  subscript(index: Int) -> Int {
    let product = UInt64(factor).multipliedFullWidth(by: UInt64(index % count))
    let rest = UInt64(count).dividingFullWidth(product).remainder
    return (Int(rest) + offset) % count
  }

  private static func commonDivisor(_ first: Int, _ second: Int) -> Int {
    var (first, second) = (first, second)
    while second != 0 { (first, second) = (second, first % second) }
    return first
  }
}

/// Which members a changed file changes: exactly as many as asked for, spread over the whole file.
struct Changes {
  private let places: Shuffle
  private let changed: Int
  private let rows: Int
  private let seed: UInt64

  init(rows: Int, changed: Int, seed: UInt64) {
    self.rows = rows
    self.changed = changed
    self.seed = seed
    places = Shuffle(count: max(1, rows), seed: seed &+ 1)
  }

  /// The seed of this member's change, or nil when it has none.
  func change(of number: Int) -> UInt64? {
    guard changed > 0, places[number] < changed else { return nil }
    return seed &* 0xD134_2543_DE82_EF95 &+ UInt64(number)
  }
}
