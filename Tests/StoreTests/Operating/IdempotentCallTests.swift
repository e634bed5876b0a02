import CommonValues
import ShopModel
import Testing

@testable import Store

@Suite("Calls with an idempotency key")
struct IdempotentCallTests {
  private static let day: Int64 = 86_400_000
  private let answer = IdempotentAnswer(status: 200, contentType: "application/json", body: Array("{}".utf8))

  private func claim(_ fixture: StoreFixture, _ key: UInt8, _ request: UInt8, at: Int64) throws -> IdempotentClaim {
    try fixture.store.claimCall(
      [key], request: [request], of: fixture.shop, now: Timestamp(milliseconds: at), keptMilliseconds: Self.day)
  }

  @Test("are the first caller's until they are answered, and everybody else's answer after that")
  func life() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    #expect(try claim(fixture, 1, 1, at: 0) == .mine)
    #expect(try claim(fixture, 1, 1, at: 1) == .running)
    #expect(try claim(fixture, 1, 2, at: 1) == .otherRequest)
    #expect(try claim(fixture, 2, 2, at: 1) == .mine)
    try fixture.store.endCall([1], of: fixture.shop, answer: answer)
    #expect(try claim(fixture, 1, 1, at: 2) == .answered(answer))
    #expect(try claim(fixture, 1, 2, at: 2) == .otherRequest)
    try fixture.store.endCall([2], of: fixture.shop, answer: nil)
    #expect(try claim(fixture, 2, 3, at: 2) == .mine)
    // An answer is not taken back by somebody who failed later.
    try fixture.store.endCall([1], of: fixture.shop, answer: nil)
    #expect(try claim(fixture, 1, 1, at: 3) == .answered(answer))
  }

  @Test("are free again when nobody ended them for two minutes, and answers after they were kept long enough")
  func expiry() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    #expect(try claim(fixture, 1, 1, at: 0) == .mine)
    #expect(try claim(fixture, 1, 1, at: 119_999) == .running)
    #expect(try claim(fixture, 1, 2, at: 120_000) == .mine)
    try fixture.store.endCall([1], of: fixture.shop, answer: answer)
    #expect(try claim(fixture, 1, 2, at: 120_000 + Self.day - 1) == .answered(answer))
    #expect(try claim(fixture, 1, 3, at: 120_000 + Self.day) == .mine)
  }

  @Test("survive the end of the process, and are swept up by age")
  func sweep() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    for key in 0..<5 as Range<UInt8> { #expect(try claim(fixture, key, 1, at: Int64(key)) == .mine) }
    try fixture.store.endCall([4], of: fixture.shop, answer: answer)
    fixture.store.close()
    let store = try Store.open(url: "sqlite:\(fixture.path)")
    defer { store.close() }
    #expect(try store.sweepCalls(startedBefore: Timestamp(milliseconds: 4), limit: 3) == 3)
    #expect(try store.sweepCalls(startedBefore: Timestamp(milliseconds: 4), limit: 3) == 1)
    let left = try store.claimCall(
      [4], request: [1], of: fixture.shop, now: Timestamp(milliseconds: 5), keptMilliseconds: Self.day)
    #expect(left == .answered(answer))
  }
}
