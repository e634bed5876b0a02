/// Runs work to its end although the caller's task is cancelled: a request that is on its way is finished and recorded.
func shielded<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
  try await Task { try await work() }.value
}
