import ShopModel
import Store
import Synchronization

/// Keeps a lease alive in the background and remembers when it was lost.
final class LeaseWatch: Sendable {
  private let loss = Mutex<StoreError?>(nil)

  /// Throws when the lease is known to be lost.
  func check() throws {
    if let error = loss.withLock({ $0 }) { throw error }
  }

  /// Renews until it is cancelled or the lease is lost. Any other error is left to the next renewal: the store fences every mark.
  func keep(_ renew: @Sendable () async throws -> Void, every wait: @Sendable () async throws -> Void) async {
    while (try? await wait()) != nil, !Task.isCancelled {
      do {
        try await renew()
      } catch let error as StoreError where error.code == .leaseLost {
        loss.withLock { $0 = error }
        return
      } catch {
        continue
      }
    }
  }
}
