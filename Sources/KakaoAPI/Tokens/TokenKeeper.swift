public import CommonValues
internal import Synchronization

/// Keeps the tokens of an app's users, sealed, and always has an access token that works.
///
/// An access token is replaced before it ends; of many callers for one user, one asks Kakao and the others get what it
/// got. New tokens are durable before anybody has them, so that no crash loses a refresh token that replaced another.
/// Where several processes share a storage, each asks for itself, and takes what another one has saved meanwhile.
public final class TokenKeeper: Sendable {
  private let app: String
  private let client: KakaoAuthClient
  private let sealer: TokenSealer
  private let storage: any TokenStorage
  private let margin: Duration
  private let now: @Sendable () -> Timestamp

  private let flight = SingleFlight<Int64, Tokens, TokenKeeperError>()
  private let lock = KeyedLock<Int64>()
  private let paces = Mutex(TokenPaces())
  /// New tokens that could not be saved.
  private let unsaved = Mutex<[Int64: Tokens]>([:])

  /// A keeper; one for each app and process.
  ///
  /// - Parameters:
  ///   - app: names the app in the storage and is bound into every record: the app id, or the shop's id.
  ///   - margin: how long before its end an access token is replaced; of a short life at most a quarter.
  ///   - now: the time, by which tokens end.
  public init(
    app: String, client: KakaoAuthClient, sealer: TokenSealer, storage: any TokenStorage,
    margin: Duration = .seconds(300), now: @escaping @Sendable () -> Timestamp
  ) {
    self.app = app
    self.client = client
    self.sealer = sealer
    self.storage = storage
    self.margin = margin
    self.now = now
  }

  /// Keeps the tokens of a login in place of former ones.
  public func keep(_ tokens: Tokens, of userID: Int64) async throws(TokenKeeperError) {
    pace(userID) { $0.issued(withRefreshToken: tokens.refreshToken != nil, at: $1) }
    try await lock.withLock(userID) { () async throws(TokenKeeperError) in try await save(tokens, userID) }
  }

  /// Forgets a user's tokens: after an unlink, or when the person is erased.
  public func drop(_ userID: Int64) async throws(TokenKeeperError) {
    try await lock.withLock(userID) { () async throws(TokenKeeperError) in try await delete(userID) }
  }

  /// An access token that works.
  ///
  /// - Parameter rejected: the access token that Kakao has just refused with -401; another one is got.
  public func accessToken(
    of userID: Int64, rejected: Secret<String>? = nil
  ) async throws(TokenKeeperError) -> Secret<String> {
    // What could not be saved yet is only touched in turn.
    if unsaved.withLock({ $0[userID] == nil }), let tokens = try await stored(userID),
      decision(tokens, rejected) == .use
    {
      return tokens.accessToken
    }
    var tokens = try await inTurn(userID, rejected)
    // Somebody else's turn may have brought the very token that was rejected here: then it is our turn.
    if tokens.accessToken.reveal() == rejected?.reveal() { tokens = try await inTurn(userID, rejected) }
    return tokens.accessToken
  }

  /// Makes a call with an access token; when Kakao refuses the token with -401, once more with another one.
  public func withAccessToken<Answer>(
    of userID: Int64, _ call: (Secret<String>) async throws(KakaoError) -> Answer
  ) async throws(TokenKeeperError) -> Answer {
    let token = try await accessToken(of: userID)
    do throws(KakaoError) {
      return try await call(token)
    } catch {
      guard error.code == -401 else { throw .kakao(error) }
    }
    let other = try await accessToken(of: userID, rejected: token)
    do throws(KakaoError) {
      return try await call(other)
    } catch {
      throw .kakao(error)
    }
  }

  // MARK: One at a time for each user

  private func inTurn(_ userID: Int64, _ rejected: Secret<String>?) async throws(TokenKeeperError) -> Tokens {
    try await flight.run(userID, cancelled: .cancelled) { () async throws(TokenKeeperError) -> Tokens in
      try await self.lock.withLock(userID) { () async throws(TokenKeeperError) -> Tokens in
        try await self.obtain(userID, rejected)
      }
    }
  }

