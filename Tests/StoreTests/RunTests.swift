import CommonValues
import ShopModel
import Testing

@testable import Store

@Suite("Runs")
struct RunTests {
  private func time(_ seconds: Int64) -> Timestamp { Timestamp(seconds: seconds) }

  @Test("runs count up per shop and are listed from the newest, page by page")
  func listing() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let other = try #require(ShopID("other"))
    for expected in 1...5 as ClosedRange<Int64> {
      #expect(try fixture.store.beginRun(.import, in: fixture.shop, at: time(expected)) == expected)
    }
    #expect(try fixture.store.beginRun(.import, in: other, at: time(9)) == 1)
    try fixture.store.finishRun(4, in: fixture.shop, outcome: .failed, summary: #"{"rows":3}"#, at: time(40))
    let first = try fixture.store.runs(of: fixture.shop, limit: 2)
    #expect(first.map(\.id) == [5, 4])
    #expect(first[0].finishedAt == nil && first[0].outcome == nil && first[0].summary == "{}")
    #expect(first[1].startedAt == time(4) && first[1].finishedAt == time(40))
    #expect(first[1].outcome == .failed && first[1].summary == #"{"rows":3}"# && first[1].kind == .import)
    #expect(try fixture.store.runs(of: fixture.shop, before: 4, limit: 2).map(\.id) == [3, 2])
    #expect(try fixture.store.runs(of: fixture.shop, before: 2).map(\.id) == [1])
    #expect(try fixture.store.runs(of: other).map(\.id) == [1])
  }

  @Test("who begins a sync ends those that never ended; imports and the other shops' runs stay as they are")
  func abandoned() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let other = try #require(ShopID("other"))
    let lost = try fixture.store.beginRun(.sync, in: fixture.shop, at: time(1))
    let done = try fixture.store.beginRun(.import, in: fixture.shop, at: time(2))
    _ = try fixture.store.beginRun(.sync, in: other, at: time(3))
    _ = try fixture.store.beginRun(.import, in: fixture.shop, at: time(4))
    #expect(try fixture.store.runs(of: fixture.shop).allSatisfy { $0.outcome == nil })
    try fixture.store.finishRun(done, in: fixture.shop, outcome: .succeeded, summary: "{}", at: time(5))
    let sync = try fixture.store.beginRun(.sync, in: fixture.shop, at: time(6))
    let runs = try fixture.store.runs(of: fixture.shop)
    #expect(runs.map(\.outcome) == [nil, nil, .succeeded, .interrupted])
    #expect(runs.last?.id == lost && runs.last?.finishedAt == time(6) && runs.first?.id == sync)
    #expect(try fixture.store.runs(of: other).map(\.outcome) == [nil])
  }
}
