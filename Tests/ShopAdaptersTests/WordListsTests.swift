import NaruTestSupport
import Testing

@testable import ShopAdapters

@Suite("Lists of words, readied")
struct WordListsTests {
  private static let pieces = ["a", "B", "ab", "가", "나다", " ", "*", "-", "a b", "예"]

  private static func text(_ random: inout SplitMix64, upTo count: Int) -> String {
    (0..<Int.random(in: 0...count, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }

  @Test("find what looking through the lists finds, whole words before patterns", arguments: 0..<20 as Range<UInt64>)
  func same(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var found = 0
    for _ in 0..<200 {
      let lists = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        (0..<Int.random(in: 0...4, using: &random)).map { _ in Self.text(&random, upTo: 3) }
      }
      let words = WordLists(lists)
      for _ in 0..<10 {
        let text = EventCells.trimmed(Self.text(&random, upTo: 3))
        let number = WordPattern.find(text, in: lists)
        #expect(words.find(text) == number, "\(text) in \(lists)")
        if number != nil { found += 1 }
      }
    }
    #expect(found > 100)
  }

  @Test("tell more lists apart than a table does")
  func many() {
    let words = WordLists((0..<400).map { ["word\($0)", "p\($0)-*"] })
    for number in [0, 249, 254, 255, 256, 399] { #expect(words.find("Word \(number)") == number) }
    #expect(words.find("p399-x") == 399 && words.find("word400") == nil)
  }

  @Test("an empty word is one for nothing alone")
  func empty() {
    let words = WordLists([["yes"], ["", "no"]])
    #expect(words.find("") == 1 && words.find("no") == 1 && words.find("nono") == nil)
    #expect(WordLists([["yes"]]).find("") == nil && WordLists([]).find("") == nil)
  }
}
