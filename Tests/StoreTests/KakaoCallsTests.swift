import CommonValues
import Testing

@testable import Store

@Suite("Calls to Kakao")
struct KakaoCallsTests {
  @Test("add up within a period, start anew in the next, and never go back")
  func periods() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let (store, shop) = (fixture.store, fixture.shop)
    let (first, second) = (Timestamp(milliseconds: 1_000), Timestamp(milliseconds: 2_000))
    #expect(try store.kakaoCalls(since: first, of: shop) == 0)
    #expect(try store.addKakaoCalls(5, since: first, of: shop) == 5)
    #expect(try store.addKakaoCalls(7, since: first, of: shop) == 12)
    #expect(try store.kakaoCalls(since: first, of: shop) == 12)
    #expect(try store.addKakaoCalls(1, since: second, of: shop) == 1)
    #expect(try store.addKakaoCalls(100, since: first, of: shop) == 100)
    #expect(try store.kakaoCalls(since: second, of: shop) == 1)
    #expect(try store.kakaoCalls(since: first, of: shop) == 0)
  }
}
