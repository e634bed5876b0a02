import CommonValues
import Hummingbird
import NIOCore
import Synchronization

/// How long the bodies of requests may take to arrive, however steadily they drip.
///
/// All bodies of a server share one sleeper, which is there only while one is awaited: nearly every body is there at once, and a timer
/// for each costs more than to read it.
final class BodyDeadline: Sendable {
  private struct Awaited {
    let until: Duration
    let connection: any Channel
  }

  private struct State {
    var awaited: [UInt64: Awaited] = [:]
    var next: UInt64 = 0
    var isWatched = false
  }

  private let limit: Duration
  private let elapsed: @Sendable () -> Duration
  private let sleep: @Sendable (Duration) async throws -> Void
  private let state = Mutex(State())

  /// - Parameter clock: measures it.
  init(_ limit: Duration = .seconds(10), clock: some Clock<Duration> = ContinuousClock()) {
    self.limit = limit
    let start = clock.now
    elapsed = { start.duration(to: clock.now) }
    sleep = { try await clock.sleep(for: $0) }
  }

  /// Runs `body`, which reads a body from `connection`. When it is not through by the deadline, reading fails, and ``Problem/tooSlow``
  /// is thrown.
  func run<Result>(_ connection: any Channel, _ body: () async throws -> Result) async throws -> Result {
    let until = elapsed() + limit
    let (id, starts) = state.withLock { state in
      state.next += 1
      state.awaited[state.next] = Awaited(until: until, connection: connection)
      defer { state.isWatched = true }
      return (state.next, !state.isWatched)
    }
    if starts { Task { await self.watch() } }
    defer { state.withLock { _ = $0.awaited.removeValue(forKey: id) } }
    do {
      return try await body()
    } catch is TooSlow {
      throw Problem.tooSlow
    }
  }

  /// Ends those whose time is over, for as long as any is awaited.
  private func watch() async {
    while true {
      let next: Duration? = state.withLock { state in
        let next = state.awaited.values.lazy.map(\.until).min()
        state.isWatched = next != nil
        return next
      }
      guard let next else { return }
      try? await sleep(max(.zero, next - elapsed()))
      let now = elapsed()
      let late = state.withLock { state in
        let late = state.awaited.filter { $0.value.until <= now }
        for id in late.keys { state.awaited[id] = nil }
        return late.values.map(\.connection)
      }
      // Whoever reads from it is told, and answers.
      for connection in late { connection.pipeline.fireErrorCaught(TooSlow()) }
    }
  }

  private struct TooSlow: Error {}
}

extension Problem {
  /// The connection is closed after it (``ServerContext/closeSoon()``).
  static let tooSlow: Problem = {
    var problem = Problem(
      "too-slow", .requestTimeout,
      LocalizedText(ko: "본문이 너무 오래 걸려 도착하지 않았습니다.", en: "The body took too long to arrive."))
    problem.headers = [(.connection, "close")]
    return problem
  }()
}
