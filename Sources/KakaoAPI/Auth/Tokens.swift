public import CommonValues

/// A user's tokens with the times at which they end: what is kept between calls.
public struct Tokens: Sendable {
  /// For calls in the user's name.
  public let accessToken: Secret<String>
  /// When the access token was given.
  public let issuedAt: Timestamp
  /// When it ends; nil when kauth did not say.
  public let accessTokenEndsAt: Timestamp?
  /// For the next access token.
  public let refreshToken: Secret<String>?
  /// When that one ends; nil when kauth did not say.
  public let refreshTokenEndsAt: Timestamp?
  /// The consent items that the user had agreed to at that time; nil when kauth did not say.
  public let scopes: [String]?

  /// Tokens that were kept.
  public init(
    accessToken: Secret<String>, issuedAt: Timestamp, accessTokenEndsAt: Timestamp?, refreshToken: Secret<String>?,
    refreshTokenEndsAt: Timestamp?, scopes: [String]?
  ) {
    self.accessToken = accessToken
    self.issuedAt = issuedAt
    self.accessTokenEndsAt = accessTokenEndsAt
    self.refreshToken = refreshToken
    self.refreshTokenEndsAt = refreshTokenEndsAt
    self.scopes = scopes
  }

  /// The tokens of a login.
  ///
  /// - Parameter now: when the answer came, or better when it was asked for.
  public init(_ grant: TokenGrant, at now: Timestamp) {
    self.init(
      accessToken: grant.accessToken, issuedAt: now, accessTokenEndsAt: grant.accessTokenLife.map(now.adding),
      refreshToken: grant.refreshToken, refreshTokenEndsAt: grant.refreshTokenLife.map(now.adding),
      scopes: grant.scopes)
  }

  /// The tokens after a refresh: the old refresh token stays unless a new one came.
  public func refreshed(by grant: TokenGrant, at now: Timestamp) -> Tokens {
    let isRotated = grant.refreshToken != nil
    return Tokens(
      accessToken: grant.accessToken, issuedAt: now, accessTokenEndsAt: grant.accessTokenLife.map(now.adding),
      refreshToken: grant.refreshToken ?? refreshToken,
      refreshTokenEndsAt: isRotated ? grant.refreshTokenLife.map(now.adding) : refreshTokenEndsAt,
      scopes: grant.scopes ?? scopes)
  }
}

extension Timestamp {
  /// So much later.
  func adding(_ duration: Duration) -> Timestamp {
    let (seconds, attoseconds) = duration.components
    let (total, overflow) = milliseconds.addingReportingOverflow(
      seconds.multipliedReportingOverflow(by: 1000).partialValue + attoseconds / 1_000_000_000_000_000)
    return Timestamp(milliseconds: overflow ? (seconds < 0 ? .min : .max) : total)
  }
}
