import CommonValues
import Foundation
import Ingest
import Records
import ShopAdapters
import ShopModel
import Store
import Testing

@Suite("The process ends in the middle of an import")
struct CrashTests {
  /// Where the process ends.
  enum Moment: String, CaseIterable, Codable {
    case reading, applying, applied
  }

  /// The store of a folder after one more import of the same file, beside one that was never interrupted.
  private func expectAsCleanRun(_ directory: String, prefilled: Int, rows: Int, moment: Moment) throws {
    let clean = try Fixture()
    if prefilled > 0 {
      _ = try clean.importer(blockBytes: 1 << 16).run(
        ChildProcess.members(prefilled, name: "처음"),
        Fixture.request { $0.asOf = Fixture.time("2026-11-01T00:00:00+09:00") }, now: Fixture.now)
    }
    let before = try clean.contents()
    try ChildProcess.take(ChildProcess.members(rows), in: clean.directory, ImportObserver())
    let after = try clean.contents()
    let crashed = try Fixture(directory: directory)
    #expect(try crashed.contents() == (moment == .applied ? after : before), "all of it or nothing")
    let run = try crashed.store.runs(of: Fixture.shop).first
    #expect(run?.outcome == (moment == .applied ? .succeeded : nil))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: directory).allSatisfy { $0.hasPrefix("naru.db") },
      "scratch files end with the process")
    try ChildProcess.take(ChildProcess.members(rows), in: directory, ImportObserver())
    #expect(try crashed.contents() == after)
    #expect(try crashed.store.runs(of: Fixture.shop).first?.outcome == .succeeded)
  }

  @Test("importing the file again is as one clean run, into a full store", arguments: Moment.allCases)
  func filledStore(moment: Moment) async throws {
    let directory = FileManager.default.temporaryDirectory.path + "/naru-crash-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: directory) }
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [directory = directory as String, moment = moment.rawValue as String] in
      let first = try Fixture(directory: directory)
      _ = try first.importer(blockBytes: 1 << 16).run(
        ChildProcess.members(1000, name: "처음"),
        Fixture.request { $0.asOf = Fixture.time("2026-11-01T00:00:00+09:00") }, now: Fixture.now)
      try ChildProcess.take(ChildProcess.members(6000), in: directory, CrashTests.end(at: moment, of: 5940))
    }
    try expectAsCleanRun(directory, prefilled: 1000, rows: 6000, moment: moment)
  }

  @Test(
    "importing the file again is as one clean run, into a new store that is written directly",
    arguments: [Moment.applying, .applied])
  func newStore(moment: Moment) async throws {
    let directory = FileManager.default.temporaryDirectory.path + "/naru-crash-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: directory) }
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [directory = directory as String, moment = moment.rawValue as String] in
      try ChildProcess.take(ChildProcess.members(21_000), in: directory, CrashTests.end(at: moment, of: 20_790))
    }
    try expectAsCleanRun(directory, prefilled: 0, rows: 21_000, moment: moment)
  }

  static func end(at moment: String, of total: Int64) -> ImportObserver {
    ImportObserver(progress: { step in
      switch step {
      case .reading(let done, _): if moment == "reading", done > 1 << 17 { ChildProcess.die() }
      case .fetching: break
      case .applying(let done, _):
        if moment == "applying", done > 0, done < total { ChildProcess.die() }
        if moment == "applied", done == total { ChildProcess.die() }
      }
    })
  }
}
