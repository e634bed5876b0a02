import CommonValues
import NaruTestSupport
import ShopModel
import Testing

@testable import Store

@Suite("The ledger")
struct LedgerTests {
  private static let today = CalendarDate(daysSinceEpoch: 20_000)

  private func file(_ fixture: StoreFixture, users: String = "phone", name: String = "전체회원") throws -> LedgerFile {
    try fixture.store.save(
      LedgerFile(
        shop: fixture.shop, channel: "_abc", name: name, configuredName: name, users: users, schema: "{}",
        definitionHash: 1))
  }

  /// By phone or by Kakao user; kept out when the grade is 일반.
  private static let byPhone: @Sendable (MemberFacts) -> RowEvaluation = { facts in
    let out = facts.member.grade.value == "일반" || facts.member.status.value == .withdrawn
    let content = Array("\(facts.member.name.value ?? "") \(facts.member.grade.value ?? "")".utf8)
    let hash = content.withUnsafeBufferPointer { ContentHash.hash($0) }
    return RowEvaluation(target: facts.member.phone.value?.digits, contentHash: out ? nil : hash)
  }

  private static let byUser: @Sendable (MemberFacts) -> RowEvaluation = { facts in
    let stated = facts.member.kakaoUserID.value.flatMap { facts.endedKakaoUsers[$0] == nil ? $0 : nil }
    return RowEvaluation(target: facts.link?.kakaoUserID ?? stated, contentHash: 7)
  }

