import CommonValues
import HTTPTransport
import Synchronization
import Testing

@testable import KakaoAPI

/// A keeper in front of a login server, with a wall clock that can be moved.
private struct KeeperBench {
  let auth = AuthBench()
  let storage = MemoryTokenStorage()
  let wall = TokenTime()
  let sealer: TokenSealer
  let keeper: TokenKeeper

  init() throws {
    sealer = TokenSealer(try SealingKey(bytes: (0..<32).map { $0 }))
    keeper = KeeperBench.keeper(auth, sealer, storage, wall)
  }

  /// Another process on the same storage.
  func other() -> TokenKeeper { KeeperBench.keeper(auth, sealer, storage, wall) }

  private static func keeper(
    _ auth: AuthBench, _ sealer: TokenSealer, _ storage: MemoryTokenStorage, _ wall: TokenTime
  ) -> TokenKeeper {
    TokenKeeper(app: "flower", client: auth.client, sealer: sealer, storage: storage, now: { wall.now })
  }

  func login(access: String = "access-0", life: Int = 21600, refresh: String? = "refresh-0") async throws {
    let grant = TokenGrant(
      accessToken: Secret(access), accessTokenLife: .seconds(life), refreshToken: refresh.map { Secret($0) },
      refreshTokenLife: .seconds(5_184_000))
    try await keeper.keep(Tokens(grant, at: wall.now), of: 5)
  }

  func pass(_ seconds: Int64) {
    wall.advance(seconds)
    auth.clock.advance(by: .seconds(seconds))
  }

  func token(rejected: String? = nil) async -> Result<String, TokenKeeperError> {
    do throws(TokenKeeperError) {
      return .success(try await keeper.accessToken(of: 5, rejected: rejected.map { Secret($0) }).reveal())
    } catch {
      return .failure(error)
    }
  }

  /// The refresh tokens that were presented, in order.
  var presented: [String] {
    auth.transport.requests.compactMap {
      $0.text.split(separator: "refresh_token=").last.map { String($0.prefix { $0 != "&" }) }
    }
  }
}

private final class TokenTime: Sendable {
  private let time = Mutex(testNow)
  var now: Timestamp { time.withLock { $0 } }
  func advance(_ seconds: Int64) { time.withLock { $0 = $0.adding(milliseconds: seconds * 1000) } }
}

