internal import CommonValues

/// What to do for an access token, by what is kept.
enum TokenDecision: Equatable {
  case use
  /// `orUse`: the access token still works, should there be no new one.
  case refresh(orUse: Bool)
  case login

  /// - Parameters:
  ///   - margin: how long before its end an access token is replaced; of a short life at most a quarter.
  ///   - rejected: an access token that Kakao did not take.
  init(_ tokens: Tokens, at now: Timestamp, margin: Duration, rejected: Secret<String>?) {
    let isRejected = rejected?.reveal() == tokens.accessToken.reveal()
    guard let end = tokens.accessTokenEndsAt else {
      self = isRejected ? (tokens.refreshToken == nil ? .login : .refresh(orUse: false)) : .use
      return
    }
    let life = Double(end.milliseconds) - Double(tokens.issuedAt.milliseconds)
    let early = min(margin / .milliseconds(1), max(life / 4, 0))
    let isAlive = !isRejected && now < end
    if isAlive, Double(now.milliseconds) < Double(end.milliseconds) - early {
      self = .use
    } else if tokens.refreshToken == nil {
      self = isAlive ? .use : .login
    } else {
      self = .refresh(orUse: isAlive)
    }
  }
}
