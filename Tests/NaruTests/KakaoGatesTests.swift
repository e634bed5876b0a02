import CommonValues
import ShopModel
import Store
import Testing

@testable import KakaoAPI
@testable import Naru

@Suite("The gates before a shop's Kakao app")
struct KakaoGatesTests {
  private static let now: @Sendable () -> Timestamp = { Timestamp(milliseconds: 1_800_000_000_000) }

  @Test("count on from what was stored, also what another process counted meanwhile")
  func shared() async throws {
    let store = try Store.open(url: "sqlite::memory:")
    defer { store.close() }
    let shop = try #require(ShopID("flower"))
    let (one, other) = (
      try KakaoGates(shop, store: store, now: Self.now), try KakaoGates(shop, store: store, now: Self.now)
    )
    for _ in 0..<3 {
      try await one.work.enter()
      one.work.leave(nil)
    }
    try await other.login.enter()
    other.login.leave(nil)
    try one.save(in: store)
    try other.save(in: store)
    try other.save(in: store)
    #expect(one.usage.used == 3)
    #expect(other.usage.used == 4)
    #expect(try KakaoGates(shop, store: store, now: Self.now).usage.used == 4)
  }

  @Test("share one circuit breaker between logins and other work")
  func breaker() async throws {
    let store = try Store.open(url: "sqlite::memory:")
    defer { store.close() }
    let gates = try KakaoGates(try #require(ShopID("flower")), store: store, now: Self.now)
    for _ in 0..<5 {
      let call = GatedCall(endpoint: "GET /v2/user/me", group: .other)
      try await gates.login.enter(call)
      gates.login.leave(KakaoError(.noAnswer, .retryable, mayHaveBeenProcessed: true), of: call)
    }
    await #expect(throws: KakaoError.self) {
      try await gates.work.enter(GatedCall(endpoint: "GET /v2/user/me", group: .other))
    }
  }
}
