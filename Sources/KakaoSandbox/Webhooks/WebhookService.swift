import Logging
import ServiceLifecycle
import Synchronization

/// Sends the webhooks of a sandbox while its server runs, in the order in which things happened, one after the other.
struct WebhookService: Service {
  let sandbox: KakaoSandbox

  func run() async throws {
    let (wakeups, listener) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let number = sandbox.addListener(listener)
    defer { sandbox.removeListener(number) }
    listener.yield()
    let plan = Plan()
    await withTaskGroup { group in
      for await _ in wakeups.cancelOnGracefulShutdown() {
        await sandbox.deliverWebhooks()
        // One that is late by a fault wakes the service when its time has come; a clock that is moved does so too.
        guard let (due, wait) = sandbox.nextWebhook, plan.isNew(due) else { continue }
        group.addTask {
          try? await sandbox.clock.sleep(for: wait)
          plan.clear()
          listener.yield()
        }
      }
      group.cancelAll()
    }
  }

  /// What the service is going to wake for by itself: one sleep, and another only for something earlier.
  private final class Plan: Sendable {
    private let due = Mutex<SandboxTime?>(nil)

    func isNew(_ time: SandboxTime) -> Bool {
      due.withLock { due in
        guard due.map({ time < $0 }) ?? true else { return false }
        due = time
        return true
      }
    }

    func clear() { due.withLock { $0 = nil } }
  }
}
