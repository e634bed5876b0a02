import CommonValues
import KakaoAPI
import ShopModel
import Store
import Synchronization

/// What stands before every call to one shop's Kakao app: its budget and its circuit breaker, shared by all that is done for the shop,
/// and a pace for each kind of work, so that a login does not wait behind a sync.
final class KakaoGates: Sendable {
  /// For syncs, reconciling and other work that nobody waits for.
  let work: GateSequence
  /// For logins. The figure is Naru's own, far above what people do.
  let login: GateSequence
  private let shop: ShopID
  private let budget: AppBudget
  /// How much of the count is in the store.
  private let saved: Mutex<(start: Timestamp, used: Int)>

  private static let loginCallsPerSecond = 500.0

  /// Takes over what is in the store.
  init(_ shop: ShopID, store: Store, now: @escaping @Sendable () -> Timestamp) throws(StoreError) {
    self.shop = shop
    budget = AppBudget(wrapping: CircuitBreaker(wrapping: GateSequence([])), now: now)
    let start = budget.snapshot().periodStart
    let used = try store.kakaoCalls(since: start, of: shop)
    budget.restore(AppBudget.Snapshot(periodStart: start, used: used))
    saved = Mutex((start, used))
    work = GateSequence([RateLimiter(), budget])
    login = GateSequence([
      RateLimiter(perSecond: KakaoGates.loginCallsPerSecond, burst: Int(KakaoGates.loginCallsPerSecond)), budget,
    ])
  }

  /// How much of the app's budget is used, as far as this process knows.
  var usage: AppBudget.Usage { budget.usage }

  /// Adds to the store what was counted since the last time, and takes over what other processes counted.
  func save(in store: Store) throws(StoreError) {
    let snapshot = budget.snapshot()
    let before = saved.withLock { $0 }
    let fresh = snapshot.periodStart == before.start ? snapshot.used - before.used : snapshot.used
    guard fresh != 0 || snapshot.periodStart != before.start else { return }
    let total = try store.addKakaoCalls(max(0, fresh), since: snapshot.periodStart, of: shop)
    budget.restore(AppBudget.Snapshot(periodStart: snapshot.periodStart, used: total, recent: snapshot.recent))
    saved.withLock { $0 = (snapshot.periodStart, total) }
  }
}

extension Naru {
  /// Stores how many calls every shop's Kakao app has made, so that the next start goes on from there; ``close()`` does so too. To be
  /// called now and then by whoever keeps Naru running.
  public func saveKakaoBudgets() async throws(NaruError) {
    let gates = gates
    do {
      try await store.perform { store in
        for gates in gates.values { try gates.save(in: store) }
      }
    } catch {
      throw NaruError(error)
    }
  }
}
