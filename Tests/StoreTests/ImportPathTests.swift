import CommonValues
import Dispatch
import NaruTestSupport
import ShopModel
import Testing

@testable import Store

@Suite("Ways into the store")
struct ImportPathTests {
  @Test("one large file, many small ones and single events end in the same members and plans", arguments: 0..<6)
  func paths(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let fixtures = try (0..<3).map { _ in try StoreFixture() }
    defer { for fixture in fixtures { fixture.remove() } }
    let base = (0..<200).map { statement("m\($0 + 100)", &random) }
    for fixture in fixtures { try fixture.load(base, at: 100) }
    let files = try fixtures.map { try $0.file() }
    for round in 0..<4 {
      let time = Int64.random(in: 1...4, using: &random) * 50
      var rows: [Member] = []
      for index in 0..<210 where Int.random(in: 0..<5, using: &random) == 0 {
        // Often what the first file said, so that some only become newer.
        let old = index < 200 && Int.random(in: 0..<2, using: &random) == 0 ? base[index] : nil
        var row = old ?? statement("m\(index + 100)", &random)
        if Int.random(in: 0..<4, using: &random) == 0 {
          row.updatedAt = Timestamp(milliseconds: Int64.random(in: 1...4, using: &random) * 50)
        }
        rows.append(row)
      }
      rows.shuffle(using: &random)
      let large = try fixtures[0].load(rows, at: time)
      var small = ApplyCounts()
      for start in stride(from: 0, to: rows.count, by: 7) {
        let part = try fixtures[1].load(Array(rows[start..<min(start + 7, rows.count)]), at: time)
        small.inserted += part.inserted
        small.changed += part.changed
        small.unchanged += part.unchanged
      }
      for row in rows { try fixtures[2].apply(.member(row), at: time) }
      #expect([large.inserted, large.changed, large.unchanged] == [small.inserted, small.changed, small.unchanged])
      let everybody = try fixtures.map { try $0.everybody() }
      #expect(everybody[0] == everybody[1], "round \(round): small files")
      #expect(everybody[0] == everybody[2], "round \(round): events")
      let plans = try zip(fixtures, files).map { fixture, file in
        try fixture.plan(file, Reports())
        return try fixture.store.pendingRows(file, removals: false, limit: 1000)
      }
      #expect(plans[0] == plans[1] && plans[0] == plans[2], "round \(round): plans")
    }
  }

  @Test(
    "what is read while a large import runs is the state before it; a first one, written directly, may refuse as busy",
    arguments: [false, true])
  func readsDuringWrite(isFirst: Bool) throws {
    let fixture = try StoreFixture(cacheSize: 1 << 20)
    defer { fixture.remove() }
    if !isFirst { try fixture.load([member("m0", name: "김하나")], at: 1) }
    let other = try isFirst ? nil : Store.open(url: "sqlite:\(fixture.path)")
    defer { other?.close() }
    let seen = Reports()
    let rows = (0..<BulkMode.threshold).map { member("m\($0)", name: "이두리", phone: 821_000_000_000 + Int64($0)) }
    try fixture.load(
      rows, at: 2,
      observer: ApplyObserver(progress: { _ in
        let done = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
          for store in [fixture.store, other].compactMap(\.self) {
            do {
              let members = try store.members(of: fixture.shop)
              seen.add("\(members.map { $0.name.value ?? "" })")
            } catch {
              seen.add("\(error)")
            }
          }
          done.signal()
        }
        done.wait()
      }))
    if isFirst {
      let busy = StoreError(sqlite: 5).description
      #expect(!seen.all.isEmpty && Set(seen.all).isSubset(of: ["[]", busy]))
    } else {
      #expect(Set(seen.all) == [#"["김하나"]"#])
    }
    #expect(try fixture.store.counts(of: fixture.shop).members == rows.count)
    #expect(try fixture.store.members(of: fixture.shop, limit: 1).first?.name.value == "이두리")
  }

  private func statement(_ id: String, _ random: inout SplitMix64) -> Member {
    var row = member(id, name: ["김하나", "이두리", nil][Int.random(in: 0..<3, using: &random)])
    if Bool.random(using: &random) {
      row.phone = .value(PhoneNumber(digits: 821_012_345_600 + Int64.random(in: 0..<60, using: &random))!)
    }
    if Bool.random(using: &random) { row.grade = [.value("VIP"), .value("일반"), .empty].randomElement(using: &random)! }
    if Bool.random(using: &random) {
      let isDated = Bool.random(using: &random)
      row.consents = [
        Consent(
          .sms, Bool.random(using: &random) ? .granted : .denied,
          at: isDated ? Timestamp(milliseconds: Int64.random(in: 1...4, using: &random) * 50) : nil)
      ]
    }
    if Int.random(in: 0..<8, using: &random) == 0 { row.status = .value(.withdrawn) }
    if Int.random(in: 0..<8, using: &random) == 0 {
      row.joinedAt = .value(Timestamp(milliseconds: Int64.random(in: 1...4, using: &random) * 50))
    }
    return row
  }
}
