public import CommonValues
public import HTTPTransport
public import Logging

/// The kapi endpoints that Naru uses, for one Kakao app.
///
/// Every call goes through the app's ``CallGate``, is repeated as the ``RetryPolicy`` says, and fails with
/// ``KakaoError``. The client is a value: copies share gate and transport. The key is an admin key with the API
/// categories *KakaoTalk Channel customer file* and *KakaoTalk Channel lookup* (an app can have several admin keys
/// since 2025-12-03); whether a REST API key is still accepted is not known.
public struct KakaoAPIClient: Sendable {
  /// Kakao's own address.
  public static let defaultBaseURL = "https://kapi.kakao.com"

  /// How long one request may take.
  public var timeouts = HTTPRequest.Timeouts()

  let baseURL: String
  let key: Secret<String>
  let retry: RetryPolicy
  let clock: ElapsedClock
  private let transport: any HTTPTransport
  private let gate: any CallGate
  private let random: RandomSource
  private let logger: Logger?
  private var run: RunState?

  /// A client.
  ///
  /// - Parameters:
  ///   - baseURL: scheme, host and port of kapi; a slash at the end is dropped.
  ///   - key: sent as `Authorization: KakaoAK …`.
  ///   - gate: one per Kakao app; nil makes a ``RateLimiter`` of this client's own with the defaults.
  ///   - clock: does all waiting between attempts.
  ///   - random: spreads the waits.
  ///   - logger: gets one `info` line for each repeated attempt; endpoint, codes and number alone.
  public init(
    baseURL: String = KakaoAPIClient.defaultBaseURL, key: Secret<String>, transport: any HTTPTransport,
    gate: (any CallGate)? = nil, retry: RetryPolicy = RetryPolicy(), clock: any Clock<Duration> = ContinuousClock(),
    random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(), logger: Logger? = nil
  ) {
    self.baseURL = baseURL.last == "/" ? String(baseURL.dropLast()) : baseURL
    self.key = key
    self.transport = transport
    self.gate = gate ?? RateLimiter(clock: clock)
    self.retry = retry
    self.clock = ElapsedClock(clock)
    self.random = RandomSource(random)
    self.logger = logger
  }

  /// The same client for one run: its calls share ``RetryPolicy/budgetPerRun``, and once Kakao has answered that a
  /// quota is used up, every further call of the run fails with that same error without being sent.
  public func forRun() -> KakaoAPIClient {
    var copy = self
    copy.run = RunState(retryBudget: retry.budgetPerRun)
    return copy
  }

  // MARK: For the endpoints

  /// Whose right a call is made by.
  enum Authorization {
    case key
    case accessToken(Secret<String>)
  }

  /// Makes a call, repeating it as the policy allows.
  ///
  /// - Parameters:
  ///   - repeatable: whether a call of which Kakao may have done its part may be made again.
  ///   - decode: reads a success; an answer that it can not read counts as ambiguous.
  func call<Answer>(
    _ endpoint: Endpoint, query: [(String, String)] = [], body: RequestBody? = nil,
    as authorization: Authorization = .key,
    repeatable: Bool, decode: ([UInt8]) -> Answer?
  ) async throws(KakaoError) -> Answer {
    let request = request(endpoint, query: query, body: body, as: authorization, repeatable: repeatable)
    var attempt = 1
    while true {
      do throws(KakaoError) {
        return try await once(request, endpoint, decode)
      } catch {
        guard repeatable || !error.mayHaveBeenProcessed else { throw error }
        try await waitToRepeat(after: error, attempt: attempt)
        attempt += 1
      }
    }
  }

  /// Makes a call once, whatever comes of it.
  func callOnce<Answer>(
    _ endpoint: Endpoint, body: RequestBody, decode: ([UInt8]) -> Answer?
  ) async throws(KakaoError) -> Answer {
    let request = request(endpoint, query: [], body: body, as: .key, repeatable: false)
    return try await once(request, endpoint, decode)
  }

  /// Returns when another attempt may be made after `error`.
  ///
  /// - Throws: `error` itself when there shall be none, or that the task was cancelled.
  func waitToRepeat(after error: KakaoError, attempt: Int) async throws(KakaoError) {
    guard error.retryClass == .retryable || error.retryClass == .ambiguous,
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

  private func request(
    _ endpoint: Endpoint, query: [(String, String)], body: RequestBody?, as authorization: Authorization,
    repeatable: Bool
  ) -> HTTPRequest {
    var headers = HTTPHeaders()
    switch authorization {
    case .key: headers.add("Authorization", "KakaoAK \(key.reveal())")
    case .accessToken(let token): headers.add("Authorization", "Bearer \(token.reveal())")
    }
    if let body { headers.add("Content-Type", body.contentType) }
    return HTTPRequest(
      method: endpoint.method, url: endpoint.url(base: baseURL, query: query), headers: headers, body: body?.bytes,
      timeouts: timeouts, isRepeatable: repeatable)
  }

  /// One attempt, through the gate.
  private func once<Answer>(
    _ request: HTTPRequest, _ endpoint: Endpoint, _ decode: ([UInt8]) -> Answer?
  ) async throws(KakaoError) -> Answer {
    try run?.check()
    try await gate.enter()
    do throws(KakaoError) {
      let answer = try await exchange(request, endpoint, decode)
      gate.leave(nil)
      return answer
    } catch {
      gate.leave(error)
      if error.retryClass == .quota { run?.stop(error) }
      throw error
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
