import CommonValues
import Foundation
import HTTPTransport
import NaruTestSupport
import Synchronization
import Testing

@testable import KakaoAPI

/// A time of day that a test sets.
final class WallClock: Sendable {
  private let time: Mutex<Timestamp>
  init(_ text: String) { time = Mutex(Timestamp(text) ?? Timestamp(milliseconds: 0)) }
  var now: Timestamp { time.withLock { $0 } }
  func set(_ text: String) { time.withLock { $0 = Timestamp(text) ?? $0 } }
}

/// A gate that counts, and shuts when it is told to.
final class CountingGate: CallGate {
  struct Counts: Equatable {
    var entered = 0
    var left = 0
  }
  private let counts = Mutex(Counts())
  private let shuts: Bool
  init(shuts: Bool = false) { self.shuts = shuts }
  var seen: Counts { counts.withLock { $0 } }
  func enter() async throws(KakaoError) {
    if shuts { throw .notSent(.caller, .init(ko: "닫힘", en: "shut")) }
    counts.withLock { $0.entered += 1 }
  }
  func leave(_ error: KakaoError?) { counts.withLock { $0.left += 1 } }
}

@Suite struct CallGroupTests {
  @Test(
    "every endpoint is in the group whose limits it shares",
    arguments: [
      (Endpoint.userIDs, CallGroup.userIDs), (.user, .users), (.users, .users), (.tokenInfo, .users),
      (.unlink, .users), (.scopes, .users), (.legacyServiceTerms, .users), (.shippingAddress, .users),
      (.channels, .channels), (.channelsOfMany, .channels), (.listCustomerFiles, .customerFiles),
      (.addUsers, .customerFiles), (.friends, .friends), (.sendDefaultToMe, .messages), (.sendCustom, .messages),
      (.systemAddresses, .other), (Endpoint(method: .post, path: "/oauth/token"), .auth),
      (Endpoint(method: .get, path: "/.well-known/jwks.json"), .auth),
      (Endpoint(method: .get, path: "/v1/oidc/userinfo"), .auth),
    ])
  func groups(endpoint: Endpoint, group: CallGroup) {
    #expect(GatedCall(endpoint).group == group)
    #expect(GatedCall(endpoint).endpoint == endpoint.name)
  }

  @Test("no two attempts have the same number")
  func numbers() {
    #expect(Set((0..<100).map { _ in GatedCall(.user).id }).count == 100)
  }
}

@Suite struct SlidingWindowTests {
  @Test("in no stretch of the span are there more than the limit, whoever gives a place back", arguments: 0..<60)
  func property(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let limit = 1 + Int(random.next() % 6)
    var window = SlidingWindow(limit: limit, span: .seconds(60))
    var now = 0
    var starts: [Duration] = []
    for _ in 0..<150 {
      now += Int(random.next() % 30_000)
      let start = window.take(at: .milliseconds(now))
      #expect(start >= .milliseconds(now))
      if random.next() % 5 == 0 { window.giveBack(start) } else { starts.append(start) }
    }
    starts.sort()
    for (index, start) in starts.enumerated() where index >= limit {
      #expect(start - starts[index - limit] >= .seconds(60))
    }
    #expect(window.starts.count <= 150)
  }
}

