import Logging
import ServiceLifecycle

/// Sends the webhooks of a sandbox while its server runs, in the order in which things happened, one after the other.
struct WebhookService: Service {
  let sandbox: KakaoSandbox

  func run() async throws {
    let (wakeups, listener) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let number = sandbox.addListener(listener)
    defer { sandbox.removeListener(number) }
    listener.yield()
    await withTaskGroup { group in
      for await _ in wakeups.cancelOnGracefulShutdown() {
        await sandbox.deliverWebhooks()
        // One that is late by a fault wakes the service when its time has come; a clock that is moved does so too.
        guard let wait = sandbox.timeToNextWebhook else { continue }
        group.addTask {
          try? await sandbox.clock.sleep(for: wait)
          listener.yield()
        }
      }
      group.cancelAll()
    }
  }
}
