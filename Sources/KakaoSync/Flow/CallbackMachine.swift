import CommonValues
import KakaoAPI
import Store

/// What a callback does, step by step, without doing it: each event leads to the next action, and every way ends in an answer.
struct CallbackMachine: Sendable {
  /// What to do next.
  enum Action: Sendable {
    /// Mark the attempt as used, for good. → ``CallbackMachine/marked(_:)``
    case mark(LoginAttempt)
    /// Exchange the code, once. → ``CallbackMachine/exchanged(_:)``
    case exchange(code: Secret<String>, LoginAttempt)
    /// Ask Kakao about the person. → ``CallbackMachine/gathered(_:)``
    case gather(TokenGrant, LoginAttempt)
    /// Keep the login. → ``CallbackMachine/recorded(_:)``
    case record(LoginFindings, TokenGrant, LoginAttempt)
    /// Send the person through the consent for these terms.
    case askAgain(terms: [String], LoginAttempt)
    /// Answer.
    case finish(Ending)
  }

  /// How it ends, before it is put into words and addresses.
  enum Ending: Sendable {
    /// Logged in; nil member: nobody yet.
    case loggedIn(member: String?, LoginAttempt)
    /// The same callback again: back, without a code.
    case repeated(LoginAttempt)
    /// Back and logged out.
    case back(LoginEvent.Kind, cause: String, LoginAttempt)
    /// A page.
    case page(LoginPage.Kind, cause: String, LoginAttempt?)
  }

  private enum State: Sendable {
    case marking, exchanging
    case gathering(TokenGrant)
    case recording, over
  }

  private let attempt: LoginAttempt
  private let code: Secret<String>
  private let configuredTerms: [String]
  private var state = State.marking

  /// A callback that brings a code for an attempt of this browser.
  init(attempt: LoginAttempt, code: Secret<String>, configuredTerms: [String]) {
    self.attempt = attempt
    self.code = code
    self.configuredTerms = configuredTerms
  }

  func start() -> Action { .mark(attempt) }

  /// Whether the mark is new. Nothing was asked of Kakao before it is on disk.
  mutating func marked(_ result: Result<Bool, StoreError>) -> Action {
    guard case .marking = state else { return outOfStep() }
    switch result {
    case .failure(let error): return finish(.page(.unavailable, cause: error.code.description, attempt))
    case .success(false): return finish(.repeated(attempt))
    case .success(true):
      state = .exchanging
      return .exchange(code: code, attempt)
    }
  }

  mutating func exchanged(_ result: Result<TokenGrant, LoginFault>) -> Action {
    guard case .exchanging = state else { return outOfStep() }
    switch result {
    case .failure(let fault): return failed(fault)
    case .success(let grant):
      state = .gathering(grant)
      return .gather(grant, attempt)
    }
  }

  mutating func gathered(_ gathered: Gathered) -> Action {
    guard case .gathering(let grant) = state else { return outOfStep() }
    switch gathered.checked() {
    case .failure(let fault): return failed(fault)
    case .success(let findings):
      let missing = findings.missingTerms(configuredTerms)
      if !missing.isEmpty {
        // No page can be shown silently; who comes back from the page without agreeing is not sent there again.
        if attempt.isSilent { return finish(.back(.notSilently, cause: "missing-terms", attempt)) }
        if !attempt.flags.contains(.reconsent) {
          state = .over
          return .askAgain(terms: missing, attempt)
        }
      }
      state = .recording
      return .record(findings, grant, attempt)
    }
  }

  mutating func recorded(_ result: Result<KnownMember, StoreError>) -> Action {
    guard case .recording = state else { return outOfStep() }
    switch result {
    case .failure(let error): return finish(.page(.unavailable, cause: error.code.description, attempt))
    case .success(let known):
      if attempt.isSilent, known.memberID == nil {
        return finish(.back(.notSilently, cause: "no-member", attempt))
      }
      return finish(.loggedIn(member: known.memberID, attempt))
    }
  }

  /// A silent attempt shows no page, whatever went wrong.
  private mutating func failed(_ fault: LoginFault) -> Action {
    attempt.isSilent
      ? finish(.back(.failed, cause: fault.cause, attempt)) : finish(.page(fault.page, cause: fault.cause, attempt))
  }

  private mutating func finish(_ ending: Ending) -> Action {
    state = .over
    if case .page(_, let cause, let attempt?) = ending, attempt.isSilent {
      return .finish(.back(.failed, cause: cause, attempt))
    }
    return .finish(ending)
  }

  private mutating func outOfStep() -> Action { finish(.page(.refused, cause: "out-of-step", attempt)) }
}
