import CommonValues
import Foundation
import HTTPTransport
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Naru
import ShopModel
import Store
import Testing

@testable import NaruServer

@Suite("Uploads by HTTP")
struct ImportRouteTests {
  private static let members = "아이디,이름,휴대폰번호\r\nflower01,가명,010-0000-1001\r\nrose02,가명,010-0000-1002\r\n"

  private func spool(_ site: Site) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: site.naru.store.spoolDirectory).filter { !$0.hasPrefix(".") }
  }

  @Test("an upload is accepted, imported in the background, told with the verb's result, and its file goes")
  func wholeWay() async throws {
    try await withSite { site in
      let backEnd = BackEnd(site: site)
      let answer = try await backEnd.send(
        .post, "/imports?kind=members&name=members.csv&as_of=2026-11-01", Self.members, type: "text/csv")
      #expect(answer.status == .accepted && answer.headers[.location] == "/shops/flower/imports/1")
      #expect(JSONValue(answer.text)["import_id"].string == "1")
      let waiting = try await backEnd.call(.get, "/imports/1").json
      #expect(waiting["state"].string == "waiting" && waiting["file"].string == "members.csv")
      #expect(waiting["bytes"].int == Self.members.utf8.count && waiting["source"].string == "upload")
      #expect(try spool(site).count == 1)
      try await site.jobs.drain()
      let done = try await backEnd.call(.get, "/imports/1").json
      #expect(done["state"].string == "done" && done["results"][0]["changed"].int == 2)
      #expect(done["results"][0]["kind"].string == "members" && done["results"][0]["file"].string == "members.csv")
      #expect(done["finished_at"].string != nil && done["absent_kept"].bool == false)
      #expect(try spool(site).isEmpty)
      let run = try await backEnd.call(.get, "/runs/1").json
      #expect(run["kind"].string == "import" && run["subject"].string == "members.csv")
      let member = try await site.naru.connection("flower").member("flower01")
      #expect(member.recordTime == Timestamp("2026-11-01"))
      // The same again changes nothing.
      _ = try await backEnd.send(.post, "/imports?as_of=2026-11-01", Self.members, type: nil)
      try await site.jobs.drain()
      let again = try await backEnd.call(.get, "/imports/2").json
      #expect(again["results"][0]["changed"].int == 0 && again["file"].string == "upload-2")
    }
  }

  @Test("a file that is refused is told with the reason; an import of another shop, or of none, is not told")
  func refusedFile() async throws {
    try await withSite { site in
      let backEnd = BackEnd(site: site)
      #expect(try await backEnd.send(.post, "/imports", "%PDF-1.7", type: nil).status == .accepted)
      try await site.jobs.drain()
      let failed = try await backEnd.call(.get, "/imports/1").json
      #expect(failed["state"].string == "failed" && failed["findings"][0]["code"].string != nil)
      #expect(failed["findings"][0]["reason"]["ko"].string != nil && failed["results"].count == 0)
      #expect(try spool(site).isEmpty)
      let rose = BackEnd(site: site, shop: "rose", authorization: "Bearer " + (ShopFiles.secrets["ROSE_TOKEN"] ?? ""))
      #expect(try await rose.call(.get, "/imports/1").json.problem == "unknown-import")
      for id in ["0", "2", "x", "-1", "9223372036854775808"] {
        #expect(try await backEnd.call(.get, "/imports/\(id)").json.problem == "unknown-import", "\(id)")
      }
    }
  }

  @Test("over the limit is 413, declared or not; nothing of it stays, and nothing of an empty body or a wrong query")
  func limits() async throws {
    var files = ShopFiles()
    files.process += "limits: { upload: 100 }\n"
    try await withSite(files) { site in
      let backEnd = BackEnd(site: site)
      let large = try await backEnd.call(.post, "/imports", String(repeating: "a", count: 101), type: nil)
      #expect(large.status == 413 && large.json.problem == "too-large")
      let upload = try await site.jobs.beginUpload(to: try #require(ShopID("flower")))
      try await upload.append(Array(repeating: 0x61, count: 100))
      let error = await #expect(throws: NaruError.self) { try await upload.append([0x61]) }
      #expect(error.map { Problem($0) }?.status == .contentTooLarge)
      #expect(try await backEnd.call(.post, "/imports").json.problem == "empty-body")
      for query in [
        "kind=people", "complete=perhaps", "confirm=ja", "as_of=yesterday", "name=", "name=..", "name=a%2Fb",
        "name=%0A",
      ] {
        #expect(try await backEnd.call(.post, "/imports?\(query)", "a,b\n", type: nil).json.problem == "bad-query")
      }
      #expect(try site.naru.store.acceptedImports(of: try #require(ShopID("flower"))).isEmpty)
      #expect(try spool(site).count == 1)
      withExtendedLifetime(upload) {}
    }
  }

  @Test("an upload that is let go leaves nothing, and what a killed process left is swept at the next start")
  func leftovers() async throws {
    try await withSite { site in
      let shop = try #require(ShopID("flower"))
      let gone = try await site.jobs.beginUpload(to: shop)
      try await gone.append(Array(Self.members.utf8))
      #expect(try spool(site).count == 1)
      gone.discard()
      #expect(try spool(site).isEmpty)
      let orphan = site.naru.store.spoolDirectory + "/in-orphan"
      try Data("x".utf8).write(to: URL(filePath: orphan))
      let upload = try await site.jobs.beginUpload(to: shop)
      try await site.jobs.drain()
      #expect(try spool(site).count == 1, "what is being written stays, the orphan goes")
      #expect(!FileManager.default.fileExists(atPath: orphan))
      withExtendedLifetime(upload) {}
    }
  }

  @Test("an accepted import is done after the process was lost in the middle of it, and its lost run is ended")
  func recovered() async throws {
    try await withSite { site in
      let shop = try #require(ShopID("flower"))
      _ = try await BackEnd(site: site).send(.post, "/imports", Self.members, type: nil)
      // As a process leaves it that is killed while it imports.
      let store = site.naru.store
      let begun = try #require(try store.beginImport(of: shop, at: site.time.now))
      let run = try store.beginRun(.import, in: shop, at: site.time.now)
      try store.noteRun(run, ofImport: begun.id, in: shop)
      let next = try NaruJobs(site.naru, logger: Logger(label: "naru"))
      try await next.drain()
      let view = try #require(try await next.acceptedImport(begun.id, of: shop))
      #expect(view.state == "done" && view.results.first?.changed == 2)
      #expect(try store.runs(of: shop).first { $0.id == run }?.outcome == .interrupted)
      #expect(try spool(site).isEmpty)
    }
  }

  @Test("a file whose end could not be noted, as on a full disk, is imported again by the same process")
  func endNotNoted() async throws {
    try await withSite { site in
      let shop = try #require(ShopID("flower"))
      _ = try await BackEnd(site: site).send(.post, "/imports", Self.members, type: nil)
      try await site.jobs.drain()
      _ = try await BackEnd(site: site).send(.post, "/imports", Self.members, type: nil)
      // As it is left when the store refuses what came of it: begun, and nobody at it.
      #expect(try site.naru.store.beginImport(of: shop, at: site.time.now)?.id == 2)
      _ = try await BackEnd(site: site).send(.post, "/imports", Self.members, type: nil)
      try await site.jobs.drain()
      for id in 1...3 { #expect(try site.naru.store.acceptedImport(Int64(id), of: shop)?.state == .done) }
      #expect(try spool(site).isEmpty)
    }
  }

  @Test("what became of a file is forgotten after a month, also by a process that goes on")
  func forgotten() async throws {
    try await withSite { site in
      let shop = try #require(ShopID("flower"))
      for _ in 0..<2 {
        _ = try await BackEnd(site: site).send(.post, "/imports", Self.members, type: nil)
        try await site.jobs.drain()
      }
      site.time.advance(seconds: 31 * 86_400)
      try await site.jobs.drain()
      #expect(try site.naru.store.acceptedImports(of: shop).map(\.id) == [2], "the newest stays")
    }
  }

  @Test("a file whose import ends the process again and again is given up")
  func givenUp() async throws {
    try await withSite { site in
      let shop = try #require(ShopID("flower"))
      _ = try await BackEnd(site: site).send(.post, "/imports", Self.members, type: nil)
      for _ in 0..<5 {
        _ = try site.naru.store.beginImport(of: shop, at: site.time.now)
        _ = try site.naru.store.recoverImports()
      }
      try await site.jobs.drain()
      let view = try await BackEnd(site: site).call(.get, "/imports/1").json
      #expect(view["state"].string == "failed" && view["findings"][0]["code"].string == "import-given-up")
    }
  }

  @Test("of two processes on a store one imports; the other takes over when the first is gone")
  func twoProcesses() async throws {
    try await withSite { site in
      let shop = try #require(ShopID("flower"))
      try await site.jobs.drain()
      let other = try NaruJobs(site.naru, logger: Logger(label: "naru"))
      _ = try await BackEnd(site: site).send(.post, "/imports", Self.members, type: nil)
      try await other.drain()
      #expect(try site.naru.store.acceptedImport(1, of: shop)?.state == .waiting)
      let run = Task { await site.jobs.run(StoppedClock()) }
      run.cancel()
      await run.value
      try await other.drain()
      #expect(try site.naru.store.acceptedImport(1, of: shop)?.state == .done)
    }
  }

  @Test("after the jobs have ended nothing is begun any more")
  func stopping() async throws {
    try await withSite { site in
      let run = Task { await site.jobs.run(StoppedClock()) }
      run.cancel()
      await run.value
      let answer = try await BackEnd(site: site).call(.post, "/sync")
      #expect(answer.status == 503 && answer.json.problem == "stopping")
    }
  }

  @Test("a complete file that would withdraw too many says so, and does it when confirmed")
  func confirmed() async throws {
    try await withSite { site in
      let backEnd = BackEnd(site: site)
      let many = "아이디\r\n" + (1...40).map { "m\($0)\r\n" }.joined()
      _ = try await backEnd.send(.post, "/imports?kind=members&as_of=2026-11-01", many, type: nil)
      let few = "아이디\r\n" + (1...20).map { "m\($0)\r\n" }.joined()
      _ = try await backEnd.send(.post, "/imports?kind=members&complete=true&as_of=2026-11-02", few, type: nil)
      _ = try await backEnd.send(
        .post, "/imports?kind=members&complete=true&confirm=true&as_of=2026-11-03", few, type: nil)
      try await site.jobs.drain()
      let kept = try await backEnd.call(.get, "/imports/2").json
      #expect(kept["absent_kept"].bool == true && kept["results"][0]["withdrawn"].int == 0)
      let done = try await backEnd.call(.get, "/imports/3").json
      #expect(done["absent_kept"].bool == false && done["results"][0]["withdrawn"].int == 20)
    }
  }

  @Test("server-sent events tell the state until the end")
  func events() async throws {
    try await withSite { site in
      _ = try await BackEnd(site: site).send(.post, "/imports", Self.members, type: nil)
      let headers: HTTPFields = [.authorization: Site.token, .accept: "text/event-stream"]
      async let stream = site.client.execute(uri: "/shops/flower/imports/1", method: .get, headers: headers)
      try await site.jobs.drain()
      let answer = try await stream
      #expect(answer.status == .ok && answer.headers[.contentType] == "text/event-stream")
      let events = answer.text.split(separator: "\n\n").map(String.init)
      let last = try #require(events.last)
      #expect(last.hasPrefix("event: done\ndata: {"))
      let data = JSONValue(String(last.drop { $0 != "{" }))
      #expect(data["state"].string == "done" && data["results"][0]["changed"].int == 2)
      let refused = try await site.client.execute(
        uri: "/shops/flower/imports/1", method: .get, headers: [.accept: "text/event-stream"])
      #expect(refused.status == .unauthorized)
    }
  }
}
