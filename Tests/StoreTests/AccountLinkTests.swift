import CommonValues
import NaruTestSupport
import ShopModel
import Testing

@testable import Store

@Suite("Links and relations")
struct AccountLinkTests {
  @Test("links and unlinks end in the same facts in any order of arrival", arguments: 0..<6)
  func converges(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    var events: [ShopEvent] = []
    for _ in 0..<4 {
      let at = Timestamp(milliseconds: Int64.random(in: 1...5, using: &random) * 10)
      let user = Int64.random(in: 1...2, using: &random)
      events.append(
        Int.random(in: 0..<3, using: &random) == 0
          ? .accountUnlinked(kakaoUserID: user, at: at)
          : .accountLinked(memberID: "m\(Int.random(in: 0..<2, using: &random))", kakaoUserID: user, at: at))
    }
    var outcome: [AccountLink?]?
    for order in permutations(events) {
      let fixture = try StoreFixture()
      defer { fixture.remove() }
      for id in ["m0", "m1"] { try fixture.apply(.member(member(id)), at: 1) }
      for event in order { try fixture.apply(event) }
      let found = try fixture.everybody().map(\.link)
      if let outcome { #expect(found == outcome, "\(order)") } else { outcome = found }
    }
  }

  @Test("an unlink ends the links before it, not the one after it")
  func unlink() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.apply(.member(member("a")), at: 1)
    try fixture.apply(.accountLinked(memberID: "a", kakaoUserID: 5, at: Timestamp(milliseconds: 10)))
    try fixture.apply(.accountUnlinked(kakaoUserID: 5, at: Timestamp(milliseconds: 20)))
    let ended = try #require(try fixture.everybody().first)
    #expect(ended.link == nil && ended.endedKakaoUsers == [5: Timestamp(milliseconds: 20)])
    try fixture.apply(.accountLinked(memberID: "a", kakaoUserID: 5, at: Timestamp(milliseconds: 15)))
    #expect(try fixture.everybody().first?.link == nil)
    try fixture.apply(.accountLinked(memberID: "a", kakaoUserID: 5, at: Timestamp(milliseconds: 30)))
    #expect(try fixture.everybody().first?.link?.kakaoUserID == 5)
  }

  @Test("the newer relation holds; of equal times blocked, in any order")
  func relations() throws {
    func relation(_ state: ChannelRelation.State, _ at: Int64) -> ChannelRelation {
      ChannelRelation(kakaoUserID: 5, channel: "_abc", state: state, updatedAt: Timestamp(milliseconds: at))
    }
    for (events, expected) in [
      ([relation(.added, 10), relation(.blocked, 20), relation(.blocked, 5)], ChannelRelation.State.blocked),
      ([relation(.added, 10), relation(.blocked, 10), relation(.none, 10)], .blocked),
      ([relation(.blocked, 10), relation(.added, 20), relation(.none, 15)], .added),
      ([relation(.other("LATER"), 10), relation(.added, 10), relation(.none, 10)], .none),
    ] {
      for order in permutations(events) {
        let fixture = try StoreFixture()
        defer { fixture.remove() }
        try fixture.apply(.member(member("a")), at: 1)
        try fixture.apply(.accountLinked(memberID: "a", kakaoUserID: 5, at: Timestamp(milliseconds: 1)))
        for event in order { try fixture.apply(.channelRelation(event)) }
        #expect(try fixture.everybody().first?.relations["_abc"]?.state == expected)
      }
    }
  }
}
