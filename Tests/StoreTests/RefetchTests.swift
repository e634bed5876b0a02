import CommonValues
import ShopModel
import Testing

@testable import Store

@Suite("What has changed, and nobody said how")
struct RefetchTests {
  private func with(_ body: (StoreFixture) throws -> Void) throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try body(fixture)
  }

  private func note(_ fixture: StoreFixture, _ ids: [String], since: Int64) throws -> [String] {
    try fixture.store.noteRefetch(
      .member, ids, in: fixture.shop, since: .init(milliseconds: since), now: .init(milliseconds: 99_000))
  }

  private func waiting(_ fixture: StoreFixture) throws -> [String] {
    try fixture.store.waitingRefetches(of: fixture.shop).map(\.id)
  }

  @Test("waits once for each, with the latest time, and lists page by page")
  func listing() throws {
    try with { fixture in
      #expect(try note(fixture, ["b", "a"], since: 2_000) == ["b", "a"])
      #expect(try note(fixture, ["a"], since: 1_000) == ["a"])
      _ = try fixture.store.noteRefetch(
        .order, ["1"], in: fixture.shop, since: .init(milliseconds: 5_000), now: .init(milliseconds: 6_000))
      let all = try fixture.store.waitingRefetches(of: fixture.shop)
      #expect(all.map(\.id) == ["a", "b", "1"] && all.map(\.entity) == [.member, .member, .order])
      #expect(all[0].since == .init(milliseconds: 2_000) && all[2].notedAt == .init(milliseconds: 6_000))
      let page = try fixture.store.waitingRefetches(of: fixture.shop, after: (.member, "a"), limit: 1)
      #expect(page.map(\.id) == ["b"])
      #expect(try fixture.store.waitingRefetchCount(of: fixture.shop) == 3)
      #expect(try fixture.store.waiting(.member, among: ["z", "b"], in: fixture.shop) == ["b"])
      let other = try #require(ShopID("rose"))
      #expect(try fixture.store.waitingRefetches(of: other).isEmpty)
    }
  }

  @Test("whatever is said of a later time closes it, whatever is not later leaves it, in any order")
  func order() throws {
    var updated = member("a", name: "가명")
    updated.updatedAt = Timestamp(milliseconds: 3_000)
    let statements: [(ShopEvent, closes: Bool)] = [
      (.member(member("a", name: "가명")), true), (.member(updated), true),
      (.memberWithdrawn(id: "a", at: Timestamp(milliseconds: 3_000)), true), (.member(member("b")), false),
      (.accountLinked(memberID: "a", kakaoUserID: 7, at: Timestamp(milliseconds: 3_000)), false),
    ]
    for (event, closes) in statements {
      for isFirst in [true, false] {
        try with { fixture in
          if isFirst { try fixture.apply(event, at: 3_000) }
          _ = try note(fixture, ["a"], since: 2_000)
          if !isFirst { try fixture.apply(event, at: 3_000) }
          #expect(try waiting(fixture) == (closes ? [] : ["a"]), "\(event) \(isFirst)")
        }
      }
    }
    try with { fixture in
      _ = try note(fixture, ["a"], since: 2_000)
      try fixture.apply(.member(member("a", name: "가명")), at: 2_000)
      #expect(try waiting(fixture) == ["a"])
    }
  }

  @Test("an import closes those that it brings, also those that are as they were")
  func imports() throws {
    try with { fixture in
      let people = (0..<50).map { member("m\($0)", name: "가명") }
      try fixture.load(people, at: 1_000)
      _ = try note(fixture, ["m3", "m4", "gone"], since: 2_000)
      try fixture.load(people, at: 1_500)
      #expect(try waiting(fixture) == ["gone", "m3", "m4"])
      try fixture.load([people[3]], at: 2_500)
      #expect(try waiting(fixture) == ["gone", "m4"])
      // Nothing changes, so nothing is written for each; the range of what was confirmed tells it.
      try fixture.load(people, at: 3_000)
      #expect(try waiting(fixture) == ["gone"])
    }
  }

  @Test("orders are closed by orders alone")
  func orders() throws {
    try with { fixture in
      _ = try fixture.store.noteRefetch(
        .order, ["1", "2"], in: fixture.shop, since: .init(milliseconds: 2_000), now: .init(milliseconds: 2_000))
      try fixture.apply(.member(member("1")), at: 3_000)
      var order = Order(id: "1")
      order.status = .paid
      try fixture.apply(.order(order), at: 3_000)
      #expect(try waiting(fixture) == ["2"])
    }
  }

  @Test("an answer closes what was asked for, whatever time stands in it")
  func answered() throws {
    try with { fixture in
      _ = try note(fixture, ["a", "b", "later"], since: 2_000)
      _ = try note(fixture, ["later"], since: 4_000)
      try fixture.store.closeRefetch(
        .member, ["a", "later"], in: fixture.shop, answeredAt: .init(milliseconds: 3_000))
      #expect(try waiting(fixture) == ["b", "later"])
    }
  }

  @Test("an erasure takes the question along")
  func erased() throws {
    try with { fixture in
      try fixture.apply(.member(member("a")), at: 1_000)
      _ = try note(fixture, ["a", "b"], since: 2_000)
      _ = try fixture.store.erase(member: "a", kakaoUser: nil, in: fixture.shop, at: .init(milliseconds: 5_000))
      #expect(try waiting(fixture) == ["b"])
    }
  }

  @Test("the platform's Kakao app is the one that was named last, in whatever order that became known")
  func platformApp() throws {
    for order in permutations([(Int64(7), Int64(1_000)), (9, 3_000), (8, 2_000)]) {
      try with { fixture in
        #expect(try fixture.store.platformApp(of: fixture.shop) == nil)
        for (app, time) in order {
          try fixture.store.notePlatformApp(app, in: fixture.shop, toldAt: .init(milliseconds: time))
        }
        #expect(try fixture.store.platformApp(of: fixture.shop) == 9)
      }
    }
  }

  @Test("events of one call tell each whether it changed anything")
  func news() throws {
    try with { fixture in
      var order = Order(id: "1")
      order.total = DecimalNumber("100")
      order.paidAt = Timestamp(milliseconds: 10)
      let events: [ShopEvent] = [
        .member(member("a", name: "가명")), .member(member("a", name: "가명")), .order(order), .order(order),
        .accountLinked(memberID: "a", kakaoUserID: 7, at: .init(milliseconds: 5)),
        .accountLinked(memberID: "a", kakaoUserID: 7, at: .init(milliseconds: 5)),
        .memberWithdrawn(id: "b", at: .init(milliseconds: 5)),
      ]
      let dated = events.map { DatedEvent($0, at: .init(milliseconds: 20)) }
      let news = try fixture.store.apply(dated, in: fixture.shop)
      #expect(news == [true, false, true, false, true, false, true])
      #expect(try fixture.store.apply(dated, in: fixture.shop) == Array(repeating: false, count: 7))
      #expect(try fixture.store.counts(of: fixture.shop).members == 2)
    }
  }
}
