/// When tokens of one user may be asked for; a pure state machine on elapsed time.
///
/// Kakao gives a user at most 20 access tokens in 10 minutes and 30 refresh tokens in 60, then KOE237.
struct TokenPace: Sendable {
  static let accessTokens = (count: 20, window: Duration.seconds(600))
  static let refreshTokens = (count: 30, window: Duration.seconds(3600))

  private var access: [Duration] = []
  private var refresh: [Duration] = []
  private var notBefore: Duration = .zero
  private var refusals = 0
  /// What the last failure was, while it holds things up.
  private(set) var cause: KakaoError?

  /// How long to wait; nil when tokens may be asked for now.
  mutating func wait(at now: Duration) -> Duration? {
    forget(at: now)
    var until = notBefore
    if access.count >= Self.accessTokens.count { until = max(until, access[0] + Self.accessTokens.window) }
    if refresh.count >= Self.refreshTokens.count { until = max(until, refresh[0] + Self.refreshTokens.window) }
    guard until > now else {
      cause = nil
      return nil
    }
    return until - now
  }

  mutating func issued(withRefreshToken: Bool, at now: Duration) {
    access.append(now)
    if withRefreshToken { refresh.append(now) }
    notBefore = .zero
    refusals = 0
    cause = nil
  }

  mutating func failed(_ error: KakaoError, at now: Duration) {
    refusals += 1
    cause = error
    // A limit is waited out by the minute, everything else shortly: one user's failure says little about the next call.
    let base: Duration = error.retryClass == .quota ? .seconds(60) : .seconds(5)
    let delay = min(base * (1 << min(refusals - 1, 10)), .seconds(600))
    notBefore = now + max(delay, min(error.retryAfter ?? .zero, .seconds(3600)))
  }

  /// Whether nothing is left that matters.
  func isIdle(at now: Duration) -> Bool {
    access.allSatisfy { now - $0 >= Self.accessTokens.window }
      && refresh.allSatisfy { now - $0 >= Self.refreshTokens.window } && notBefore <= now
  }

  private mutating func forget(at now: Duration) {
    access.removeAll { now - $0 >= Self.accessTokens.window }
    refresh.removeAll { now - $0 >= Self.refreshTokens.window }
  }
}

/// The paces of many users, without those of whom nothing matters any more.
struct TokenPaces: Sendable {
  private var paces: [Int64: TokenPace] = [:]
  private var tidyAt = 1024

  /// How many are kept.
  var count: Int { paces.count }

  /// How long a user has to wait, and for what; nil when tokens may be asked for now.
  mutating func wait(_ userID: Int64, at now: Duration) -> (Duration, cause: KakaoError?)? {
    guard let wait = paces[userID]?.wait(at: now) else { return nil }
    return (wait, paces[userID]?.cause)
  }

  mutating func change(_ userID: Int64, at now: Duration, _ change: (inout TokenPace) -> Void) {
    if paces.count >= tidyAt {
      paces = paces.filter { !$0.value.isIdle(at: now) }
      tidyAt = max(1024, 2 * paces.count)
    }
    change(&paces[userID, default: TokenPace()])
  }
}
