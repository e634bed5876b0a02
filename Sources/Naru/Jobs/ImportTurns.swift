import ShopModel

/// Whose file is imported next: one at a time of a shop, a few at a time of all, and each shop in its turn.
struct ImportTurns: Sendable {
  /// Files that are imported at one time.
  let limit: Int
  private var running: Set<ShopID> = []
  private var last: ShopID?

  init(limit: Int) { self.limit = max(1, limit) }

  /// The shop whose turn it is; nil when as many run as may, or nobody who waits may.
  ///
  /// - Parameter waiting: shops with a file, in the order of their names.
  mutating func begin(_ waiting: [ShopID]) -> ShopID? {
    guard running.count < limit else { return nil }
    let free = waiting.filter { !running.contains($0) }
    guard let next = free.first(where: { shop in last.map { $0 < shop } ?? true }) ?? free.first else { return nil }
    running.insert(next)
    last = next
    return next
  }

  /// A shop's file has come to its end.
  mutating func end(_ shop: ShopID) { running.remove(shop) }
}
