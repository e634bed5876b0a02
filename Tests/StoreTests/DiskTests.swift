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

@Suite("Disks and locks of others")
struct DiskTests {
  private static let needsRoot: Comment = "needs root to make a small file system"

  private func rows(_ count: Int, name: String, memo: Int = 0) -> [Member] {
    (0..<count).map { index in
      var row = member("m\(index)", name: name, phone: 821_000_000_000 + Int64(index))
      if memo > 0 { row.attributes = ["메모": .value(String(repeating: "\(index % 10)", count: memo))] }
      return row
    }
  }

  @Test(
    "a disk that gets full in the middle of an import leaves the store as it was, and usable",
    .enabled(if: SmallDisk.isAvailable, needsRoot))
  func fullLater() throws {
    let disk = try #require(SmallDisk(kilobytes: 5000))
    defer { disk.remove() }
    let fixture = try StoreFixture(folder: disk.path + "/data", cacheSize: 64 << 10)
    defer { fixture.store.close() }
    try fixture.load(rows(1500, name: "김하나", memo: 300), at: 1)
    let before = try fixture.everybody()
    #expect(throws: StoreError(.full, LocalizedText(ko: "", en: ""))) {
      try fixture.load(rows(9000, name: "이두리", memo: 600), at: 2)
    }
    try expectState(fixture, before)
    try fixture.load(rows(100, name: "이두리"), at: 3)
    #expect(try fixture.everybody().filter { $0.member.name.value == "이두리" }.count == 100)
  }

  @Test("a full disk can not be written, and says so", .enabled(if: SmallDisk.isAvailable, needsRoot))
  func notWritable() throws {
    let disk = try #require(SmallDisk(kilobytes: 3000))
    defer { disk.remove() }
    let fixture = try StoreFixture(folder: disk.path + "/data")
    defer { fixture.store.close() }
    try fixture.store.checkWritable()
    // All that is left of the room, by somebody else.
    #expect(FileManager.default.createFile(atPath: disk.path + "/other", contents: nil))
    let other = try #require(FileHandle(forWritingAtPath: disk.path + "/other"))
    for size in [65_536, 4_096] { while (try? other.write(contentsOf: Data(count: size))) != nil {} }
    #expect(throws: StoreError(.full, LocalizedText(ko: "", en: ""))) {
      for _ in 0..<2_000 { try fixture.store.checkWritable() }
    }
    try FileManager.default.removeItem(atPath: disk.path + "/other")
    try other.close()
    try fixture.store.checkWritable()
  }

  @Test(
    "a disk that gets full in the middle of a large first import leaves an empty store",
    .enabled(if: SmallDisk.isAvailable, needsRoot), arguments: [0, 400])
  func fullAtFirst(memo: Int) throws {
    let disk = try #require(SmallDisk(kilobytes: 1700))
    defer { disk.remove() }
    let fixture = try StoreFixture(folder: disk.path + "/data", cacheSize: 64 << 10)
    defer { fixture.store.close() }
    #expect(throws: StoreError(.full, LocalizedText(ko: "", en: ""))) {
      try fixture.load(rows(BulkMode.threshold, name: "김하나", memo: memo), at: 1)
    }
    try expectState(fixture, [])
    try fixture.load(rows(100, name: "이두리"), at: 2)
    #expect(try fixture.everybody().count == 100)
  }

  @Test(
    "a log that has filled the disk is begun anew, so that the next write has room",
    .enabled(if: SmallDisk.isAvailable, needsRoot))
  func fullOfLog() throws {
    let disk = try #require(SmallDisk(kilobytes: 5000))
    defer { disk.remove() }
    let fixture = try StoreFixture(folder: disk.path + "/data")
    defer { fixture.store.close() }
    try fixture.store.write { database in
      try database.execute(sql: "CREATE TABLE filling (bytes BLOB)")
      for _ in 0..<100 { try database.execute(sql: "INSERT INTO filling VALUES (randomblob(4000))") }
    }
    // All of it is in the database, which need not grow any more.
    try fixture.store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    let written = (0..<100).map { _ in
      do throws(StoreError) {
        try fixture.store.write { try $0.execute(sql: "UPDATE filling SET bytes = randomblob(4000)") }
        return true
      } catch {
        return error.code != .full
      }
    }
    #expect(written.contains(false))
    #expect(!zip(written, written.dropFirst()).contains { !$0 && !$1 })
    try expectState(fixture, [])
  }

  private func expectState(_ fixture: StoreFixture, _ before: [MemberFacts]) throws {
    let found = try fixture.everybody()
    #expect(found == before)
    #expect(try fixture.store.counts(of: fixture.shop).members == before.count)
    try fixture.store.pool.writeWithoutTransaction { database throws -> Void in
      #expect(try String.fetchOne(database, sql: "PRAGMA integrity_check") == "ok")
      #expect(try String.fetchOne(database, sql: "PRAGMA journal_mode") == "wal")
    }
  }

  @Test(
    "a store on a disk that can not be written is refused as unreadable",
    .enabled(if: SmallDisk.isAvailable, needsRoot))
  func readOnlyDisk() throws {
    let disk = try #require(SmallDisk(kilobytes: 4000))
    defer { disk.remove() }
    let fixture = try StoreFixture(folder: disk.path + "/data")
    fixture.store.close()
    try #require(disk.makeReadOnly())
    for folder in ["data", "other"] {
      #expect(throws: StoreError(.unreadable, LocalizedText(ko: "", en: ""))) {
        try StoreFixture(folder: "\(disk.path)/\(folder)")
      }
    }
  }

  @Test(
    "a folder that may not be written is refused as unreadable",
    .enabled(if: geteuid() != 0, "root may write everywhere"))
  func readOnlyFolder() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    fixture.store.close()
    chmod(fixture.folder, 0o500)
    defer { chmod(fixture.folder, 0o700) }
    #expect(throws: StoreError(.unreadable, LocalizedText(ko: "", en: ""))) {
      try Store.open(url: "sqlite:\(fixture.folder)/other.db")
    }
  }

  @Test("a path that goes through a file is refused as unreadable")
  func notAFolder() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    #expect(throws: StoreError(.unreadable, LocalizedText(ko: "", en: ""))) {
      try Store.open(url: "sqlite:\(fixture.path)/naru.db")
    }
  }

  @Test(
    "while another process holds the lock, writing is refused as busy and reading goes on",
    .enabled(if: LockingProcess.isAvailable, "needs python3 with sqlite3"))
  func otherProcess() throws {
    let fixture = try StoreFixture()
    defer { fixture.remove() }
    try fixture.load([member("a", name: "김하나")], at: 1)
    let other = try #require(LockingProcess(path: fixture.path))
    #expect(throws: StoreError(.busy, LocalizedText(ko: "", en: ""))) {
      try fixture.load([member("a", name: "이두리")], at: 2)
    }
    #expect(throws: StoreError(.busy, LocalizedText(ko: "", en: ""))) {
      try fixture.load(rows(BulkMode.threshold, name: "이두리"), at: 2)
    }
    #expect(throws: StoreError(.busy, LocalizedText(ko: "", en: ""))) {
      try fixture.apply(.order(order("1", of: "a")), at: 2)
    }
    #expect(try fixture.everybody().map(\.member.name.value) == ["김하나"])
    other.end()
    try fixture.load([member("a", name: "이두리")], at: 2)
    #expect(try fixture.everybody().map(\.member.name.value) == ["이두리"])
  }
}
