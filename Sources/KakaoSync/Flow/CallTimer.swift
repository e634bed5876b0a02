import KakaoAPI

/// The limits on the calls of one callback: so long each, and so long together.
struct CallTimer: Sendable {
  let clock: ElapsedClock
  let perCall: Duration
  let endsAt: Duration

  init(_ clock: ElapsedClock, perCall: Duration, together: Duration) {
    self.clock = clock
    self.perCall = perCall
    endsAt = clock.elapsed() + together
  }

  /// Runs calls that are made side by side under one limit, with one timer for all of them. Whatever is left of them when it is over is
  /// cancelled; where the time was over before, they are cancelled from the start.
  func run<Value: Sendable>(_ calls: @escaping @Sendable () async -> Value) async -> Value {
    let (limit, sleep) = (min(perCall, endsAt - clock.elapsed()), clock.sleep)
    let work = Task {
      if limit <= .zero { withUnsafeCurrentTask { $0?.cancel() } }
      return await calls()
    }
    let alarm = Task {
      try? await sleep(limit)
      work.cancel()
    }
    defer { alarm.cancel() }
    return await withTaskCancellationHandler {
      await work.value
    } onCancel: {
      work.cancel()
    }
  }

  /// The outcome of one call that is run under a limit of its own, or that it came too late.
  func limited<Value: Sendable>(
    _ call: @escaping @Sendable () async throws(LoginFault) -> Value
  ) async -> Result<Value, LoginFault> {
    await run { await CallTimer.outcome(call) }
  }

  /// The outcome of a call within ``run(_:)``, or that it came too late. After the end no call is begun.
  static func outcome<Value: Sendable>(
    _ call: () async throws(LoginFault) -> Value
  ) async -> Result<Value, LoginFault> {
    guard !Task.isCancelled else { return .failure(.late) }
    do throws(LoginFault) {
      let value = try await call()
      return Task.isCancelled ? .failure(.late) : .success(value)
    } catch {
      return .failure(Task.isCancelled ? .late : error)
    }
  }
}
