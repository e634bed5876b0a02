import Foundation
import HTTPTransport
import HTTPTypes
import Logging
import Naru
import Testing

@testable import NaruServer

@Suite("Where the server listens")
struct ListeningTests {
  /// Paths of sockets are short; the folders of other tests are not.
  private func withSocket(_ body: @escaping @Sendable (Site, String) async throws -> Void) async throws {
    let path = "/tmp/naru-\(UUID().uuidString.prefix(8)).sock"
    defer { unlink(path) }
    var files = ShopFiles()
    files.process = "listen: unix:\(path)\npublic_url: https://sync.example.com\nstore: sqlite:naru.db\n"
    try await withSite(files) { try await body($0, path) }
  }

  private func mode(_ path: String) throws -> Int? {
    (try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
  }

  @Test("a unix socket answers its group, counts as this machine, and is gone when the server has ended")
  func socket() async throws {
    try await withSocket { site, path in
      let running = try await Running.start(site.server)
      #expect(try mode(path) == 0o660)
      #expect(await SocketClient.get("/healthz", socket: path)?.hasSuffix("\r\n\r\nok\n") == true)
      #expect(await SocketClient.get("/metrics", socket: path)?.contains("naru_shops 3\n") == true)
      try await running.end()
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test("a socket that a dead process has left behind is taken over")
  func leftBehind() async throws {
    try await withSocket { site, path in
      SocketClient.leaveBehind(path)
      #expect(FileManager.default.fileExists(atPath: path))
      let running = try await Running.start(site.server)
      #expect(await SocketClient.get("/healthz", socket: path)?.contains("ok\n") == true)
      try await running.end()
    }
  }

  @Test("a socket at which somebody answers is theirs: the second server ends, the first goes on")
  func taken() async throws {
    try await withSocket { site, path in
      let running = try await Running.start(site.server)
      let second = try NaruServer(site.naru, inbox: NaruInbox(site.naru, logger: .init(label: "second")))
      let error = await #expect(throws: ListenError.self) { _ = try await Running.start(second) }
      #expect(error?.cause == .inUse)
      #expect(await SocketClient.get("/healthz", socket: path)?.contains("ok\n") == true)
      try await running.end()
    }
  }

  @Test("a file that is no socket is left alone, and the server ends")
  func noSocket() async throws {
    try await withSocket { site, path in
      try Data("mine".utf8).write(to: URL(filePath: path))
      let error = await #expect(throws: ListenError.self) { _ = try await Running.start(site.server) }
      #expect(error?.cause == .notASocket)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    }
  }

  // MARK: TLS

  private static let tls: ShopFiles = {
    var files = ShopFiles()
    files.process += "tls: { certificate: server.pem, key: server.key }\n"
    return files
  }()

  private static let hasOpenssl = TestCertificate.openssl != nil

  private func status(_ running: Running, trusting certificate: String, scheme: String = "https") async throws -> Int {
    var configuration = CurlTransport.Configuration()
    configuration.certificateAuthorityFile = certificate
    let http = try CurlTransport(configuration: configuration)
    do {
      let answer = try await http.get("\(scheme)://127.0.0.1:\(running.port)/healthz")
      await http.shutdown()
      return answer.status
    } catch {
      await http.shutdown()
      throw error
    }
  }

  @Test("a certificate from files is served, and after a reload the new one", .enabled(if: hasOpenssl, "no openssl"))
  func certificate() async throws {
    let before: (String) async throws -> Void = { folder in
      try await TestCertificate.make("server", in: folder)
      try await TestCertificate.make("next", in: folder)
    }
    try await withSite(Self.tls, before: before) { site in
      let running = try await Running.start(site.server)
      let (old, new) = (site.folder + "/old.pem", site.folder + "/next.pem")
      try FileManager.default.copyItem(atPath: site.folder + "/server.pem", toPath: old)
      #expect(try await status(running, trusting: old) == 200)
      await #expect(throws: HTTPTransportError.self) { _ = try await status(running, trusting: new) }
      await #expect(throws: HTTPTransportError.self) { _ = try await status(running, trusting: old, scheme: "http") }

      for kind in ["pem", "key"] {
        let place = site.folder + "/server." + kind
        try FileManager.default.removeItem(atPath: place)
        try FileManager.default.copyItem(atPath: site.folder + "/next." + kind, toPath: place)
      }
      try site.server.use(site.naru.configuration)
      #expect(try await status(running, trusting: new) == 200)
      await #expect(throws: HTTPTransportError.self) { _ = try await status(running, trusting: old) }

      // A key that is not the certificate's is refused, and the one before goes on.
      try Data("no key".utf8).write(to: URL(filePath: site.folder + "/server.key"))
      #expect(throws: ListenError.self) { try site.server.use(site.naru.configuration) }
      #expect(try await status(running, trusting: new) == 200)
      try await running.end()
    }
  }

  @Test("a certificate that is none stops the start", .enabled(if: hasOpenssl, "no openssl"))
  func badCertificate() async throws {
    let error = await #expect(throws: ListenError.self) {
      let before: (String) async throws -> Void = { folder in
        try await TestCertificate.make("server", in: folder)
        try Data("no certificate".utf8).write(to: URL(filePath: folder + "/server.pem"))
      }
      try await withSite(Self.tls, before: before) { _ in }
    }
    guard case .badCertificate = error?.cause else {
      Issue.record("\(String(describing: error?.cause))")
      return
    }
  }
}
