package import Metrics
import Synchronization

/// Counters by what tells them apart, each found by its labels once: that costs more than counting.
///
/// For keys of which there are few, since all are kept.
package final class CounterBook<Key: Hashable & Sendable>: Sendable {
  private let counters = Mutex<[Key: Counter]>([:])

  /// A book without counters.
  package init() {}

  /// Counts one.
  ///
  /// - Parameter make: the counter of a key that is new.
  package func increment(_ key: Key, make: () -> Counter) {
    let counter = counters.withLock { counters in
      if let known = counters[key] { return known }
      let counter = make()
      counters[key] = counter
      return counter
    }
    counter.increment()
  }
}
