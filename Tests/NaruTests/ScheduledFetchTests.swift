import CommonValues
import Foundation
import HTTPTransport
import Logging
import Store
import Synchronization
import Testing

@testable import Naru

@Suite("Exports that are fetched by a schedule")
struct ScheduledFetchTests {
  private static let members = "아이디,이름,휴대폰\r\nflower01,김하나,010-0000-1001\r\nrose02,박둘,010-0000-1002\r\n"
  /// Lets this machine in over plain http, which only a test may do.
  private static let local = FetchPolicy(
    addresses: AddressPolicy(allowing: [IPNetwork("127.0.0.1")].compactMap { $0 }), allowsPlainLoopback: true)

  private struct Place {
    let naru: Naru
    let shop: Connection
    let jobs: NaruJobs
    let time: TestTime
    let server: FileServer

    /// An hour later, what is due is done.
    func hour() async throws {
      time.advance(seconds: 3_600)
      try await jobs.drain()
      try await jobs.drain()
    }

    func imports() throws -> [AcceptedImport] { try naru.store.acceptedImports(of: shop.shop.id) }
  }

  private func with(
    _ policy: FetchPolicy? = ScheduledFetchTests.local, process: String = "",
    paths: [String] = ["/members.csv?token=marked"],
    answer: @escaping @Sendable (String) -> String, _ body: (Place) async throws -> Void
  ) async throws {
    let server = try FileServer(answer)
    defer { server.stop() }
    let addresses = paths.map { "\"http://127.0.0.1:\(server.port)\($0)\"" }.joined(separator: ", ")
    let folder = try ConfigurationFolder([
      "naru.yaml": "store: sqlite:naru.db\n" + process,
      "shops/flower.yaml": "id: flower\nexports: {fetch: [\(addresses)]}\nschedule: {import: hourly}\n",
    ])
    let time = TestTime("2026-11-27T10:00:00+09:00")
    let naru = try Naru(folder.load(adapters: Naru.builtInAdapters).get(), fetchPolicy: policy) { time.now }
    let jobs = try NaruJobs(naru, logger: Logger(label: "naru"))
    // A schedule that is new begins with its next time.
    try await jobs.drain()
    #expect(server.connections == 0)
    try await body(Place(naru: naru, shop: try naru.connection("flower"), jobs: jobs, time: time, server: server))
    await jobs.tasks.close()
    await naru.close()
  }

  @Test("are imported as what they are; what has not changed is let go, what has is taken")
  func changes() async throws {
    let text = Mutex(Self.members)
    try await with { _ in
      FileServer.response(text.withLock { $0 })
    } _: { place in
      try await place.hour()
      #expect(try await place.shop.counts().members == 2)
      let first = try #require(try place.imports().first)
      #expect(
        first.source == .fetch && first.state == .done && first.file == "127.0.0.1:\(place.server.port)/members.csv")
      try await place.hour()
      #expect(place.server.connections == 2)
      #expect(try place.imports().count == 1, "it had not changed")
      text.withLock { $0 += "lily03,이셋,010-0000-1003\r\n" }
      try await place.hour()
      #expect(try await place.shop.counts().members == 3)
      text.withLock { $0 = Self.members }
      try await place.hour()
      #expect(try place.imports().count == 3, "what it was once is news again")
      for entry in try place.imports() { #expect(entry.origin?.contains("marked") == false) }
      let runs = try await place.shop.runs()
      #expect(runs.count == 3 && !runs.contains { $0.summary.contains("marked") })
      let spool = try FileManager.default.contentsOfDirectory(atPath: place.naru.store.spoolDirectory)
      #expect(spool.filter { !$0.hasPrefix(".") }.isEmpty)
    }
  }

