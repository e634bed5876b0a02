import CommonValues
import Foundation
import Logging
import Testing

@testable import Naru

@Suite("A watched folder")
struct WatchTests {
  private static let members = "아이디,이름,휴대폰\r\nflower01,김하나,010-0000-1001\r\nrose02,박둘,010-0000-1002\r\n"

  private struct Place {
    let folder: ConfigurationFolder
    let naru: Naru
    let shop: Connection
    let time: TestTime

    var path: String { folder.path + "/inbox" }

    func put(_ text: String, _ name: String) throws { try folder.write(Array(text.utf8), to: "inbox/" + name) }
    func names(_ inner: String = "") -> [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: path + inner)) ?? []).sorted()
    }
    func jobs() throws -> NaruJobs { try NaruJobs(naru, logger: Logger(label: "naru")) }
  }

  private func with(process: String = "", _ body: (Place, NaruJobs) async throws -> Void) async throws {
    let folder = try ConfigurationFolder([
      "naru.yaml": "store: sqlite:naru.db\n" + process,
      "shops/flower.yaml": "id: flower\nexports: {watch: ../inbox}\n",
    ])
    try FileManager.default.createDirectory(atPath: folder.path + "/inbox", withIntermediateDirectories: true)
    let time = TestTime("2026-11-27T10:00:00+09:00")
    let naru = try Naru(folder.load(adapters: Naru.builtInAdapters).get()) { time.now }
    let place = Place(folder: folder, naru: naru, shop: try naru.connection("flower"), time: time)
    try await body(place, try place.jobs())
    await naru.close()
  }

  @Test("takes a file that is still, imports it as what it is, and puts it away with a report")
  func taken() async throws {
    try await with { place, jobs in
      try place.put(Self.members, "members.csv")
      try await jobs.drain()
      #expect(try await place.shop.counts().members == 0, "it may still be being written")
      try await jobs.drain()
      #expect(try await place.shop.counts().members == 2)
      try await jobs.drain()
      #expect(place.names() == ["done"] && place.names("/done") == ["members.csv", "members.csv.report.json"])
      let report = try String(contentsOfFile: place.path + "/done/members.csv.report.json", encoding: .utf8)
      #expect(report.contains("\"records\" : 2") && report.contains("\"state\" : \"done\""))
      #expect(!report.contains("김하나"))
      #expect(place.names("/../naru.db-spool").filter { !$0.hasPrefix(".") }.isEmpty)
    }
  }

  @Test("leaves a file that still grows, what is hidden or half-written, folders and symbolic links")
  func left() async throws {
    try await with { place, jobs in
      try place.put("secret,data\n1,2\n", "../outside.csv")
      try FileManager.default.createSymbolicLink(
        atPath: place.path + "/link.csv", withDestinationPath: place.folder.path + "/outside.csv")
      try FileManager.default.createDirectory(atPath: place.path + "/sub", withIntermediateDirectories: true)
      for name in [".hidden.csv", "a.csv.part", "b.tmp", "c.CRDOWNLOAD", "d.csv~", "e.report.json"] {
        try place.put(Self.members, name)
      }
      for size in 1...3 {
        try place.put(String(repeating: Self.members, count: size), "growing.csv")
        await jobs.folders.poll()
      }
      try await jobs.imports.drain()
      let runs = try await place.shop.runs()
      #expect(runs.isEmpty)
      #expect(place.names().contains("link.csv") && place.names().contains("growing.csv"))
    }
  }

  @Test("a file that is refused goes to failed with the reason")
  func refused() async throws {
    try await with { place, jobs in
      try place.put("%PDF-1.7 nothing here", "members.pdf")
      for _ in 0..<3 { try await jobs.drain() }
      #expect(place.names("/failed") == ["members.pdf", "members.pdf.report.json"])
      let report = try String(contentsOfFile: place.path + "/failed/members.pdf.report.json", encoding: .utf8)
      #expect(report.contains("\"code\" : ") && report.contains("\"ko\" : "))
    }
  }

  @Test("a file over the limit is put away without having been read")
  func tooLarge() async throws {
    try await with(process: "limits: {file: 64}\n") { place, jobs in
      try place.put(String(repeating: Self.members, count: 10), "members.csv")
      for _ in 0..<3 { try await jobs.drain() }
      #expect(place.names("/failed").contains("members.csv"))
      let runs = try await place.shop.runs()
      #expect(runs.isEmpty)
    }
  }

  @Test("the same name again does not write over what was put away, and the same file changes nothing")
  func again() async throws {
    try await with { place, jobs in
      for _ in 0..<2 {
        try place.put(Self.members, "members.csv")
        for _ in 0..<3 { try await jobs.drain() }
      }
      #expect(place.names("/done").filter { $0.hasSuffix(".csv") } == ["members-2.csv", "members.csv"])
      let runs = try await place.shop.runs().map { RunView($0) }
      #expect(runs.map { $0.counts["changed"] } == [0, 2])
    }
  }

  @Test("what was accepted before the process was lost is not taken twice, and put away at the next start")
  func restart() async throws {
    try await with { place, jobs in
      try place.put(Self.members, "members.csv")
      await jobs.folders.poll()
      await jobs.folders.poll()
      await jobs.folders.poll()
      #expect(try place.naru.store.acceptedImports(of: place.shop.shop.id).count == 1)
      let next = try place.jobs()
      for _ in 0..<3 { await next.folders.poll() }
      try await next.imports.drain()
      await next.folders.poll()
      #expect(try place.naru.store.acceptedImports(of: place.shop.shop.id).count == 1)
      #expect(place.names("/done").contains("members.csv") && place.names() == ["done"])
    }
  }

  @Test("where done is a symbolic link nothing leaves the folder")
  func hostileDone() async throws {
    try await with { place, jobs in
      try FileManager.default.createDirectory(
        atPath: place.folder.path + "/elsewhere", withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: place.path + "/done", withDestinationPath: place.folder.path + "/elsewhere")
      try place.put(Self.members, "members.csv")
      for _ in 0..<4 { try await jobs.drain() }
      #expect(place.names("/../elsewhere").isEmpty && place.names().contains("members.csv"))
      #expect(try await place.shop.runs().count == 1)
    }
  }

  @Test("a folder that is not there is no reason to stop")
  func missing() async throws {
    try await with { place, jobs in
      try FileManager.default.removeItem(atPath: place.path)
      try await jobs.drain()
      try FileManager.default.createDirectory(atPath: place.path, withIntermediateDirectories: true)
      try place.put(Self.members, "members.csv")
      for _ in 0..<3 { try await jobs.drain() }
      #expect(place.names("/done").contains("members.csv"))
    }
  }

  @Test("of two shops stops the start")
  func shared() throws {
    let folder = try ConfigurationFolder([
      "naru.yaml": "store: sqlite:naru.db\n", "shops/flower.yaml": "id: flower\nexports: {watch: ../inbox}\n",
      "shops/rose.yaml": "id: rose\nexports: {watch: ../inbox}\n",
    ])
    #expect(folder.load().summary == ["duplicate-watch-folder rose.yaml:0:0"])
  }
}
