import CommonValues
import ShopModel
import Store
import Synchronization
import Testing

@testable import Naru

@Suite("The coverage that the sidecar keeps counting")
struct CoverageSavingTests {
  private final class Time: Sendable {
    private let seconds = Mutex<Int64>(1_790_000_000)
    var now: Timestamp { Timestamp(seconds: seconds.withLock { $0 }) }
    func advance(_ by: Int64) { seconds.withLock { $0 += by } }
  }

  private func withNaru(_ text: String, _ body: (Naru, Time) async throws -> Void) async throws {
    let folder = try ConfigurationFolder.withShop(text)
    let time = Time()
    let naru = try Naru(try folder.load().get()) { time.now }
    do { try await body(naru, time) } catch {
      await naru.close()
      throw error
    }
    await naru.close()
  }

  @Test("is counted once a day, and after changes at most every ten minutes; a shop without members is not")
  func pace() async throws {
    try await withNaru("id: flower\n") { naru, time in
      #expect(try await naru.saveCoverage() == 0)
      let flower = try naru.connection("flower")
      try await flower.apply(.member(Member(id: "a")))
      #expect(try await naru.saveCoverage() == 1)
      #expect(try await naru.saveCoverage() == 0)
      try await flower.apply(.member(Member(id: "b")))
      time.advance(599)
      #expect(try await naru.saveCoverage() == 0)
      time.advance(1)
      #expect(try await naru.saveCoverage() == 1)
      time.advance(1_200)
      #expect(try await naru.saveCoverage() == 0)
      time.advance(86_400)
      #expect(try await naru.saveCoverage() == 1)
      let shop = flower.shop.id
      let days = try naru.store.coverage(of: shop, since: CalendarDate(daysSinceEpoch: 0))
      #expect(days.map(\.coverage.active) == [2, 2])
    }
  }

  @Test("goes by the consents that the shop's customer files ask for, else by those for advertising")
  func basis() throws {
    func basis(_ text: String) throws -> CoverageBasis {
      try #require(try ConfigurationFolder.withShop(text).load().get().shops.first).coverageBasis
    }
    #expect(
      try basis("id: flower\n") == CoverageBasis(consents: [[.sms], [.kakao], [.marketing]], needsDate: false))
    #expect(
      try basis("undated_consent: refuse\n" + ConfigurationFolder.shop)
        == CoverageBasis(consents: [[.sms]], needsDate: true))
    #expect(
      try basis(ConfigurationFolder.shop.replacing("consent: [sms]", with: "consent: none_required"))
        == CoverageBasis(consents: [[]], needsDate: false))
  }
}