  @Test(
    "one that fails is kept with its reason, as an import and as a run; the others are taken, and it is tried again")
  func failure() async throws {
    let isBroken = Mutex(true)
    try await with(paths: ["/a.csv?token=marked", "/b.csv", "/c.csv"]) { line in
      if line.contains("/a.csv"), isBroken.withLock({ $0 }) { return FileServer.response("no", status: "503 No") }
      if line.contains("/c.csv") { return FileServer.response("") }
      return FileServer.response(Self.members)
    } _: { place in
      try await place.hour()
      #expect(try await place.shop.counts().members == 2)
      let views = try place.imports().map { AcceptedImportView($0) }
      #expect(
        views.filter { $0.state == "failed" }.map { $0.findings.map(\.code) } == [
          ["download-empty"], ["download-status"],
        ])
      let failed = try await place.shop.runs().filter { $0.outcome == .failed }
      #expect(failed.count == 2 && failed.allSatisfy { $0.kind == .import && $0.finishedAt != nil })
      #expect(failed.contains { RunView($0, withFindings: true).findings.first?.code == "download-status" })
      #expect(!failed.contains { $0.summary.contains("marked") })
      isBroken.withLock { $0 = false }
      try await place.hour()
      #expect(try place.imports().contains { $0.file.hasSuffix("/a.csv") && $0.state == .done })
    }
  }

  @Test(
    "what the guard forbids is not asked for",
    arguments: ["", "fetch: {hosts: [exports.example.com], networks: [127.0.0.0/8]}\n"])
  func forbidden(process: String) async throws {
    try await with(nil, process: process) { _ in
      FileServer.response(Self.members)
    } _: { place in
      try await place.hour()
      #expect(place.server.connections == 0)
      let view = try #require(try place.imports().first.map { AcceptedImportView($0) })
      #expect(view.state == "failed" && view.findings.map(\.code) == ["download-refused"])
      #expect(!view.findings[0].message(in: .korean).contains("marked"))
    }
  }

  @Test("one over the limit is refused, and nothing of it stays")
  func tooLarge() async throws {
    try await with(process: "limits: {file: 64}\n") { _ in
      FileServer.response(String(repeating: Self.members, count: 10))
    } _: { place in
      try await place.hour()
      let view = try #require(try place.imports().first.map { AcceptedImportView($0) })
      #expect(view.findings.map(\.code) == ["file-too-large"])
      #expect(try await place.shop.counts().members == 0)
    }
  }

  @Test("stopped while an export comes in, nothing of it is kept, the log says so, and the next start fetches it")
  func stopped() async throws {
    let (arrivals, arrival) = AsyncStream<Void>.makeStream()
    let isCut = Mutex(true)
    let release = DispatchSemaphore(value: 0)
    let linger: @Sendable () -> Void = {
      guard isCut.withLock({ $0 }) else { return }
      arrival.yield()
      release.wait()
    }
    let server = try FileServer(lingering: linger) { _ in
      let whole = FileServer.response(Self.members)
      // All rows but the last bytes: what has come looks like a file already.
      return isCut.withLock { $0 } ? String(whole.dropLast(4)) : whole
    }
    defer { server.stop() }
    let folder = try ConfigurationFolder([
      "naru.yaml": "store: sqlite:naru.db\n",
      "shops/flower.yaml":
        "id: flower\nexports: {fetch: \"http://127.0.0.1:\(server.port)/a.csv\"}\nschedule: {import: hourly}\n",
    ])
    let (time, lines) = (TestTime("2026-11-27T10:00:00+09:00"), LogLines())
    let naru = try Naru(folder.load(adapters: Naru.builtInAdapters).get(), fetchPolicy: Self.local) { time.now }
    let jobs = try NaruJobs(naru, logger: Logger(label: "naru", factory: lines.handler))
    try await jobs.drain()
    time.advance(seconds: 3_600)
    await jobs.schedules.round()
    for await _ in arrivals { break }
    await jobs.tasks.close()
    let shop = try naru.connection("flower")
    #expect(try naru.store.acceptedImports(of: shop.shop.id).isEmpty)
    #expect(try await shop.runs().isEmpty)
    #expect(try await shop.counts().members == 0)
    let spool = try FileManager.default.contentsOfDirectory(atPath: naru.store.spoolDirectory)
    #expect(spool.filter { !$0.hasPrefix(".") }.isEmpty)
    #expect(lines.all == ["schedule: stopped half-way, goes on at the next start job=import shop=flower"])
    isCut.withLock { $0 = false }
    release.signal()
    // Another process begins, in the same hour.
    let later = try NaruJobs(naru, logger: Logger(label: "naru", factory: lines.handler))
    try await later.drain()
    // Here the first one still has the spool folder, and takes what the other has fetched.
    try await jobs.drain()
    #expect(try await shop.counts().members == 2)
    #expect(server.connections == 2)
    await later.tasks.close()
    await naru.close()
  }

  @Test("of two processes on one store one alone fetches what is due, whichever is first")
  func twoProcesses() async throws {
    try await with { _ in
      FileServer.response(Self.members)
    } _: { place in
      let configuration = place.naru.configuration
      let other = try Naru(configuration, fetchPolicy: Self.local) { place.time.now }
      let others = try NaruJobs(other, logger: Logger(label: "naru"))
      for hour in 1...5 {
        place.time.advance(seconds: 3_600)
        async let first: Void = place.jobs.schedules.round()
        async let second: Void = others.schedules.round()
        _ = await (first, second)
        await place.jobs.tasks.settle()
        await others.tasks.settle()
        #expect(place.server.connections == hour)
      }
      try await others.drain()
      try await place.jobs.drain()
      #expect(place.server.connections == 5)
      #expect(try place.imports().count == 1)
      #expect(try await place.shop.counts().members == 2)
      await others.tasks.close()
      await other.close()
    }
  }

  @Test(
    "an address may be a secret; a secret that is none, an address without a time and a time without an address are found"
  )
  func configuration() throws {
    func errors(_ shop: String) throws -> [Diagnostic] {
      let folder = try ConfigurationFolder([
        "naru.yaml": "store: sqlite:naru.db\n", "shops/flower.yaml": "id: flower\n" + shop,
      ])
      try folder.write(Array("https://exports.example.com/members.csv?key=marked\n".utf8), to: "good.url")
      try folder.write(Array("ftp://exports.example.com/marked\n".utf8), to: "bad.url")
      return folder.load(adapters: Naru.builtInAdapters).report.findings.filter { $0.severity == .error }
    }
    let time = "schedule: {import: daily 04:00}\n"
    #expect(try errors("exports: {fetch: {file: ../good.url}}\n" + time).isEmpty)
    for (text, code) in [
      ("exports: {fetch: {file: ../bad.url}}\n" + time, "invalid-value"),
      ("exports: {fetch: ftp://exports.example.com/x.csv}\n" + time, "invalid-value"),
      ("exports: {fetch: http://exports.example.com/x.csv}\n" + time, "insecure-url"),
      ("exports: {fetch: []}\n" + time, "invalid-value"),
      ("exports: {fetch: https://exports.example.com/x.csv}\n", "missing-key"), (time, "missing-key"),
    ] {
      let found = try errors(text)
      #expect(found.first?.code == code, "\(text)")
      #expect(!found.contains { $0.message(in: .english).contains("marked") })
    }
  }
}