  private func obtain(_ userID: Int64, _ rejected: Secret<String>?) async throws(TokenKeeperError) -> Tokens {
    guard let tokens = try await load(userID) else { throw .loginNeeded(.noTokens) }
    switch decision(tokens, rejected) {
    case .use: return tokens
    case .login:
      try await delete(userID)
      throw .loginNeeded(.noRefreshToken)
    case .refresh(let orUse):
      do throws(TokenKeeperError) {
        return try await refresh(tokens, of: userID)
      } catch {
        switch error {
        case .postponed where orUse, .kakao where orUse: return tokens
        default: throw error
        }
      }
    }
  }

  private func refresh(_ tokens: Tokens, of userID: Int64) async throws(TokenKeeperError) -> Tokens {
    guard let refreshToken = tokens.refreshToken else { throw .loginNeeded(.noRefreshToken) }
    if let (wait, cause) = wait(userID) { throw .postponed(wait, cause: cause) }
    let asked = now()
    let grant: TokenGrant
    do throws(KakaoError) {
      grant = try await client.refreshedTokens(refreshToken: refreshToken)
    } catch {
      return try await refused(error, tokens, userID)
    }
    pace(userID) { $0.issued(withRefreshToken: grant.refreshToken != nil, at: $1) }
    let new = tokens.refreshed(by: grant, at: asked)
    try await save(new, userID)
    return new
  }

  private func refused(
    _ error: KakaoError, _ tokens: Tokens, _ userID: Int64
  ) async throws(TokenKeeperError) -> Tokens {
    guard error.needsLogin else {
      pace(userID) { $0.failed(error, at: $1) }
      throw error.retryClass == .quota ? .postponed(wait(userID)?.0 ?? .zero, cause: error) : .kakao(error)
    }
    // Another process may have had a new refresh token meanwhile, which ended this one.
    if let current = try await load(userID), current.refreshToken?.reveal() != tokens.refreshToken?.reveal() {
      return decision(current, nil) == .use ? current : try await refresh(current, of: userID)
    }
    try await delete(userID)
    throw .loginNeeded(.refused(code: error.authCode))
  }

  private func decision(_ tokens: Tokens, _ rejected: Secret<String>?) -> TokenDecision {
    TokenDecision(tokens, at: now(), margin: margin, rejected: rejected)
  }

  private func wait(_ userID: Int64) -> (Duration, cause: KakaoError?)? {
    let now = client.executor.clock.elapsed()
    return paces.withLock { $0.wait(userID, at: now) }
  }

  private func pace(_ userID: Int64, _ change: (inout TokenPace, Duration) -> Void) {
    let now = client.executor.clock.elapsed()
    paces.withLock { paces in paces.change(userID, at: now) { change(&$0, now) } }
  }

  // MARK: Records

  private func load(_ userID: Int64) async throws(TokenKeeperError) -> Tokens? {
    if let tokens = unsaved.withLock({ $0[userID] }) {
      try await save(tokens, userID)
      return tokens
    }
    return try await stored(userID)
  }

  private func stored(_ userID: Int64) async throws(TokenKeeperError) -> Tokens? {
    let record: [UInt8]?
    do {
      record = try await storage.load(app: app, userID: userID)
    } catch {
      throw .storage(error)
    }
    guard let record else { return nil }
    do throws(TokenSealer.Problem) {
      let bytes = try sealer.open(record, app: app, userID: userID)
      guard let kept = decodeJSON(TokenRecord.self, from: bytes) else { throw .unknownForm }
      return kept.tokens
    } catch {
      throw .record(error)
    }
  }

  private func save(_ tokens: Tokens, _ userID: Int64) async throws(TokenKeeperError) {
    unsaved.withLock { $0[userID] = tokens }
    let record: [UInt8]
    do throws(TokenSealer.Problem) {
      guard let bytes = TokenRecord(tokens).bytes else { throw .notSealed }
      record = try sealer.seal(bytes, app: app, userID: userID)
    } catch {
      throw .record(error)
    }
    do {
      try await storage.save(record, app: app, userID: userID)
    } catch {
      throw .storage(error)
    }
    unsaved.withLock { _ = $0.removeValue(forKey: userID) }
  }

  private func delete(_ userID: Int64) async throws(TokenKeeperError) {
    unsaved.withLock { _ = $0.removeValue(forKey: userID) }
    do {
      try await storage.delete(app: app, userID: userID)
    } catch {
      throw .storage(error)
    }
  }
}
