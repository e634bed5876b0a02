import NaruServer

/// Runs a server on a free port of this machine for as long as `body` does; gives it where it is reached.
func withRunning(_ server: NaruServer, _ body: (String) async throws -> Void) async throws {
  let (stopped, stop) = AsyncStream.makeStream(of: Void.self)
  let (ports, bound) = AsyncStream.makeStream(of: Int.self)
  let task = Task {
    defer { bound.finish() }
    try await server.run(until: { for await _ in stopped {} }) { bound.yield($0) }
  }
  defer { stop.finish() }
  var isBound = false
  for await port in ports where !isBound {
    isBound = true
    do {
      try await body("http://127.0.0.1:\(port)")
    } catch {
      stop.finish()
      try? await task.value
      throw error
    }
    stop.finish()
  }
  try await task.value
}
