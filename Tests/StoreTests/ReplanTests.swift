import CommonValues
import ShopModel
import Testing

@testable import Store

@Suite("Planning")
struct ReplanTests {
  private func people(_ count: Int) -> [Member] {
    (0..<count).map { member("m\($0)", phone: 821_012_345_670 + Int64($0)) }
  }

  @Test("only those whose day has come are evaluated again, and only once per due day")
  func due() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load(people(4), at: 1)
    let file = try fixture.file()
    let seen = Reports()
    let days: @Sendable (String) -> Int? = { ["m1": 20_002, "m2": 20_003][$0] }
    try fixture.plan(file, seen, due: days)
    #expect(Set(seen.all) == ["m0", "m1", "m2", "m3"])
    for (today, expected) in [(20_000, []), (20_001, []), (20_002, ["m1"])] as [(Int, Set<String>)] {
      seen.clear()
      try fixture.plan(file, seen, today: today, due: days)
      #expect(Set(seen.all) == expected, "on day \(today)")
    }
    seen.clear()
    // Days in between may pass unseen; who names no further day is done.
    try fixture.plan(file, seen, today: 20_010)
    #expect(Set(seen.all) == ["m1", "m2"])
    seen.clear()
    try fixture.plan(file, seen, today: 20_020)
    #expect(seen.all.isEmpty)
  }

  @Test("what was evaluated on its day is what is wanted")
  func dueChangesWanted() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load(people(3), at: 1)
    let file = try fixture.file()
    let evaluate: @Sendable (Int, MemberFacts) -> RowEvaluation = { today, facts in
      let isOut = facts.member.id == "m1" && today >= 20_005
      return RowEvaluation(
        target: facts.member.phone.value?.digits, contentHash: isOut ? nil : 1,
        dueOn: facts.member.id == "m1" && today < 20_005 ? CalendarDate(daysSinceEpoch: 20_005) : nil)
    }
    for (today, expected) in [(20_000, 3), (20_004, 3), (20_005, 2), (20_006, 2)] {
      let counts = try fixture.store.replan(file, today: CalendarDate(daysSinceEpoch: today)) { evaluate(today, $0) }
      #expect(counts.add == expected, "on day \(today)")
    }
  }

  @Test("a changed definition evaluates everybody, an unchanged one nobody")
  func definition() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load(people(3), at: 1)
    var file = try fixture.file()
    let seen = Reports()
    try fixture.plan(file, seen)
    seen.clear()
    try fixture.plan(file, seen)
    #expect(seen.all.isEmpty)
    file.definitionHash = 2
    file = try fixture.store.save(file)
    try fixture.plan(file, seen)
    #expect(seen.all.sorted() == ["m0", "m1", "m2"])
    seen.clear()
    try fixture.plan(file, seen)
    #expect(seen.all.isEmpty)
  }

  @Test("each file sees each change, however many plans the others had in between")
  func severalFiles() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load(people(3), at: 1)
    let files = try [fixture.file("하나"), fixture.file("둘")]
    let seen = Reports()
    for file in files { try fixture.plan(file, seen) }
    for (time, id) in [(2, "m0"), (3, "m1")] as [(Int64, String)] {
      try fixture.apply(.member(member(id, name: "김하나")), at: time)
      seen.clear()
      try fixture.plan(files[0], seen)
      #expect(Set(seen.all) == [id])
    }
    seen.clear()
    try fixture.plan(files[1], seen)
    #expect(Set(seen.all) == ["m0", "m1"])
  }

  @Test(
    "of a file that is not active nothing is wanted, nobody is evaluated, and what is confirmed there is to be removed",
    arguments: [LedgerFile.State.orphan, .superseded])
  func notActive(state: LedgerFile.State) throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load(people(3), at: 1)
    var file = try fixture.file()
    let seen = Reports()
    try fixture.plan(file, seen)
    let lease = try #require(
      try fixture.store.acquireLease(
        fixture.shop, holder: "a", now: Timestamp(milliseconds: 0), duration: .seconds(60)))
    let rows = try fixture.store.pendingRows(file, removals: false, limit: 2)
    try fixture.store.markConfirmed(file, rows.map { ($0.target, $0.wantedHash) }, lease: lease)
    file.state = state
    file = try fixture.store.save(file)
    seen.clear()
    var counts = try fixture.plan(file, seen)
    #expect(seen.all.isEmpty)
    #expect(counts.add == 0 && counts.remove == 2 && counts.confirmed == 2)
    let gone = try fixture.store.pendingRows(file, removals: true, limit: 10)
    #expect(gone.map(\.target) == rows.map(\.target) && gone.allSatisfy { $0.memberID == nil })
    try fixture.store.markConfirmed(file, gone.map { ($0.target, nil) }, lease: lease)
    counts = try fixture.plan(file, seen)
    #expect(counts == PlanCounts())
    // Back in the config with the definition that it had: everybody is wanted again.
    file.state = .active
    file = try fixture.store.save(file)
    counts = try fixture.plan(file, seen)
    #expect(counts.add == 3 && seen.all.count == 3)
  }

  @Test("more changes than are listed lead to a plan of everybody", arguments: [2, 3])
  func manyChanges(limit: Int) throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load(people(5), at: 1)
    let file = try fixture.file()
    let seen = Reports()
    try fixture.plan(file, seen)
    seen.clear()
    try fixture.load((0..<3).map { member("m\($0)", name: "김하나") }, at: 2, listedChanges: limit)
    try fixture.plan(file, seen)
    #expect(Set(seen.all).count == (limit < 3 ? 5 : 3))
  }

  @Test("a shop of which nothing is stored has an empty plan and empty lists")
  func unknownShop() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let other = try #require(ShopID("other"))
    let file = LedgerFile(
      shop: other, channel: "_abc", name: "a", configuredName: "a", users: "phone", schema: "{}", definitionHash: 1)
    #expect(try fixture.plan(file, Reports()) == PlanCounts())
    #expect(try fixture.store.ledgerFiles(of: other).isEmpty && fixture.store.members(of: other).isEmpty)
    #expect(try fixture.store.runs(of: other).isEmpty && fixture.store.quarantinedRows(of: other).isEmpty)
    #expect(try fixture.store.counts(of: other) == ShopCounts())
  }
}
