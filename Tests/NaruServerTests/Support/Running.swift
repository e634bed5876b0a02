import Naru
import NaruServer

/// A server that runs on a port of its own: where it is reached, and how it is asked to end.
struct Running: Sendable {
  let port: Int
  let stop: AsyncStream<Void>.Continuation
  let task: Task<Void, any Error>

  var base: String { "http://127.0.0.1:\(port)" }

  /// Starts it and returns once it listens.
  static func start(
    _ server: NaruServer, clock: any Clock<Duration> = ContinuousClock(), reloading: ConfigurationSource? = nil
  ) async throws -> Running {
    let (stopped, stop) = AsyncStream.makeStream(of: Void.self)
    let (ports, bound) = AsyncStream.makeStream(of: Int.self)
    let task = Task {
      defer { bound.finish() }
      try await server.run(until: { for await _ in stopped {} }, clock: clock, reloading: reloading) { bound.yield($0) }
    }
    for await port in ports { return Running(port: port, stop: stop, task: task) }
    try await task.value
    throw SiteError.unexpected("it ended before it began")
  }

  /// Asks it to end, and waits until it has.
  func end() async throws {
    stop.finish()
    try await task.value
  }
}
