import NaruServer

/// A server that runs: where it is reached, and how it is asked to end.
struct RunningServer: Sendable {
  let port: Int
  let stop: AsyncStream<Void>.Continuation
  let task: Task<Void, any Error>

  static func start(_ server: NaruServer) async throws -> RunningServer {
    let (stopped, stop) = AsyncStream.makeStream(of: Void.self)
    let (ports, bound) = AsyncStream.makeStream(of: Int.self)
    let task = Task {
      defer { bound.finish() }
      try await server.run(until: { for await _ in stopped {} }) { bound.yield($0) }
    }
    for await port in ports { return RunningServer(port: port, stop: stop, task: task) }
    try await task.value
    throw SiteError.unexpected("it ended before it began")
  }

  /// Asks it to end, and returns when it has.
  func end() async throws {
    stop.finish()
    try await task.value
  }
}