private func granted(_ number: Int, refresh: String? = nil, life: Int = 21600) -> HTTPResponse {
  let field = refresh.map { #","refresh_token":"\#($0)","refresh_token_expires_in":5184000"# } ?? ""
  return ok(#"{"access_token":"access-\#(number)","expires_in":\#(life)\#(field)}"#)
}

extension Result where Success == String, Failure == TokenKeeperError {
  fileprivate var text: String? { try? get() }

  fileprivate var need: TokenKeeperError.LoginNeed? {
    guard case .failure(.loginNeeded(let need)) = self else { return nil }
    return need
  }

  fileprivate var wait: Duration? {
    guard case .failure(.postponed(let wait, _)) = self else { return nil }
    return wait
  }
}

@Suite struct TokenKeeperTests {
  @Test("an access token is used until shortly before its end, then replaced, and the refresh token stays")
  func early() async throws {
    let bench = try KeeperBench()
    bench.auth.setToken { number in granted(number) }
    try await bench.login()
    #expect(await bench.token().text == "access-0")
    bench.pass(21600 - 301)
    #expect(await bench.token().text == "access-0" && bench.presented.isEmpty)
    bench.pass(1)
    #expect(await bench.token().text == "access-1" && bench.presented == ["refresh-0"])
    bench.pass(21600)
    #expect(await bench.token().text == "access-2" && bench.presented == ["refresh-0", "refresh-0"])
  }

  @Test("a short life is used for at least three quarters")
  func shortLife() async throws {
    let bench = try KeeperBench()
    bench.auth.setToken { number in granted(number) }
    try await bench.login(life: 60)
    bench.pass(44)
    #expect(await bench.token().text == "access-0")
    bench.pass(1)
    #expect(await bench.token().text == "access-1")
  }

  @Test("of a hundred callers one asks, and all get its token")
  func singleFlight() async throws {
    let bench = try KeeperBench()
    bench.auth.setToken { number in granted(number, refresh: "refresh-\(number)") }
    try await bench.login()
    bench.pass(21600)
    let tokens = await withTaskGroup(of: String?.self) { group in
      for _ in 0..<100 { group.addTask { await bench.token().text } }
      return await group.reduce(into: [String?]()) { $0.append($1) }
    }
    #expect(tokens == Array(repeating: "access-1", count: 100))
    #expect(bench.presented == ["refresh-0"])
  }

  @Test("a new refresh token is durable before its access token is handed out, and survives a full disk")
  func durable() async throws {
    let bench = try KeeperBench()
    bench.auth.setToken { number in granted(number, refresh: "refresh-\(number)") }
    try await bench.login()
    let before = bench.storage.record(5)
    bench.pass(21600)
    bench.storage.state.withLock { $0.failsSaving = true }
    for _ in 0..<3 {
      guard case .failure(.storage(let cause)) = await bench.token() else {
        Issue.record("a token was handed out that is not durable")
        return
      }
      #expect(cause is DiskFull)
    }
    // Kakao was asked once: the old refresh token has ended, and is not presented again.
    #expect(bench.presented == ["refresh-0"] && bench.storage.record(5) == before)
    bench.storage.state.withLock { $0.failsSaving = false }
    #expect(await bench.token().text == "access-1" && bench.storage.record(5) != before)
    bench.pass(21600)
    #expect(await bench.token().text == "access-2" && bench.presented == ["refresh-0", "refresh-1"])
  }

  @Test("what is stored is sealed for this user")
  func sealed() async throws {
    let bench = try KeeperBench()
    try await bench.login(access: "marked-access", refresh: "marked-refresh")
    let record = try #require(bench.storage.record(5))
    #expect(!String(decoding: record, as: UTF8.self).contains("marked"))
    bench.storage.state.withLock { $0.records["flower/6"] = record }
    let error = await #expect(throws: TokenKeeperError.self) { try await bench.keeper.accessToken(of: 6) }
    guard case .record(.tampered) = error else {
      Issue.record("another user's record opened")
      return
    }
    #expect(bench.storage.record(6) != nil)
  }

  @Test(
    "a refresh token that kauth does not take ends in a login, and nothing is kept",
    arguments: ["KOE322", "KOE319", nil] as [String?])
  func loginNeeded(code: String?) async throws {
    let bench = try KeeperBench()
    let field = code.map { #","error_code":"\#($0)""# } ?? ""
    bench.auth.setToken { _ in refusal(400, #"{"error":"invalid_grant"\#(field)}"#) }
    try await bench.login()
    bench.pass(21600)
    #expect(await bench.token().need == .refused(code: code))
    #expect(bench.storage.record(5) == nil)
    #expect(await bench.token().need == .noTokens && bench.presented.count == 1)
  }

  @Test("even while the access token would still do")
  func loginNeededEarly() async throws {
    let bench = try KeeperBench()
    bench.auth.setToken { _ in refusal(400, #"{"error":"invalid_grant","error_code":"KOE322"}"#) }
    try await bench.login()
    bench.pass(21600 - 10)
    #expect(await bench.token().need == .refused(code: "KOE322"))
  }

  @Test("without a refresh token the access token serves to its end")
  func noRefreshToken() async throws {
    let bench = try KeeperBench()
    try await bench.login(refresh: nil)
    bench.pass(21599)
    #expect(await bench.token().text == "access-0")
    bench.pass(1)
    #expect(await bench.token().need == .noRefreshToken && bench.storage.record(5) == nil)
  }

  @Test("KOE237 keeps the tokens, uses what still works, and waits", arguments: [400, 429])
  func rateLimited(status: Int) async throws {
    let bench = try KeeperBench()
    bench.auth.setToken { number in
      number < 3 ? refusal(status, #"{"error":"invalid_request","error_code":"KOE237"}"#) : granted(number)
    }
    try await bench.login()
    bench.pass(21600 - 100)
    for _ in 0..<5 { #expect(await bench.token().text == "access-0") }
    #expect(bench.presented.count == 1)
    bench.pass(100)
    #expect(await bench.token().wait == .seconds(120) && bench.presented.count == 2)
    for _ in 0..<5 { #expect(await bench.token().wait == .seconds(120)) }
    bench.pass(120)
    #expect(await bench.token().text == "access-3" && bench.presented.count == 3)
  }

  @Test("Kakao is asked for at most twenty tokens of a user in ten minutes, the login's included")
  func ownLimit() async throws {
    let bench = try KeeperBench()
    bench.auth.setToken { number in granted(number) }
    try await bench.login()
    var last = "access-0"
    for _ in 0..<19 {
      last = try #require(await bench.token(rejected: last).text)
    }
    #expect(last == "access-19" && bench.presented.count == 19)
    #expect(await bench.token(rejected: last).wait == .seconds(600) && bench.presented.count == 19)
    #expect(await bench.token().text == last)
  }

  @Test("a passing fault uses what still works, then is told as it is, and is not hammered")
  func fault() async throws {
    let bench = try KeeperBench()
    bench.auth.setToken { number throws(HTTPTransportError) in
      if number == 1 { throw HTTPTransportError(.timedOut, mayHaveBeenProcessed: true) }
      return number == 2 ? refusal(500) : granted(number)
    }
    try await bench.login()
    bench.pass(21600 - 60)
    #expect(await bench.token().text == "access-0")
    bench.pass(60)
    guard case .failure(.kakao(let error)) = await bench.token() else {
      Issue.record("no error")
      return
    }
    #expect(error.status == 500)
    #expect(await bench.token().wait == .seconds(10) && bench.presented.count == 2)
    bench.pass(10)
    #expect(await bench.token().text == "access-3")
  }

  @Test("a token that Kakao rejects is replaced once, and the call made again")
  func rejected() async throws {
    let bench = try KeeperBench()
    bench.auth.setToken { number in granted(number) }
    try await bench.login()
    let used = Mutex<[String]>([])
    let answer = try await bench.keeper.withAccessToken(of: 5) { token throws(KakaoError) -> Int in
      used.withLock { $0.append(token.reveal()) }
      if token.reveal() == "access-0" {
        throw KakaoError(response: refusal(401, #"{"code":-401}"#), endpoint: .channels)
      }
      return 7
    }
    #expect(answer == 7 && used.withLock { $0 } == ["access-0", "access-1"])
    await #expect(throws: TokenKeeperError.self) {
      try await bench.keeper.withAccessToken(of: 5) { token throws(KakaoError) -> Int in
        used.withLock { $0.append(token.reveal()) }
        throw KakaoError(response: refusal(401, #"{"code":-401}"#), endpoint: .channels)
      }
    }
    #expect(used.withLock { $0 } == ["access-0", "access-1", "access-1", "access-2"])
    await #expect(throws: TokenKeeperError.self) {
      try await bench.keeper.withAccessToken(of: 5) { token throws(KakaoError) -> Int in
        throw KakaoError(response: refusal(400, #"{"code":-2}"#), endpoint: .channels)
      }
    }
    #expect(bench.presented.count == 2)
  }

  @Test("a rejected token that somebody has replaced already is not replaced again")
  func rejectedOld() async throws {
    let bench = try KeeperBench()
    bench.auth.setToken { number in granted(number) }
    try await bench.login()
    #expect(await bench.token(rejected: "access-0").text == "access-1")
    #expect(await bench.token(rejected: "access-0").text == "access-1" && bench.presented.count == 1)
  }

  @Test("what another process has got meanwhile is taken instead of a login")
  func twoProcesses() async throws {
    let bench = try KeeperBench()
    let other = bench.other()
    try await bench.login()
    bench.pass(21600)
    bench.auth.setToken { number in
      number == 1 ? granted(1, refresh: "refresh-1") : refusal(400, #"{"error":"invalid_grant","error_code":"KOE322"}"#)
    }
    let stale = bench.storage.record(5)
    #expect(try await other.accessToken(of: 5).reveal() == "access-1")
    let fresh = bench.storage.record(5)
    // This process loaded before the other one saved: the record comes late.
    bench.storage.state.withLock { $0.records["flower/5"] = stale }
    bench.auth.setToken { [storage = bench.storage] _ in
      storage.state.withLock { $0.records["flower/5"] = fresh }
      return refusal(400, #"{"error":"invalid_grant","error_code":"KOE322"}"#)
    }
    #expect(await bench.token().text == "access-1" && bench.storage.record(5) == fresh)
  }

  @Test("a user who was dropped has no tokens, and a save that failed does not bring them back")
  func dropped() async throws {
    let bench = try KeeperBench()
    try await bench.login()
    try await bench.keeper.drop(5)
    #expect(await bench.token().need == .noTokens && bench.storage.record(5) == nil)
    try await bench.login()
    bench.pass(21600)
    bench.storage.state.withLock { $0.failsSaving = true }
    bench.auth.setToken { number in granted(number) }
    _ = await bench.token()
    bench.storage.state.withLock { $0.failsSaving = false }
    try await bench.keeper.drop(5)
    #expect(await bench.token().need == .noTokens && bench.storage.record(5) == nil)
  }

  @Test("logins, drops and calls in any order leave the last login's tokens or none", arguments: 0..<20)
  func races(seed: UInt64) async throws {
    let bench = try KeeperBench()
    bench.auth.setToken { number in granted(number, refresh: "refresh-\(number)") }
    try await bench.login()
    bench.pass(21600)
    await withTaskGroup(of: Void.self) { group in
      for index in 0..<20 {
        group.addTask {
          if (seed &+ UInt64(index)) % 7 == 0 {
            try? await bench.login(access: "login")
          } else {
            _ = await bench.token()
          }
        }
      }
    }
    try await bench.login(access: "last", refresh: "last")
    #expect(await bench.token().text == "last")
    try await bench.keeper.drop(5)
    #expect(bench.storage.record(5) == nil)
  }

  @Test("a storage that fails says so")
  func storageFails() async throws {
    let bench = try KeeperBench()
    try await bench.login()
    bench.storage.state.withLock { $0.failsLoading = true }
    guard case .failure(.storage) = await bench.token() else {
      Issue.record("loaded nevertheless")
      return
    }
    bench.storage.state.withLock { $0.failsDeleting = true }
    await #expect(throws: TokenKeeperError.self) { try await bench.keeper.drop(5) }
  }

  @Test("a drop or a login during a refresh has the last word", arguments: [true, false])
  func duringRefresh(drops: Bool) async throws {
    let bench = try GatedBench()
    let caller = Task { try await bench.keeper.accessToken(of: 5) }
    for await _ in bench.started.stream { break }
    let other = Task {
      if drops {
        try await bench.keeper.drop(5)
      } else {
        let login = TokenGrant(accessToken: Secret("login"), accessTokenLife: .seconds(600), refreshToken: Secret("l"))
        try await bench.keeper.keep(Tokens(login, at: testNow), of: 5)
      }
    }
    bench.gate.continuation.yield()
    #expect(try await caller.value.reveal() == "access-1")
    try await other.value
    if drops {
      #expect(bench.storage.record(5) == nil)
    } else {
      #expect(try await bench.keeper.accessToken(of: 5).reveal() == "login")
    }
  }

  @Test("who is cancelled stops waiting; the refresh goes on and is kept")
  func cancelled() async throws {
    let bench = try GatedBench()
    let caller = Task { try await bench.keeper.accessToken(of: 5) }
    for await _ in bench.started.stream { break }
    caller.cancel()
    let error = await #expect(throws: TokenKeeperError.self) { try await caller.value }
    guard case .cancelled = error else {
      Issue.record("not cancelled")
      return
    }
    bench.gate.continuation.yield()
    #expect(try await bench.keeper.accessToken(of: 5).reveal() == "access-1")
    #expect(bench.transport.requests.count == 1)
  }
}

/// A keeper with tokens that have ended, whose login server says when it was asked and answers when the gate opens.
private struct GatedBench {
  let gate = AsyncStream<Void>.makeStream()
  let started = AsyncStream<Void>.makeStream()
  let storage = MemoryTokenStorage()
  let transport: ScriptedTransport
  let keeper: TokenKeeper

  init() throws {
    let kauth = FakeKauth()
    transport = ScriptedTransport { [gate, started] request, _ async throws(HTTPTransportError) in
      started.continuation.yield()
      for await _ in gate.stream { break }
      return try kauth.answer(request)
    }
    let client = KakaoAuthClient(restAPIKey: Secret("k"), transport: transport, gate: OpenGate(), clock: ManualClock())
    let sealer = TokenSealer(try SealingKey(bytes: (0..<16).map { $0 }))
    keeper = TokenKeeper(app: "flower", client: client, sealer: sealer, storage: storage, now: { testNow })
    let old = Tokens(
      TokenGrant(accessToken: Secret("a"), accessTokenLife: .zero, refreshToken: Secret("r")), at: testNow)
    let record = try sealer.seal(try #require(TokenRecord(old).bytes), app: "flower", userID: 5)
    storage.state.withLock { $0.records["flower/5"] = record }
  }
}
