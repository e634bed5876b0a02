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
  private(set) var executor: CallExecutor

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
    executor = CallExecutor(
      transport: transport, gate: gate, retry: retry, clock: clock, random: random, logger: logger)
  }

  /// The same client for one run: its calls share ``RetryPolicy/budgetPerRun``, and once Kakao has answered that a
  /// quota is used up, every further call of the run fails with that same error without being sent.
  public func forRun() -> KakaoAPIClient {
    var copy = self
    copy.executor = executor.forRun()
    return copy
  }

  // MARK: For the endpoints

  /// Whose right a call is made by.
  enum Authorization {
    case key
    case accessToken(Secret<String>)
    /// A key of the app that is not this client's: the REST API key, where an endpoint wants that one.
    case otherKey(Secret<String>)
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
    return try await executor.call(request, endpoint, decode: decode)
  }

  /// Makes a call once, whatever comes of it.
  func callOnce<Answer>(
    _ endpoint: Endpoint, body: RequestBody, decode: ([UInt8]) -> Answer?
  ) async throws(KakaoError) -> Answer {
    let request = request(endpoint, query: [], body: body, as: .key, repeatable: false)
    return try await executor.once(request, endpoint, decode: decode)
  }

  private func request(
    _ endpoint: Endpoint, query: [(String, String)], body: RequestBody?, as authorization: Authorization,
    repeatable: Bool
  ) -> HTTPRequest {
    var headers = HTTPHeaders()
    switch authorization {
    case .key: headers.add("Authorization", "KakaoAK \(key.reveal())")
    case .accessToken(let token): headers.add("Authorization", "Bearer \(token.reveal())")
    case .otherKey(let key): headers.add("Authorization", "KakaoAK \(key.reveal())")
    }
    if let body { headers.add("Content-Type", body.contentType) }
    return HTTPRequest(
      method: endpoint.method, url: endpoint.url(base: baseURL, query: query), headers: headers, body: body?.bytes,
      timeouts: timeouts, isRepeatable: repeatable)
  }
}
