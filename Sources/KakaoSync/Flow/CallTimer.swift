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

  /// What came of calls that are made side by side under one limit, which costs one timer. Those that come too late are cancelled,
  /// and know themselves by that.
  func together<Value: Sendable>(_ calls: @escaping @Sendable () async -> Value) async -> Value {
    let limit = min(perCall, endsAt - clock.elapsed())
    let sleep = clock.sleep
    let work = Task { await calls() }
    let alarm = Task {
      if limit > .zero { try? await sleep(limit) }
      work.cancel()
    }
    defer { alarm.cancel() }
    return await withTaskCancellationHandler {
      await work.value
    } onCancel: {
      work.cancel()
    }
  }

  private enum Finish<Value: Sendable>: Sendable {
    case made(Result<Value, LoginFault>)
    case late
  }

  /// The outcome of a call, or that it came too late; then the call is cancelled.
  func limited<Value: Sendable>(
    _ call: @escaping @Sendable () async throws(LoginFault) -> Value
  ) async -> Result<Value, LoginFault> {
    let limit = min(perCall, endsAt - clock.elapsed())
    guard limit > .zero else { return .failure(.late) }
    let sleep = clock.sleep
    return await withTaskGroup(of: Finish<Value>.self) { group in
      group.addTask {
        do throws(LoginFault) {
          return .made(.success(try await call()))
        } catch {
          return .made(.failure(error))
        }
      }
      group.addTask {
        try? await sleep(limit)
        return .late
      }
      let first = await group.next()
      group.cancelAll()
      if case .made(let result)? = first { return result }
      return .failure(.late)
    }
  }
}
