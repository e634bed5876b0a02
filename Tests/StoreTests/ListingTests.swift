import CommonValues
import ShopModel
import Testing

@testable import Store

@Suite("Lists and counts")
struct ListingTests {
  @Test("pages of members follow one another in bytewise order of id, without a gap or a repetition")
  func paging() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let ids = ["", " ", "10", "9", "A", "a", "a'b", "z", "é", "가", "가나", "😀"]
    try fixture.load(ids.shuffled().map { member($0) }, at: 1)
    for size in [1, 5, 12, 50] {
      var found: [String] = []
      var last: String?
      while true {
        let page = try fixture.store.members(of: fixture.shop, after: last, limit: size).map(\.id)
        guard let end = page.last else { break }
        #expect(page.count <= size)
        found += page
        last = end
      }
      #expect(found == ids, "pages of \(size)")
    }
  }

  @Test("counts follow imports and events, and each shop has its own")
  func counts() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load([member("a"), member("b")], at: 1)
    try fixture.apply(.member(member("c")), at: 2)
    try fixture.apply(.member(member("c", name: "김하나")), at: 3)
    try fixture.apply(.memberWithdrawn(id: "a", at: Timestamp(milliseconds: 4)))
    try fixture.load(orders: [order("1", of: "a"), order("1", of: "b"), order("2")], at: 5)
    try fixture.apply(.order(order("3", status: .cancelled)), at: 6)
    let counts = try fixture.store.counts(of: fixture.shop)
    #expect(counts.members == 3 && counts.orders == 3 && counts.quarantined == 0)
    let other = try #require(ShopID("other"))
    #expect(try fixture.store.apply(.member(member("a")), in: other, sourceTime: Timestamp(milliseconds: 1)))
    #expect(try fixture.store.counts(of: other).members == 1)
    #expect(try fixture.store.counts(of: fixture.shop).members == 3)
    #expect(try fixture.store.order("1", of: other) == nil)
    #expect(try fixture.store.order("1", of: fixture.shop)?.memberID == "b")
  }

  @Test("the list and the facts agree on who has left, also after the same was said again")
  func status() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    var row = member("a")
    row.status = .value(.withdrawn)
    row.joinedAt = .value(Timestamp(milliseconds: 150))
    for time in [100, 200] as [Int64] {
      try fixture.load([row, member("b")], at: time)
      let listed = try fixture.store.members(of: fixture.shop)
      let known = try fixture.everybody().map(\.member)
      #expect(listed == known, "at \(time)")
    }
  }
}
