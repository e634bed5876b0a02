import KakaoSync
import Testing

@Suite("Kakao's list of users beside ours")
struct UserListTests {
  @Test("page by page, exactly those of ours are missing that no page has")
  func pages() {
    var seed: UInt64 = 3
    func random(_ limit: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % limit
    }
    for _ in 0..<300 {
      let kakao = Set((0..<random(60)).map { _ in Int64(random(100)) }).sorted()
      let ours = Set((0..<random(60)).map { _ in Int64(random(100)) }).sorted()
      let size = 1 + random(7)
      var (missing, last): ([Int64], Int64?) = ([], nil)
      for start in stride(from: 0, to: max(1, kakao.count), by: size) {
        let page = Array(kakao[min(start, kakao.count)..<min(start + size, kakao.count)])
        #expect(UserListComparison.isInOrder(page, after: last))
        let end = start + size >= kakao.count ? nil : page.last
        let known = ours.filter { id in (last.map { id > $0 } ?? true) && (end.map { id <= $0 } ?? true) }
        missing += UserListComparison.missing(known: known, listed: page)
        last = end ?? last
      }
      #expect(missing == ours.filter { !kakao.contains($0) })
    }
  }

  @Test("a page that goes back, repeats or jumps about is none that anything can be told from")
  func order() {
    #expect(UserListComparison.isInOrder([], after: 5))
    #expect(UserListComparison.isInOrder([6, 7, 9], after: 5))
    for page in [[5], [4], [6, 6], [7, 6], [6, 9, 8]] as [[Int64]] {
      #expect(!UserListComparison.isInOrder(page, after: 5), "\(page)")
    }
  }

  @Test("a handful or five in a hundred may be missing, more and an empty list need a yes")
  func plausible() {
    #expect(UserListComparison.isPlausible(missing: 0, known: 0, listed: 0))
    #expect(UserListComparison.isPlausible(missing: 5, known: 6, listed: 1))
    #expect(!UserListComparison.isPlausible(missing: 6, known: 6, listed: 1))
    #expect(!UserListComparison.isPlausible(missing: 1, known: 1_000, listed: 0))
    #expect(UserListComparison.isPlausible(missing: 50, known: 1_000, listed: 950))
    #expect(!UserListComparison.isPlausible(missing: 51, known: 1_000, listed: 949))
  }
}
