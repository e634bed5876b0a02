import CommonValues
import Synchronization

/// Makes whoever guesses the operator's token wait, by address: from the third wrong token on one second, then twice as long each time, up
/// to five minutes. What happens while somebody waits is not looked at. An hour without a wrong token forgives all.
struct LoginSlowdown: Sendable {
  private struct Entry: Sendable {
    var failures = 0
    var last: Timestamp
    var until: Timestamp
  }

  /// As many wrong tokens as cost nothing.
  static let free = 2
  /// The longest wait, in milliseconds.
  static let longest: Int64 = 300_000
  /// After so many milliseconds an address is forgotten.
  static let memory: Int64 = 3_600_000
  /// As many addresses as are remembered; beyond, the one that failed longest ago is forgotten.
  static let limit = 10_000

  private var entries: [String: Entry] = [:]

  /// How many addresses are remembered.
  var count: Int { entries.count }

  /// Milliseconds that an address still has to wait.
  func wait(_ address: String, now: Timestamp) -> Int64 {
    guard let entry = entries[address] else { return 0 }
    return min(max(0, entry.until.milliseconds - now.milliseconds), LoginSlowdown.longest)
  }

  /// Notes a wrong token.
  mutating func failed(_ address: String, now: Timestamp) {
    var entry = entries[address] ?? Entry(last: now, until: now)
    if now.milliseconds - entry.last.milliseconds > LoginSlowdown.memory { entry.failures = 0 }
    entry.failures += 1
    entry.last = now
    let doublings = entry.failures - LoginSlowdown.free - 1
    let pause = doublings < 0 ? 0 : min(LoginSlowdown.longest, 1_000 << Int64(min(doublings, 20)))
    entry.until = now.adding(milliseconds: pause)
    if entries[address] == nil, entries.count >= LoginSlowdown.limit { makeRoom(now) }
    entries[address] = entry
  }

  /// Notes the right token.
  mutating func succeeded(_ address: String) { entries[address] = nil }

  private mutating func makeRoom(_ now: Timestamp) {
    entries = entries.filter { now.milliseconds - $0.value.last.milliseconds <= LoginSlowdown.memory }
    guard entries.count >= LoginSlowdown.limit else { return }
    if let oldest = entries.min(by: { $0.value.last < $1.value.last })?.key { entries[oldest] = nil }
  }
}

/// Lets tokens be tried, one after another.
final class LoginGate: Sendable {
  /// What became of a try.
  enum Outcome: Sendable, Hashable {
    case right
    case wrong
    /// It was not looked at; how many milliseconds to wait.
    case tooSoon(Int64)
  }

  private let slowdown = Mutex(LoginSlowdown())

  /// Whether a token is right, unless the address has to wait. Looking and noting are one step, so that tries at the same moment count
  /// one by one.
  func attempt(from address: String, now: Timestamp, isRight: () -> Bool) -> Outcome {
    slowdown.withLock { slowdown in
      let wait = slowdown.wait(address, now: now)
      if wait > 0 { return .tooSoon(wait) }
      guard isRight() else {
        slowdown.failed(address, now: now)
        return .wrong
      }
      slowdown.succeeded(address)
      return .right
    }
  }
}
