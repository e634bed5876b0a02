import Logging
import Naru

/// Removes now and then what logins have left behind and nobody needs any more.
struct LoginSweeper: Sendable {
  let naru: Naru
  let logger: Logger
  /// The pause between two sweeps.
  static let pause = Duration.seconds(600)

  /// Sweeps at once and then every ten minutes, until the task is cancelled.
  func run(_ clock: any Clock<Duration>) async {
    while !Task.isCancelled {
      do {
        // Each call is short, so that nobody waits behind it.
        while try await !naru.sweepLogins().isEmpty, !Task.isCancelled {}
      } catch {
        logger.warning("logins: not swept", metadata: ["code": .string(error.diagnostics.first?.code ?? "-")])
      }
      do {
        try await clock.sleep(for: LoginSweeper.pause)
      } catch {
        return
      }
    }
  }
}
