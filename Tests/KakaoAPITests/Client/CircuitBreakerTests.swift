import CommonValues
import HTTPTransport
import NaruTestSupport
import Testing

@testable import KakaoAPI

@Suite struct CircuitBreakerTests {
  private let fault = refusal(500)

  @Test("after failures in a row nothing goes out, then one call tries, and its success lets all through")
  func cycle() async throws {
    let clock = ManualClock()
    let breaker = CircuitBreaker(.init(failures: 3), wrapping: OpenGate(), clock: clock)
    let transport = ScriptedTransport { [fault] _, number throws(HTTPTransportError) in
      number < 4 ? fault : ok(#"{"id":1}"#)
    }
    let client = client(transport, retry: .never, clock: clock, gate: breaker)
    for _ in 0..<3 { _ = await failure { () throws(KakaoError) in try await client.user(.user(1)) } }
    #expect(breaker.status == .open)
    let held = await failure { () throws(KakaoError) in try await client.user(.user(1)) }
    #expect(held?.reason == .circuitOpen && held?.retryClass == .retryable && held?.mayHaveBeenProcessed == false)
    #expect(held?.diagnostic.code == "kakao-request-not-sent" && transport.requests.count == 3)

    clock.advance(by: .seconds(30))
    #expect(breaker.status == .halfOpen)
    _ = await failure { () throws(KakaoError) in try await client.user(.user(1)) }
    #expect(breaker.status == .open && transport.requests.count == 4)
    // The probe failed, so the pause is doubled.
    clock.advance(by: .seconds(59))
    #expect(breaker.status == .open)
    clock.advance(by: .seconds(1))
    _ = try await client.user(.user(1))
    #expect(breaker.status == .closed)
    _ = try await client.user(.user(1))
    #expect(transport.requests.count == 6)
  }

  @Test("an open circuit fails at once: the call is not repeated")
  func noRepeat() async {
    let clock = ManualClock()
    let breaker = CircuitBreaker(.init(failures: 1), wrapping: OpenGate(), clock: clock)
    let transport = ScriptedTransport { [fault] _, _ throws(HTTPTransportError) in fault }
    let client = client(transport, clock: clock, gate: breaker)
    let error = await failure { () throws(KakaoError) in try await client.user(.user(1)) }
    // One attempt, one wait before the second, which is held back.
    #expect(error?.reason == .circuitOpen && transport.requests.count == 1 && clock.sleeps.count == 1)
  }

  private static func refused(_ status: Int, _ body: String) -> KakaoError {
    KakaoError(response: refusal(status, body), endpoint: .user)
  }

  private static func unanswered(_ code: HTTPTransportError.Code) -> KakaoError {
    KakaoError(transport: HTTPTransportError(code, mayHaveBeenProcessed: false), endpoint: .user)
  }

  @Test(
    "only Kakao's own failures count",
    arguments: [
      (refused(500, ""), BreakerState.Outcome.failed), (refused(503, #"{"code":-9798}"#), .failed),
      (refused(400, #"{"code":-1}"#), .failed), (refused(400, #"{"code":-7}"#), .failed),
      (refused(400, #"{"code":-603}"#), .failed), (refused(400, #"{"error_code":"KOE003"}"#), .failed),
      (unanswered(.timedOut), .failed), (unanswered(.couldNotResolve), .failed), (unanswered(.tls), .failed),
      (refused(400, #"{"code":-2}"#), .answered), (refused(400, #"{"code":-10}"#), .answered),
      (refused(429, ""), .answered), (refused(401, #"{"code":-401}"#), .answered),
      (refused(400, #"{"code":-815}"#), .answered), (refused(400, #"{"error_code":"KOE320"}"#), .answered),
      (unanswered(.responseTooLarge), .answered), (unanswered(.cancelled), .silent), (unanswered(.shutDown), .silent),
      (unanswered(.invalidRequest), .silent), (KakaoError(unreadable: ok("<html>"), endpoint: .user), .silent),
      (nil, .answered),
    ] as [(KakaoError?, BreakerState.Outcome)])
  func outcomes(error: KakaoError?, outcome: BreakerState.Outcome) {
    #expect(BreakerState.Outcome(error) == outcome)
  }

  @Test("one answer between failures starts the count again, and caller's errors never open it")
  func inARow() {
    var state = BreakerState(settings: .init(failures: 2))
    for id in UInt64(1)...100 {
      let mayGo = state.enter(id, at: .zero)
      #expect(mayGo)
      state.leave(id, id % 2 == 0 ? .failed : .answered, at: .zero)
    }
    #expect(state.phase == .closed(failures: 1))
  }

  @Test("of several calls one at a time is the probe, and a probe that says nothing makes room for the next")
  func probes() {
    var state = BreakerState(settings: .init(failures: 1, pause: .seconds(1)))
    let first = (UInt64(1)...3).map { state.enter($0, at: .zero) }
    #expect(first == [true, true, true])
    state.leave(1, .failed, at: .zero)
    let later = [
      state.enter(4, at: .milliseconds(999)), state.enter(5, at: .seconds(1)), state.enter(6, at: .seconds(2)),
    ]
    #expect(later == [false, true, false])
    // What set out before it opened says nothing of now.
    state.leave(2, .answered, at: .seconds(2))
    #expect(state.phase == .halfOpen(probe: 5))
    state.leave(5, .silent, at: .seconds(2))
    let next = state.enter(7, at: .seconds(2))
    #expect(next)
    state.leave(7, .answered, at: .seconds(3))
    #expect(state.phase == .closed(failures: 0))
    state.leave(3, .failed, at: .seconds(3))
    #expect(state.phase == .closed(failures: 0))
  }

  @Test("the wrapped gate's refusal says nothing of Kakao, and gives the probe's place back")
  func wrapped() async throws {
    let clock = ManualClock()
    let breaker = CircuitBreaker(.init(failures: 1), wrapping: CountingGate(shuts: true), clock: clock)
    for _ in 0..<3 {
      let error = await failure { () throws(KakaoError) in try await breaker.enter(GatedCall(.user)) }
      #expect(error?.detail?.english == "shut")
    }
    #expect(breaker.status == .closed)
  }

  @Test("gates wrap each other in any order, and each hears of every call once")
  func composed() async throws {
    let calendar = WallClock("2026-11-20T00:00:00+09:00")
    let clock = ManualClock()
    for order in 0..<2 {
      let innermost = CountingGate()
      let budget: AppBudget
      let breaker: CircuitBreaker
      let outermost: any CallGate
      if order == 0 {
        breaker = CircuitBreaker(.init(failures: 2), wrapping: innermost, clock: clock)
        budget = AppBudget(wrapping: breaker, now: { calendar.now }, clock: clock)
        outermost = budget
      } else {
        budget = AppBudget(wrapping: innermost, now: { calendar.now }, clock: clock)
        breaker = CircuitBreaker(.init(failures: 2), wrapping: budget, clock: clock)
        outermost = breaker
      }
      let transport = ScriptedTransport { [fault] _, number throws(HTTPTransportError) in
        number == 0 ? ok(#"{"id":1}"#) : fault
      }
      let client = client(transport, retry: .never, clock: clock, gate: outermost)
      for _ in 0..<5 { _ = try? await client.user(.user(1)) }
      // One success, two failures; then the circuit is open, and what it holds back is not counted.
      #expect(transport.requests.count == 3 && breaker.status == .open)
      #expect(innermost.seen == CountingGate.Counts(entered: 3, left: 3))
      #expect(budget.usage.used == 3)
    }
  }

  @Test(
    "never more than one probe, never anything out while open, never open without failures in a row", arguments: 0..<100
  )
  func property(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let settings = CircuitBreaker.Settings(
      failures: 1 + Int(random.next() % 4), pause: .seconds(10), longestPause: .seconds(35))
    var state = BreakerState(settings: settings)
    var now: Duration = .zero
    var underWay: [(id: UInt64, isProbe: Bool)] = []
    var nextID: UInt64 = 1
    for _ in 0..<400 {
      now += .milliseconds(Int(random.next() % 4000))
      let before = state.phase
      if random.next() % 2 == 0 || underWay.isEmpty {
        let mayGo = state.enter(nextID, at: now)
        switch before {
        case .closed: #expect(mayGo)
        case .open(let until):
          #expect(mayGo == (now >= until))
          #expect(until - now <= settings.longestPause)
        case .halfOpen(let probe): #expect(mayGo == (probe == nil))
        }
        if mayGo {
          let isProbe = state.phase == .halfOpen(probe: nextID)
          underWay.append((nextID, isProbe))
        }
        nextID += 1
      } else {
        let call = underWay.remove(at: Int(random.next() % UInt64(underWay.count)))
        let outcome: BreakerState.Outcome = [.answered, .failed, .failed, .silent][Int(random.next() % 4)]
        state.leave(call.id, outcome, at: now)
        if case .open = state.phase, before != state.phase {
          #expect(outcome == .failed)
          if case .closed(let failures) = before { #expect(failures == settings.failures - 1) }
        }
        if outcome != .answered, case .closed = state.phase, case .halfOpen = before {
          Issue.record("closed by no answer")
        }
      }
      if case .halfOpen(let probe?) = state.phase { #expect(underWay.contains { $0.id == probe }) }
    }
  }
}
