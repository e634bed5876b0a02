import CommonValues
import Foundation
import ShopModel
import Testing

@testable import naru

@Suite("naru serve, for real")
struct ServeVerbTests {
  /// Hears where something listens, and can be waited for.
  private final class Listener: OperationObserver {
    private let stream: AsyncStream<[ServiceAddress]>
    private let continuation: AsyncStream<[ServiceAddress]>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func addresses() async -> [ServiceAddress] {
      for await addresses in stream { return addresses }
      return []
    }

    func progress(_ update: ProgressUpdate) {}
    func note(_ text: LocalizedText) {}
    func found(_ diagnostic: Diagnostic) {}
    func finished(_ step: DemoStep) {}
    func listening(_ addresses: [ServiceAddress]) { continuation.yield(addresses) }
  }

  private static let login = """
    id: flower
    api_token: {env: TOKEN}
    kakao: {rest_api_key: {env: REST}, admin_key: {env: ADMIN}}
    login: {return_urls: ["https://flower.example.com/"]}

    """

  /// Runs `body` with a folder of configuration files.
  private func withFolder(_ process: String, _ body: (String) async throws -> Void) async throws {
    let path = FileManager.default.temporaryDirectory.path + "/naru-serve-tests-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.createDirectory(atPath: path + "/shops", withIntermediateDirectories: true)
    try Data((process + "store: sqlite:naru.db\n").utf8).write(to: URL(fileURLWithPath: path + "/naru.yaml"))
    try Data(Self.login.utf8).write(to: URL(fileURLWithPath: path + "/shops/flower.yaml"))
    try await body(path + "/naru.yaml")
  }

  private func context(_ path: String, _ listener: Listener, _ stop: StopSignal) -> OperationContext {
    OperationContext(
      configPath: path,
      environment: ["TOKEN": "token-0123456789-abcdefghij", "REST": "rest-key", "ADMIN": "admin-key"],
      observer: listener, stop: stop)
  }

  private static let process = "listen: 127.0.0.1:0\npublic_url: https://sync.example.com\n"

  @Test("says where it listens, ends when it is asked to, and can be run again")
  func life() async throws {
    try await withFolder(Self.process) { path in
      for _ in 0..<2 {
        let (listener, stop) = (Listener(), StopSignal())
        let context = context(path, listener, stop)
        async let outcome = LiveOperations().serve(ServeRequest(), context)
        let addresses = await listener.addresses()
        #expect(addresses.first?.url.hasPrefix("http://127.0.0.1:") == true)
        #expect(addresses.last?.url.hasPrefix("https://sync.example.com") == true)
        stop.ask()
        let result = try await outcome.result
        #expect(result.addresses == addresses)
      }
    }
  }

