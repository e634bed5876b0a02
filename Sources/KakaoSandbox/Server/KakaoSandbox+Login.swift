extension KakaoSandbox {
  /// Logs a person in without a browser: what happens between the redirect to Kakao and the one back.
  ///
  /// The address is checked as that of a browser is.
  ///
  /// - Parameters:
  ///   - url: the authorize address, or its query alone.
  ///   - user: the app user id of the person.
  ///   - consent: what they agree to where they are asked; `nil` for everything.
  ///   - userAgent: the browser's; one with `KAKAOTALK` is KakaoTalk's.
  /// - Returns: the address that the browser would be sent back to, with `code` or `error`.
  /// - Throws: `invalid` where Kakao would show its error page, with the KOE code in the text, or where what is required
  ///   is not agreed to; `notFound` for an unknown user.
  public func authorize(
    _ url: String, as user: Int64, consent: SandboxConsent? = nil, userAgent: String = ""
  ) throws(SandboxError) -> String {
    try withState { state, now throws(SandboxError) in
      try state.authorize(url, user: user, consent: consent, userAgent: userAgent, at: now)
    }
  }

  /// Puts a new signing key in front of the others.
  ///
  /// - Parameter keepingOld: whether the key set goes on listing the old ones.
  /// - Returns: the new `kid`.
  @discardableResult
  public func rotateSigningKey(keepingOld: Bool = true) throws(SandboxError) -> String {
    try withState { state, _ throws(SandboxError) in try state.rotateSigningKey(keepingOld: keepingOld).id }
  }

  /// Says who is known where the user agent says KakaoTalk.
  ///
  /// - Parameters:
  ///   - account: the account, see ``SandboxUser/account``; `nil` for the first person of the app.
  ///   - isSignedIn: whether anybody is logged in in KakaoTalk.
  ///   - silentError: the `error` that every `prompt=none` is answered with; `nil` for the right answer.
  public func setTalk(account: String? = nil, isSignedIn: Bool = true, silentError: String? = nil) {
    read { state, _ in
      state.login.talkAccount = account
      state.login.isTalkSignedOut = !isSignedIn
      state.login.silentError = silentError
    }
  }

  /// Ends every token, code and browser session, or those of a user.
  public func endLogins(of user: Int64? = nil, app: Int64 = 1) {
    read { state, _ in
      guard let user else { return state.endAllLogins() }
      state.endLogins(of: SandboxState.UserKey(app: app, id: user))
    }
  }

  /// Changes a key: its redirect URIs, its client secret.
  ///
  /// - Throws: `notFound` for an unknown key, `conflict` when name or value are another's then.
  public func updateKey(named name: String, _ body: (inout SandboxKey) -> Void) throws(SandboxError) {
    try withState { state, _ throws(SandboxError) in
      var key = try state.key(named: name)
      body(&key)
      try state.replaceKey(named: name, by: key)
    }
  }
}
