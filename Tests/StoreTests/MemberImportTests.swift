import CommonValues
import NaruTestSupport
import ShopModel
import Testing

@testable import Store

@Suite("Importing members")
struct MemberImportTests {
  @Test("first import, unchanged and changed re-import are counted; of duplicates the last row wins and is reported")
  func counts() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let first = try fixture.load([member("a", name: "김하나"), member("b", name: "이두리")], at: 1)
    #expect(first.inserted == 2 && first.changed == 0 && first.unchanged == 0)
    let again = try fixture.load([member("a", name: "김하나"), member("b", name: "이두리")], at: 2)
    #expect(again.inserted == 0 && again.changed == 0 && again.unchanged == 2)
    let seen = Reports()
    let changed = try fixture.load(
      [member("a", name: "박세나"), member("b", name: "이두리"), member("a", name: "최네온")], at: 3,
      observer: ApplyObserver(duplicate: { seen.add("\($0) \($1) \($2)") }))
    #expect(changed.records == 2 && changed.changed == 1 && changed.unchanged == 1 && changed.duplicates == 1)
    #expect(seen.all == ["a 2 4"])
    #expect(try fixture.store.members(of: fixture.shop).map(\.name.value) == ["최네온", "이두리"])
  }

  @Test("a dry run counts and keeps nothing; a stop undoes everything")
  func nothingKept() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let rows = (0..<5000).map { member("m\($0)", name: "김하나") }
    #expect(try fixture.load(rows, at: 1, dryRun: true).inserted == 5000)
    #expect(throws: StoreError(.cancelled, LocalizedText(ko: "", en: ""))) {
      try fixture.load(rows, at: 1, observer: ApplyObserver(shouldStop: { true }))
    }
    #expect(try fixture.store.counts(of: fixture.shop).members == 0)
    #expect(try fixture.store.members(of: fixture.shop).isEmpty)
  }

  @Test("who is absent from a complete file is withdrawn, and revived only by a joined_at that is newer")
  func complete() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load([member("a"), member("b")], at: 100)
    let counts = try fixture.load([member("a")], at: 200, complete: true)
    #expect(counts.absent == 1 && counts.withdrawn == 1)
    try fixture.load([member("b", name: "이두리")], at: 300)
    #expect(try fixture.everybody().map(\.member.status.value) == [nil, .withdrawn])
    var back = member("b")
    back.joinedAt = .value(Timestamp(milliseconds: 250))
    try fixture.load([back], at: 300)
    #expect(try fixture.everybody().map(\.member.status.value) == [nil, nil])
  }

  @Test("the guard measures the absent against those who were active before the file")
  func guardCountsActive() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let known = (0..<20).map { member("a\($0)") }
    try fixture.load(known, at: 100)
    let strangers = (0..<2000).map { member("z\($0)") }
    let other = try fixture.load(strangers, at: 200, complete: true, maxAbsent: 5)
    #expect(other.absentGuardStopped && other.absent == 20 && other.withdrawn == 0 && other.inserted == 2000)
    try fixture.load(known, at: 300, complete: true)
    let few = try fixture.load(Array(known.dropLast(2)), at: 400, complete: true, maxAbsent: 5)
    #expect(few.absentGuardStopped && few.absent == 2 && few.withdrawn == 0)
    let one = try fixture.load(Array(known.dropLast(1)), at: 500, complete: true, maxAbsent: 5)
    #expect(!one.absentGuardStopped && one.withdrawn == 1)
  }

  @Test("what stands beside a confirmed statement keeps its own time")
  func confirmationIsNotShared() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load([member("a", name: "김하나", grade: "VIP")], at: 200)
    try fixture.load([member("a", grade: "VIP")], at: 200)
    try fixture.load([member("a", grade: "VIP")], at: 300)
    try fixture.load([member("a", name: "이두리")], at: 250)
    #expect(try fixture.everybody().first?.member.name.value == "이두리")
  }

  @Test("files end the same in any order of arrival", arguments: 0..<5)
  func converges(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    var base: [Member] = []
    for index in 0..<12 { base.append(randomMember("m\(index)", &random)) }
    var files: [(rows: [Member], time: Int64)] = []
    for _ in 0..<4 {
      var rows: [Member] = []
      for row in base where Int.random(in: 0..<5, using: &random) > 0 {
        // Most rows say the same in every file, so that ranges of confirmations arise.
        var row = Int.random(in: 0..<3, using: &random) > 0 ? row : randomMember(row.id, &random)
        if Int.random(in: 0..<6, using: &random) == 0 {
          row.updatedAt = Timestamp(milliseconds: Int64.random(in: 1...6, using: &random) * 100)
        }
        rows.append(row)
      }
      files.append((rows, Int64.random(in: 1...6, using: &random) * 100))
    }
    var outcome: [MemberFacts]?
    for order in permutations(files) {
      let fixture = try StoreFixture()
      defer { fixture.remove() }
      for file in order { try fixture.load(file.rows, at: file.time) }
      let found = try fixture.everybody()
      if let outcome { #expect(found == outcome) } else { outcome = found }
    }
  }

  private func randomMember(_ id: String, _ random: inout SplitMix64) -> Member {
    var row = Member(id: id)
    if Bool.random(using: &random) { row.name = .value(["김하나", "이두리", "박세나"].randomElement(using: &random)!) }
    if Bool.random(using: &random) { row.grade = [.value("VIP"), .value("일반"), .empty].randomElement(using: &random)! }
    if Bool.random(using: &random) {
      row.consents = [
        Consent(
          .sms, Bool.random(using: &random) ? .granted : .denied,
          at: Bool.random(using: &random)
            ? Timestamp(milliseconds: Int64.random(in: 1...6, using: &random) * 100) : nil)
      ]
    }
    return row
  }
}
