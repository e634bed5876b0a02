public import CommonValues
public import HTTPTransport
public import Logging

/// Kakao's login server, kauth, for one Kakao app.
///
/// Builds the addresses that a browser is sent to, exchanges codes and refresh tokens, and verifies what kauth signs.
/// Every call goes through the app's ``CallGate``, is repeated as the ``RetryPolicy`` says, and fails with
/// ``KakaoError``. The client is a value: copies share gate, transport, and what is cached of discovery and keys.
public struct KakaoAuthClient: Sendable {
  /// Kakao's own address.
  public static let defaultBaseURL = "https://kauth.kakao.com"

  /// How long one request may take.
  public var timeouts: HTTPRequest.Timeouts

  let baseURL: String
  let restAPIKey: Secret<String>
  let clientSecret: Secret<String>?
  let executor: CallExecutor
  let metadata: AuthMetadata

  /// A client.
  ///
  /// - Parameters:
  ///   - baseURL: scheme, host and port of kauth; a slash at the end is dropped.
  ///   - restAPIKey: the REST API key, sent as `client_id`. It is seen in the browser's address line.
  ///   - clientSecret: needed where the console has it switched on, which it is for keys made since 2025-12-03.
  ///   - timeouts: how long one request may take.
  ///   - gate: one per Kakao app; nil makes a ``RateLimiter`` of this client's own with the defaults.
  ///   - clock: does all waiting between attempts, and says how old cached keys are.
  ///   - random: spreads the waits.
  ///   - logger: gets one `info` line for each repeated attempt; endpoint, codes and number alone.
  public init(
    baseURL: String = KakaoAuthClient.defaultBaseURL, restAPIKey: Secret<String>, clientSecret: Secret<String>? = nil,
    timeouts: HTTPRequest.Timeouts = HTTPRequest.Timeouts(), transport: any HTTPTransport,
    gate: (any CallGate)? = nil, retry: RetryPolicy = RetryPolicy(), clock: any Clock<Duration> = ContinuousClock(),
    random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(), logger: Logger? = nil
  ) {
    self.baseURL = baseURL.last == "/" ? String(baseURL.dropLast()) : baseURL
    self.restAPIKey = restAPIKey
    self.clientSecret = clientSecret
    self.timeouts = timeouts
    executor = CallExecutor(
      transport: transport, gate: gate, retry: retry, clock: clock, random: random, logger: logger)
    metadata = AuthMetadata()
  }

  /// The same client with other limits, for a call that has to be done sooner.
  public func with(timeouts: HTTPRequest.Timeouts) -> KakaoAuthClient {
    var copy = self
    copy.timeouts = timeouts
    return copy
  }

  // MARK: For the endpoints

  /// A POST of a form.
  ///
  /// - Parameters:
  ///   - repeatable: whether a call of which Kakao may have done its part may be made again.
  ///   - reuses: whether a kept connection may carry it; nil: when it is repeatable.
  func post<Answer>(
    _ endpoint: Endpoint, form: [(String, String)], repeatable: Bool, reuses: Bool? = nil, decode: ([UInt8]) -> Answer?
  ) async throws(KakaoError) -> Answer {
    let body = RequestBody.form(form)
    let request = HTTPRequest(
      method: endpoint.method, url: endpoint.url(base: baseURL), headers: ["Content-Type": body.contentType],
      body: body.bytes, timeouts: timeouts, responseLimit: AuthLimits.answer, isRepeatable: repeatable,
      mayReuseConnection: reuses)
    return try await executor.call(request, endpoint, decode: decode)
  }

  /// A GET of a public document.
  func get<Answer>(
    _ endpoint: Endpoint, url: String? = nil, decode: ([UInt8]) -> Answer?
  ) async throws(KakaoError) -> Answer {
    let request = HTTPRequest(
      url: url ?? endpoint.url(base: baseURL), timeouts: timeouts, responseLimit: AuthLimits.answer)
    return try await executor.call(request, endpoint, decode: decode)
  }
}

/// Limits on what is read. They are Naru's: far above anything that Kakao sends.
enum AuthLimits {
  /// Bytes of an answer of kauth.
  static let answer = 256 << 10
  /// Bytes of a signed token.
  static let signedToken = 64 << 10
  /// Keys that are kept of a key set.
  static let keys = 32
}