@Suite struct UserIDLimitTests {
  @Test("the list of users is asked for 100 times in a minute, and then waits; other calls do not")
  func limiter() async throws {
    let clock = ManualClock()
    let limiter = RateLimiter(perSecond: 1_000_000, burst: 1000, clock: clock)
    let client = client(always(#"{"id":1,"elements":[]}"#), clock: clock, gate: limiter)
    for _ in 0..<100 { _ = try await client.userIDs() }
    #expect(clock.sleeps.isEmpty)
    _ = try await client.user(.user(1))
    #expect(clock.sleeps.isEmpty)
    _ = try await client.userIDs()
    #expect(clock.sleeps == [.seconds(61)])
  }

  @Test("a call that is cancelled in that wait gives its place back")
  func cancelled() async throws {
    let clock = ManualClock(cancelsSleepers: true)
    let limiter = RateLimiter(perSecond: 1000, burst: 1000, perMinute: [.userIDs: 1], clock: clock)
    let call = GatedCall(.userIDs)
    try await limiter.enter(call)
    let error = await failure { () throws(KakaoError) in try await limiter.enter(call) }
    #expect(error?.reason == .cancelled)
    clock.advance(by: .seconds(61))
    try await limiter.enter(call)
  }

  @Test("HTTP 429 with -10 passes, HTTP 400 with -10 is a quota that is used up")
  func refusals() async throws {
    let passing = ScriptedTransport { _, number throws(HTTPTransportError) in
      number == 0
        ? refusal(429, #"{"msg":"API limit has been exceeded.","code":-10}"#)
        : ok(#"{"elements":[1],"after_url":null}"#)
    }
    #expect(try await client(passing).userIDs().ids == [1] && passing.requests.count == 2)
    let used = ScriptedTransport { _, _ throws(HTTPTransportError) in refusal(400, #"{"code":-10}"#) }
    let error = await failure { () throws(KakaoError) in try await client(used).userIDs() }
    #expect(error?.retryClass == .quota && used.requests.count == 1)
  }
}

@Suite struct BudgetPeriodTests {
  @Test(
    "a month begins at midnight in Seoul",
    arguments: [
      ("2026-11-20T00:00:00+09:00", 1, "2026-11-01", "2026-12-01"),
      ("2026-11-01T00:00:00+09:00", 1, "2026-11-01", "2026-12-01"),
      ("2026-10-31T23:59:59+09:00", 1, "2026-10-01", "2026-11-01"),
      ("2026-10-31T15:00:00Z", 1, "2026-11-01", "2026-12-01"),
      ("2026-12-31T14:59:59Z", 1, "2026-12-01", "2027-01-01"),
      ("2027-01-05T00:00:00+09:00", 15, "2026-12-15", "2027-01-15"),
      ("2027-01-15T00:00:00+09:00", 15, "2027-01-15", "2027-02-15"),
      ("2027-02-28T00:00:00+09:00", 31, "2027-02-28", "2027-03-28"),
    ])
  func months(time: String, day: Int, start: String, end: String) throws {
    let bounds = BudgetPeriod.month(startingOn: day).bounds(of: try #require(Timestamp(time)))
    #expect(bounds.lowerBound == Timestamp(start) && bounds.upperBound == Timestamp(end))
  }

  @Test(
    "a number of days is counted from its anchor, forwards and backwards", arguments: [-31, -30, -1, 0, 1, 29, 30, 45])
  func days(offset: Int) throws {
    let anchor = try #require(Timestamp("2026-11-20T12:00:00Z"))
    let time = Timestamp(milliseconds: anchor.milliseconds + Int64(offset) * 86_400_000 + 5)
    let bounds = BudgetPeriod.days(30, from: anchor).bounds(of: time)
    #expect(bounds.contains(time))
    #expect(bounds.upperBound.milliseconds - bounds.lowerBound.milliseconds == 30 * 86_400_000)
    #expect((bounds.lowerBound.milliseconds - anchor.milliseconds) % (30 * 86_400_000) == 0)
  }

  @Test("every time lies in its period, and the next period begins where it ends", arguments: 0..<100)
  func property(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let time = Timestamp(milliseconds: Int64(random.next() % 4_000_000_000_000))
    let period = BudgetPeriod.month(startingOn: Int(random.next() % 31) + 1)
    let bounds = period.bounds(of: time)
    #expect(bounds.contains(time))
    #expect(period.bounds(of: bounds.upperBound).lowerBound == bounds.upperBound)
    #expect(period.bounds(of: bounds.lowerBound) == bounds)
  }
}

@Suite struct AppBudgetTests {
  private func budget(
    _ limits: AppBudget.Limits, _ calendar: WallClock = WallClock("2026-11-20T00:00:00+09:00"),
    clock: ManualClock = ManualClock(), inner: any CallGate = OpenGate()
  ) -> AppBudget {
    AppBudget(limits, wrapping: inner, now: { calendar.now }, clock: clock)
  }

  @Test("when the period's calls are used up, calls are refused without being sent, until the next period")
  func usedUp() async throws {
    let calendar = WallClock("2026-11-20T00:00:00+09:00")
    let gate = budget(AppBudget.Limits(total: 3, pacedFrom: 2), calendar)
    let transport = always(#"{"id":1}"#)
    let client = client(transport, gate: gate)
    for _ in 0..<3 { _ = try await client.user(.user(1)) }
    let error = await failure { () throws(KakaoError) in try await client.user(.user(1)) }
    #expect(error?.reason == .budgetUsedUp && error?.retryClass == .quota && error?.mayHaveBeenProcessed == false)
    #expect(error?.endpoint == "GET /v2/user/me" && error?.retryAfter == .seconds(11 * 86_400))
    #expect(error?.diagnostic.code == "kakao-request-not-sent" && transport.requests.count == 3)
    calendar.set("2026-12-01T00:00:00+09:00")
    _ = try await client.user(.user(1))
    #expect(gate.usage.used == 1 && gate.usage.renewal == Timestamp("2027-01-01"))
  }

  @Test("from a share on, what is left is spread over the rest of the period, with no longer pause than is allowed")
  func paced() async throws {
    let clock = ManualClock()
    let calendar = WallClock("2026-11-30T23:50:00+09:00")
    let gate = budget(AppBudget.Limits(total: 10, pacedFrom: 0.5, longestPause: .seconds(150)), calendar, clock: clock)
    for _ in 0..<5 { try await gate.enter() }
    #expect(clock.sleeps.isEmpty && gate.usage.isPaced)
    // Ten minutes and five, four, three … calls are left; the first of them goes at once.
    for _ in 0..<5 { try await gate.enter() }
    #expect(clock.sleeps == [.seconds(150), .seconds(150), .seconds(150), .seconds(150)])
    let short = ManualClock()
    let other = budget(AppBudget.Limits(total: 10, pacedFrom: 0.5), calendar, clock: short)
    for _ in 0..<7 { try await other.enter() }
    #expect(short.sleeps == [.seconds(10)])
  }

  @Test("a call that never left the machine is not counted, every other one is")
  func counting() async throws {
    let gate = budget(AppBudget.Limits(total: 100))
    let outcomes: [HTTPTransportError?] = [
      nil, HTTPTransportError(.couldNotConnect, mayHaveBeenProcessed: false),
      HTTPTransportError(.timedOut, mayHaveBeenProcessed: true),
    ]
    for (outcome, expected) in zip(outcomes, [1, 1, 2]) {
      let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in
        if let outcome { throw outcome }
        return refusal(400, #"{"code":-2}"#)
      }
      _ = try? await client(transport, retry: .never, gate: gate).user(.user(1))
      #expect(gate.usage.used == expected)
    }
  }

  @Test("a call that the wrapped gate does not let through, or that is cancelled, is not counted")
  func givenBack() async {
    let shut = budget(AppBudget.Limits(total: 5), inner: CountingGate(shuts: true))
    _ = await failure { () throws(KakaoError) in try await shut.enter() }
    #expect(shut.usage.used == 0)
    let cancelling = budget(
      AppBudget.Limits(total: 5, perMinute: [.userIDs: 1]), clock: ManualClock(cancelsSleepers: true))
    let call = GatedCall(.userIDs)
    try? await cancelling.enter(call)
    let error = await failure { () throws(KakaoError) in try await cancelling.enter(call) }
    #expect(error?.reason == .cancelled && cancelling.usage.used == 1)
  }

  @Test("groups have their limits a minute")
  func perMinute() async throws {
    let clock = ManualClock()
    let gate = budget(AppBudget.Limits(perMinute: [.userIDs: 2, .messages: 1]), clock: clock)
    for group in [Endpoint.userIDs, .userIDs, .sendCustom, .user] { try await gate.enter(GatedCall(group)) }
    #expect(clock.sleeps.isEmpty)
    try await gate.enter(GatedCall(.userIDs))
    #expect(clock.sleeps == [.seconds(61)])
  }

  @Test("what was counted survives a restart, and restoring twice changes nothing")
  func snapshot() async throws {
    let calendar = WallClock("2026-11-20T00:00:00+09:00")
    let limits = AppBudget.Limits(total: 10, pacedFrom: 2, perMinute: [.userIDs: 2])
    let first = budget(limits, calendar)
    for endpoint in [Endpoint.userIDs, .userIDs, .user] { try await first.enter(GatedCall(endpoint)) }
    let data = try JSONEncoder().encode(first.snapshot())
    let stored = try JSONDecoder().decode(AppBudget.Snapshot.self, from: data)
    #expect(stored == first.snapshot() && stored.used == 3 && stored.recent[.userIDs]?.count == 2)
    #expect(String(decoding: data, as: UTF8.self).contains(#""user-ids":["#))

    let clock = ManualClock()
    calendar.set("2026-11-20T00:00:20+09:00")
    let second = budget(limits, calendar, clock: clock)
    second.restore(stored)
    second.restore(stored)
    #expect(second.usage.used == 3)
    try await second.enter(GatedCall(.userIDs))
    #expect(clock.sleeps == [.seconds(41)])

    calendar.set("2026-12-01T00:00:00+09:00")
    let third = budget(limits, calendar)
    third.restore(stored)
    #expect(third.usage.used == 0)
  }

  @Test("an odd snapshot does no harm")
  func oddSnapshot() async {
    let calendar = WallClock("2026-11-20T00:00:00+09:00")
    let start = BudgetPeriod.calendarMonth.bounds(of: calendar.now).lowerBound
    let gate = budget(AppBudget.Limits(total: 10), calendar)
    gate.restore(.init(periodStart: start, used: -5))
    gate.restore(
      .init(
        periodStart: Timestamp(milliseconds: .max), used: 7,
        recent: [
          .userIDs: [Timestamp(milliseconds: .min), Timestamp(milliseconds: .max)], .init(rawValue: "x"): [start],
        ]))
    #expect(gate.usage.used == 0)
    gate.restore(.init(periodStart: start, used: .max))
    let error = await failure { () throws(KakaoError) in try await gate.enter() }
    #expect(error?.reason == .budgetUsedUp)
  }

  @Test(
    "no period has more calls than its total and no minute more than its limit, whatever the clock does",
    arguments: 0..<60)
  func property(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let limits = AppBudget.Limits(
      total: 1 + Int(random.next() % 40), period: .days(1, from: Timestamp(milliseconds: 0)),
      pacedFrom: Double(random.next() % 12) / 10, longestPause: .seconds(Int(random.next() % 100)),
      perMinute: [.userIDs: 1 + Int(random.next() % 4)])
    var wall: Int64 = 1_700_000_000_000
    var elapsed: Duration = .zero
    var state = AppBudgetState(limits: limits, now: Timestamp(milliseconds: wall))
    var granted: [Timestamp: Int] = [:]
    var starts: [Duration] = []
    for _ in 0..<300 {
      let step = Int64(random.next() % 1_200_000)
      elapsed += .milliseconds(step)
      wall += step
      // Now and then somebody sets the clock.
      if random.next() % 20 == 0 { wall += Int64(random.next() % 200_000_000) - 100_000_000 }
      let now = Timestamp(milliseconds: wall)
      let group = random.next() % 2 == 0 ? CallGroup.userIDs : .users
      let before = state.period.lowerBound
      switch state.take(group, now: now, elapsed: elapsed) {
      case .usedUp(let renewal): #expect(renewal > now && granted[state.period.lowerBound, default: 0] >= limits.total)
      case .wait(let wait, let place):
        #expect(wait >= .zero)
        if random.next() % 8 == 0 {
          state.giveBack(place, group)
        } else {
          granted[place.periodStart, default: 0] += 1
          if group == .userIDs { starts.append(elapsed + wait) }
        }
      }
      #expect(state.period.lowerBound >= before)
      #expect(state.used >= 0 && state.used <= limits.total)
    }
    #expect(granted.values.allSatisfy { $0 <= limits.total })
    starts.sort()
    let limit = limits.perMinute[.userIDs] ?? 0
    for (index, start) in starts.enumerated() where index >= limit {
      #expect(start - starts[index - limit] >= .seconds(60))
    }
  }
}
