import CommonValues
import HTTPTransport
import NaruTestSupport
import Synchronization
import Testing

@testable import KakaoAPI

@Suite struct RateLimiterTests {
  @Test("a burst goes at once, the rest at the rate, and a pause fills the bucket no further than the burst")
  func rate() async throws {
    let clock = ManualClock()
    let limiter = RateLimiter(perSecond: 2, burst: 3, clock: clock)
    for _ in 0..<3 { try await limiter.enter() }
    #expect(clock.sleeps.isEmpty)
    for _ in 0..<2 { try await limiter.enter() }
    #expect(clock.sleeps == [.milliseconds(500), .milliseconds(500)])
    clock.advance(by: .seconds(3600))
    for _ in 0..<4 { try await limiter.enter() }
    #expect(clock.sleeps.count == 3)
  }

  @Test("those who come at the same time are told to wait one after another")
  func order() {
    var bucket = TokenBucket(perSecond: 10, burst: 1)
    let waits = (0..<4).map { _ in bucket.take(at: .zero) }
    #expect(waits == [.zero, .milliseconds(100), .milliseconds(200), .milliseconds(300)])
    bucket.giveBack(at: .zero)
    #expect(bucket.take(at: .zero) == .milliseconds(300))
  }

  @Test("in any stretch of time no more go than burst and rate allow", arguments: 0..<30)
  func property(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var bucket = TokenBucket(perSecond: 5, burst: 4)
    var now = 0
    var starts: [Double] = []
    for _ in 0..<200 {
      now += Int(random.next() % 400)
      let wait = bucket.take(at: .milliseconds(now))
      starts.append(Double(now) / 1000 + wait / .seconds(1))
    }
    for first in starts.indices {
      for last in first..<starts.count {
        #expect(Double(last - first + 1) <= 4 + (starts[last] - starts[first]) * 5 + 1.000001)
      }
    }
  }

  @Test("a call that is cancelled while it waits gives its place back")
  func cancelled() async throws {
    let clock = ManualClock(cancelsSleepers: true)
    let limiter = RateLimiter(perSecond: 1, burst: 1, clock: clock)
    try await limiter.enter()
    let error = await failure { () throws(KakaoError) in try await limiter.enter() }
    #expect(error?.reason == .cancelled && error?.mayHaveBeenProcessed == false)
    // A place that was not given back would make this one wait, and so fail.
    clock.advance(by: .seconds(1))
    try await limiter.enter()
  }

  @Test("every attempt passes the gate, and the gate hears how each went")
  func gate() async throws {
    final class Watch: CallGate {
      let heard = Mutex<[RetryClass?]>([])
      let entered = Mutex(0)
      func enter() async throws(KakaoError) {
        let number = entered.withLock { entered in
          entered += 1
          return entered
        }
        if number > 3 { throw .notSent(.retryable, .init(ko: "잠시 멈춤", en: "paused")) }
      }
      func leave(_ error: KakaoError?) { heard.withLock { $0.append(error?.retryClass) } }
    }
    let watch = Watch()
    let transport = ScriptedTransport { _, number throws(HTTPTransportError) in
      number == 0 ? refusal(500) : number == 1 ? ok(#"{"results":[]}"#) : refusal(400, #"{"code":-2}"#)
    }
    let client = client(transport, retry: RetryPolicy(maxAttempts: 2), gate: watch)
    _ = try await client.customerFiles(channel: "_a")
    _ = await failure { () throws(KakaoError) in try await client.customerFiles(channel: "_a") }
    #expect(watch.heard.withLock { $0 } == [.retryable, nil, .caller])
    let shut = await failure { () throws(KakaoError) in try await client.customerFiles(channel: "_a") }
    #expect(shut?.detail?.english == "paused" && transport.requests.count == 3)
  }
}
