import CommonValues
import Dispatch
import Foundation
import GRDB
import ShopModel
import Testing

@testable import Store

@Suite("Large first imports")
struct BulkModeTests {
  private static let rows = (0..<BulkMode.threshold + 500).map { index in
    var row = member("m\(index)", name: "김하나", phone: 821_000_000_000 + Int64(index))
    row.kakaoUserID = .value(Int64(index + 1))
    return row
  }

  @Test("a large first import ends in the write-ahead log, with every row and both indexes in use")
  func direct() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let modes = Reports()
    let counts = try fixture.load(Self.rows, at: 1, observer: observer(of: fixture, modes))
    #expect(counts.inserted == Self.rows.count)
    #expect(modes.all.first == "direct")
    try expectComplete(fixture)
  }

  @Test("with another connection open it is written through the write-ahead log, with the same outcome")
  func notAlone() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let other = try DatabaseQueue(path: fixture.path)
    #expect(try other.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM members") } == 0)
    let modes = Reports()
    try fixture.load(Self.rows, at: 1, observer: observer(of: fixture, modes))
    #expect(modes.all.first == "log")
    try expectComplete(fixture)
    #expect(try other.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM members") } == Self.rows.count)
  }

  @Test("a reader of the same process that is in the middle of a read is not disturbed")
  func ownReader() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    let (reading, goOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let done = DispatchSemaphore(value: 0)
    let seen = Reports()
    DispatchQueue.global().async {
      let count = try? fixture.store.read { database in
        let before = try Int.fetchOne(database, sql: "SELECT count(*) FROM members") ?? -1
        reading.signal()
        goOn.wait()
        return before + (try Int.fetchOne(database, sql: "SELECT count(*) FROM members") ?? -1)
      }
      seen.add("\(count ?? -9)")
      done.signal()
    }
    reading.wait()
    defer { goOn.signal() }
    try fixture.load(Self.rows, at: 1)
    goOn.signal()
    done.wait()
    #expect(seen.all == ["0"])
    try expectComplete(fixture)
  }

  @Test("a dry run, a stop and a failure leave nothing but the empty tables and their indexes")
  func nothingKept() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    #expect(try fixture.load(Self.rows, at: 1, dryRun: true).inserted == Self.rows.count)
    try expectEmpty(fixture)
    #expect(throws: StoreError(.cancelled, LocalizedText(ko: "", en: ""))) {
      try fixture.load(Self.rows, at: 1, observer: ApplyObserver(shouldStop: { true }))
    }
    try expectEmpty(fixture)
    try fixture.load(Self.rows, at: 1)
    try expectComplete(fixture)
  }

  /// Whether there is a write-ahead log while the rows are applied.
  private func observer(of fixture: StoreFixture, _ modes: Reports) -> ApplyObserver {
    ApplyObserver(progress: { _ in
      modes.add(FileManager.default.fileExists(atPath: fixture.path + "-wal") ? "log" : "direct")
    })
  }

  private func expectEmpty(_ fixture: StoreFixture) throws {
    #expect(try fixture.store.members(of: fixture.shop).isEmpty)
    #expect(try fixture.store.counts(of: fixture.shop) == ShopCounts())
    try expectSound(fixture)
  }

  private func expectComplete(_ fixture: StoreFixture) throws {
    let last = try #require(Self.rows.last)
    #expect(try fixture.store.counts(of: fixture.shop).members == Self.rows.count)
    #expect(try fixture.everybody().count == Self.rows.count)
    #expect(try fixture.store.memberIDs(withPhone: #require(last.phone.value), in: fixture.shop) == [last.id])
    #expect(try fixture.store.memberIDs(withKakaoUser: Int64(Self.rows.count), in: fixture.shop) == [last.id])
    try expectSound(fixture)
  }

  /// The database is whole, in the write-ahead log, and lookups by phone and Kakao user go through their indexes.
  private func expectSound(_ fixture: StoreFixture) throws {
    try fixture.store.pool.writeWithoutTransaction { database in
      #expect(try String.fetchOne(database, sql: "PRAGMA journal_mode") == "wal")
      #expect(try String.fetchOne(database, sql: "PRAGMA integrity_check") == "ok")
      for (column, index) in [("phone", "members_by_phone"), ("kakao_user_id", "members_by_kakao_user")] {
        let plan = try Row.fetchAll(
          database,
          sql:
            "EXPLAIN QUERY PLAN SELECT member_id FROM members WHERE shop_id = ?1 AND \(column) = ?2 ORDER BY member_id",
          arguments: [1, 2])
        #expect(plan.contains { ($0["detail"] as String?)?.contains(index) == true }, "\(plan)")
      }
      let plan = try Row.fetchAll(
        database, sql: "EXPLAIN QUERY PLAN " + Store.membersOfKakaoUser, arguments: [1, 2])
      #expect(plan.contains { ($0["detail"] as String?)?.contains("members_by_kakao_user") == true }, "\(plan)")
    }
  }
}
