extension SandboxState {
  /// The cookie that stands for a browser's session at Kakao.
  static let cookie = "sandbox_kakao"

  /// The session of the browser that sent the request.
  func browser(_ request: SandboxRequest, at now: SandboxTime) -> (id: String, session: BrowserSession)? {
    for pair in (request.headers["cookie"] ?? "").split(separator: ";") {
      let parts = pair.split(separator: "=", maxSplits: 1).map { $0.drop(while: \.isWhitespace) }
      if parts.count == 2, parts[0] == Self.cookie, let session = login.sessions[String(parts[1])],
        now < session.expiresAt
      {
        return (String(parts[1]), session)
      }
    }
    return nil
  }

  /// Starts a session, in the place of the browser's old one.
  ///
  /// - Parameters:
  ///   - account: who logged in; `nil` for nobody yet.
  ///   - stays: whether "stay logged in" was ticked: a month in place of a day.
  mutating func openSession(
    replacing old: String?, account: String?, stays: Bool = false, at now: SandboxTime
  ) -> (id: String, session: BrowserSession) {
    forgetExpired(at: now)
    if let old { login.sessions[old] = nil }
    let seconds = stays ? settings.longSessionSeconds : settings.sessionSeconds
    let session = BrowserSession(
      account: account, authenticatedAt: now, expiresAt: SandboxTime(seconds: now.seconds + seconds),
      formToken: drawn(32))
    let id = drawn(43)
    login.sessions[id] = session
    return (id, session)
  }

  /// The user of an app whose account is logged in in a browser.
  func user(of session: BrowserSession, app: Int64) -> SandboxUser? {
    guard let account = session.account else { return nil }
    return user(account: account, app: app)
  }

  func user(account: String, app: Int64) -> SandboxUser? {
    if let id = Int64(account), let user = users[UserKey(app: app, id: id)], user.account == account {
      return user.profile.status == .active ? user : nil
    }
    return people(of: app).first { $0.account == account }
  }

  /// The person whose KakaoTalk it is where the user agent says KakaoTalk.
  func talkUser(of app: Int64) -> SandboxUser? {
    guard !login.isTalkSignedOut else { return nil }
    guard let account = login.talkAccount else { return people(of: app).first }
    return user(account: account, app: app)
  }

  /// The people an app can know, linked or not, by id: those whose account is in use.
  func people(of app: Int64) -> [SandboxUser] { sortedUsers.filter { $0.app == app && $0.profile.status == .active } }

  /// Forgets what has expired: codes and sessions at once, access tokens after a month, so that until then they are
  /// "expired" and not "unknown". Now and then, so that many logins cost no more than a few.
  mutating func forgetExpired(at now: SandboxTime) {
    let count = login.codes.count + login.sessions.count + login.accessTokens.count
    guard count % 128 == 127 else { return }
    let month = SandboxTime(seconds: now.seconds - 2_592_000)
    login.codes = login.codes.filter { now < $0.value.expiresAt }
    login.sessions = login.sessions.filter { now < $0.value.expiresAt }
    login.accessTokens = login.accessTokens.filter { month < $0.value.expiresAt }
    login.refreshTokens = login.refreshTokens.filter { month < $0.value.expiresAt }
    let hour = SandboxTime(seconds: now.seconds - 3600)
    login.accessIssues = login.accessIssues.filter { $0.value.contains { hour < $0 } }
    login.refreshIssues = login.refreshIssues.filter { $0.value.contains { hour < $0 } }
  }
}
