import CommonValues
import Hummingbird

/// How long the body of a request may take to arrive, however steadily it drips.
struct BodyDeadline: Sendable {
  let limit: Duration
  private let sleep: @Sendable (Duration) async throws -> Void

  /// - Parameter clock: measures it.
  init(_ limit: Duration = .seconds(10), clock: any Clock<Duration> = ContinuousClock()) {
    self.limit = limit
    sleep = { try await clock.sleep(for: $0) }
  }

  /// Runs `body`; when it is not through by the deadline it is cancelled. Throws ``Problem/tooSlow`` then.
  func run<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
    let (sleep, limit) = (sleep, limit)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask { try await body() }
      group.addTask {
        try await sleep(limit)
        return nil
      }
      defer { group.cancelAll() }
      guard let first = try await group.next(), let result = first else { throw Problem.tooSlow }
      return result
    }
  }
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
