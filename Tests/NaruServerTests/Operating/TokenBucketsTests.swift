import HTTPTransport
import Naru
import Testing

@testable import NaruServer

@Suite("Buckets")
struct TokenBucketsTests {
  @Test("let a burst through and then so many a second, for each key by itself")
  func rate() {
    var buckets = TokenBuckets<String>(.init(perSecond: 2, burst: 3))
    func take(_ key: String, _ seconds: Double) -> Bool {
      guard buckets.wait(key, at: .seconds(seconds)) == nil else { return false }
      buckets.charge(key, at: .seconds(seconds))
      return true
    }
    #expect((0..<5).map { _ in take("a", 0) } == [true, true, true, false, false])
    #expect(buckets.wait("a", at: .zero) == .seconds(0.5))
    #expect(take("b", 0))
    #expect(!take("a", 0.4) && take("a", 0.5) && !take("a", 0.6))
    #expect((0..<5).map { _ in take("a", 100) } == [true, true, true, false, false])
  }

  @Test("over any run of times never give more than the burst and what flows in")
  func property() {
    var numbers = SystemRandomNumberGenerator()
    for _ in 0..<50 {
      let limit = RateLimits.Limit(
        perSecond: Int.random(in: 1...20, using: &numbers), burst: Int.random(in: 1...20, using: &numbers))
      var buckets = TokenBuckets<Int>(limit)
      var now = 0.0
      var taken = 0
      for _ in 0..<400 {
        now += Double.random(in: 0...0.2, using: &numbers)
        guard buckets.wait(0, at: .seconds(now)) == nil else { continue }
        buckets.charge(0, at: .seconds(now))
        taken += 1
      }
      #expect(Double(taken) <= Double(limit.burst) + now * Double(limit.perSecond) + 1)
    }
  }

  @Test("of a limit of 0 are bottomless")
  func none() {
    var buckets = TokenBuckets<Int>(.init(perSecond: 0, burst: 1))
    for _ in 0..<100 { buckets.charge(1, at: .zero) }
    #expect(buckets.wait(1, at: .zero) == nil && buckets.count == 0)
  }

  @Test("remember a bounded number of keys, those that owe something first")
  func bounded() {
    var buckets = TokenBuckets<Int>(.init(perSecond: 1, burst: 2), capacity: 100)
    for key in 0..<100 { buckets.charge(key, at: .zero) }
    buckets.charge(0, cost: 2, at: .seconds(1))
    buckets.charge(1_000, at: .seconds(1))
    #expect(buckets.count <= 100 && buckets.wait(0, at: .seconds(1)) != nil)
    for key in 0..<10_000 { buckets.charge(key, at: .seconds(1)) }
    #expect(buckets.count <= 100)
  }

  @Test("of addresses are one for an IPv4 address and one for an IPv6 network of 64 bits; this machine has none")
  func keys() throws {
    func key(_ text: String) throws -> ClientKey? { ClientKey(.address(try #require(IPAddress(text)))) }
    let four = try (key("198.51.100.7"), key("198.51.100.8"))
    #expect(four.0 != four.1)
    let six = try (key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"), key("2001:db8:1:3::1"))
    #expect(six.0 == six.1 && six.0 != six.2)
    for local in ["127.0.0.1", "127.9.9.9", "::1"] { #expect(try key(local) == nil) }
    #expect(ClientKey(.socket) == nil && ClientKey(.unknown) == nil)
  }
}
