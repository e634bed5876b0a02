extension KakaoSandbox {
  /// Ends a link as the person or Kakao does, and tells the app by webhook. Nothing happens to one who is not linked.
  ///
  /// - Throws: `notFound` for an unknown user.
  public func unlink(
    _ user: Int64, because reason: SandboxUnlinkReason = .unlinkFromApps, app: Int64 = 1
  ) throws(SandboxError) {
    try withState { state, now throws(SandboxError) in
      try state.change(user, of: app) { _ in }
      state.unlink(SandboxState.UserKey(app: app, id: user), because: .kakao(reason), at: now)
    }
  }

  /// Deletes the Kakao account of a user, for every app, and tells each by webhook.
  ///
  /// - Throws: `notFound` for an unknown user.
  public func deleteAccount(
    of user: Int64, because reason: SandboxUnlinkReason = .accountDelete, app: Int64 = 1
  ) throws(SandboxError) {
    try withState { state, now throws(SandboxError) in
      try state.change(user, of: app) { _ in }
      state.deleteAccount(SandboxState.UserKey(app: app, id: user), because: reason, at: now)
    }
  }

  /// Sends a security event about a user, if the app has an address for them.
  ///
  /// - Throws: `notFound` for an unknown user.
  public func send(
    _ event: SandboxSecurityEvent, about user: Int64, reason: String? = nil, app: Int64 = 1
  ) throws(SandboxError) {
    try withState { state, now throws(SandboxError) in
      try state.change(user, of: app) { _ in }
      state.queueEvent(event, of: SandboxState.UserKey(app: app, id: user), reason: reason, at: now)
    }
  }

  /// Makes somebody a user's friend, one way.
  ///
  /// - Throws: `notFound` for an unknown user, `invalid` for the user themselves.
  public func addFriend(_ friend: SandboxFriend, of user: Int64, app: Int64 = 1) throws(SandboxError) {
    try withState { state, _ throws(SandboxError) in
      try state.befriend(SandboxState.UserKey(app: app, id: user), friend)
    }
  }

  /// KakaoTalk messages sent, newest first.
  ///
  /// - Parameter number: only those with a higher number.
  public func messages(after number: Int = 0, limit: Int = .max) -> [SandboxMessage] {
    read { state, _ in state.talk.newest(after: number, limit: limit) }
  }
}
