import CommonValues
import Foundation
import GRDB
import ShopModel
import Testing

@testable import Store

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("A process that is killed")
struct CrashTests {
  static let size = BulkMode.threshold + 4000

  /// Large enough that the database file is written long before the end.
  static func rows(_ name: String) -> [Member] {
    (0..<size).map { index in
      var row = member("m\(index)", name: name, phone: 821_000_000_000 + Int64(index), grade: "VIP")
      row.attributes = ["메모": .value(String(repeating: "\(index % 10)", count: 300))]
      return row
    }
  }

  /// Dies without a word when so many rows are applied.
  static func killer(after rows: Int) -> ApplyObserver {
    ApplyObserver(progress: { if $0 >= rows { kill(getpid(), SIGKILL) } })
  }

  @Test("in the middle of a large first import it leaves an empty store, and a second run makes it whole")
  func firstImport() async throws {
    let folder = FileManager.default.temporaryDirectory.path + "/naru-crash-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
      let fixture = try StoreFixture(folder: folder, cacheSize: 64 << 10)
      try fixture.load(CrashTests.rows("김하나"), at: 1, observer: CrashTests.killer(after: 16_000))
    }
    // It was killed in the middle of writing, not before.
    #expect(try size(folder + "/naru.db") > 1 << 20)
    let fixture = try StoreFixture(folder: folder)
    defer { fixture.store.close() }
    try expectWhole(fixture)
    #expect(try fixture.store.members(of: fixture.shop).isEmpty)
    #expect(try fixture.store.counts(of: fixture.shop) == ShopCounts())
    try fixture.load(CrashTests.rows("김하나"), at: 1)
    try expectWhole(fixture)
    let clean = try StoreFixture()
    defer { clean.remove() }
    try clean.load(CrashTests.rows("김하나"), at: 1)
    let (mine, theirs) = (try fixture.everybody(), try clean.everybody())
    #expect(mine.count == CrashTests.size && mine == theirs)
  }

  @Test("in the middle of a large changed import it leaves what was there, and a second run brings the change")
  func changedImport() async throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load(CrashTests.rows("김하나"), at: 1)
    let before = try fixture.everybody()
    fixture.store.close()
    let folder = fixture.folder
    await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
      let fixture = try StoreFixture(folder: folder, cacheSize: 64 << 10)
      try fixture.load(CrashTests.rows("이두리"), at: 2, observer: CrashTests.killer(after: 16_000))
    }
    #expect(try size(folder + "/naru.db-wal") > 1 << 20)
    let again = try StoreFixture(folder: folder)
    defer { again.store.close() }
    try expectWhole(again)
    let found = try again.everybody()
    #expect(found == before)
    #expect(try again.load(CrashTests.rows("이두리"), at: 2).changed == CrashTests.size)
    try expectWhole(again)
    let clean = try StoreFixture()
    defer { clean.remove() }
    try clean.load(CrashTests.rows("이두리"), at: 2)
    let (mine, theirs) = (try again.everybody(), try clean.everybody())
    #expect(mine.map(\.member) == theirs.map(\.member))
    #expect(try again.load(CrashTests.rows("이두리"), at: 2).unchanged == CrashTests.size)
  }

  @Test("after a call has returned, its work is kept, however the process ends")
  func committed() async throws {
    let folder = FileManager.default.temporaryDirectory.path + "/naru-crash-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
      let fixture = try StoreFixture(folder: folder)
      try fixture.apply(.member(member("a", name: "김하나")), at: 1)
      kill(getpid(), SIGKILL)
    }
    let fixture = try StoreFixture(folder: folder)
    defer { fixture.store.close() }
    #expect(try fixture.store.members(of: fixture.shop).map(\.name.value) == ["김하나"])
  }

  @Test("copies of the files at any point of an import open as the state before it", arguments: [false, true])
  func copies(isFirst: Bool) throws {
    let fixture = try StoreFixture(cacheSize: 64 << 10)
    defer { fixture.remove() }
    if !isFirst { try fixture.load(CrashTests.rows("김하나"), at: 1) }
    let copies = Reports()
    try fixture.load(
      CrashTests.rows("이두리"), at: 2,
      observer: ApplyObserver(progress: { count in
        guard count % 8192 == 0 else { return }
        let copy = fixture.folder + "/copy-\(count)"
        try? FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        for file in ["naru.db", "naru.db-wal", "naru.db-journal"] {
          try? FileManager.default.copyItem(atPath: "\(fixture.folder)/\(file)", toPath: "\(copy)/\(file)")
        }
        copies.add(copy)
      }))
    #expect(copies.all.count == 2)
    for copy in copies.all {
      let reopened = try StoreFixture(folder: copy)
      defer { reopened.store.close() }
      try expectWhole(reopened)
      let names = try Set(reopened.everybody().map(\.member.name.value))
      #expect(names == (isFirst ? [] : ["김하나"]))
      #expect(try reopened.store.counts(of: reopened.shop).members == (isFirst ? 0 : CrashTests.size))
    }
  }

  private func size(_ path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
  }

  private func expectWhole(_ fixture: StoreFixture) throws {
    try fixture.store.pool.writeWithoutTransaction { database in
      #expect(try String.fetchOne(database, sql: "PRAGMA integrity_check") == "ok")
      #expect(try String.fetchOne(database, sql: "PRAGMA journal_mode") == "wal")
      let indexes = try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'index'")
      #expect(Set(indexes).isSuperset(of: ["members_by_phone", "members_by_kakao_user"]))
    }
  }
}
