import CommonValues
import Naru
import Synchronization

/// A bucket for each key, of one size: the state machine of a rate limit. A value without clock.
struct TokenBuckets<Key: Hashable & Sendable>: Sendable {
  private struct Bucket {
    var level: Double
    var filledAt: Duration
  }

  private let limit: RateLimits.Limit
  /// Keys that are remembered; when there are more, those whose buckets are full again are forgotten.
  private let capacity: Int
  private var buckets: [Key: Bucket] = [:]

  init(_ limit: RateLimits.Limit, capacity: Int = 50_000) {
    self.limit = limit
    self.capacity = max(1, capacity)
  }

  /// How many keys are remembered.
  var count: Int { buckets.count }

  /// Takes `cost` out of a bucket, down to nothing.
  mutating func charge(_ key: Key, cost: Double = 1, at now: Duration) {
    guard limit.perSecond > 0 else { return }
    var bucket = filled(key, at: now)
    bucket.level = max(0, bucket.level - cost)
    if buckets[key] == nil, buckets.count >= capacity { makeRoom(at: now) }
    buckets[key] = bucket
  }

  /// How long to wait until there is one in the bucket; nil when there is.
  func wait(_ key: Key, at now: Duration) -> Duration? {
    guard limit.perSecond > 0 else { return nil }
    let level = filled(key, at: now).level
    return level >= 1 ? nil : .seconds((1 - level) / Double(limit.perSecond))
  }

  private func filled(_ key: Key, at now: Duration) -> Bucket {
    guard var bucket = buckets[key] else { return Bucket(level: Double(limit.burst), filledAt: now) }
    let (seconds, attoseconds) = max(.zero, now - bucket.filledAt).components
    let fresh = (Double(seconds) + Double(attoseconds) / 1e18) * Double(limit.perSecond)
    bucket.level = min(Double(limit.burst), bucket.level + fresh)
    bucket.filledAt = max(now, bucket.filledAt)
    return bucket
  }

  /// Forgets full buckets, which are as good as none; and when none is full, all of them: rather a limit that begins anew than a memory
  /// that fills.
  private mutating func makeRoom(at now: Duration) {
    buckets = buckets.filter { key, _ in filled(key, at: now).level < Double(limit.burst) }
    if buckets.count >= capacity { buckets = [:] }
  }
}

/// The sidecar's limits on how often is asked; they outlive a reload.
final class RequestLimits: Sendable {
  private struct State {
    var limits: RateLimits
    var addresses: TokenBuckets<ClientKey>
    var shops: TokenBuckets<String>

    init(_ limits: RateLimits) {
      self.limits = limits
      addresses = TokenBuckets(limits.address)
      shops = TokenBuckets(limits.shop)
    }
  }

  private let state: Mutex<State>
  let elapsed: @Sendable () -> Duration

  init(_ limits: RateLimits, elapsed: @escaping @Sendable () -> Duration) {
    state = Mutex(State(limits))
    self.elapsed = elapsed
  }

  /// Other limits begin with full buckets; the same ones go on.
  func use(_ limits: RateLimits) { state.withLock { if $0.limits != limits { $0 = State(limits) } } }

  /// How long an address has to wait; nil when it need not. This machine's own never has: behind a proxy that is not listed,
  /// everybody has its address.
  func wait(of client: ClientAddress) -> Duration? {
    guard let key = ClientKey(client) else { return nil }
    return state.withLock { $0.addresses.wait(key, at: elapsed()) }
  }

  func charge(_ client: ClientAddress) {
    guard let key = ClientKey(client) else { return }
    state.withLock { $0.addresses.charge(key, at: elapsed()) }
  }

  /// Takes one of a shop's; how long to wait when there is none.
  func take(ofShop shop: String) -> Duration? {
    state.withLock { state in
      let now = elapsed()
      if let wait = state.shops.wait(shop, at: now) { return wait }
      state.shops.charge(shop, at: now)
      return nil
    }
  }
}

/// Whose bucket it is: an IPv4 address, or the /64 of an IPv6 address, within which one customer can choose.
struct ClientKey: Sendable, Hashable {
  private let network: IPNetwork

  init?(_ client: ClientAddress) {
    guard case .address(let address) = client, !client.isLocal else { return nil }
    network = address.network(address.isIPv6 ? 64 : 32)
  }
}
