import Foundation
import HTTPTransport
import Logging
import Naru
import Synchronization
import Testing

@testable import NaruServer

@Suite("Which thread answers")
struct LoopChannelTests {
  @Test(
    "short routes are answered on the event loop of their connection, all others elsewhere",
    .enabled(
      if: FileManager.default.fileExists(atPath: "/proc/thread-self/comm"), "needs Linux to tell threads by name"))
  func threads() async throws {
    try await withSite { site in
      let places = Mutex<[String: String]>([:])
      let logger = Logger(label: "naru") { _ in
        ThreadBook { message, thread in places.withLock { $0[message] = thread } }
      }
      let server = try NaruServer(site.naru, inbox: site.inbox, jobs: site.jobs, logger: logger)
      let running = try await Running.start(server)
      let http = try CurlTransport()
      // What handlers log, and not what is logged around them.
      _ = try await http.get(running.base + "/shops/flower/login?return_to=/cart", ["Sec-Fetch-Site": "none"])
      let login = places.withLock { $0["login"] ?? "?" }
      _ = try await http.get(running.base + "/shops/flower/links/42")
      let backEnd = places.withLock { $0["back end: refused"] ?? "?" }
      #expect(login.hasPrefix("NIO-"), "\(login)")
      #expect(!backEnd.hasPrefix("NIO-") && backEnd != "?", "\(backEnd)")
      try await running.end()
      await http.shutdown()
    }
  }

  @Test("what is called short is a route that there is")
  func short() async throws {
    try await withSite { site in
      let paths = Set(site.server.routes.compactMap { $0.split(separator: " ").last.map(String.init) })
      #expect(RouteName.short.subtracting(paths) == ["none"])
    }
  }
}

/// Tells the name of the thread on which something was logged.
private struct ThreadBook: LogHandler {
  let note: @Sendable (_ message: String, _ thread: String) -> Void
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .trace

  init(note: @escaping @Sendable (String, String) -> Void) { self.note = note }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let name = try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
    note(event.message.description, name ?? "?")
  }
}
