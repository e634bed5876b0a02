import CommonValues
import Foundation
import Ingest
import NaruTestSupport
import Records
import ShopAdapters
import ShopModel
import Store
import Testing

#if os(Linux)
  @Suite("Memory")
  struct MemoryTests {
    private static let mebibyte = 1 << 20

    /// A file for what a child process has to say.
    private func note() -> String { FileManager.default.temporaryDirectory.path + "/naru-note-\(UUID().uuidString)" }

    private func number(_ path: String) throws -> Int {
      defer { try? FileManager.default.removeItem(atPath: path) }
      return try #require(Int(String(contentsOfFile: path, encoding: .utf8)))
    }

    @Test("is the same for ten times as many rows")
    func flat() async throws {
      let (small, large) = (note(), note())
      await #expect(processExitsWith: .success) { [small = small as String] in
        try MemoryTests.takeRows(22_000, note: small)
      }
      await #expect(processExitsWith: .success) { [large = large as String] in
        try MemoryTests.takeRows(220_000, note: large)
      }
      let peaks = (try number(small), try number(large))
      // The rows themselves are 50 MiB more.
      #expect(peaks.1 - peaks.0 < 16 * MemoryTests.mebibyte, "\(peaks)")
    }

    static func takeRows(_ count: Int, note: String) throws {
      let fixture = try Fixture(options: StoreOptions(cacheSize: 2 << 20))
      let report = try fixture.importer(blockBytes: 1 << 18).run(
        ChildProcess.members(count, padding: 200), Fixture.request(), now: Fixture.now)
      guard report.first?.records == count / 100 * 99, let peak = PeakMemory.bytes else { exit(1) }
      try "\(peak)".write(toFile: note, atomically: true, encoding: .utf8)
    }

    @Test("stays small when a quote of a 200 MB file never closes, and little of the file is read")
    func openQuote() async throws {
      let path = note()
      await #expect(processExitsWith: .success) { [path = path as String] in
        let fixture = try Fixture()
        let row = Array((String(repeating: "x", count: 999) + "\n").utf8)
        var pieces = 0
        let source = GeneratedSource("아이디,이름\nflower01,김하나\nrose02,\"박", count: 200_000, size: 200_000_000) { _ in
          pieces += 1
          return row
        }
        let before = try fixture.dump()
        let baseline = PeakMemory.bytes ?? 0
        let diagnostic = fixture.refusal {
          _ = try fixture.importer(blockBytes: 1 << 20).run(source, Fixture.request(), now: Fixture.now)
        }
        guard diagnostic?.code == "quote-never-closed", diagnostic?.place.line == 3, pieces < 10_000,
          try fixture.dump().filter({ !$0.hasPrefix("shops") }) == before
        else { exit(1) }
        try "\((PeakMemory.bytes ?? 0) - baseline)".write(toFile: path, atomically: true, encoding: .utf8)
      }
      #expect(try number(path) < 24 * MemoryTests.mebibyte)
    }
  }
#endif
