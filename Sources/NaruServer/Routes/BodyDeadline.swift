import CommonValues
import Hummingbird

/// How long the body of a request may take to arrive, however steadily it drips.
struct BodyDeadline: Sendable {
  let limit: Duration
  private let watch: DeadlineWatch

  /// - Parameter clock: measures it.
  init(_ limit: Duration = .seconds(10), clock: any Clock<Duration> = ContinuousClock()) {
    self.limit = limit
    watch = DeadlineWatch(clock)
  }

  /// Runs `body`; when it is not through by the deadline it is cancelled. Throws ``Problem/tooSlow`` then.
  func run<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
    let task = Task(operation: body)
    let ticket = watch.add(within: limit) { task.cancel() }
    let result = await withTaskCancellationHandler {
      await task.result
    } onCancel: {
      task.cancel()
    }
    // A body that ends because it was cancelled is not whole.
    guard watch.remove(ticket) else { throw Problem.tooSlow }
    return try result.get()
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
