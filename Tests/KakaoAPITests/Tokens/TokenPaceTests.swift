import HTTPTransport
import NaruTestSupport
import Testing

@testable import KakaoAPI

@Suite struct TokenPaceTests {
  private let limited = KakaoError(
    response: refusal(400, #"{"error":"invalid_request","error_code":"KOE237"}"#), endpoint: .token)
  private let down = KakaoError(response: refusal(503), endpoint: .token)

  @Test("twenty access tokens in ten minutes, and no more")
  func accessTokens() {
    var pace = TokenPace()
    for second in 0..<20 {
      #expect(pace.wait(at: .seconds(second)) == nil)
      pace.issued(withRefreshToken: false, at: .seconds(second))
    }
    #expect(pace.wait(at: .seconds(20)) == .seconds(580))
    #expect(pace.wait(at: .seconds(599)) == .seconds(1))
    #expect(pace.wait(at: .seconds(600)) == nil)
  }

  @Test("thirty refresh tokens in an hour, and no more")
  func refreshTokens() {
    var pace = TokenPace()
    for number in 0..<30 { pace.issued(withRefreshToken: true, at: .seconds(number * 60)) }
    #expect(pace.wait(at: .seconds(1800)) == .seconds(1800))
    #expect(pace.wait(at: .seconds(3600)) == nil)
  }

  @Test("refusals are waited out, longer each time, until a token is issued")
  func refusals() {
    var pace = TokenPace()
    var now = Duration.zero
    var waits: [Duration] = []
    for _ in 0..<6 {
      pace.failed(limited, at: now)
      let wait = pace.wait(at: now) ?? .zero
      waits.append(wait)
      now += wait
      #expect(pace.wait(at: now) == nil)
    }
    #expect(waits == [60, 120, 240, 480, 600, 600].map { .seconds($0) })
    pace.issued(withRefreshToken: false, at: now)
    pace.failed(down, at: now)
    #expect(pace.wait(at: now) == .seconds(5) && pace.cause?.status == 503)
  }

  @Test("what Kakao asks to wait is waited")
  func retryAfter() {
    var pace = TokenPace()
    pace.failed(KakaoError(response: refusal(429, headers: ["Retry-After": "90"]), endpoint: .token), at: .zero)
    #expect(pace.wait(at: .zero) == .seconds(90))
    pace.failed(KakaoError(response: refusal(429, headers: ["Retry-After": "999999999"]), endpoint: .token), at: .zero)
    #expect(pace.wait(at: .zero) == .seconds(3600))
  }

  @Test("after an hour nothing is left")
  func idle() {
    var pace = TokenPace()
    #expect(pace.isIdle(at: .zero))
    pace.issued(withRefreshToken: true, at: .zero)
    #expect(!pace.isIdle(at: .seconds(3599)) && pace.isIdle(at: .seconds(3600)))
    pace.failed(down, at: .seconds(3600))
    #expect(!pace.isIdle(at: .seconds(3600)) && pace.isIdle(at: .seconds(3605)))
  }

  @Test("users of whom nothing matters any more are forgotten, and the others are not")
  func many() {
    var paces = TokenPaces()
    for user in 0..<20 {
      paces.change(5, at: .seconds(user)) { $0.issued(withRefreshToken: false, at: .seconds(user)) }
    }
    for user in 10..<50_010 {
      let now = Duration.seconds(user / 100)
      paces.change(Int64(user), at: now) { $0.failed(down, at: now) }
    }
    #expect(paces.count < 3000)
    #expect(paces.wait(5, at: .seconds(500))?.0 == .seconds(100) && paces.wait(6, at: .seconds(500)) == nil)
  }

  @Test("however it is asked, no window ever holds more than Kakao allows", arguments: 0..<100)
  func property(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var pace = TokenPace()
    var now = Duration.zero
    var issued: [Duration] = []
    for _ in 0..<200 {
      now += .seconds(Int(random.next() % 40))
      if pace.wait(at: now) == nil {
        pace.issued(withRefreshToken: random.next() % 2 == 0, at: now)
        issued.append(now)
      }
    }
    for time in issued { #expect(issued.count { $0 >= time && $0 - time < .seconds(600) } <= 20) }
  }
}
