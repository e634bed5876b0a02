import Logging
import Naru

/// What has to be done now and then while the sidecar runs: removes what logins, webhooks and kept answers have left behind, stores how
/// many calls each Kakao app has made, counts each shop's coverage, and tells Kakao of signups of which it could not be told.
struct Housekeeper: Sendable {
  /// The one that counts at the time of a round.
  let naru: @Sendable () -> Naru
  let watch: HealthWatch
  let logger: Logger
  /// The pause between two rounds.
  static let pause = Duration.seconds(60)

  /// Does its round at once and then every minute, until the task is cancelled.
  func run(_ clock: any Clock<Duration>) async {
    while !Task.isCancelled {
      let naru = naru()
      do {
        // Each call is short, so that nobody waits behind it.
        while try await !naru.sweepLogins().isEmpty, !Task.isCancelled {}
        while try await naru.sweepInbox() > 0, !Task.isCancelled {}
        while try await naru.sweepCalls() >= 1_000, !Task.isCancelled {}
        try await naru.saveKakaoBudgets()
        try await watch.save(in: naru)
        try await naru.saveCoverage()
        await naru.completeSignups()
      } catch {
        logger.warning("housekeeping failed", metadata: ["code": .string(error.diagnostics.first?.code ?? "-")])
      }
      do {
        try await clock.sleep(for: Housekeeper.pause)
      } catch {
        return
      }
    }
  }
}
