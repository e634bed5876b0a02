import CommonValues
import Foundation
import HTTPTransport
import Ingest
import ShopAdapters
import Testing

@testable import Naru

@Suite("An export by its address")
struct FetchTests {
  private static let file = "아이디,이름,휴대폰\r\nflower01,김하나,010-0000-1001\r\nrose02,박둘,010-0000-1002\r\n"

  /// Lets this machine in over plain http, which only a test may do.
  private static let local = FetchPolicy(
    addresses: AddressPolicy(allowing: [IPNetwork("127.0.0.1")].compactMap { $0 }), allowsPlainLoopback: true)

  private func with(
    _ policy: FetchPolicy? = FetchTests.local, process: String = "",
    answer: @escaping @Sendable (String) -> String = { _ in FileServer.response(FetchTests.file) },
    _ body: (Connection, FileServer) async throws -> Void
  ) async throws {
    let folder = try ConfigurationFolder([
      "naru.yaml": "store: sqlite:naru.db\n" + process, "shops/flower.yaml": "id: flower\nadapter: shop-export\n",
    ])
    let server = try FileServer(answer)
    defer { server.stop() }
    let naru = try Naru(folder.load(adapters: Naru.builtInAdapters).get(), fetchPolicy: policy)
    let result: Result<Void, any Error>
    do { result = .success(try await body(try naru.connection("flower"), server)) } catch { result = .failure(error) }
    await naru.close()
    try result.get()
  }

  private func refusal(_ connection: Connection, _ url: String) async -> [Diagnostic] {
    do {
      _ = try await connection.importFile(from: url)
      Issue.record("taken")
      return []
    } catch {
      return (error as? NaruError)?.diagnostics ?? []
    }
  }

  @Test("is fetched and taken; the server's time of its last change is its source time")
  func taken() async throws {
    try await with { _ in
      FileServer.response(FetchTests.file, headers: "Last-Modified: Mon, 02 Nov 2026 00:00:00 GMT\r\n")
    } _: { connection, server in
      let reports = try await connection.importFile(
        from: "http://127.0.0.1:\(server.port)/exports/members.csv?token=marked")
      #expect(reports.count == 1 && reports[0].records == 2)
      #expect(reports[0].file == "127.0.0.1:\(server.port)/members.csv")
      #expect(reports[0].asOf == Timestamp("2026-11-02T09:00:00+09:00"))
      let runs = try await connection.runs(limit: 10)
      #expect(!runs.contains { $0.summary.contains("marked") })
    }
  }

  @Test("is refused from a private address, and the server is not asked", arguments: ["https", "http"])
  func privateAddress(scheme: String) async throws {
    try await with(nil) { connection, server in
      let found = await refusal(connection, "\(scheme)://127.0.0.1:\(server.port)/members.csv?token=marked")
      #expect(found.map(\.code) == ["download-refused"])
      #expect(found[0].fix != nil && !found[0].message(in: .english).contains("marked"))
      #expect(server.connections == 0)
      let members = try await connection.members(limit: 10)
      #expect(members.isEmpty)
    }
  }

  @Test("is refused from a host that the configuration does not list")
  func hosts() async throws {
    try await with(nil, process: "fetch: {hosts: [exports.example.com], networks: [127.0.0.0/8]}\n") {
      connection, server in
      let found = await refusal(connection, "https://127.0.0.1:\(server.port)/members.csv")
      #expect(found.map(\.code) == ["download-refused"])
      #expect(server.connections == 0)
    }
  }

  @Test("from a network of the configuration is asked, by https alone")
  func networks() async throws {
    try await with(nil, process: "fetch: {networks: [127.0.0.0/8]}\n") { connection, server in
      let plain = await refusal(connection, "http://127.0.0.1:\(server.port)/members.csv")
      #expect(plain.map(\.code) == ["download-refused"])
      #expect(server.connections == 0)
      // The server speaks no TLS, but it was asked.
      let secure = await refusal(connection, "https://127.0.0.1:\(server.port)/members.csv")
      #expect(secure.map(\.code) == ["download-failed"])
      #expect(server.connections == 1)
    }
  }

  @Test("whose server answers anything but a file leaves the store as it was")
  func notFound() async throws {
    try await with { _ in
      FileServer.response("gone", status: "404 Not Found")
    } _: { connection, server in
      let found = await refusal(connection, "http://127.0.0.1:\(server.port)/members.csv")
      #expect(found.map(\.code) == ["download-status"] && found[0].reason.english.contains("404"))
      let runs = try await connection.runs(limit: 10)
      #expect(runs.isEmpty)
    }
  }

  @Test("that is cut on its way, or larger than a file may be, is refused as a whole")
  func cut() async throws {
    try await with(process: "limits: {file: 1MiB}\n") { line in
      if line.contains("/large") { return FileServer.response(String(repeating: "a,b\n", count: 300_000)) }
      return String(FileServer.response(FetchTests.file).dropLast(20))
    } _: { connection, server in
      for (path, code) in [("cut.csv", "download-failed"), ("large.csv", "file-too-large")] {
        let found = await refusal(connection, "http://127.0.0.1:\(server.port)/\(path)")
        #expect(found.map(\.code) == [code])
      }
      let members = try await connection.members(limit: 10)
      #expect(members.isEmpty)
    }
  }

  @Test("is given up when the observer asks to stop")
  func stopped() async throws {
    try await with { connection, server in
      await #expect(throws: CancellationError.self) {
        try await connection.importFile(
          from: "http://127.0.0.1:\(server.port)/members.csv", observer: ImportObserver(shouldStop: { true }))
      }
    }
  }

  @Test(
    "is shown by its host and file name alone",
    arguments: [
      ("https://h.example.com/a/members.csv?token=x#y", "h.example.com/members.csv"),
      ("https://h.example.com:8443/a/b", "h.example.com:8443"), ("HTTPS://h.example.com", "h.example.com"),
      ("https://me:secret@h.example.com/x.csv", "h.example.com/x.csv"),
      ("https://h.example.com/\u{1B}[31m.csv", "h.example.com"), ("https://h.example.com/.env", "h.example.com"),
      ("https://h.example.com/a?x=/secret.csv", "h.example.com"),
    ])
  func name(url: String, name: String) throws {
    #expect(try #require(ExportAddress(url)).name == name)
  }

  @Test("that is none is refused", arguments: ["ftp://h.example.com/x.csv", "members.csv", "file:///etc/passwd", ""])
  func noAddress(url: String) { #expect(ExportAddress(url) == nil) }

  @Test("the time of a header is read, and nothing else is taken for one")
  func headerTime() {
    #expect(ExportAddress.time(ofHeader: "Sun, 06 Nov 1994 08:49:37 GMT") == Timestamp("1994-11-06T08:49:37Z"))
    for text in [
      nil, "", "yesterday", "Sun, 06 Nov 1994 08:49:37 KST", "Sun, 31 Feb 1994 08:49:37 GMT", "a b c d e GMT",
    ] {
      #expect(ExportAddress.time(ofHeader: text) == nil)
    }
  }
}
