import ShopModel
import Testing

@testable import Naru

@Suite("Whose file is imported next")
struct ImportTurnsTests {
  @Test("shops take turns, each has one import at a time, and all together a few")
  func turns() throws {
    let (a, b, c) = (try #require(ShopID("a")), try #require(ShopID("b")), try #require(ShopID("c")))
    var turns = ImportTurns(limit: 2)
    #expect(turns.begin([a, b, c]) == a)
    #expect(turns.begin([a, b, c]) == b)
    #expect(turns.begin([a, b, c]) == nil)
    turns.end(a)
    #expect(turns.begin([a, b, c]) == c)
    turns.end(b)
    #expect(turns.begin([b]) == b)
    turns.end(c)
    #expect(turns.begin([b]) == nil)
    #expect(turns.begin([a, b]) == a)
    #expect(turns.begin([]) == nil)
  }
}
