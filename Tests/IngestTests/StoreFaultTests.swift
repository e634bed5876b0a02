import CommonValues
import Foundation
import Ingest
import Records
import ShopAdapters
import ShopModel
import Testing

@testable import Store

@Suite("A store that can not be written")
struct StoreFaultTests {
  @Test("is told from a bad file, and stays as it was: locked before the import begins")
  func locked() throws {
    let other = try Fixture()
    try other.take("아이디,이름\nflower01,김하나\n,누구\n")
    let fixture = try Fixture(directory: other.directory, options: StoreOptions(busyTimeout: 0.02))
    let before = try fixture.dump(without: [])
    try other.store.write { _ in
      for dryRun in [false, true] {
        #expect(throws: StoreError(.busy, LocalizedText(ko: "", en: ""))) {
          try fixture.take("아이디,이름\nflower01,바뀜\n") { $0.dryRun = dryRun }
        }
      }
    }
    #expect(try fixture.dump(without: []) == before)
    #expect(try fixture.take("아이디,이름\nflower01,바뀜\n").changed == 1)
  }

  @Test("locked when the file has been read")
  func lockedLater() throws {
    let other = try Fixture()
    try other.take("아이디,이름\nflower01,김하나\n,누구\n", asOf: "2026-11-01T00:00:00+09:00")
    let fixture = try Fixture(directory: other.directory, options: StoreOptions(busyTimeout: 0.02))
    let before = try fixture.dump()
    let lock = HeldLock(other.store)
    #expect(throws: StoreError(.busy, LocalizedText(ko: "", en: ""))) {
      try fixture.take(
        "아이디,이름\nflower01,바뀜\n", observer: ImportObserver(progress: { _ in lock.take() }))
    }
    lock.release()
    #expect(try fixture.dump() == before)
  }

  @Test(
    "a disk that is full, wherever the import meets it, then larger: as one clean run",
    .enabled(if: SmallDisk.isAvailable))
  func fullDisk() throws {
    let first = "아이디,이름\n" + (0..<300).map { "m\($0),처음\n" }.joined() + ",누구\n"
    let second =
      "아이디,이름,지역\n"
      + (0..<4000).map { $0 % 4 == 3 ? ",누구\($0),\n" : "m\($0 * 31 % 4001),김하나,\(String(repeating: "가", count: 60))\n" }
      .joined()
    let clean = try Fixture()
    try clean.take(first, asOf: "2026-11-01T00:00:00+09:00")
    try clean.take(second, asOf: "2026-11-02T00:00:00+09:00", importer: clean.importer(blockBytes: 8192))
    let expected = try clean.contents()
    var outcomes: [Bool] = []
    for kibibytes in stride(from: 500, through: 3500, by: 200) {
      let disk = try SmallDisk(kibibytes: kibibytes)
      // Too small even for the tables, or for what is there before.
      guard let fixture = try? Fixture(directory: disk.path + "/data"),
        (try? fixture.take(first, asOf: "2026-11-01T00:00:00+09:00")) != nil
      else { continue }
      let before = try fixture.dump()
      func take() throws {
        try fixture.take(second, asOf: "2026-11-02T00:00:00+09:00", importer: fixture.importer(blockBytes: 8192))
      }
      do {
        try take()
        outcomes.append(true)
      } catch {
        outcomes.append(false)
        let code = (error as? StoreError)?.code.description ?? (error as? Diagnostic)?.code
        #expect(code == "store-full" || code == "store-failed", "\(kibibytes) KiB: \(error)")
        #expect(try fixture.dump() == before, "\(kibibytes) KiB")
        try disk.grow(kibibytes: 64 << 10)
        try take()
      }
      #expect(try fixture.contents() == expected, "\(kibibytes) KiB")
      fixture.store.close()
    }
    #expect(outcomes.contains(true) && outcomes.count { !$0 } > 2, "\(outcomes)")
  }
}

/// A write lock on a store, held on a thread of its own.
private final class HeldLock: Sendable {
  private let store: Store
  private let isTaken = DispatchSemaphore(value: 0)
  private let mayEnd = DispatchSemaphore(value: 0)
  private let hasEnded = DispatchSemaphore(value: 0)

  init(_ store: Store) { self.store = store }

  func take() {
    Thread.detachNewThread { [self] in
      try? store.write { _ in
        isTaken.signal()
        mayEnd.wait()
      }
      hasEnded.signal()
    }
    isTaken.wait()
  }

  func release() {
    mayEnd.signal()
    hasEnded.wait()
  }
}

/// A file system in memory of a given size, where the tests may mount one.
private final class SmallDisk {
  static let isAvailable: Bool = {
    #if os(Linux)
      guard geteuid() == 0, let disk = try? SmallDisk(kibibytes: 100) else { return false }
      return FileManager.default.fileExists(atPath: disk.path)
    #else
      return false
    #endif
  }()

  struct NotMounted: Error {}

  let path: String

  init(kibibytes: Int) throws {
    path = FileManager.default.temporaryDirectory.path + "/naru-disk-\(UUID().uuidString)"
    #if os(Linux)
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      guard mount("tmpfs", path, "tmpfs", 0, "size=\(kibibytes)k") == 0 else {
        try? FileManager.default.removeItem(atPath: path)
        throw NotMounted()
      }
    #else
      throw NotMounted()
    #endif
  }

  func grow(kibibytes: Int) throws {
    #if os(Linux)
      guard mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT), "size=\(kibibytes)k") == 0 else {
        throw NotMounted()
      }
    #endif
  }

  deinit {
    #if os(Linux)
      umount2(path, Int32(MNT_DETACH))
      try? FileManager.default.removeItem(atPath: path)
    #endif
  }
}
