import CommonValues
import NaruTestSupport
import ShopModel
import Testing

@Suite("Joining records")
struct FieldRecordMergeTests {
  private func joined(_ statements: [Stored]) -> Stored {
    statements.dropFirst().reduce(statements.first ?? .nothing) { $0.joined($1).result }
  }

  @Test("statements about a member end the same in any order of arrival", arguments: [2, 3, 4])
  func anyOrder(count: Int) {
    var generator = SplitMix64(seed: UInt64(count))
    for round in 0..<(count == 4 ? 40 : 150) {
      let statements = (0..<count).map { _ in Stored(generator.member(), at: generator.time()) }
      let first = joined(statements)
      for other in permutations(statements).dropFirst() {
        let result = joined(other)
        #expect(result.member == first.member, "round \(round)")
        #expect(result == first, "round \(round)")
      }
    }
  }

  @Test("statements about an order end the same in any order of arrival")
  func anyOrderOfOrders() {
    var generator = SplitMix64(seed: 11)
    for round in 0..<300 {
      let statements = (0..<3).map { _ in Stored(generator.order(), at: generator.time()) }
      let first = joined(statements)
      for other in permutations(statements).dropFirst() {
        #expect(joined(other).order == first.order, "round \(round)")
        #expect(joined(other) == first, "round \(round)")
      }
    }
  }

  @Test("joining is associative: a join of joins is the join of all")
  func associative() {
    var generator = SplitMix64(seed: 12)
    for round in 0..<400 {
      let parts = (0..<3).map { _ in Stored(generator.member(), at: generator.time()) }
      let left = parts[0].joined(parts[1]).result.joined(parts[2]).result
      let right = parts[0].joined(parts[1].joined(parts[2]).result).result
      #expect(left == right, "round \(round)")
      #expect(left.member == right.member)
    }
  }

  @Test("joining what is there already changes nothing")
  func idempotent() {
    var generator = SplitMix64(seed: 13)
    for _ in 0..<400 {
      let one = Stored(generator.member(), at: generator.time())
      let both = one.joined(Stored(generator.member(), at: generator.time())).result
      for statement in [one, both] {
        let again = both.joined(statement)
        #expect(again.result == both)
        #expect(!again.changed)
      }
      let itself = one.joined(one)
      #expect(itself.result == one && !itself.changed && itself.incomingHolds)
    }
  }

  @Test("`changed` says exactly whether a value differs from what was stored")
  func changed() {
    var generator = SplitMix64(seed: 14)
    var seen: Set<Bool> = []
    for round in 0..<500 {
      let stored = Stored(generator.member(), at: generator.time())
      let incoming =
        round % 3 == 0
        ? Stored(bytes: stored.bytes, time: generator.time()) : Stored(generator.member(), at: generator.time())
      let merge = stored.joined(incoming)
      #expect(merge.changed == (merge.result.values != stored.values), "round \(round)")
      seen.insert(merge.changed)
    }
    #expect(seen.count == 2)
  }

  @Test("when `incomingHolds`, the same bytes change nothing at any later time")
  func incomingHolds() {
    var generator = SplitMix64(seed: 15)
    var seen: Set<Bool> = []
    for round in 0..<600 {
      let stored = (0..<2).map { _ in Stored(generator.member(), at: generator.time()) }
      let incoming =
        round % 2 == 0
        ? Stored(generator.member(), at: generator.time() + 2_000)
        : Stored(bytes: stored[0].bytes, time: generator.time())
      let merge = joined(stored).joined(incoming)
      seen.insert(merge.incomingHolds)
      guard merge.incomingHolds else { continue }
      for delay in [0, 1, 1_000, 2_500, 1_000_000] as [Int64] {
        let again = merge.result.joined(Stored(bytes: incoming.bytes, time: incoming.time + delay))
        #expect(!again.changed, "round \(round)")
        #expect(again.result.member == merge.result.member, "round \(round)")
      }
    }
    #expect(seen.count == 2)
  }

  @Test("bytes that once lost do not claim to hold, since a later time could let them win")
  func losing() {
    var (old, new) = (Member(id: "m"), Member(id: "m"))
    old.name = .value("김하나")
    new.name = .value("이두리")
    #expect(!Stored(new, at: 2).joined(Stored(old, at: 1)).incomingHolds)
    #expect(Stored(old, at: 1).joined(Stored(new, at: 2)).incomingHolds)
  }

  @Test("a field that is absent leaves what was known; a null empties it; the newest source time decides")
  func fields() {
    var full = Member(id: "m")
    full.name = .value("김하나")
    full.grade = .value("VIP")
    full.attributes = ["추천인": .value("rose02")]
    var emptied = Member(id: "m")
    emptied.grade = .empty
    emptied.attributes = ["추천인": .empty]
    let newer = Stored(full, at: 1).joined(Stored(emptied, at: 2)).result.member
    #expect(newer.name == .value("김하나"))
    #expect(newer.grade == .empty)
    #expect(newer.attributes == ["추천인": .empty])
    let older = Stored(full, at: 2).joined(Stored(emptied, at: 1)).result.member
    #expect(older.grade == .value("VIP"))
    #expect(older.attributes == ["추천인": .value("rose02")])
    #expect(Stored(full, at: 1).joined(Stored(emptied, at: 1)).result.member.grade == .value("VIP"))
  }

  @Test("each field remembers its own source time")
  func ownTimes() {
    var (first, second, third) = (Member(id: "m"), Member(id: "m"), Member(id: "m"))
    first.name = .value("첫째")
    second.grade = .value("VIP")
    third.name = .value("둘째")
    let result = joined([Stored(first, at: 1), Stored(second, at: 9), Stored(third, at: 5)])
    #expect(result.member.name == .value("둘째"))
    #expect(result.time == 9)
  }

  @Test("a withdrawal is undone only by a newer joining, whatever the source times are")
  func withdrawal() {
    var left = Member(id: "m")
    left.withdrawnAt = Timestamp(milliseconds: 5_000)
    func row(joined: Int64?) -> Member {
      var row = Member(id: "m")
      row.status = .value(.active)
      row.joinedAt = joined.map { .value(Timestamp(milliseconds: $0)) } ?? .unknown
      return row
    }
    for (joinedAt, holds) in [(nil, true), (1_000, true), (5_000, true), (5_001, false)] as [(Int64?, Bool)] {
      for (leaveTime, rowTime) in [(5_000, 9_000), (9_000, 5_000), (5_000, 5_000)] as [(Int64, Int64)] {
        let (leave, row) = (Stored(left, at: leaveTime), Stored(row(joined: joinedAt), at: rowTime))
        for result in [leave.joined(row).result.member, row.joined(leave).result.member] {
          #expect(result.status == .value(holds ? .withdrawn : .active))
          #expect(result.withdrawnAt == (holds ? left.withdrawnAt : nil))
        }
      }
    }
    var again = Member(id: "m")
    again.withdrawnAt = Timestamp(milliseconds: 8_000)
    #expect(Stored(left, at: 9_000).joined(Stored(again, at: 1_000)).result.member.withdrawnAt == again.withdrawnAt)
  }
}