  @Test("rows go from pending to sent to confirmed; what was sent without an answer stays pending")
  func lifecycle() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let file = try file(fixture)
    try fixture.load((0..<5).map { member("m\($0)", phone: 821_012_345_670 + Int64($0)) }, at: 1)
    var counts = try fixture.store.replan(file, today: Self.today, evaluate: Self.byPhone)
    #expect(counts.add == 5 && counts.confirmed == 0)
    let first = try fixture.store.pendingRows(file, removals: false, limit: 2)
    #expect(first.map(\.memberID) == ["m0", "m1"])
    let rest = try fixture.store.pendingRows(file, removals: false, after: first.last?.target, limit: 10)
    #expect(rest.map(\.memberID) == ["m2", "m3", "m4"])
    let lease = try #require(
      try fixture.store.acquireLease(
        fixture.shop, holder: "a", now: Timestamp(milliseconds: 0), duration: .seconds(60)))
    try fixture.store.markSent(file, first.map { ($0.target, $0.wantedHash) }, lease: lease)
    counts = try fixture.store.replan(file, today: Self.today, evaluate: Self.byPhone)
    #expect(counts.add == 5 && counts.inDoubt == 2 && counts.confirmed == 2)
    try fixture.store.markConfirmed(file, first.map { ($0.target, $0.wantedHash) }, lease: lease)
    counts = try fixture.store.replan(file, today: Self.today, evaluate: Self.byPhone)
    #expect(counts.add == 3 && counts.inDoubt == 0 && counts.confirmed == 2 && counts.unchanged == 2)
    try fixture.load([member("m0", grade: "일반"), member("m1", grade: "VIP")], at: 2)
    counts = try fixture.store.replan(file, today: Self.today, evaluate: Self.byPhone)
    #expect(counts.add == 3 && counts.update == 1 && counts.remove == 1 && counts.unchanged == 0)
    let gone = try fixture.store.pendingRows(file, removals: true, limit: 10)
    #expect(gone.map(\.action) == [.remove])
    try fixture.store.markSent(file, gone.map { ($0.target, nil) }, lease: lease)
    try fixture.store.markConfirmed(file, gone.map { ($0.target, nil) }, lease: lease)
    counts = try fixture.store.replan(file, today: Self.today, evaluate: Self.byPhone)
    #expect(counts.add == 3 && counts.update == 1 && counts.remove == 0)
    try fixture.store.forgetConfirmed(file, lease: lease)
    counts = try fixture.store.replan(file, today: Self.today, evaluate: Self.byPhone)
    #expect(counts.add == 4 && counts.update == 0 && counts.confirmed == 0)
  }

  @Test("who has lost the lease records nothing; one that expired goes to the next, with a larger token")
  func fencing() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let other = try Store.open(url: "sqlite:\(fixture.path)")
    defer { other.close() }
    let file = try file(fixture)
    let start = Timestamp(milliseconds: 1000)
    let first = try #require(
      try fixture.store.acquireLease(fixture.shop, holder: "a", now: start, duration: .seconds(10)))
    #expect(try other.acquireLease(fixture.shop, holder: "b", now: start, duration: .seconds(10)) == nil)
    try fixture.store.renew(first, now: start, duration: .seconds(20))
    let later = start.adding(milliseconds: 20_000)
    let second = try #require(try other.acquireLease(fixture.shop, holder: "b", now: later, duration: .seconds(10)))
    #expect(second.token > first.token)
    for refused in [
      { try fixture.store.markSent(file, [(1, 2)], lease: first) },
      { try fixture.store.markConfirmed(file, [(1, 2)], lease: first) },
      { try fixture.store.forgetConfirmed(file, lease: first) },
      { try fixture.store.renew(first, now: later, duration: .seconds(1)) },
    ] as [() throws -> Void] {
      #expect(throws: StoreError.leaseLost) { try refused() }
    }
    try fixture.store.release(first)
    #expect(try fixture.store.acquireLease(fixture.shop, holder: "a", now: later, duration: .seconds(1)) == nil)
    try other.release(second)
    #expect(try fixture.store.acquireLease(fixture.shop, holder: "a", now: later, duration: .seconds(1)) != nil)
  }

  @Test("planning what changed gives the rows of planning everybody", arguments: 0..<20, ["phone", "app"])
  func incremental(seed: Int, users: String) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let evaluate = users == "phone" ? Self.byPhone : Self.byUser
    let kept = try file(fixture, users: users)
    for step in 0..<12 {
      let time = Int64.random(in: 1...20, using: &random) * 10
      try change(fixture, at: time, &random)
      _ = try fixture.store.replan(kept, today: Self.today, evaluate: evaluate)
      let fresh = try file(fixture, users: users, name: "fresh \(step)")
      _ = try fixture.store.replan(fresh, today: Self.today, evaluate: evaluate)
      let (mine, all) = (try wanted(fixture, kept), try wanted(fixture, fresh))
      #expect(mine == all, "after step \(step)")
      if mine != all { return }
    }
  }

  private func wanted(_ fixture: StoreFixture, _ file: LedgerFile) throws -> [PendingRow] {
    try fixture.store.pendingRows(file, removals: false, limit: 1000)
  }

  private func change(_ fixture: StoreFixture, at time: Int64, _ random: inout SplitMix64) throws {
    let id = "m\(Int.random(in: 0..<8, using: &random))"
    let user = Int64.random(in: 1...4, using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0...1:
      var rows: [Member] = []
      for index in 0..<8 where Int.random(in: 0..<4, using: &random) > 0 { rows.append(row("m\(index)", &random)) }
      try fixture.load(rows, at: time)
    case 2: try fixture.apply(.member(row(id, &random)), at: time)
    case 3: try fixture.apply(.accountLinked(memberID: id, kakaoUserID: user, at: Timestamp(milliseconds: time)))
    case 4: try fixture.apply(.accountUnlinked(kakaoUserID: user, at: Timestamp(milliseconds: time)))
    default: try fixture.apply(.memberWithdrawn(id: id, at: Timestamp(milliseconds: time)))
    }
  }

  private func row(_ id: String, _ random: inout SplitMix64) -> Member {
    var row = member(
      id, phone: 821_012_345_670 + Int64.random(in: 0..<4, using: &random),
      grade: Int.random(in: 0..<4, using: &random) == 0 ? "일반" : "VIP")
    if Bool.random(using: &random) { row.kakaoUserID = .value(Int64.random(in: 1...4, using: &random)) }
    return row
  }
}
