internal import HTTPTransport
internal import Logging
internal import Metrics

/// Sends the requests of one Kakao app: each through the app's gate, repeated as the policy allows.
///
/// What ``KakaoAPIClient`` and ``KakaoAuthClient`` have in common. A value: copies share gate, transport and run.
struct CallExecutor: Sendable {
  let transport: any HTTPTransport
  let gate: any CallGate
  let retry: RetryPolicy
  let clock: ElapsedClock
  let random: RandomSource
  let logger: Logger?
  private(set) var run: RunState?

  /// - Parameter gate: nil makes a ``RateLimiter`` with the defaults.
  init(
    transport: any HTTPTransport, gate: (any CallGate)?, retry: RetryPolicy, clock: any Clock<Duration>,
    random: any RandomNumberGenerator & Sendable, logger: Logger?
  ) {
    self.transport = transport
    self.gate = gate ?? RateLimiter(clock: clock)
    self.retry = retry
    self.clock = ElapsedClock(clock)
    self.random = RandomSource(random)
    self.logger = logger
  }

  /// The same executor with a run of its own.
  func forRun() -> CallExecutor {
    var copy = self
    copy.run = RunState(retryBudget: retry.budgetPerRun)
    return copy
  }

  /// Makes a call, repeating it as the policy allows.
  ///
  /// - Parameters:
  ///   - request: one that is not ``HTTPRequest/isRepeatable`` is made again only while Kakao can not have done its part.
  ///   - decode: reads a success; an answer that it can not read counts as ambiguous.
  func call<Answer>(
    _ request: HTTPRequest, _ endpoint: Endpoint, decode: ([UInt8]) -> Answer?
  ) async throws(KakaoError) -> Answer {
    var attempt = 1
    while true {
      do throws(KakaoError) {
        return try await once(request, endpoint, decode: decode)
      } catch {
        guard request.isRepeatable || !error.mayHaveBeenProcessed else { throw error }
        try await waitToRepeat(after: error, attempt: attempt)
        attempt += 1
      }
    }
  }

  /// One attempt, through the gate.
  func once<Answer>(
    _ request: HTTPRequest, _ endpoint: Endpoint, decode: ([UInt8]) -> Answer?
  ) async throws(KakaoError) -> Answer {
    try run?.check()
    let call = GatedCall(endpoint)
    try await gate.enter(call)
    do throws(KakaoError) {
      let answer = try await exchange(request, endpoint, decode)
      gate.leave(nil, of: call)
      count(call, "ok")
      return answer
    } catch {
      gate.leave(error, of: call)
      count(call, error.retryClass.rawValue)
      if error.retryClass == .quota { run?.stop(error) }
      throw error
    }
  }

  /// One count for each call that went out: the group of its endpoint, and `ok` or the class of the error.
  private func count(_ call: GatedCall, _ outcome: String) {
    Counter(label: "naru_kakao_calls_total", dimensions: [("group", call.group.rawValue), ("outcome", outcome)])
      .increment()
  }

  /// Returns when another attempt may be made after `error`.
  ///
  /// - Throws: `error` itself when there shall be none, or that the task was cancelled.
  func waitToRepeat(after error: KakaoError, attempt: Int) async throws(KakaoError) {
    // An open circuit is there so that callers do not wait.
    guard error.retryClass == .retryable || error.retryClass == .ambiguous, error.reason != .circuitOpen,
      let delay = retry.delay(afterAttempt: attempt, retryAfter: error.retryAfter, fraction: random.fraction()),
      run?.spendRetry() ?? true
    else { throw error }
    logger?.info(
      "Kakao call is repeated",
      metadata: [
        "endpoint": "\(error.endpoint ?? "")", "class": "\(error.retryClass)", "attempt": "\(attempt)",
        "code": "\(error.codeText ?? "-")", "status": "\(error.status.map(String.init) ?? "-")",
      ])
    do {
      try await clock.sleep(delay)
    } catch {
      throw .cancelled(mayHaveBeenProcessed: false)
    }
  }

  private func exchange<Answer>(
    _ request: HTTPRequest, _ endpoint: Endpoint, _ decode: ([UInt8]) -> Answer?
  ) async throws(KakaoError) -> Answer {
    let response: HTTPResponse
    do throws(HTTPTransportError) {
      response = try await transport.send(request)
    } catch {
      throw KakaoError(transport: error, endpoint: endpoint)
    }
    guard response.status == 200 else { throw KakaoError(response: response, endpoint: endpoint) }
    guard let answer = decode(response.body) else { throw KakaoError(unreadable: response, endpoint: endpoint) }
    return answer
  }
}
