import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import ServiceLifecycle
import Testing

@testable import KakaoSandbox

@Suite struct ServerTests {
  private var headers: HTTPFields {
    [.authorization: Bench.key, .contentType: "application/json"]
  }

  private var create: ByteBuffer {
    ByteBuffer(string: #"{"channel_public_id":"_xgTNZs","file_name":"전체","schema":{"성별":"string"}}"#)
  }

  @Test("requests over HTTP reach the sandbox with headers, query and body", arguments: [true, false])
  func overHTTP(live: Bool) async throws {
    let bench = try Bench()
    try await bench.sandbox.application().test(live ? .live : .router) { client in
      let made = try await client.execute(uri: Path.create, method: .post, headers: headers, body: create)
      #expect(made.status == .ok)
      #expect(made.headers[.contentType] == "application/json;charset=UTF-8")
      let list = try await client.execute(
        uri: Path.list + "?channel_public_id=_xgTNZs", method: .get, headers: headers)
      #expect(String(buffer: list.body).contains("전체"))
      let page = try await client.execute(uri: "/sandbox", method: .get)
      #expect(page.status == .ok)
      #expect(page.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
      let root = try await client.execute(uri: "/", method: .get)
      #expect(root.headers[.location] == "/sandbox")
      #expect(try await client.execute(uri: "/v1/none", method: .put).status == .notFound)
      let state = try await client.execute(uri: "/sandbox/api/state", method: .get)
      #expect(Array(state.body.readableBytesView) == bench.sandbox.exportState())
    }
  }

  @Test("a body over the limit is 413 with -2, and the connection goes on")
  func tooLarge() async throws {
    var settings = SandboxSettings()
    settings.maximumBodyBytes = 1000
    let bench = try Bench(settings)
    try await bench.sandbox.application().test(.live) { client in
      let large = ByteBuffer(repeating: 0x20, count: 3_000_000)
      let answer = try await client.execute(uri: Path.create, method: .post, headers: headers, body: large)
      #expect(answer.status == .contentTooLarge)
      #expect(String(buffer: answer.body) == #"{"msg":"INVALID_PARAMETER","code":-2}"#)
      let control = try await client.execute(uri: "/sandbox/api/users", method: .post, body: large)
      #expect(control.status == .badRequest)
      #expect(try await client.execute(uri: Path.create, method: .post, headers: headers, body: create).status == .ok)
    }
  }

  @Test("a dropped connection gives the client no answer", arguments: [true, false])
  func dropped(processed: Bool) async throws {
    let bench = try Bench()
    bench.sandbox.addFault(SandboxFault(path: Path.create, effect: .drop, processed: processed))
    try await bench.sandbox.application().test(.live) { client in
      _ = await #expect(throws: (any Error).self) {
        try await client.execute(uri: Path.create, method: .post, headers: headers, body: create)
      }
    }
    #expect(bench.sandbox.files().count == (processed ? 1 : 0))
  }

  @Test("a cut answer promises more than it brings")
  func truncated() async throws {
    let bench = try Bench()
    bench.sandbox.addFault(SandboxFault(path: Path.create, effect: .truncatedBody, processed: true))
    try await bench.sandbox.application().test(.live) { client in
      _ = await #expect(throws: (any Error).self) {
        try await client.execute(uri: Path.create, method: .post, headers: headers, body: create)
      }
    }
    #expect(bench.sandbox.files().count == 1)
  }

  @Test("it runs in a service group, tells its port and stops gracefully")
  func service() async throws {
    let sandbox = try Bench().sandbox
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let application = sandbox.application { port in continuation.yield(port) }
    let group = ServiceGroup(services: [application], logger: Logger(label: "test"))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      var iterator = ports.makeAsyncIterator()
      let port = try #require(await iterator.next())
      #expect(port > 0)
      let body = try await TestClient.withClient(host: "127.0.0.1", port: port) { client in
        try await client.get("/sandbox/api/counts").body
      }
      #expect(body.map { String(buffer: $0).contains("\"channels\":1") } == true)
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }
}
