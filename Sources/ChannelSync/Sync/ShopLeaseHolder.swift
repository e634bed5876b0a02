package import CommonValues
package import ShopModel
package import Store

/// Holds a shop's lease around work that is no sync but must not run beside one.
package struct ShopLeaseHolder: Sendable {
  private let store: Store
  private let shop: ShopID
  private let holder: String
  private let now: @Sendable () -> Timestamp

  /// - Parameter holder: for people who look: host and process id.
  package init(_ store: Store, shop: ShopID, holder: String, now: @escaping @Sendable () -> Timestamp) {
    self.store = store
    self.shop = shop
    self.holder = holder
    self.now = now
  }

  /// Runs `body` under the lease, which is renewed meanwhile and given back after it.
  ///
  /// - Parameter body: is given the lease and a check that throws when the lease is lost; to be called between two steps.
  /// - Throws: ``SyncError`` when another process holds the lease, and what `body` throws.
  package func run<Result: Sendable>(
    _ body: (Lease, @escaping @Sendable () throws -> Void) async throws -> Result
  ) async throws -> Result {
    let (store, shop, holder, now) = (store, shop, holder, now)
    let duration = CustomerFileSync.leaseDuration
    guard
      let lease = try await store.perform({
        try $0.acquireLease(shop, holder: holder, now: now(), duration: duration)
      })
    else { throw SyncError.leaseTaken }
    let watch = LeaseWatch()
    let renewal = Task {
      await watch.keep(
        { try await store.perform { try $0.renew(lease, now: now(), duration: duration) } },
        every: { try await Task.sleep(for: duration / 3) })
    }
    // Nobody renews any more what is given back.
    func end() async {
      renewal.cancel()
      await renewal.value
    }
    do {
      let result = try await body(lease) { try watch.check() }
      await end()
      try? await shielded { try await store.perform { try $0.release(lease) } }
      return result
    } catch {
      await end()
      try? await shielded { try await store.perform { try $0.release(lease) } }
      throw error
    }
  }
}