  @Test("a port that is taken ends it with 69 and what to do")
  func taken() async throws {
    try await withFolder(Self.process) { path in
      let (listener, stop) = (Listener(), StopSignal())
      let first = context(path, listener, stop)
      async let outcome = LiveOperations().serve(ServeRequest(), first)
      let port = await listener.addresses().first?.url.split(separator: ":").last ?? ""
      try await withFolder("listen: 127.0.0.1:\(port)\npublic_url: https://sync.example.com\n") { other in
        let error = await #expect(throws: OperationError.self) {
          _ = try await LiveOperations().serve(ServeRequest(), context(other, Listener(), StopSignal()))
        }
        #expect(error?.status == .unavailable && error?.diagnostics.first?.code == "address-in-use")
        #expect(error?.diagnostics.first?.fix != nil)
      }
      stop.ask()
      _ = try await outcome
    }
  }

  @Test("an address of another machine is told apart from one that is taken")
  func notHere() async throws {
    try await withFolder("listen: 192.0.2.1:8080\npublic_url: https://sync.example.com\n") { path in
      let error = await #expect(throws: OperationError.self) {
        _ = try await LiveOperations().serve(ServeRequest(), context(path, Listener(), StopSignal()))
      }
      #expect(error?.status == .unavailable && error?.diagnostics.first?.code == "address-not-usable")
    }
  }

  @Test("naru link makes the entry's address with the target in it, and its QR code; a foreign target is refused")
  func link() async throws {
    try await withFolder(Self.process) { path in
      let context = context(path, Listener(), StopSignal())
      let shop = try #require(ShopID("flower"))
      let file = path + ".svg"
      let made = try await LiveOperations().link(
        LinkRequest(shop: shop, target: "/event?a=1", svgFile: file), context
      ).result
      #expect(made.url == "https://sync.example.com/shops/flower/auto-login?return_to=/event%3Fa%3D1")
      #expect(made.target == "https://flower.example.com/event?a=1")
      #expect(try String(contentsOfFile: file, encoding: .utf8) == QRCode(made.url)?.svg)
      let error = await #expect(throws: OperationError.self) {
        _ = try await LiveOperations().link(LinkRequest(shop: shop, target: "//evil.example.net/"), context)
      }
      #expect(error?.diagnostics.first?.code == "not-a-return-address")
    }
  }

  @Test("without public_url a shop with a login ends it with 78, naming the key")
  func noPublicURL() async throws {
    try await withFolder("listen: 127.0.0.1:0\n") { path in
      let error = await #expect(throws: OperationError.self) {
        _ = try await LiveOperations().serve(ServeRequest(), context(path, Listener(), StopSignal()))
      }
      #expect(error?.status == .configuration && error?.diagnostics.first?.code == "login-without-public-url")
      #expect(error?.diagnostics.first?.place.field == "public_url")
    }
  }

  /// Gives log lines to whoever waits for one.
  private final class LineSink: OutputSink {
    private let lines: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation

    init() { (lines, continuation) = AsyncStream.makeStream() }

    func write(_ text: String) { continuation.yield(text) }

    /// The next line that holds `words`.
    func line(with words: String) async -> String? {
      for await line in lines where line.contains(words) { return line }
      return nil
    }
  }

  @Test(
    "SIGHUP makes it read its configuration again; a broken one is refused with file and line, in the form that was asked for"
  )
  func hangUp() async throws {
    try await withFolder(Self.process) { path in
      let (listener, stop, sink) = (Listener(), StopSignal(), LineSink())
      let context = context(path, listener, stop)
      var request = ServeRequest(logFormat: .text)
      request.log = sink
      let asked = request
      async let outcome = LiveOperations().serve(asked, context)
      _ = await listener.addresses()
      let shops = URL(fileURLWithPath: path).deletingLastPathComponent().appending(path: "shops")
      try Data("id: lily\nnmae: x\n".utf8).write(to: shops.appending(path: "lily.yaml"))
      kill(getpid(), SIGHUP)
      let refused = await sink.line(with: "code=unknown-key")
      #expect(refused?.contains(" ERROR configuration ") == true && refused?.contains("line=2") == true)
      try Data("id: lily\n".utf8).write(to: shops.appending(path: "lily.yaml"))
      kill(getpid(), SIGHUP)
      #expect(await sink.line(with: "configuration reloaded")?.contains("shops=2") == true)
      stop.ask()
      _ = try await outcome
    }
  }

  @Test("a certificate that is none ends it with 69, naming the key")
  func certificate() async throws {
    try await withFolder(Self.process + "tls: { certificate: naru.yaml, key: naru.yaml }\n") { path in
      let error = await #expect(throws: OperationError.self) {
        _ = try await LiveOperations().serve(ServeRequest(), context(path, Listener(), StopSignal()))
      }
      #expect(error?.status == .unavailable && error?.diagnostics.first?.code == "tls-unusable")
      #expect(error?.diagnostics.first?.place.field == "tls")
    }
  }

  @Test("a unix socket is said by its path")
  func socket() async throws {
    let socket = "/tmp/naru-\(UUID().uuidString.prefix(8)).sock"
    try await withFolder("listen: unix:\(socket)\npublic_url: https://sync.example.com\n") { path in
      let (listener, stop) = (Listener(), StopSignal())
      let context = context(path, listener, stop)
      async let outcome = LiveOperations().serve(ServeRequest(), context)
      #expect(await listener.addresses().first?.url == "unix:\(socket)")
      stop.ask()
      _ = try await outcome
    }
  }
}
