import CommonValues
import KakaoAPI
import ShopModel
import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension KakaoLogin {
  /// Takes Kakao's answer that the browser brings to the redirect address, and ends the login.
  ///
  /// The code is exchanged once, whatever happens: the attempt is marked as used before, in a way that no crash undoes. Without the user's own data there is
  /// no login; what else Kakao does not answer is listed in the hand-off. Everything that is kept is kept in one transaction.
  public func callback(_ request: CallbackRequest) async -> LoginAnswer {
    let jar = CookieJar(request.cookies)
    let home = settings.returnAddresses.fallback.description
    let callback: AuthorizeCallback
    do throws(AuthorizeCallback.Problem) {
      callback = try AuthorizeCallback(query: request.query)
    } catch {
      return page(.refused, .refused, cause: "unreadable-callback", back: home)
    }
    guard let state = callback.state.flatMap({ book.read($0, now: now()) }) else {
      return page(.unknownAttempt, .unknownAttempt, cause: "no-state", back: home)
    }
    guard let found = book.find(state, jar: jar, now: now()), !found.attempt.isExpired(at: now()) else {
      return unknown(state, jar: jar)
    }
    let attempt = found.attempt
    guard let target = settings.returnAddresses.address(attempt.returnTo) else { return badReturnAddress() }
    if found.isDone { return .redirect(target.description, .repeated) }
    let timer = timer()
    if let issuer = callback.issuer, await !isKakao(issuer, timer) {
      return ended(.page(.refused, cause: "issuer", attempt), target)
    }
    switch callback.outcome {
    case .refused(let refusal): return ended(KakaoLogin.ending(refusal, attempt), target)
    case .code(let code): return await finish(attempt, code, target, jar, timer)
    }
  }

  /// A callback for which this browser has no attempt, or one that is too old.
  private func unknown(_ state: AttemptState, jar: CookieJar) -> LoginAnswer {
    let attempt = book.find(state, jar: jar, now: now())?.attempt
    let silentReturn = state.silentReturn ?? (attempt?.isSilent == true ? attempt?.returnTo : nil)
    if let silentReturn, let target = settings.returnAddresses.address(silentReturn) {
      return .redirect(KakaoLogin.tried(target), .unknownAttempt)
    }
    let back = attempt.flatMap { settings.returnAddresses.address($0.returnTo) } ?? settings.returnAddresses.fallback
    return page(
      .unknownAttempt, .unknownAttempt, cause: attempt == nil ? "foreign" : "expired", back: back.description)
  }

  /// Whether an answer names Kakao as its maker, where it names anybody (RFC 9207).
  private func isKakao(_ issuer: String, _ timer: CallTimer) async -> Bool {
    let auth = auth
    let result = await timer.limited { () async throws(LoginFault) in
      do throws(KakaoError) { return try await auth.discovery().issuer } catch { throw .kakao(error) }
    }
    if case .success(let expected) = result { return expected == issuer }
    return false
  }

  /// How a refusal of Kakao's ends.
  private static func ending(_ refusal: AuthorizeRefusal, _ attempt: LoginAttempt) -> CallbackMachine.Ending {
    let word = refusal.error.rawValue
    if attempt.isSilent {
      return .back(refusal.error.meaning == .notSilently ? .notSilently : .failed, cause: word, attempt)
    }
    switch refusal.error {
    case .accessDenied: return .back(.cancelled, cause: word, attempt)
    case .timeout: return .page(.kakaoTooSlow, cause: word, attempt)
    default: return .page(.kakaoFailed, cause: word, attempt)
    }
  }

  private func timer() -> CallTimer {
    CallTimer(
      clock, perCall: .milliseconds(settings.callMilliseconds), together: .milliseconds(settings.callbackMilliseconds))
  }

  // MARK: The machine's actions

  /// What one login gives to the browser.
  private struct Given {
    var code: HandoffCode
    var session: NewSession?
  }

  private func finish(
    _ attempt: LoginAttempt, _ code: Secret<String>, _ target: ReturnAddress, _ jar: CookieJar,
    _ timer: CallTimer
  ) async -> LoginAnswer {
    let given = Given(code: HandoffCode(random), session: settings.sessions ? newSession() : nil)
    var machine = CallbackMachine(attempt: attempt, code: code, configuredTerms: settings.serviceTerms)
    var action = machine.start()
    while true {
      switch action {
      case .mark(let attempt):
        let (shop, mark) = (settings.shop, attempt.mark)
        let end = attempt.createdAt.adding(milliseconds: 2 * LoginAttempt.life * 1000)
        action = machine.marked(await work { try $0.useAttempt(mark, of: shop, expiresAt: end) })
      case .exchange(let code, let attempt):
        action = machine.exchanged(await exchange(code, attempt, timer))
      case .gather(let grant, let attempt):
        action = machine.gathered(await gather(grant, attempt, timer))
      case .record(let findings, let grant, let attempt):
        let result = await record(findings, attempt, given, jar)
        if case .success(let known) = result { await settle(findings, grant, known, attempt, timer) }
        action = machine.recorded(result)
      case .askAgain(let terms, let attempt): return askAgain(terms, attempt, jar: jar)
      case .finish(.loggedIn(let member, let attempt)): return loggedIn(member, attempt, target, given)
      case .finish(let ending): return ended(ending, target)
      }
    }
  }

  private func exchange(
    _ code: Secret<String>, _ attempt: LoginAttempt, _ timer: CallTimer
  ) async -> Result<TokenGrant, LoginFault> {
    let (auth, uri, verifier) = (auth, settings.redirectURI, attempt.verifier)
    return await timer.limited { () async throws(LoginFault) in
      do throws(KakaoError) {
        return try await auth.tokens(code: code, redirectURI: uri, verifier: verifier)
      } catch {
        throw .kakao(error)
      }
    }
  }

  /// Asks for everything at once.
  private func gather(_ grant: TokenGrant, _ attempt: LoginAttempt, _ timer: CallTimer) async -> Gathered {
    await timer.run { await self.gather(grant, attempt) }
  }

  private func gather(_ grant: TokenGrant, _ attempt: LoginAttempt) async -> Gathered {
    let (api, auth, access) = (api, auth, KakaoUserAccess.token(grant.accessToken))
    let (channels, audiences, nonce, time) = (settings.channels, settings.audiences, attempt.nonce, now())
    @Sendable func ask<Value: Sendable>(
      _ call: @Sendable () async throws(KakaoError) -> Value
    ) async -> Result<Value, LoginFault> {
      await CallTimer.outcome { () async throws(LoginFault) in
        do throws(KakaoError) { return try await call() } catch { throw .kakao(error) }
      }
    }
    let wantsAddresses = (grant.scopes ?? settings.scopes).contains("shipping_address")
    async let user = ask { () async throws(KakaoError) in try await api.user(access) }
    async let terms = ask { () async throws(KakaoError) in try await api.serviceTerms(access, .all) }
    async let addresses: Result<ShippingAddresses, LoginFault>? =
      wantsAddresses ? ask { () async throws(KakaoError) in try await api.allShippingAddresses(access) } : nil
    async let relations: Result<UserChannels, LoginFault>? =
      channels.isEmpty
      ? nil
      : ask { () async throws(KakaoError) in
        try await api.channels(accessToken: grant.accessToken, channels: channels)
      }
    async let scopes: Result<[String], LoginFault>? =
      grant.scopes != nil
      ? nil : ask { () async throws(KakaoError) in try await api.consentItems(access).agreed }
    var idTokenUser: Result<Int64, LoginFault>?
    if let idToken = grant.idToken {
      idTokenUser = await CallTimer.outcome { () async throws(LoginFault) in
        do throws(IDTokenError) {
          return try await auth.verify(idToken: idToken, audiences: audiences, nonce: nonce, now: time).userID
        } catch {
          throw .idToken(error)
        }
      }
    }
    return await Gathered(
      user: user, idTokenUser: idTokenUser, terms: terms, addresses: addresses, channels: relations, scopes: scopes,
      grantedScopes: grant.scopes)
  }

  private func record(
    _ findings: LoginFindings, _ attempt: LoginAttempt, _ given: Given, _ jar: CookieJar
  ) async -> Result<KnownMember, StoreError> {
    let (user, time, shop) = (findings.user, now(), settings.shop)
    guard let profile = try? JSONEncoder().encode(HandoffProfile(user)),
      let payload = try? given.code.seal(findings.content(returnTo: attempt.returnTo))
    else {
      return .failure(StoreError(.failed, LocalizedText(ko: "로그인을 저장하지 못했습니다.", en: "The login could not be kept.")))
    }
    var login = LoginRecord(
      user: KakaoUserRecord(
        kakaoUserID: user.id, connectedAt: user.connectedAt, synchedAt: user.synchedAt, hasSignedUp: user.hasSignedUp,
        profile: Array(profile), firstLoginAt: time, lastLoginAt: time))
    login.evidence = findings.evidence(at: time)
    login.scopesAreComplete = findings.scopes != nil
    login.relations = findings.relations(at: time)
    login.membersOnly = attempt.isSilent
    login.handoff = StoredHandoff(
      codeHash: given.code.hash, kakaoUserID: user.id,
      expiresAt: time.adding(milliseconds: settings.handoffMilliseconds), payload: payload)
    login.endedSession = sessionHash(jar)
    login.session = given.session?.stored(
      user: user.id, at: time, expiresAt: time.adding(milliseconds: settings.sessionMilliseconds))
    let record = login
    return await work { try $0.recordLogin(record, in: shop) }
  }

  /// What follows a login that is kept: tokens, where they are kept, and the signup at Kakao of a member who is one here.
  private func settle(
    _ findings: LoginFindings, _ grant: TokenGrant, _ known: KnownMember, _ attempt: LoginAttempt, _ timer: CallTimer
  ) async {
    let user = findings.user
    if attempt.isSilent, known.memberID == nil { return }
    // The login stands without them: whoever needs a token later is told that there is none.
    if let tokens { try? await tokens.keep(Tokens(grant, at: now()), of: user.id) }
    if user.hasSignedUp == false, known.memberID != nil {
      let (api, token) = (api, grant.accessToken)
      let result = await timer.limited { () async throws(LoginFault) in
        do throws(KakaoError) { _ = try await api.signUp(token: token) } catch { throw .kakao(error) }
      }
      if case .success = result {
        let shop = settings.shop
        _ = await work { try $0.noteSignedUp(kakaoUser: user.id, in: shop) }
      }
    }
  }

  // MARK: Answers

  private func loggedIn(
    _ member: String?, _ attempt: LoginAttempt, _ target: ReturnAddress, _ given: Given
  ) -> LoginAnswer {
    var cookies = book.done(attempt, now: now())
    if let session = given.session, let cookie = try? sessionCookie(session) { cookies.append(cookie) }
    guard member == nil, let signup = settings.signupURL else {
      let address = target.adding((name: "naru_code", value: given.code.text))
      return .redirect(address, member == nil ? .signupBegun : .loggedIn, cookies: cookies)
    }
    let address =
      signup + (signup.contains("?") ? "&" : "?") + "naru_code=\(given.code.text)&return_to="
      + PercentEncoding.encode(target.description)
    return .redirect(address, .signupBegun, cookies: cookies)
  }

  private func ended(_ ending: CallbackMachine.Ending, _ target: ReturnAddress) -> LoginAnswer {
    var answer: LoginAnswer
    switch ending {
    case .loggedIn(_, let attempt), .repeated(let attempt):
      answer = .redirect(target.description, .repeated, cookies: book.done(attempt, now: now()))
    case .back(.cancelled, let cause, let attempt):
      answer = .redirect(
        target.adding((name: "naru_error", value: "cancelled")), .cancelled, cookies: book.done(attempt, now: now()))
      answer.event.cause = cause
    case .back(let kind, let cause, let attempt):
      answer = .redirect(KakaoLogin.tried(target), kind, cookies: book.done(attempt, now: now()))
      answer.event.cause = cause
    case .page(let kind, let cause, let attempt):
      let event: LoginEvent.Kind =
        switch kind {
        case .kakaoTooSlow: .tooSlow
        case .unavailable: .unavailable
        case .refused, .ageLimit: .refused
        case .unknownAttempt: .unknownAttempt
        default: .failed
        }
      answer = page(
        kind, event, cause: cause, back: target.description,
        cookies: attempt.map { book.done($0, now: now()) } ?? [])
    }
    return answer
  }
}
